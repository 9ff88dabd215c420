"""What is promised: targets by priority, when a clock stands still, and when somebody must be told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.actor import Role
from openhro.core.clocks import Clock
from openhro.core.errors import Invalid
from openhro.desk.rules.moves import WAITING

METRICS: dict[str, Promise] = {
    "first_response": gettext_lazy("First answer"),
    "next_response": gettext_lazy("Next answer"),
    "resolution": gettext_lazy("Resolution"),
    "update": gettext_lazy("Update"),
}
PRIORITIES = ("P1", "P2", "P3", "P4")
PERCENTS = (50, 75, 90, 100)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The due time of a request that nobody waits for: it sorts behind all others."""

# An answer is owed whatever the request waits for; only the promises about its end stand still.
USUAL_PAUSES: dict[str, tuple[str, ...]] = {
    "first_response": (), "next_response": (), "resolution": WAITING, "update": WAITING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalTerms:
    """A promise: whole minutes of business time by priority, in a calendar. `pauses_in` None are the usual states."""

    metric: str
    targets: Mapping[str, int]
    calendar: str
    pauses_in: Sequence[str] | None = None

    @property
    def pauses(self) -> list[str]:
        """The states in which its clock stands still."""
        return list(USUAL_PAUSES[self.metric] if self.pauses_in is None else self.pauses_in)


@dataclass(frozen=True, slots=True)
class EscalationTerms:
    """Who is told at a percentage of a target, or every so many business minutes after its breach."""

    metric: str
    roles: Sequence[str]
    percent: int | None = None
    every_minutes: int | None = None
    to_queue_id: UUID | None = None


def priority(impact: int, urgency: int) -> str:
    """The matrix: 1 is high, 3 is low; both high is P1, each step lower is one less."""
    check_matrix(impact, urgency)
    return PRIORITIES[min(impact + urgency - 2, 3)]


def check_matrix(impact: int, urgency: int) -> None:
    """Both are 1, 2 or 3."""
    for name, value in (("impact", impact), ("urgency", urgency)):
        if value not in (1, 2, 3):
            raise Invalid("LEVEL", _("Give 1 (high), 2 or 3 (low)."), field=name)


def check_policy(goals: Sequence[GoalTerms], escalations: Sequence[EscalationTerms]) -> None:
    """At least one promise, each metric once, a target for every priority; escalations of promises that are made."""
    if not goals:
        raise Invalid("GOAL_NEEDED", _("A policy makes at least one promise."), field="goals")
    metrics = [goal.metric for goal in goals]
    for goal in goals:
        if goal.metric not in METRICS or metrics.count(goal.metric) > 1:
            raise Invalid("METRIC", _("Promise each of these once at most: %s.") % ", ".join(METRICS), field="goals")
        whole = all(isinstance(goal.targets.get(one), int) and 0 < goal.targets[one] <= 525_600 for one in PRIORITIES)
        if not whole or set(goal.targets) != set(PRIORITIES):
            raise Invalid("TARGETS", _("Give whole minutes for each of P1, P2, P3 and P4."), field="goals")
        if not set(goal.pauses) <= set(WAITING):
            raise Invalid("PAUSE_STATE", _("A clock stands still in: %s.") % ", ".join(WAITING), field="goals")
    for rule in escalations:
        _check_escalation(rule, metrics)


def _check_escalation(rule: EscalationTerms, metrics: Sequence[str]) -> None:
    if rule.metric not in metrics:
        raise Invalid("METRIC", _("Escalate promises that this policy makes."), field="escalations")
    if (rule.percent is None) == (rule.every_minutes is None):
        raise Invalid("ESCALATION", _("Give either a percentage or minutes after the breach."), field="escalations")
    if rule.percent is not None and rule.percent not in PERCENTS:
        raise Invalid("ESCALATION", _("Escalate at 50, 75, 90 or 100 per cent."), field="escalations")
    if rule.every_minutes is not None and not 1 <= rule.every_minutes <= 100_000:
        raise Invalid("ESCALATION", _("Give minutes from 1 to 100,000."), field="escalations")
    if not rule.roles or not set(rule.roles) <= {str(role) for role in Role if role is not Role.SYSTEM}:
        raise Invalid("ROLE", _("Name the roles that are told."), field="escalations")


@dataclass(frozen=True, slots=True)
class Step:
    """An escalation that is due: its rule, and which of its repetitions (0: a percentage)."""

    rule: UUID
    number: int


Rules = Sequence[tuple[UUID, int | None, int | None]]
"""Escalation rules as (id, percent, every_minutes)."""


def steps_due(clock: Clock, rules: Rules, fired: frozenset[Step], now: datetime) -> list[Step]:
    """What must be told now: percentages that were reached, and of repetitions the newest only."""
    if clock.stopped_at is not None:
        return []
    found = [Step(rule, 0) for rule, percent, _every in rules if _passed(clock, percent, now)]
    breach = clock.breach(now)
    for rule, _percent, every in rules:
        if every and breach:
            number = _whole(_late_for(clock, breach.at, now), every)
            found += [Step(rule, number)] if number else []
    return [step for step in found if step not in fired]


def _passed(clock: Clock, percent: int | None, now: datetime) -> bool:
    at = clock.threshold(percent) if percent else None
    return at is not None and at <= now


def _whole(length: timedelta, every_minutes: int) -> int:
    return length // timedelta(minutes=every_minutes)


def _late_for(clock: Clock, since: datetime, now: datetime) -> timedelta:
    """The business time since a breach in which the clock ran."""
    business_time = clock.calendar.business_time
    stood = [(max(one.started_at, since), min(one.ended_at or now, now)) for one in clock.pauses]
    return business_time(since, now) - sum((business_time(a, b) for a, b in stood if a < b), timedelta())


def _after(clock: Clock, since: datetime, length: timedelta) -> datetime | None:
    """So much business time later; None where the calendar does not open for so long."""
    try:
        return clock.calendar.add_business(since, length)
    except Invalid:
        return None


def next_check(clock: Clock, rules: Rules, now: datetime) -> datetime | None:
    """When the clock must be looked at again; None where it stands still, has stopped, or nothing is left to tell."""
    if clock.stopped_at is not None or clock.open_pause is not None:
        return None
    breach = clock.breach(now)
    marks = [clock.threshold(percent) for _rule, percent, _every in rules if percent]
    # A microsecond past the due instant: at the instant itself the promise is still kept.
    marks += [] if breach else [clock.due() + timedelta(microseconds=1)]
    for _rule, _percent, every in rules:
        if every:
            since = breach.at if breach else clock.due()
            late = _late_for(clock, since, now) if breach else timedelta()
            # What the clock stood still since its breach delays the next time that somebody is told.
            stood = clock.calendar.business_time(since, now) - late if breach else timedelta()
            marks.append(_after(clock, since, timedelta(minutes=every * (_whole(late, every) + 1)) + stood))
    ahead = [mark for mark in marks if mark is not None and mark > now]
    return min(ahead, default=None)
