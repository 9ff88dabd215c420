"""The clocks of a request as it moves: started, paused, stopped, reopened, counted to another target.

Each goal has its own clock. `settle` is the one place that notes a breach and when a clock must be looked at again.
Whoever changes clocks has locked their request before: requests in the order of their ids, then clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from openhro.core import deadlines, journal
from openhro.core.actor import Actor, Role
from openhro.core.calendars import BusinessCalendar
from openhro.core.clocks import Clock
from openhro.core.errors import Invalid
from openhro.core.models import WorkCalendar
from openhro.desk import events, rules
from openhro.desk.models import Escalation, EscalationRule, Goal, Ticket, TicketClock
from openhro.desk.queries.clocks import restored
from openhro.desk.queries.setup import latest_calendar

Move = Callable[[Clock], Clock]


def business(row: WorkCalendar) -> BusinessCalendar:
    """The arithmetic of a stored calendar."""
    return BusinessCalendar.of(row.zone, row.windows, row.holidays, row.openings, row.version)


def start(by: Actor, ticket: Ticket, metric: str, at: datetime) -> TicketClock | None:
    """Start the clock of a promise that the request's policy makes; nothing where it makes none.

    A calendar that never opens for so long is the desk's fault, not that of whoever asks: the request is taken all the
    same, and the journal says which promise has no clock.
    """
    goal = Goal.objects.filter(policy_id=ticket.policy_id, metric=metric).first() if ticket.policy_id else None
    calendar = latest_calendar(ticket.client_id, goal.calendar) if goal else None
    if goal is None or calendar is None:
        return None
    held = Clock(at, timedelta(minutes=goal.targets[ticket.priority]), business(calendar))
    try:
        held.due()
    except Invalid as refused:
        told = {"metric": metric, "calendar": calendar.name, "code": refused.code}
        journal.record(by, events.NOT_STARTED, ticket, told)
        return None
    row = TicketClock.objects.create(client_id=ticket.client_id, ticket=ticket, goal=goal, metric=metric)
    with override(settings.LANGUAGE_CODE):  # others than whoever asks read it
        title = f"{rules.METRICS[metric]}: request {ticket.number}"
    duty = deadlines.Duty(
        f"desk.{metric}", title, "desk", Role.DESK_SPECIALIST, f"/desk/tickets/{ticket.pk}/"
    )  # fmt: skip
    row.deadline = deadlines.start(by, row, duty, held)
    row.save(update_fields=["deadline"])
    settle(by, row, held, at)
    return row


def running(ticket: Ticket, metrics: Iterable[str] = rules.METRICS) -> list[TicketClock]:
    """The clocks of a request that have not stopped."""
    rows = TicketClock.objects.filter(
        ticket=ticket, metric__in=list(metrics), deadline__stopped_at=None, deadline__cancelled=False
    )
    return list(rows.select_related("deadline", "goal__policy").order_by("pk"))


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
    row.used_minutes = held.used(held.stopped_at) // timedelta(minutes=1) if held.stopped_at else None
    row.save(update_fields=["breached_at", "breach_cause", "next_check_at", "used_minutes"])


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


def end(by: Actor, row: TicketClock, now: datetime, *, goes_on_in: TicketClock | None = None) -> None:
    """Nothing is promised by this clock any more: it was given up, or goes on in another request."""
    deadlines.cancel(by, row)
    row.next_check_at, row.ended_at, row.goes_on_in = None, now, goes_on_in
    row.save(update_fields=["next_check_at", "ended_at", "goes_on_in"])


def give_up(by: Actor, ticket: Ticket, now: datetime) -> None:
    """Whoever asked no longer needs it: what still ran ends. What was broken by then stays broken."""
    for row in running(ticket):
        settle(by, row, restored(row), now)
        end(by, row, now)


def follow_state(by: Actor, ticket: Ticket, now: datetime) -> None:
    """Let each clock run or stand still as the request's state asks, and note when the next promise is due."""
    for row in running(ticket):
        why = ticket.state if ticket.state in row.goal.pauses_in else None
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
    found = TicketClock.objects.filter(ticket=ticket, metric="resolution", deadline__cancelled=False)
    for row in found.select_related("deadline", "goal"):
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


def under(row: TicketClock, goal: Goal, priority: str, now: datetime) -> Clock:
    """How a running clock counts under another goal: from its start, with its pauses, to that goal's target. Its
    calendar stays the version that it has, unless the goal names another calendar."""
    held = restored(row)
    target, calendar = timedelta(minutes=goal.targets[priority]), held.calendar
    if goal.calendar != row.goal.calendar:
        newest = latest_calendar(row.client_id, goal.calendar)
        calendar = business(newest) if newest else calendar
    if (held.target, held.calendar) == (target, calendar):
        return held
    return held.recount(now, "recalculated", target=target, calendar=calendar)


def put_under(by: Actor, row: TicketClock, goal: Goal, priority: str, now: datetime) -> None:
    """Let a running clock count under another goal."""
    held = under(row, goal, priority, now)
    row.goal = goal
    row.save(update_fields=["goal"])
    change(by, row, lambda _held: held, now)


def promise_anew(by: Actor, ticket: Ticket, now: datetime) -> None:
    """Another policy on a request that goes on: what runs counts to its goals, and what it promises besides begins.

    A promise that the other policy does not make runs on: only with the client's consent does one not count.
    """
    goals = {goal.metric: goal for goal in ticket.policy.goals.all()} if ticket.policy else {}
    for row in running(ticket):
        goal = goals.get(row.metric)
        if goal is not None and goal.pk != row.goal_id:
            put_under(by, row, goal, ticket.priority, now)
    made = set(TicketClock.objects.filter(ticket=ticket).values_list("metric", flat=True))
    owed = ["resolution"] if ticket.answered_at else ["first_response", "resolution"]
    for metric in owed:
        if metric not in made:
            start(by, ticket, metric, ticket.opened_at)


def carry_over(by: Actor, ticket: Ticket, into: Ticket, now: datetime) -> dict[str, list[datetime]]:
    """The promises of a merged request go on in the other one, from the earlier start and with its pauses and stop.

    Returns the starts that moved, before and after, by metric. What had stopped for good (an answer that was given)
    stays with the merged request, as evidence.
    """
    moved: dict[str, list[datetime]] = {}
    for row in _to_carry(ticket):
        held = restored(row)
        goal_on = _counterpart(by, row, into, now)
        if goal_on is None:  # the other request promises no such thing: it ends as it stands
            change(by, row, lambda one: one.stop(now), now)
            continue
        before = restored(goal_on)
        after = change(by, goal_on, lambda one, held=held: one.join(held, now), now)  # type: ignore[misc]
        end(by, row, now, goes_on_in=goal_on)
        if after.started_at != before.started_at:
            moved[goal_on.metric] = [before.started_at, after.started_at]
    return moved


def _to_carry(ticket: Ticket) -> list[TicketClock]:
    """The first answer and the resolution however they stand, and what else runs."""
    rows = TicketClock.objects.filter(ticket=ticket, deadline__cancelled=False)
    found = rows.select_related("deadline", "goal__policy", "ticket").order_by("pk")
    order = list(rules.METRICS)
    wanted = [
        one
        for one in found
        if one.metric in ("first_response", "resolution") or (one.deadline and one.deadline.stopped_at is None)
    ]
    return sorted(wanted, key=lambda one: order.index(one.metric))


def _counterpart(by: Actor, row: TicketClock, into: Ticket, now: datetime) -> TicketClock | None:
    """The clock of the other request in which a promise goes on; where an answer is owed there already, that one's."""
    owed = running(into, ("first_response", "next_response") if row.metric == "next_response" else (row.metric,))
    if owed:
        return owed[0]
    if row.metric in ("first_response", "resolution"):
        found = TicketClock.objects.filter(ticket=into, metric=row.metric, deadline__cancelled=False)
        held = found.select_related("deadline", "goal__policy", "ticket").order_by("-pk").first()
        if held is not None:
            return held
    return start(by, into, row.metric, now)


def carried_out(row: TicketClock, step: rules.Step, now: datetime) -> bool:
    """Keep that an escalation was told; False where it already was."""
    _made, new = Escalation.objects.get_or_create(
        clock=row, rule_id=step.rule, step=step.number, defaults={"client_id": row.client_id, "at": now}
    )
    return new
