"""The clocks of requests: how they stand, when they are due, and why then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from openhro.core import clock, clocks, deadlines
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.desk.models import Ticket, TicketClock
from openhro.desk.queries.tickets import one


@dataclass(frozen=True, slots=True)
class ClockView:
    """A promise with its clock: under which versions of policy and calendar, and how it stands."""

    id: UUID
    ticket_id: UUID
    metric: str
    state: str
    started_at: datetime
    target_minutes: int
    due_at: datetime
    stopped_at: datetime | None
    pauses: list[clocks.Pause]
    paused_for: str
    breached_at: datetime | None
    breach_cause: str
    policy: str
    policy_version: int
    calendar: str
    calendar_version: int
    left_out_for: str
    left_out: bool


def restored(row: TicketClock) -> clocks.Clock:
    """The arithmetic of a stored clock."""
    assert row.deadline is not None
    found = clocks.restore(row.deadline.clock)
    assert isinstance(found, clocks.Clock)
    return found


def clock_view(row: TicketClock) -> ClockView:
    """A clock now; one whose request was cancelled or merged says so."""
    assert row.deadline is not None
    held = restored(row)
    state = "cancelled" if row.deadline.cancelled and not row.deadline.stopped_at else str(held.state(clock.now()))
    return ClockView(
        row.pk, row.ticket_id, row.metric, state, held.started_at, int(held.target.total_seconds()) // 60,
        row.deadline.due_at, row.deadline.stopped_at, list(held.pauses),
        held.open_pause.reason if held.open_pause else "", row.breached_at, row.breach_cause, row.goal.policy.code,
        row.goal.policy.version, row.goal.calendar, held.calendar_version, row.left_out_for,
        row.consented_at is not None,
    )  # fmt: skip


def clocks_of(by: Actor, ticket: Ticket) -> list[ClockView]:
    """All clocks of a request, in the order in which they began."""
    return [clock_view(row) for row in _rows(ticket)]


def explained(by: Actor, ticket: Ticket) -> list[tuple[ClockView, list[clocks.Step]]]:
    """The same, each with how its due time came about: one read for all."""
    return [(clock_view(row), restored(row).explain(clock.now())) for row in _rows(ticket)]


def _rows(ticket: Ticket) -> QuerySet[TicketClock]:
    return TicketClock.objects.filter(ticket=ticket).select_related("deadline", "goal__policy").order_by("pk")


def one_clock(by: Actor, clock_id: UUID) -> TicketClock:
    """One clock of a request that the actor sees."""
    found = TicketClock.objects.select_related("deadline", "goal__policy", "ticket").filter(pk=clock_id).first()
    if found is None:
        raise NotFound("clock")
    try:
        one(by, found.ticket_id)
    except NotFound:
        raise NotFound("clock") from None
    return found


def explain(by: Actor, clock_id: UUID) -> list[clocks.Step]:
    """How the due time came about: start, target, windows, holidays, pauses, new targets, due, state."""
    row = one_clock(by, clock_id)
    assert row.deadline is not None
    return deadlines.explain(row.deadline)
