"""How the due instant of a clock comes about, step by step; `Clock.explain` is the way in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from openhro.core.clocks.steps import Kind, State, Step, spoken

if TYPE_CHECKING:
    from openhro.core.clocks.clock import Clock

_CAUSES = {
    "overdue": "", "reprioritised": ", due to re-prioritisation", "recalculated": ", due to another way of counting",
}  # fmt: skip
ONE_DAY = timedelta(days=1)
NOTHING = timedelta(0)


def explain_clock(clock: Clock, now: datetime) -> list[Step]:
    """Start and target, then by time each window, holiday, pause and new target, then the due instant and the state."""
    due = clock.due()
    middle = sorted([*_windows(clock, due), *_holidays(clock, due), *_pauses(clock), *_retargets(clock)], key=_order)
    total, steps = NOTHING, list(_opening(clock))
    for step in middle:
        total += step.counted if step.kind is Kind.WINDOW else NOTHING
        steps.append(replace(step, total=total))
    standing = " It moves on by the business time until the clock resumes." if clock.open_pause else ""
    steps.append(Step(Kind.DUE, due, f"Due {_local(clock, due)}.{standing}", total=total))
    return [*steps, _state(clock, now, total)]


def _order(step: Step) -> tuple[datetime, bool]:
    assert isinstance(step.at, datetime)
    return step.at, step.kind is Kind.WINDOW


def _opening(clock: Clock) -> Iterator[Step]:
    version = f"business hours of {clock.calendar.zone}, version {clock.calendar_version}"
    yield Step(Kind.START, clock.started_at, f"Started {_local(clock, clock.started_at)}.")
    yield Step(Kind.TARGET, clock.started_at, f"The target is {spoken(clock.target)} in {version}.")


def _windows(clock: Clock, due: datetime) -> Iterator[Step]:
    day = clock.calendar.local(clock.started_at).date()
    while day <= clock.calendar.local(due).date():
        for span in clock.calendar.windows(day):
            opens, closes = max(span.opens, clock.started_at), min(span.closes, due)
            if opens < closes:
                used = closes - opens - _overlap(clock, opens, closes)
                text = f"{_local(clock, opens)} to {_time(clock, closes)}: {spoken(used)} counted."
                yield Step(Kind.WINDOW, opens, text, closes, used)
        day += ONE_DAY


def _overlap(clock: Clock, opens: datetime, closes: datetime) -> timedelta:
    """How much of a window lies in pauses that have ended; an open one has moved nothing yet."""
    ended = [(pause.started_at, pause.ended_at) for pause in clock.pauses if pause.ended_at]
    return sum((max(NOTHING, min(closes, end) - max(opens, start)) for start, end in ended), NOTHING)


def _holidays(clock: Clock, due: datetime) -> Iterator[Step]:
    """Holidays that closed a window; one on a day that is closed anyway changed nothing."""
    first, last = (clock.calendar.local(at).date() for at in (clock.started_at, due))
    for day, name in clock.calendar.holidays:
        if first <= day <= last and clock.calendar.week[day.weekday()]:
            begins, ends = clock.calendar.day_bounds(day)
            yield Step(Kind.HOLIDAY, begins, f"{day:%a} {day.day} {day:%b %Y}: closed, {name}.", ends)


def _pauses(clock: Clock) -> Iterator[Step]:
    for pause in clock.pauses:
        why = f" ({pause.reason})" if pause.reason else ""
        begun, cost = _local(clock, pause.started_at), clock.cost(pause)
        if pause.ended_at is None:
            text = f"Paused{why} since {begun}."
        else:
            gave = f"moved the due time by {spoken(cost)}" if cost else "outside business hours, so it moved nothing"
            text = f"Paused{why} from {begun} to {_local(clock, pause.ended_at)}: {gave}."
        yield Step(Kind.PAUSE, pause.started_at, text, pause.ended_at, cost)


def _retargets(clock: Clock) -> Iterator[Step]:
    later = [*(change.before for change in clock.retargets[1:]), clock.target]
    for change, after in zip(clock.retargets, later, strict=False):
        what = "New priority" if change.why == "priority" else "New promise"
        text = f"{what}: {spoken(change.before)} became {spoken(after)}, counted from the original start."
        yield Step(Kind.RETARGET, change.at, text)


def _state(clock: Clock, now: datetime, total: timedelta) -> Step:
    state, breach = clock.state(now), clock.breach(now)
    if breach is not None:
        why = _CAUSES[breach.cause]
        end = f"; stopped {_local(clock, clock.stopped_at)}" if clock.stopped_at else ""
        return Step(Kind.STATE, breach.at, f"Breached from {_local(clock, breach.at)}{why}{end}.", total=total)
    if state is State.MET:
        assert clock.stopped_at is not None
        return Step(Kind.STATE, clock.stopped_at, f"Met: stopped {_local(clock, clock.stopped_at)}.", total=total)
    left = spoken(clock.remaining(now))
    return Step(Kind.STATE, now, f"{state.capitalize()}, with {left} of business time left.", total=total)


def _local(clock: Clock, at: datetime) -> str:
    local = clock.calendar.local(at)
    return f"{local:%a} {local.day} {local:%b %Y} {_time(clock, at)}"


def _time(clock: Clock, at: datetime) -> str:
    local = clock.calendar.local(at)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
