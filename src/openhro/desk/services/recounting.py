"""Running clocks under a newer version of a calendar or a policy: listed first, and moved only if asked to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.clocks import Clock
from openhro.core.permission import permit
from openhro.desk import events
from openhro.desk.models import Policy, Ticket, TicketClock
from openhro.desk.permissions import SETUP
from openhro.desk.queries import setup as reads
from openhro.desk.queries.clocks import restored
from openhro.desk.services import clockwork
from openhro.desk.services.records import saved


@dataclass(frozen=True, slots=True)
class Moved:
    """A running clock that an edit of its calendar or policy moves, or would move."""

    clock_id: UUID
    number: int
    metric: str
    before: datetime
    after: datetime


@transaction.atomic
def recalculate(by: Actor, calendar_id: UUID, *, apply: bool = False) -> list[Moved]:
    """The running clocks that the newest version of a calendar moves, before and after; with `apply` it moves them."""
    calendar = reads.calendar(by, calendar_id)
    permit(by, SETUP, calendar)
    newest = reads.latest_calendar(calendar.client_id, calendar.name) or calendar
    business, now = clockwork.business(newest), clock.now()
    found = []
    for row in _locked(lambda: reads.running_under(by, newest), apply=apply):
        held = restored(row)
        if held.calendar == business:
            continue
        after = held.recalculate(business, now)
        found.append(_moved(row, held, after))
        if apply:
            clockwork.change(by, row, lambda _held, after=after: after, now)  # type: ignore[misc]
            clockwork.note_due(row.ticket)
            told = {"clock": row.pk, "calendar": newest.name, "version": newest.version}
            journal.record(by, events.RECALCULATED, row.ticket, told)
    return found


@transaction.atomic
def recalculate_policy(by: Actor, policy_id: UUID, *, apply: bool = False) -> list[Moved]:
    """The running clocks that the newest version of a policy moves, before and after; with `apply` it moves them.

    Each counts from its original start, with its pauses, to the new target. A promise that the new version does not
    make runs on as it is: only with the client's consent does one not count.
    """
    policy = reads.policy(by, policy_id)
    permit(by, SETUP, policy)
    newest = reads.latest_policy(policy.client_id, policy.code) or policy
    goals, now, found = {goal.metric: goal for goal in newest.goals.all()}, clock.now(), []
    for row in _locked(lambda: reads.running_before(by, newest), apply=apply):
        goal = goals.get(row.metric)
        if goal is None:
            continue
        held, after = restored(row), clockwork.under(row, goal, row.ticket.priority, now)
        if after != held:
            found.append(_moved(row, held, after))
        if apply:
            _put_under(by, row, newest, now)
    return found


def _put_under(by: Actor, row: TicketClock, newest: Policy, now: datetime) -> None:
    ticket = row.ticket
    clockwork.put_under(by, row, newest.goals.get(metric=row.metric), ticket.priority, now)
    if ticket.policy_id != newest.pk:
        saved(ticket, policy=newest)
    clockwork.follow_state(by, ticket, now)
    told = {"clock": row.pk, "policy": newest.code, "version": newest.version}
    journal.record(by, events.RECALCULATED, ticket, told)


def _locked(read: Callable[[], list[TicketClock]], *, apply: bool) -> list[TicketClock]:
    """The running clocks; where they are to be moved, their requests are locked first, then they are read anew."""
    rows = read()
    if not apply:
        return rows
    wanted = sorted({row.ticket_id for row in rows})
    tickets = {one.pk: one for one in Ticket.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    kept = [row for row in read() if row.ticket_id in tickets]
    for row in kept:
        row.ticket = tickets[row.ticket_id]
    return kept


def _moved(row: TicketClock, held: Clock, after: Clock) -> Moved:
    return Moved(row.pk, row.ticket.number, row.metric, held.due_at(), after.due_at())
