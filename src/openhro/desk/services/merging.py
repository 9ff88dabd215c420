"""Merging: the same matter asked twice ends in one request, with nothing of either lost."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.desk import events, rules
from openhro.desk.models import Task, Ticket, Wait, Watcher
from openhro.desk.permissions import LEAD
from openhro.desk.services import clockwork
from openhro.desk.services.records import led, saved


@transaction.atomic
def merge(by: Actor, ticket_id: UUID, into_id: UUID) -> Ticket:
    """The same matter twice: this one ends in the other, which keeps the earliest start of both with its history.

    Replies by mail to this one go to the other from now on, and whoever followed it follows the other.
    """
    rows = {one: led(by, one, LEAD) for one in sorted({ticket_id, into_id})}
    if len(rows) < 2:
        raise Invalid("MERGE_SELF", _("A request cannot be merged into itself."), field="into_id")
    ticket, into = rows[ticket_id], rows[into_id]
    _check_mergeable(ticket, into)
    now, before = clock.now(), ticket.state
    saved(ticket, state=rules.moved(ticket.state, "merge"), merged_into=into)
    moved = clockwork.carry_over(by, ticket, into, now)
    _move_around(ticket, into)
    clockwork.note_due(ticket)
    clockwork.follow_state(by, into, now)
    journal.record(by, events.MERGED, ticket, {"from": before, "into": into.pk, "started_at": moved})
    return into


def _check_mergeable(ticket: Ticket, into: Ticket) -> None:
    """Of one client, one asker and one secrecy: nobody may read another's words through a merge."""
    if ticket.client_id != into.client_id:
        raise NotFound("request")
    rules.moved(into.state, "merge")
    same = (ticket.requester_id, ticket.person_id, ticket.confidential)
    if same != (into.requester_id, into.person_id, into.confidential):
        raise Conflict("MERGE_OTHERS", _("Only requests of the same person, about the same person, are merged."))


def _move_around(ticket: Ticket, into: Ticket) -> None:
    """Open tasks and followers go along, and the reasons of the pauses that did."""
    Task.objects.filter(ticket=ticket, done_at=None).update(ticket=into)
    for user in ticket.watchers.values_list("user_id", flat=True):
        Watcher.objects.get_or_create(ticket=into, user_id=user, defaults={"client_id": into.client_id})
    for wait in ticket.waits.all():
        Wait.objects.create(client_id=into.client_id, ticket=into, at=wait.at, reason=str(wait.reason))
