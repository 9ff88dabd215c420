"""Jobs of the core: what follows a journal entry, sealing, webhook delivery, and stalled work."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from datetime import timedelta
from http.client import HTTPException
from uuid import UUID

from django.db import transaction

from openhro.core import clock, journal, outside, webhooks
from openhro.core.actor import system
from openhro.core.errors import Refused
from openhro.core.jobs import STALLED_SECONDS, app
from openhro.core.models import IdempotencyKey, JournalEntry, Webhook, WebhookDelivery
from openhro.core.scope import scope

logger = logging.getLogger(__name__)


@app.task(name="core.follow_up", queue="core", retry=5)
def follow_up(client: str) -> None:
    """Tell followers and webhooks of all entries of a client since the last seal, then seal them."""
    with scope(system()):
        while journal.seal(UUID(client) if client else None, each=_told):
            pass


def _told(entry: JournalEntry) -> None:
    """One entry's follow-up; where it fails, it is tried again alone, and the others go on."""
    try:
        with transaction.atomic():
            _tell(entry)
    except Exception:
        logger.exception("follow-up of journal entry %s failed", entry.pk)
        after_entry.defer(entry_id=entry.pk)


@app.task(name="core.after_entry", queue="core", retry=5)
def after_entry(entry_id: int) -> None:
    """Tell followers and webhooks of one entry again."""
    with scope(system()):
        _tell(JournalEntry.objects.get(pk=entry_id))


def _tell(entry: JournalEntry) -> None:
    for action in journal.followers(entry.event):
        action(entry)
    if entry.client_id:
        _queue_webhooks(entry, entry.client_id)


def _queue_webhooks(entry: JournalEntry, client: UUID) -> None:
    for hook in Webhook.objects.filter(client_id=client, active=True):
        if webhooks.wants(hook, entry.event, entry.object_id):
            made, new = WebhookDelivery.objects.get_or_create(
                webhook=hook, entry_id=entry.pk, defaults={"client_id": client}
            )
            if new:
                deliver_webhook.configure(lock=f"webhook:{made.pk}").defer(delivery_id=str(made.pk))


@app.task(name="core.deliver_webhook", queue="core")
def deliver_webhook(delivery_id: str) -> None:
    """Post one event to one address; the job system tries again with growing pauses, eight times at most.

    The post runs in no transaction: a slow address holds neither a row nor a connection.
    """
    with scope(system()):
        delivery = WebhookDelivery.objects.select_related("webhook").get(pk=delivery_id)
        if delivery.status != "pending":
            return
        entry = JournalEntry.objects.get(pk=delivery.entry_id)
        if not delivery.webhook.active:
            delivery.status = "dropped"
            delivery.save()
            return
    answer, good = _post(delivery.webhook, entry)
    with scope(system()):
        _note(WebhookDelivery.objects.select_for_update().get(pk=delivery_id), answer, good)


def _note(delivery: WebhookDelivery, answer: str, good: bool) -> None:
    """Keep what came of an attempt, and plan the next one."""
    delivery.attempts += 1
    delivery.last_answer = answer[:200]
    delivery.status = "delivered" if good else "failed" if delivery.attempts >= 8 else "pending"
    delivery.delivered_at = clock.now() if good else None
    delivery.save()
    if delivery.status == "pending":
        later, key = 15 * 4**delivery.attempts, str(delivery.pk)
        deliver_webhook.configure(schedule_in={"seconds": later}, lock=f"webhook:{key}").defer(delivery_id=key)


def signature(secret: str, message_id: str, at: int, body: bytes) -> str:
    """The Standard Webhooks v1 signature: base64 HMAC-SHA256 of `id.timestamp.body`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _post(hook: Webhook, entry: JournalEntry) -> tuple[str, bool]:
    content = {
        "type": entry.event,
        "timestamp": entry.at.isoformat(),
        "data": {**entry.data, "object": entry.object_type, "id": entry.object_id},
    }
    body, at, message_id = json.dumps(content).encode(), int(clock.now().timestamp()), f"msg_{entry.pk}"
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(str(hook.secret), message_id, at, body),
    }
    try:
        webhooks.check_url(hook.url)
        status = outside.post(hook.url, body, headers)
        return f"{status}", 200 <= status < 300
    except (OSError, ValueError, HTTPException, Refused) as fault:
        return str(fault) or type(fault).__name__, False


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled", queue="core", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: object, timestamp: int) -> None:
    """Give jobs of a worker that died to another one; every job of ours may start again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(job)


@app.periodic(cron="40 2 * * *")
@app.task(name="core.forget_keys", queue="core", queueing_lock="core.forget_keys")
def forget_keys(timestamp: int) -> None:
    """Nobody repeats a request after three days: its kept answer goes."""
    IdempotencyKey.objects.filter(made_at__lt=clock.now() - timedelta(days=3)).delete()
