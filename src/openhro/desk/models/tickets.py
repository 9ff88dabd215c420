"""Requests with their conversation, tasks, mails sent and satisfaction. What people wrote is encrypted."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from openhro.core.base import TenantModel
from openhro.core.fields import EncryptedField
from openhro.core.ids import uuid7
from openhro.core.scope import ScopedManager
from openhro.desk.models.setup import CatalogueItem, Category, Queue
from openhro.desk.rules import CHANNELS, STATES


def written_once(name: str, *columns: str) -> pgtrigger.Trigger:
    """Refuses to change a value that is there: the evidence of a service level."""
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__isnull": False, f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=changed)


class Ticket(TenantModel):
    """One request. It belongs to one line of a contract, or says that none covers it."""

    number = models.PositiveIntegerField(help_text=_("Counted for each client."))
    state = models.CharField(max_length=24, choices=list(STATES.items()), default="new")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    item = models.ForeignKey(CatalogueItem, models.PROTECT, null=True, related_name="+")
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="tickets")
    channel = models.CharField(max_length=10, choices=list(CHANNELS.items()))
    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    priority = models.CharField(max_length=2)
    confidential = models.BooleanField(default=False)
    subject = EncryptedField()
    answers = EncryptedField(help_text=_("What the catalogue's form was filled in with, as JSON."))
    requester_id = models.UUIDField(null=True, db_index=True, help_text=_("The user who asks."))
    raised_by = models.UUIDField(null=True, help_text=_("Who entered it, where that is somebody else."))
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    entity = models.ForeignKey("clients.LegalEntity", models.PROTECT, null=True, related_name="+")
    scope_item = models.ForeignKey("engagements.ScopeItem", models.PROTECT, null=True, related_name="+")
    out_of_scope = models.CharField(max_length=40, blank=True, help_text=_("Why no contract covers it; then billable."))
    assignee_id = models.UUIDField(null=True)
    linked_type = models.CharField(max_length=60, blank=True)
    linked_id = models.CharField(max_length=60, blank=True)
    policy = models.ForeignKey("desk.Policy", models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey("desk.KnownProblem", models.SET_NULL, null=True, related_name="tickets")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    reason = EncryptedField(help_text=_("Why it waits, or was cancelled."))
    reply_token = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, help_text=_("The first public answer of a person."))
    resolved_at = models.DateTimeField(null=True)
    first_resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    replies = models.PositiveIntegerField(default=0, help_text=_("Public answers of people."))
    reopened = models.PositiveIntegerField(default=0)
    reopened_at = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(help_text=_("The due time of its next promise; far away where none is running."))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "number"], name="desk_ticket_number")]
        indexes = [
            models.Index(fields=["client", "state", "breach_at"], name="desk_ticket_queue"),
            models.Index(fields=["resolved_at"], name="desk_ticket_to_close", condition=models.Q(state="resolved")),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="opened_once", fields=["opened_at", "number", "client", "reply_token"]),
            written_once("answered_once", "answered_at"),
            written_once("resolved_once", "first_resolved_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


class Entry(TenantModel):
    """Something that was said: in public, internally, or by the product itself. Nobody edits it."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="entries")
    kind = models.CharField(
        max_length=8, choices=[("public", _("Public")), ("internal", _("Internal")), ("auto", _("Automatic"))]
    )
    from_desk = models.BooleanField(default=True)
    author_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=list(CHANNELS.items()))
    body = EncryptedField()
    at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "message_id"], condition=~models.Q(message_id=""), name="desk_mail_once"
            )
        ]
        indexes = [models.Index(fields=["ticket", "at"], name="desk_entry_of_ticket")]
        triggers = [
            # The body may be sealed by a newer key, nothing else.
            pgtrigger.ReadOnly(name="said_once", exclude=["body"]),
            pgtrigger.Protect(name="said_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.ticket_id}"


class Task(TenantModel):
    """A step of the work that a request needs."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    title = EncryptedField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} of {self.ticket_id}"


class Wait(TenantModel):
    """From when a request waits, and for what. Its clocks keep the state alone, which gives nothing away."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="waits")
    at = models.DateTimeField()
    reason = EncryptedField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ticket_id} from {self.at}"


class Watcher(TenantModel):
    """Somebody else who may follow what is said in public."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="watchers")
    user_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user_id"], name="desk_watcher_once")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.ticket_id}"


class ReplyToken(TenantModel):
    """By which an agent answers a request by mail: each has one of their own, which is nobody else's."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="reply_tokens")
    user_id = models.UUIDField()
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user_id"], name="desk_reply_token_once")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.ticket_id}"


class Delivery(TenantModel):
    """A mail that the desk sent, as evidence: for which entry, to whom of the desk (nobody: to whoever asked), when,
    with what result. The address is not kept."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="deliveries")
    user_id = models.UUIDField(null=True)
    state = models.CharField(
        max_length=8, default="waiting", help_text=_("waiting, sent, or nowhere without an address.")
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "user_id"], name="desk_delivery_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.entry_id}"


class MailTrace(models.Model):
    """That a mail was not taken, when and why; nothing of it. `sender` finds the same address again, and tells none.

    `back_to` holds the address of a known sender until they were told.
    """

    rls = {"may_be_null": True}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("clients.Client", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    sender = models.BinaryField(max_length=16)
    back_to = EncryptedField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["sender", "at"], name="desk_mail_trace")]

    def __str__(self) -> str:
        return f"{self.code} at {self.at}"


class Survey(TenantModel):
    """How satisfied whoever asked is; asked when the request is resolved."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="survey")
    asked_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(null=True)
    comment = EncryptedField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_score", condition=models.Q(score__isnull=True) | models.Q(score__range=(1, 5))
            )
        ]

    def __str__(self) -> str:
        return f"{self.score or '-'} for {self.ticket_id}"
