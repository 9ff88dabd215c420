"""The clocks of a request as it moves: started, paused, stopped, reopened, counted to another target.

Each goal has its own clock. `settle` is the one place that notes a breach and when a clock must be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from openhro.core import deadlines, journal
from openhro.core.actor import Actor, Role
from openhro.core.calendars import BusinessCalendar
from openhro.core.clocks import Clock
from openhro.core.models import WorkCalendar
from openhro.desk import events, rules
from openhro.desk.models import Escalation, EscalationRule, Goal, Ticket, TicketClock
from openhro.desk.queries.clocks import restored
from openhro.desk.queries.setup import latest_calendar

Move = Callable[[Clock], Clock]


def business(row: WorkCalendar) -> BusinessCalendar:
    """The arithmetic of a stored calendar."""
    return BusinessCalendar.of(row.zone, row.windows, row.holidays, row.openings, row.version)


def start(by: Actor, ticket: Ticket, metric: str, at: datetime) -> None:
    """Start the clock of a promise that the request's policy makes; nothing where it makes none."""
    goal = Goal.objects.filter(policy_id=ticket.policy_id, metric=metric).first() if ticket.policy_id else None
    calendar = latest_calendar(ticket.client_id, goal.calendar) if goal else None
    if goal is None or calendar is None:
        return
    row = TicketClock.objects.create(client_id=ticket.client_id, ticket=ticket, goal=goal, metric=metric)
    title = f"{rules.METRICS[metric]}: request {ticket.number}"
    duty = deadlines.Duty(
        f"desk.{metric}", title, "desk", Role.DESK_SPECIALIST, f"/desk/tickets/{ticket.pk}/"
    )  # fmt: skip
    held = Clock(at, timedelta(minutes=goal.targets[ticket.priority]), business(calendar))
    row.deadline = deadlines.start(by, row, duty, held)
    row.save(update_fields=["deadline"])
    settle(by, row, held, at)


def running(ticket: Ticket, metrics: Iterable[str] = rules.METRICS) -> list[TicketClock]:
    """The clocks of a request that have not stopped."""
    rows = TicketClock.objects.filter(
        ticket=ticket, metric__in=list(metrics), deadline__stopped_at=None, deadline__cancelled=False
    )
    return list(rows.select_related("deadline", "goal").order_by("pk"))


def change(by: Actor, row: TicketClock, move: Move, now: datetime) -> Clock:
    """One move of one clock."""
    assert row.deadline is not None
    held = deadlines.change(by, row.deadline, move)
    settle(by, row, held, now)
    return held


def settle(by: Actor, row: TicketClock, held: Clock, now: datetime) -> None:
    """Note a breach once, and when the clock must be looked at next."""
    breach = held.breach(now)
    if breach and row.breached_at is None:
        row.breached_at, row.breach_cause = breach.at, breach.cause
        told = {"clock": row.pk, "metric": row.metric, "at": breach.at, "cause": breach.cause}
        journal.record(by, events.BREACHED, row.ticket, told)
    row.next_check_at = rules.next_check(held, rules_of(row), now)
    row.save(update_fields=["breached_at", "breach_cause", "next_check_at"])


def rules_of(row: TicketClock) -> list[tuple[UUID, int | None, int | None]]:
    """The escalation rules of a clock's policy version."""
    found = EscalationRule.objects.filter(policy_id=row.goal.policy_id, metric=row.metric).order_by("pk")
    return list(found.values_list("pk", "percent", "every_minutes"))


def fired(row: TicketClock) -> frozenset[rules.Step]:
    """The escalations that were carried out."""
    return frozenset(rules.Step(rule, step) for rule, step in row.escalations.values_list("rule_id", "step"))


def stop(by: Actor, ticket: Ticket, now: datetime, *metrics: str) -> None:
    """The promise is kept, or too late."""
    for row in running(ticket, metrics):
        change(by, row, lambda held: held.stop(now), now)


def cancel(by: Actor, ticket: Ticket) -> None:
    """Nothing is promised any more: what still ran counts nowhere."""
    for row in running(ticket):
        deadlines.cancel(by, row)
        row.next_check_at = None
        row.save(update_fields=["next_check_at"])


def follow_state(by: Actor, ticket: Ticket, now: datetime) -> None:
    """Let each clock run or stand still as the request's state asks, and note when the next promise is due."""
    for row in running(ticket):
        why = rules.reason_to_pause(ticket.state, row.goal.pauses_in, ticket.reason)
        opened = restored(row).open_pause
        if opened and opened.reason != why:
            change(by, row, lambda held: held.resume(now), now)
        if why and (not opened or opened.reason != why):
            change(by, row, lambda held, why=why: held.pause(now, why), now)  # type: ignore[misc]
    note_due(ticket)


def note_due(ticket: Ticket) -> None:
    """When the next promise is due that does not stand still: what the queue sorts by."""
    due = [row.deadline.due_at for row in running(ticket) if row.deadline and not row.deadline.paused]
    ticket.breach_at = min(due, default=rules.NEVER)
    ticket.save(update_fields=["breach_at"])


def reopen(by: Actor, ticket: Ticket, now: datetime) -> None:
    """The resolution goes on, with the time since it stopped as a pause; the first answer is not asked for again."""
    found = TicketClock.objects.filter(ticket=ticket, metric="resolution").select_related("deadline", "goal")
    for row in found:
        held = change(by, row, lambda held: held.reopen(now), now)
        _retarget(by, row, held, ticket.priority, now)
    start(by, ticket, "update", now)


def retarget(by: Actor, ticket: Ticket, now: datetime) -> None:
    """Another priority: each running clock counts from its original start, with its pauses."""
    for row in running(ticket):
        _retarget(by, row, restored(row), ticket.priority, now)


def _retarget(by: Actor, row: TicketClock, held: Clock, priority: str, now: datetime) -> None:
    target = timedelta(minutes=row.goal.targets[priority])
    if held.target != target:
        change(by, row, lambda one: one.reprioritise(target, now), now)


def earliest_start(ticket: Ticket) -> datetime:
    """When a request began to count: an earlier one may have been merged into it."""
    rows = TicketClock.objects.filter(ticket=ticket, metric="resolution").select_related("deadline")
    return min([ticket.opened_at, *(restored(row).started_at for row in rows)])


def begin_at(by: Actor, ticket: Ticket, earliest: datetime, now: datetime) -> None:
    """A merged request keeps the earliest start: its first promises count from there."""
    for row in running(ticket, ("first_response", "resolution")):
        if restored(row).started_at > earliest:
            change(by, row, lambda held: replace(held, started_at=earliest), now)


def carried_out(row: TicketClock, step: rules.Step, now: datetime) -> bool:
    """Keep that an escalation was told; False where it already was."""
    _made, new = Escalation.objects.get_or_create(
        clock=row, rule_id=step.rule, step=step.number, defaults={"client_id": row.client_id, "at": now}
    )
    return new
