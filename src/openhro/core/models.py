"""Tables of the core: journal and seals, notices, webhooks, jobs, idempotency keys, calendars and deadlines."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from openhro.core.base import TenantModel
from openhro.core.fields import EncryptedField


class JournalEntry(models.Model):
    """What happened, once and for ever. Rows of no client are the provider's own, and of whoever did it."""

    rls = {"may_be_null": True, "made_by": "actor"}

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey("clients.Client", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    via = models.CharField(max_length=10)
    event = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["client", "object_id", "id"]), models.Index(fields=["client", "event", "id"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.event} {self.object_type} {self.object_id}"


class JournalSeal(models.Model):
    """A link of a client's hash chain over journal entries; made by a job, so that writers never queue."""

    rls = {"may_be_null": True}

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey("clients.Client", models.PROTECT, null=True, related_name="+")
    number = models.BigIntegerField(help_text="Position in the client's chain, from 1.")
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], nulls_distinct=False, name="journal_seal_number")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"seal {self.number}"


class Notice(TenantModel):
    """A line in a person's bell: made after commit from a journal entry, without personal data."""

    user_id = models.UUIDField(db_index=True)
    entry_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    url = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "entry_id"], name="notice_once")]

    def __str__(self) -> str:
        return self.text


class Webhook(TenantModel):
    """An address that is told of events, signed after the Standard Webhooks scheme."""

    url = models.URLField(max_length=300)
    events = ArrayField(models.CharField(max_length=80), help_text="Names or prefixes ending in '*'.")
    secret = EncryptedField()
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(TenantModel):
    """One event to one address, with its attempts."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    entry_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, default="pending")
    last_answer = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "entry_id"], name="webhook_once")]

    def __str__(self) -> str:
        return f"{self.status} {self.webhook_id}"


class Job(TenantModel):
    """Long work that a page can show: what, for which record, how far, and what came of it."""

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=12, default="queued")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=30, blank=True)
    message = models.CharField(max_length=300, blank=True)
    cancel_asked = models.BooleanField(default=False)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["client", "object_id", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "kind"], condition=models.Q(state__in=("queued", "running")), name="one_open_job"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class IdempotencyKey(models.Model):
    """The answer that was given to a key, so that a repeated request gets it again instead of a second effect.

    The body is encrypted: an answer may hold people, or a secret that is shown once.
    """

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key


class WorkCalendar(TenantModel):
    """A client's business calendar; editing makes a new version, running clocks keep theirs unless told otherwise."""

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    zone = models.CharField(max_length=60)
    windows = models.JSONField(help_text='{"0": [["09:00", "13:00"], ["14:00", "18:00"]], ...}; Monday is 0.')
    holidays = models.JSONField(default=list, help_text='[["2026-12-25", "Christmas Day"], ...]')
    openings = models.JSONField(default=list, help_text='Exceptional openings: [["2026-12-27", "10:00", "12:00"], ...]')

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "name", "version"], name="work_calendar_version")]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Deadline(TenantModel):
    """A clock on a record: what must happen, by when, and how it went. The arithmetic is in `core/clocks`."""

    object_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, help_text="What must happen: payroll.input_cutoff, desk.first_response ...")
    title = models.CharField(max_length=160)
    function = models.CharField(max_length=20, help_text="The HR function whose queue shows it.")
    owner_role = models.CharField(max_length=10, help_text="Who must act.")
    url = models.CharField(max_length=200, blank=True)
    clock = models.JSONField(help_text="The stored clock: start, target or date, pauses, calendar and version.")
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)
    paused = models.BooleanField(default=False, help_text="It stands still, so its due time is not one yet.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "object_id", "kind"], name="deadline_once")]
        indexes = [
            models.Index(
                fields=["client", "due_at"], name="deadline_open", condition=models.Q(stopped_at=None, cancelled=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} by {self.due_at:%Y-%m-%d %H:%M}Z"


# --- imports -------------------------------------------------------------------------------------------------------


class ImportBatch(TenantModel):
    """One run of an import (core/imports): which file, and what came of it. The file itself is not kept."""

    kind = models.CharField(max_length=40, help_text="people, payroll.inputs ...")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    state = models.CharField(max_length=10, help_text="waiting, then dry_run, applied or refused; or failed, stopped")
    report = models.JSONField(help_text="Counts, and the first 1,000 refusals.")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "kind", "-id"], name="import_batch_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name} {self.state}"


__all__ = [
    "Deadline", "IdempotencyKey", "ImportBatch", "Job", "JournalEntry", "JournalSeal", "Notice", "Webhook",
    "WebhookDelivery", "WorkCalendar",
]  # fmt: skip
