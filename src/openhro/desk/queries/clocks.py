"""The clocks of requests: how they stand, when they are due, and why then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openhro.core import clock, clocks
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import may
from openhro.desk.models import Ticket, TicketClock, Wait
from openhro.desk.permissions import CONSENT, EXCLUDE
from openhro.desk.queries.tickets import may_read, one
from openhro.desk.rules import STATES


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
    ended_at: datetime | None
    goes_on_in: UUID | None
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
    """The arithmetic of a stored clock; its pauses name the state of the request, not the words of the reason."""
    assert row.deadline is not None
    found = clocks.restore(row.deadline.clock)
    assert isinstance(found, clocks.Clock)
    return found


def worded(by: Actor, row: TicketClock, waits: Sequence[Wait]) -> clocks.Clock:
    """The same, each pause with the reason that was given, for those who may read the request's words."""
    held = restored(row)
    told = waits if may_read(by, row.ticket) else ()
    return replace(held, pauses=tuple(replace(pause, reason=_reason(pause, told)) for pause in held.pauses))


def _reason(pause: clocks.Pause, waits: Sequence[Wait]) -> str:
    if pause.reason not in STATES:
        return pause.reason
    given = [str(wait.reason) for wait in waits if wait.at <= pause.started_at]
    return (given[-1] if given else "") or str(STATES[pause.reason])


def state_of(row: TicketClock) -> str:
    """How a clock stands: running, paused, met, breached; merged where another goes on for it, cancelled where whoever
    asked gave it up before it broke."""
    if row.goes_on_in_id:
        return "merged"
    if row.ended_at is not None and row.breached_at is None:
        return "cancelled"
    return str(restored(row).state(row.ended_at or clock.now()))


def clock_view(by: Actor, row: TicketClock, waits: Sequence[Wait] | None = None) -> ClockView:
    """A clock now."""
    assert row.deadline is not None
    held = worded(by, row, list(row.ticket.waits.all()) if waits is None else waits)
    return ClockView(
        row.pk, row.ticket_id, row.metric, state_of(row), held.started_at, int(held.target.total_seconds()) // 60,
        row.deadline.due_at, row.deadline.stopped_at, row.ended_at, row.goes_on_in_id, list(held.pauses),
        held.open_pause.reason if held.open_pause else "", row.breached_at, row.breach_cause, row.goal.policy.code,
        row.goal.policy.version, row.goal.calendar, held.calendar_version, why_left_out(by, row),
        row.consented_at is not None,
    )  # fmt: skip


def why_left_out(by: Actor, row: TicketClock) -> str:
    """Why a clock should not count, for those who ask it or consent to it, and for whoever reads the request."""
    shown = may_read(by, row.ticket) or may(by, EXCLUDE, row) or may(by, CONSENT, row)
    return str(row.left_out_for) if shown or not str(row.left_out_for) else _("Confidential")


def clocks_of(by: Actor, ticket: Ticket) -> list[ClockView]:
    """All clocks of a request, in the order in which they began."""
    waits = list(ticket.waits.all())
    return [clock_view(by, row, waits) for row in _rows(ticket)]


def explained(by: Actor, ticket: Ticket) -> list[tuple[ClockView, list[clocks.Step]]]:
    """The same, each with how its due time came about: one read for all."""
    waits = list(ticket.waits.all())
    return [(clock_view(by, row, waits), _steps(by, row, waits)) for row in _rows(ticket)]


def _steps(by: Actor, row: TicketClock, waits: Sequence[Wait]) -> list[clocks.Step]:
    """How the due time came about; a clock that ended before its time says so, and counts no further."""
    steps = worded(by, row, waits).explain(row.ended_at or clock.now())
    if row.ended_at is None or (row.breached_at is not None and not row.goes_on_in_id):
        return steps
    ended = _("It goes on in another request.") if row.goes_on_in_id else _("It ended: whoever asked gave it up.")
    return [*steps[:-1], replace(steps[-1], at=row.ended_at, text=ended)]


def _rows(ticket: Ticket) -> QuerySet[TicketClock]:
    rows = TicketClock.objects.filter(ticket=ticket).select_related("deadline", "goal__policy", "ticket")
    return rows.order_by("pk")


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
    return _steps(by, row, list(row.ticket.waits.all()))
