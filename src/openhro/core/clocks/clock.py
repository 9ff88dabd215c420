"""A deadline in business time. Every move returns a new clock; what happened before is never edited.

    due = add_business(start, target + business time of the pauses)

Only pauses in business hours cost anything. A new priority counts from the original start and keeps the pauses; a
reopened clock has its resolved interval as a pause. Met means stopped at or before the due instant. A breach is final:
a pause that begins after it, another target, calendar or start move the due instant, but do not undo what happened.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from openhro.core.calendars.business import BusinessCalendar, utc
from openhro.core.clocks.explained import explain_clock
from openhro.core.clocks.steps import State, Step
from openhro.core.errors import Invalid, illegal_move

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval in which the clock stood; an open one has no end yet."""

    started_at: datetime
    ended_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Retarget:
    """A change of priority or policy: when, and the target that it replaced."""

    at: datetime
    before: timedelta
    why: Literal["priority", "policy"] = "priority"


Cause = Literal["overdue", "reprioritised", "recalculated"]


@dataclass(frozen=True, slots=True)
class Breach:
    """The instant from which a clock was late, and whether time, a new priority or a new count made it so."""

    at: datetime
    cause: Cause


@dataclass(frozen=True)
class Clock:
    """One promise on one record, with the calendar version that it was given under."""

    started_at: datetime
    target: timedelta
    calendar: BusinessCalendar
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    retargets: tuple[Retarget, ...] = ()
    broken: Breach | None = None
    """The breach that stood when the clock began to count otherwise: it stays, wherever the due instant moves."""

    def __post_init__(self) -> None:
        """Bring every instant to UTC and refuse a history that cannot have happened."""
        _check_target(self.target)
        facts = {
            "started_at": utc(self.started_at),
            "pauses": tuple(
                replace(pause, started_at=utc(pause.started_at), ended_at=pause.ended_at and utc(pause.ended_at))
                for pause in self.pauses
            ),
            "stopped_at": self.stopped_at and utc(self.stopped_at),
            "retargets": tuple(replace(change, at=utc(change.at)) for change in self.retargets),
        }
        for name, value in facts.items():
            object.__setattr__(self, name, value)
        moments = [self.started_at]
        for pause in self.pauses:
            moments += [pause.started_at] if pause.ended_at is None else [pause.started_at, pause.ended_at]
        moments += [] if self.stopped_at is None else [self.stopped_at]
        opened = [n for n, pause in enumerate(self.pauses) if pause.ended_at is None]
        if moments != sorted(moments) or opened not in ([], [len(self.pauses) - 1]) or (opened and self.stopped_at):
            raise Invalid("CLOCK_ORDER", "A clock's start, pauses and stop must follow one another in time.")

    @property
    def calendar_version(self) -> int:
        """The version of the calendar that counts."""
        return self.calendar.version

    @property
    def open_pause(self) -> Pause | None:
        """The pause that the clock stands in."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].ended_at is None else None

    def cost(self, pause: Pause) -> timedelta:
        """The business time that a pause adds to the due instant; an open pause adds it when it ends."""
        if pause.ended_at is None:
            return NOTHING
        return self.calendar.business_time(pause.started_at, pause.ended_at)

    def due(self) -> datetime:
        """The due instant in UTC. While a pause is open, the one that stood when it began."""
        return self.calendar.add_business(self.started_at, self.target + sum(map(self.cost, self.pauses), NOTHING))

    def due_at(self) -> datetime:
        """The last instant that still meets the deadline, as a DateClock has it too."""
        return self.due()

    def threshold(self, percent: int) -> datetime | None:
        """When so much of the target is used (50, 75, 90, 100 or more); None while that waits for an open pause.

        A later pause does not move a threshold that was reached before it.
        """
        return self._reached(self.target * percent // 100)

    def used(self, now: datetime) -> timedelta:
        """The business time that the clock has run for, pauses left out, until now or until it stopped."""
        end = utc(now) if self.stopped_at is None else min(utc(now), self.stopped_at)
        ran = self.calendar.business_time(self.started_at, end)
        for pause in self.pauses:
            until = end if pause.ended_at is None else min(pause.ended_at, end)
            ran -= self.calendar.business_time(pause.started_at, until)
        return ran

    def remaining(self, now: datetime) -> timedelta:
        """What is left of the target; negative when it is overrun. A queue sorts by it."""
        return self.target - self.used(now)

    def state(self, now: datetime) -> State:
        """Running, paused, met or breached. At the due instant itself a clock still runs."""
        if self.breach(now):
            return State.BREACHED
        if self.stopped_at is not None:
            return State.MET
        return State.PAUSED if self.open_pause else State.RUNNING

    def breach(self, now: datetime) -> Breach | None:
        """When and why the clock first became late, if it did; one that a new target makes late is late from then."""
        if self.broken is not None:
            return self.broken
        end = utc(now) if self.stopped_at is None else self.stopped_at
        late_from = self._reached(self.target)
        return None if late_from is None or end <= late_from else Breach(late_from, "overdue")

    def pause(self, at: datetime, reason: str = "") -> Self:
        """Stand still from this instant, for a reason."""
        self._check_move("pause", at)
        return replace(self, pauses=(*self.pauses, Pause(utc(at), None, reason)))

    def resume(self, at: datetime) -> Self:
        """Run again."""
        self._check_move("resume", at)
        return replace(self, pauses=self._closed(at))

    def stop(self, at: datetime) -> Self:
        """The promise is kept, or too late: the clock ends. A pause that was open ends with it."""
        self._check_move("stop", at)
        return replace(self, pauses=self._closed(at), stopped_at=utc(at))

    def reopen(self, at: datetime, reason: str = "resolved") -> Self:
        """The matter was not done after all: go on, with the interval since the stop as a pause."""
        self._check_move("reopen", at)
        assert self.stopped_at is not None
        return replace(self, pauses=(*self.pauses, Pause(self.stopped_at, utc(at), reason)), stopped_at=None)

    def reprioritise(self, target: timedelta, at: datetime) -> Self:
        """Another target from the original start, with the pauses kept. `breach` tells if that made the clock late."""
        self._check_move("reprioritise", at)
        return self if target == self.target else self.recount(at, "reprioritised", target=target)

    def recalculate(self, calendar: BusinessCalendar, at: datetime) -> Self:
        """The same history under another calendar version; only for a clock that has not stopped."""
        self._check_move("recalculate", at)
        return self.recount(at, "recalculated", calendar=calendar)

    def recount(
        self, at: datetime, cause: Cause, *, target: timedelta | None = None, calendar: BusinessCalendar | None = None,
        started_at: datetime | None = None,
    ) -> Self:  # fmt: skip
        """From this instant, count the same history to another target, in another calendar or from another start.

        A breach that had happened stays. One that only the new count makes, happens at this instant.
        """
        retargets = self.retargets
        if target is not None and target != self.target:
            why: Literal["priority", "policy"] = "priority" if cause == "reprioritised" else "policy"
            retargets = (*retargets, Retarget(utc(at), self.target, why))
        after = replace(
            self, target=self.target if target is None else target, calendar=calendar or self.calendar,
            started_at=started_at or self.started_at, retargets=retargets,
        )  # fmt: skip
        late = Breach(utc(at), cause) if after.breach(at) else None
        return replace(after, broken=self.breach(at) or late)

    def join(self, other: Clock, at: datetime) -> Self:
        """The same promise, given twice: it counts from the earlier start, with that one's pauses.

        Where the earlier one has stopped, its whole history is taken over: that promise was kept, or not, by then. The
        breach of either stays.
        """
        broken = self.breach(at) or other.breach(at)
        if other.started_at >= self.started_at:
            return replace(self, broken=broken)
        if other.stopped_at is not None:
            return replace(self, **{one.name: getattr(other, one.name) for one in fields(other)} | {"broken": broken})
        pauses = other.pauses
        if self.stopped_at is not None:
            ended = [one for one in pauses if one.started_at < self.stopped_at]
            pauses = tuple(
                replace(one, ended_at=min(one.ended_at or self.stopped_at, self.stopped_at)) for one in ended
            )
        after = replace(self, started_at=other.started_at, pauses=pauses)
        late = after.breach(at)
        if late and self.stopped_at is None:
            late = Breach(utc(at), "recalculated")
        return replace(after, broken=broken or late)

    def explain(self, now: datetime) -> list[Step]:
        """How the due instant comes about, in order: start, target, windows, holidays, pauses, due, state."""
        return explain_clock(self, utc(now))

    def _reached(self, length: timedelta) -> datetime | None:
        """When the clock has run for so long; None if that waits for an open pause to end."""
        at, paused = self.calendar.add_business(self.started_at, length), NOTHING
        for pause in self.pauses:
            if pause.started_at > at:
                break
            if pause.ended_at is None:
                return None
            paused += self.cost(pause)
            at = self.calendar.add_business(self.started_at, length + paused)
        return at

    def _closed(self, at: datetime) -> tuple[Pause, ...]:
        return (*self.pauses[:-1], replace(self.pauses[-1], ended_at=utc(at))) if self.open_pause else self.pauses

    def _last_moment(self) -> datetime:
        ends = [pause.ended_at or pause.started_at for pause in self.pauses[-1:]]
        return max(
            [
                self.started_at,
                *ends,
                *(r.at for r in self.retargets[-1:]),
                *([self.stopped_at] if self.stopped_at else []),
            ]
        )

    def _check_move(self, action: str, at: datetime) -> None:
        if self.stopped_at is not None:
            state, allowed = "stopped", ["reopen"]
        elif self.open_pause:
            state, allowed = "paused", ["resume", "stop", "reprioritise", "recalculate"]
        else:
            state, allowed = "running", ["pause", "stop", "reprioritise", "recalculate"]
        if action not in allowed:
            raise illegal_move("clock", state, action, allowed)
        if utc(at) < self._last_moment():
            raise Invalid("CLOCK_ORDER", f"{at.isoformat()} is before this clock's last change; it runs forward only.")


def _check_target(target: timedelta) -> None:
    if not isinstance(target, timedelta):
        raise TypeError("A target is a timedelta.")
    if target < NOTHING or target.microseconds:
        raise Invalid("TARGET_INVALID", "A target is a whole number of seconds, and not negative.", field="target")
