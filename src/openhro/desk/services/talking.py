"""What is said on a request: public answers, internal notes, and what whoever asked writes again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import Entry, Ticket
from openhro.desk.permissions import MAIL
from openhro.desk.queries import tickets as reads
from openhro.desk.services import clockwork
from openhro.desk.services.records import asked, locked, said, saved, worked

MOST = 20_000


@transaction.atomic
def answer(by: Actor, ticket_id: UUID, text: str, *, channel: str = "portal", message_id: str = "") -> Entry:
    """Answer in public: a person's answer, so it keeps the first and the next promise; a waiting request goes on."""
    ticket = worked(by, ticket_id)
    state = rules.moved(ticket.state, "answer")
    now = clock.now()
    entry = publish(by, ticket, text, now, channel=channel, message_id=message_id)
    saved(ticket, state=state, reason="")
    clockwork.follow_state(by, ticket, now)
    return entry


def publish(
    by: Actor, ticket: Ticket, text: str, now: datetime, *, resolving: bool = False, **values: Any
) -> Entry:  # fmt: skip
    """A person's public answer with what it does to the clocks. With the last one, no further update is promised."""
    check_not_own(by, ticket)
    told = rules.check_text(text, "text", MOST)
    entry = said(by, ticket, told, kind="public", at=now, **{"channel": "portal", **values})
    saved(ticket, replies=ticket.replies + 1, answered_at=ticket.answered_at or now)
    clockwork.stop(by, ticket, now, "first_response", "next_response", "update")
    if not resolving:
        clockwork.start(by, ticket, "update", now)
    journal.record(by, events.ANSWERED, ticket, {"entry": entry.pk})
    return entry


def check_not_own(by: Actor, ticket: Ticket) -> None:
    """Nobody answers themself: it would stop a promise to nobody."""
    if reads.is_own(by, ticket):
        raise Conflict("OWN_REQUEST", _("You asked this yourself, so somebody else must answer it."))


@transaction.atomic
def note(by: Actor, ticket_id: UUID, text: str) -> Entry:
    """Write something that only the desk reads; it answers nobody."""
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "note")
    told = rules.check_text(text, "text", MOST)
    entry = said(by, ticket, told, kind="internal", channel="portal", at=clock.now())
    journal.record(by, events.NOTED, ticket, {"entry": entry.pk})
    return entry


@transaction.atomic
def ask_again(by: Actor, ticket_id: UUID, text: str, *, channel: str = "portal", message_id: str = "") -> Entry:
    """Whoever asked writes again: what waited for them goes on, and an answer is owed."""
    return _asked_again(by, asked(by, ticket_id), text, channel=channel, message_id=message_id)


@transaction.atomic
def hear_person(by: Actor, ticket_id: UUID, text: str, message_id: str = "") -> Entry:
    """Somebody without an account, for whom an agent asked, writes again by mail; whoever takes mails in notes it."""
    ticket = locked(by, ticket_id)
    permit(by, MAIL, ticket)
    return _asked_again(by, ticket, text, channel="email", message_id=message_id, author_id=None)


def _asked_again(by: Actor, ticket: Ticket, text: str, **values: Any) -> Entry:
    rules.moved(ticket.state, "ask_again")
    now = clock.now()
    entry = hear(by, ticket, text, now, **values)
    if ticket.state == "pending_requester":
        saved(ticket, state="open", reason="")
        journal.record(by, events.RESUMED, ticket, {"from": "pending_requester", "by": "requester"})
    clockwork.follow_state(by, ticket, now)
    return entry


def hear(by: Actor, ticket: Ticket, text: str, now: datetime, **values: Any) -> Entry:
    """What whoever asked said; it starts the promise of a next answer, unless one is owed already."""
    told = rules.check_text(text, "text", MOST)
    entry = said(by, ticket, told, kind="public", from_desk=False, at=now, **{"channel": "portal", **values})
    if not clockwork.running(ticket, ("first_response", "next_response")):
        clockwork.start(by, ticket, "next_response", now)
    journal.record(by, events.ASKED_AGAIN, ticket, {"entry": entry.pk})
    return entry


@transaction.atomic
def log_reading(by: Actor, ticket_id: UUID) -> None:
    """Somebody other than whoever asked reads a confidential request: each reading is in the journal. Who is shown
    nothing of its words has read nothing."""
    ticket = reads.one(by, ticket_id)
    if ticket.confidential and not reads.is_own(by, ticket) and reads.may_read(by, ticket):
        journal.record(by, events.READ_SECRET, ticket, {"number": ticket.number})
