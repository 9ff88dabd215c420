"""A deadline on a date: counted from a date in a zone, moved off days that do not count in a jurisdiction.

The whole of the due date meets the deadline, as the zone counts it. A regulator's weekend counts unless the law says
otherwise; that is the roll rule, and each deadline names its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from openhro.core.calendars.business import time_zone
from openhro.core.calendars.statutory import (
    ONE_DAY,
    Roll,
    WorkingDays,
    add_business_days,
    corresponding_date,
    day_end,
    last_day_of_term,
    local_date,
    roll,
    working_days,
)
from openhro.core.clocks.steps import Kind, State, Step, counted
from openhro.core.errors import Conflict, Invalid, illegal_move

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a law gives: months to the corresponding date, then days, then business days.

    With `first_day_counts` the starting day is the first of the term, so a month from 8 September ends on 7 October.
    """

    months: int = 0
    days: int = 0
    business_days: int = 0
    first_day_counts: bool = False

    def __post_init__(self) -> None:
        if min(self.months, self.days, self.business_days) < 0 or not (self.months or self.days or self.business_days):
            raise Invalid(
                "TARGET_INVALID", "A term is some months, days or business days, none of them negative.", field="term"
            )

    def end(self, start: date, days: WorkingDays) -> date:
        """The last day of the term, before any roll."""
        if self.first_day_counts and not (self.days or self.business_days):
            return last_day_of_term(start, self.months)
        day = corresponding_date(start, self.months) if self.months else start
        try:
            day += self.days * ONE_DAY - (ONE_DAY if self.first_day_counts else timedelta(0))
        except OverflowError as beyond:
            raise Invalid("TARGET_INVALID", "That term is beyond any calendar.", field="term") from beyond
        return add_business_days(day, self.business_days, days)

    def __str__(self) -> str:
        parts = ((self.months, "month"), (self.days, "day"), (self.business_days, "business day"))
        text = " and ".join(counted(amount, noun) for amount, noun in parts if amount)
        return f"{text}, the first day included" if self.first_day_counts else text


@dataclass(frozen=True, slots=True)
class DayPause:
    """Days in which the law lets the clock stand; the day on which it ends counts again."""

    started_on: date
    ended_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class DateClock:
    """A date by which something must be done. Moves take a date, or an instant that is dated in the clock's zone."""

    started_on: date
    term: Term
    jurisdiction: str
    zone: str
    roll: Roll = Roll.NONE
    pauses: tuple[DayPause, ...] = ()
    stopped_on: date | None = None
    extension: Term | None = None
    extended_on: date | None = None

    def __post_init__(self) -> None:
        time_zone(self.zone)
        working_days(self.jurisdiction)
        object.__setattr__(self, "roll", Roll(self.roll))
        dates = [self.started_on]
        for pause in self.pauses:
            dates += [pause.started_on] if pause.ended_on is None else [pause.started_on, pause.ended_on]
        dates += [] if self.stopped_on is None else [self.stopped_on]
        opened = [n for n, pause in enumerate(self.pauses) if pause.ended_on is None]
        if dates != sorted(dates) or opened not in ([], [len(self.pauses) - 1]) or (opened and self.stopped_on):
            raise Invalid("CLOCK_ORDER", "A clock's start, pauses and stop must follow one another in time.")

    @property
    def open_pause(self) -> DayPause | None:
        """The pause that the clock stands in."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].ended_on is None else None

    def due(self) -> date:
        """The due date. An extension counts from the original start; pauses put their days on before the date rolls.

        A pause that begins after the due date comes too late to move it.
        """
        return roll(self._before_roll(), self.roll, working_days(self.jurisdiction))

    def due_at(self) -> datetime:
        """The last instant of the due date in its zone, in UTC: stopped by then is met."""
        return day_end(self.due(), self.zone) - MICROSECOND

    def threshold(self, percent: int) -> datetime | None:
        """When so much of the time from the first day's start to the due instant is over; None in an open pause."""
        if self.open_pause:
            return None
        begins = day_end(self.started_on - ONE_DAY, self.zone)
        return begins + (self.due_at() - begins) * percent // 100

    def remaining(self, now: datetime | date) -> timedelta:
        """Days left until the due date; negative when it is past."""
        return self.due() - self._day(now)

    def state(self, now: datetime | date) -> State:
        """Running, paused, met or breached. All of the due date is in time."""
        if self.stopped_on is not None:
            return State.MET if self.stopped_on <= self.due() else State.BREACHED
        held = self.open_pause
        if (held.started_on if held else self._day(now)) > self.due():
            return State.BREACHED
        return State.PAUSED if held else State.RUNNING

    def pause(self, at: datetime | date, reason: str = "") -> Self:
        """Stand still from this day, for a reason that the law accepts."""
        return replace(self, pauses=(*self.pauses, DayPause(self._moved("pause", at), None, reason)))

    def resume(self, at: datetime | date) -> Self:
        """Run again from this day."""
        return replace(self, pauses=self._closed(self._moved("resume", at)))

    def stop(self, at: datetime | date) -> Self:
        """It is done. A pause that was open ends on the same day."""
        day = self._moved("stop", at)
        return replace(self, pauses=self._closed(day), stopped_on=day)

    def reopen(self, at: datetime | date, reason: str = "resolved") -> Self:
        """It was not done after all: go on, with the days since the stop as a pause."""
        day = self._moved("reopen", at)
        assert self.stopped_on is not None
        return replace(self, pauses=(*self.pauses, DayPause(self.stopped_on, day, reason)), stopped_on=None)

    def extend(self, term: Term, told_at: datetime | date) -> Self:
        """A longer term from the original start, which the law allows once and only if the person is told in time."""
        told = self._moved("extend", told_at)
        if self.extension is not None:
            raise Conflict("EXTENSION_REPEATED", f"This deadline was extended on {self.extended_on} already.")
        if told > self.due():
            raise Conflict(
                "EXTENSION_TOO_LATE", f"An extension had to be notified by {self.due()}; {told} is too late."
            )
        return replace(self, extension=term, extended_on=told)

    def explain(self, now: datetime | date) -> list[Step]:
        """How the due date comes about, in order: start, term, extension, pauses, each day rolled over, due, state."""
        return [*self._beginning(), *self._pause_steps(), *self._roll_steps(), self._due_step(), self._state_step(now)]

    def _before_roll(self) -> date:
        return self._term_end() + sum((length for _, length in self._effective_pauses()), timedelta(0))

    def _term_end(self) -> date:
        return (self.extension or self.term).end(self.started_on, working_days(self.jurisdiction))

    def _effective_pauses(self) -> list[tuple[DayPause, timedelta]]:
        """The pauses that ended, and began when the date as it then stood was not over; with the days that they add."""
        end, days, effective = self._term_end(), working_days(self.jurisdiction), []
        for pause in self.pauses:
            if pause.ended_on is None or pause.started_on > roll(end, self.roll, days):
                break
            length = pause.ended_on - pause.started_on
            effective.append((pause, length))
            end += length
        return effective

    def _day(self, at: datetime | date) -> date:
        return local_date(at, self.zone) if isinstance(at, datetime) else at

    def _closed(self, day: date) -> tuple[DayPause, ...]:
        return (*self.pauses[:-1], replace(self.pauses[-1], ended_on=day)) if self.open_pause else self.pauses

    def _moved(self, action: str, at: datetime | date) -> date:
        """The day of a move, once it is known to be possible."""
        if self.stopped_on is not None:
            state, allowed = "stopped", ["reopen"]
        elif self.open_pause:
            state, allowed = "paused", ["resume", "stop", "extend"]
        else:
            state, allowed = "running", ["pause", "stop", "extend"]
        if action not in allowed:
            raise illegal_move("clock", state, action, allowed)
        last = [self.started_on, *(pause.ended_on or pause.started_on for pause in self.pauses[-1:])]
        day = self._day(at)
        if day < max([*last, *([self.stopped_on] if self.stopped_on else [])]):
            raise Invalid("CLOCK_ORDER", f"{day} is before this clock's last change; it runs forward only.")
        return day

    def _beginning(self) -> Iterator[Step]:
        days = working_days(self.jurisdiction)
        yield Step(Kind.START, self.started_on, f"Started {_spoken_day(self.started_on)} in {self.zone}.")
        end = self.term.end(self.started_on, days)
        yield Step(
            Kind.TARGET, end, f"The term of {self.term} ends {_spoken_day(end)}.{_clamped(self.started_on, self.term)}"
        )
        if self.term.business_days:
            yield from _skipped(self.started_on, end, days)
        if self.extension is not None and self.extended_on is not None:
            end = self.extension.end(self.started_on, days)
            told = f"Extended to {self.extension} from the start, notified {_spoken_day(self.extended_on)}"
            yield Step(Kind.EXTENSION, end, f"{told}: {_spoken_day(end)}.{_clamped(self.started_on, self.extension)}")

    def _pause_steps(self) -> Iterator[Step]:
        lengths = dict(self._effective_pauses())
        for pause in self.pauses:
            why = f" ({pause.reason})" if pause.reason else ""
            begun = f"Paused{why} from {_spoken_day(pause.started_on)}"
            if pause.ended_on is None:
                yield Step(Kind.PAUSE, pause.started_on, f"{begun}; not ended yet.")
                continue
            added = lengths.get(pause, timedelta(0))
            moved = f"moved the due date by {counted(added.days, 'day')}"
            text = f"{begun} to {_spoken_day(pause.ended_on)}: {moved}."
            yield Step(Kind.PAUSE, pause.started_on, text, pause.ended_on, added)

    def _roll_steps(self) -> Iterator[Step]:
        before, due, days = self._before_roll(), self.due(), working_days(self.jurisdiction)
        if before == due:
            return
        towards = ONE_DAY if due > before else -ONE_DAY
        while before != due:
            reason = days.closed(before)
            if reason:
                yield Step(Kind.ROLL, before, f"{_spoken_day(before)} does not count: {reason}.", before + towards)
            before += towards

    def _due_step(self) -> Step:
        return Step(Kind.DUE, self.due(), f"Due {_spoken_day(self.due())}, to the end of the day in {self.zone}.")

    def _state_step(self, now: datetime | date) -> Step:
        state, left = self.state(now), self.remaining(now).days
        if self.stopped_on is not None:
            return Step(Kind.STATE, self.stopped_on, f"{state.capitalize()}: done {_spoken_day(self.stopped_on)}.")
        if state is State.BREACHED:
            return Step(Kind.STATE, self.due() + ONE_DAY, f"Breached from {_spoken_day(self.due() + ONE_DAY)}.")
        return Step(Kind.STATE, self._day(now), f"{state.capitalize()}, with {counted(left, 'day')} left.")


def _clamped(start: date, term: Term) -> str:
    if not term.months or corresponding_date(start, term.months).day == start.day:
        return ""
    return f" That month has no {start.day}th day." if start.day < 31 else " That month has no 31st day."


def _skipped(start: date, end: date, days: WorkingDays) -> Iterator[Step]:
    for n in range(1, (end - start).days + 1):
        day = start + n * ONE_DAY
        reason = days.closed(day)
        if reason:
            yield Step(Kind.HOLIDAY, day, f"{_spoken_day(day)} does not count: {reason}.")


def _spoken_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
