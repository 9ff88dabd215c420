"""Webhooks: addresses of a client's systems that are told of events, each signed with a secret of its own."""

from __future__ import annotations

import base64
import ipaddress
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from openhro.core import journal, outside
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.core.models import Webhook, WebhookDelivery
from openhro.core.permission import in_clients, permit
from openhro.core.permissions import WEBHOOK_MANAGE

ADDED = journal.event("core.webhook_added", "A webhook was set up")
ROTATED = journal.event("core.webhook_secret_changed", "A webhook got a new secret")
REMOVED = journal.event("core.webhook_removed", "A webhook was removed")
TESTED = journal.event("core.webhook_tested", "A webhook was sent a test")

MOST = 20
"""Webhooks of one client: every event asks each of them."""


@transaction.atomic
def add(by: Actor, client_id: UUID, url: str, events: Iterable[str]) -> tuple[Webhook, str]:
    """Set up an address; returns it with its secret, which cannot be read again."""
    permit(by, WEBHOOK_MANAGE, client_id)
    if not apps.get_model("clients", "Client")._default_manager.filter(pk=client_id).exists():
        raise NotFound("client")
    check_url(url)
    names = sorted(set(events))
    check_events(names)
    if Webhook.objects.filter(client_id=client_id, active=True).count() >= MOST:
        raise Invalid("TOO_MANY_WEBHOOKS", f"A client has at most {MOST} webhooks. Remove one first.")
    secret = _secret()
    hook = Webhook.objects.create(client_id=client_id, url=url, events=names, secret=secret)
    journal.record(by, ADDED, hook, {"events": names})
    return hook, secret


@transaction.atomic
def rotate(by: Actor, webhook_id: UUID) -> tuple[Webhook, str]:
    """Another secret, from the next delivery on; returns it this once."""
    hook = _held(by, webhook_id)
    secret = _secret()
    hook.secret = secret
    hook.save(update_fields=["secret"])
    journal.record(by, ROTATED, hook)
    return hook, secret


@transaction.atomic
def remove(by: Actor, webhook_id: UUID) -> None:
    """Tell an address nothing more; what it was told stays on record."""
    hook = _held(by, webhook_id)
    hook.active = False
    hook.save(update_fields=["active"])
    journal.record(by, REMOVED, hook)


@transaction.atomic
def test(by: Actor, webhook_id: UUID) -> Webhook:
    """Send an event of its own to one address, whatever it asked for."""
    hook = _held(by, webhook_id)
    journal.record(by, TESTED, hook)
    return hook


def webhooks(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Webhook]:
    """The addresses that are told, of one client or of all."""
    permit(by, WEBHOOK_MANAGE, client_id)
    rows = Webhook.objects.filter(in_clients(by, WEBHOOK_MANAGE), active=True)
    return rows.filter(client_id=client_id) if client_id else rows


def webhook(by: Actor, webhook_id: UUID) -> Webhook:
    """One address."""
    found = Webhook.objects.filter(pk=webhook_id, active=True).first()
    if found is None:
        raise NotFound("webhook")
    permit(by, WEBHOOK_MANAGE, found)
    return found


def deliveries(by: Actor, webhook_id: UUID) -> models.QuerySet[WebhookDelivery]:
    """What an address was told, newest first, and what it answered."""
    return WebhookDelivery.objects.filter(webhook=webhook(by, webhook_id)).order_by("-pk")


def wants(hook: Webhook, event: str, object_id: str) -> bool:
    """Whether an address is told of an event: one that it asked for, or a test of its own."""
    if event == TESTED and object_id == str(hook.pk):
        return True
    return any(event.startswith(name[:-1]) if name.endswith("*") else event == name for name in hook.events)


def check_url(url: str) -> None:
    """https with a host and nothing secret in it; plain http only to this very machine, and only where we trust it."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or parts.username or parts.password or parts.fragment or len(url) > 300 or not url.isprintable():
        raise Invalid(
            "WEBHOOK_URL", "Give an address such as https://example.org/hooks, of 300 characters.", field="url"
        )
    local = is_loopback(host)
    if local and settings.BEHIND_TLS:
        raise Invalid("WEBHOOK_URL", "An address on this machine is for trying out only.", field="url")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise Invalid("WEBHOOK_URL", "The address must begin with https://.", field="url")
    if is_private(host):
        raise Invalid("WEBHOOK_URL", "This address is in a private network. Give one that is public.", field="url")


def is_loopback(host: str) -> bool:
    """This very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_private(host: str) -> bool:
    """An IP address to which nothing is posted; what a name leads to is looked at when it is used."""
    try:
        return not outside.reachable(host)
    except ValueError:
        return False


def check_events(names: list[str]) -> None:
    """Names of events, or beginnings of names with a star, each of which some event has."""
    if not names or len(names) > 50:
        raise Invalid("WEBHOOK_EVENTS", "Name 1 to 50 events, or beginnings such as payroll.*.", field="events")
    for name in names:
        known = any(event.startswith(name[:-1]) for event in journal.EVENTS) if name.endswith("*") else False
        if name not in journal.EVENTS and not known:
            raise Invalid("WEBHOOK_EVENTS", f"There is no event {name[:80]}.", field="events")


def _held(by: Actor, webhook_id: UUID) -> Webhook:
    hook = Webhook.objects.select_for_update().filter(pk=webhook_id, active=True).first()
    if hook is None:
        raise NotFound("webhook")
    permit(by, WEBHOOK_MANAGE, hook)
    return hook


def _secret() -> str:
    """Thirty-two random bytes in the form of the Standard Webhooks scheme."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
