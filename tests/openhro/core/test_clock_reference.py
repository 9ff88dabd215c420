"""Calendars and clocks against a reference that walks minute by minute, over nights on which clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openhro.core.calendars import BusinessCalendar
from openhro.core.clocks import Clock, Kind, State

MINUTE = timedelta(minutes=1)
ZONES = [
    "UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana",
    "America/Santiago",
]  # fmt: skip
# Each zone above changes its clocks in one of these weeks, or never.
CHANGES = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 4, 24), date(2026, 9, 6), date(2026, 10, 4),
           date(2026, 10, 25), date(2026, 10, 29), date(2026, 11, 1)]  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Opening hours as plain sets, for the reference to look minutes up in."""

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    closed: frozenset[date]
    extra: frozenset[tuple[date, int, int]]

    def calendar(self) -> BusinessCalendar:
        def text(minutes: int) -> str:
            return f"{minutes // 60:02}:{minutes % 60:02}"

        windows = {n: [(text(a), text(b)) for a, b in day] for n, day in enumerate(self.week)}
        openings = [(day, text(a), text(b)) for day, a, b in self.extra]
        return BusinessCalendar.of(self.zone, windows, [(day, "closed") for day in self.closed], openings)

    def is_open(self, at: datetime) -> bool:
        local = wall(self.zone, at)
        minute, day = local.hour * 60 + local.minute, local.date()
        if any(on == day and a <= minute < b for on, a, b in self.extra):
            return True
        return day not in self.closed and any(a <= minute < b for a, b in self.week[day.weekday()])


@lru_cache(maxsize=200_000)
def wall(zone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(zone))


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return tuple((a * 15, b * 15) for a, b in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, datetime]:
    middle = draw(st.sampled_from(CHANGES))
    near = st.integers(-3, 6).map(lambda n: middle + timedelta(days=n))
    opening = st.tuples(near, st.integers(0, 700), st.integers(701, 1440))
    week = draw(st.tuples(*[days()] * 7))
    plan = Plan(
        draw(st.sampled_from(ZONES)),
        week,
        frozenset(draw(st.sets(near, max_size=2))),
        frozenset(draw(st.sets(opening, max_size=2))),
    )
    assume(sum(b - a for day in week for a, b in day) >= 240)
    start = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) + draw(st.integers(-2000, 2000)) * MINUTE
    return plan, start


def slow_business(plan: Plan, a: datetime, b: datetime) -> int:
    total = 0
    while a < b:
        total += plan.is_open(a)
        a += MINUTE
    return total


def slow_add(plan: Plan, start: datetime, minutes: int) -> datetime:
    while minutes:
        minutes -= plan.is_open(start)
        start += MINUTE
    return start


@settings(max_examples=120, deadline=None)
@given(plans(), st.integers(0, 900))
def test_a_target_ends_where_counting_minutes_ends(planned, minutes):
    plan, start = planned
    assert plan.calendar().add_business(start, minutes) == slow_add(plan, start, minutes)


@settings(max_examples=120, deadline=None)
@given(plans(), st.integers(0, 12_000))
def test_business_time_is_the_count_of_open_minutes(planned, length):
    plan, start = planned
    end = start + length * MINUTE
    assert plan.calendar().business_time(start, end) == slow_business(plan, start, end) * MINUTE


@settings(max_examples=120, deadline=None)
@given(plans(), st.integers(0, 600), st.lists(st.integers(0, 4000), min_size=0, max_size=6, unique=True))
def test_a_clock_with_pauses_is_due_where_counting_minutes_ends(planned, minutes, moments):
    plan, start = planned
    clock = Clock(start, minutes * MINUTE, plan.calendar())
    instants = [start + moment * MINUTE for moment in sorted(moments)][: len(moments) // 2 * 2]
    pauses = list(zip(instants[::2], instants[1::2], strict=True))
    for begin, end in pauses:
        clock = clock.pause(begin).resume(end)
    cost = sum(slow_business(plan, begin, end) for begin, end in pauses)
    assert clock.due() == slow_add(plan, start, minutes + cost)

    at, left = start, minutes
    while left:
        left -= plan.is_open(at) and not any(begin <= at < end for begin, end in pauses)
        at += MINUTE
    assume(all(begin != at for begin, _ in pauses))
    assert clock.threshold(100) == at
    assert clock.state(at) is State.RUNNING
    assert clock.state(at + timedelta(seconds=1)) is State.BREACHED
    if all(begin < at for begin, _ in pauses):
        assert clock.due() == at
        steps = clock.explain(at)
        assert sum((s.counted for s in steps if s.kind is Kind.WINDOW), timedelta(0)) == clock.target
        assert steps[-2].total == clock.target
    assert clock.used(instants[-1] if instants else start) <= clock.calendar.business_time(start, start + 4001 * MINUTE)


@settings(max_examples=80, deadline=None)
@given(plans(), st.integers(1, 400_000), st.integers(0, 59))
def test_a_target_of_years_is_used_up_at_its_end_and_not_a_second_before(planned, minutes, seconds):
    plan, start = planned
    calendar, length = plan.calendar(), timedelta(minutes=minutes, seconds=seconds)
    due = calendar.add_business(start, length)
    assert calendar.business_time(start, due) == length
    assert calendar.business_time(start, due - timedelta(seconds=1)) == length - timedelta(seconds=1)


@settings(max_examples=80, deadline=None)
@given(plans(), st.lists(st.integers(0, 3_000_000), min_size=3, max_size=5))
def test_business_time_adds_up_over_any_split(planned, moments):
    plan, start = planned
    calendar = plan.calendar()
    instants = [start + moment * timedelta(seconds=17) for moment in sorted(moments)]
    parts = sum((calendar.business_time(a, b) for a, b in pairwise(instants)), timedelta(0))
    assert parts == calendar.business_time(instants[0], instants[-1])


@settings(max_examples=80, deadline=None)
@given(plans(), st.integers(0, 600), st.integers(0, 3000), st.integers(0, 3000))
def test_a_clock_that_is_reopened_has_as_much_left_as_when_it_stopped(planned, minutes, stop_after, wait):
    plan, start = planned
    stopped_at = start + stop_after * MINUTE
    stopped = Clock(start, minutes * MINUTE, plan.calendar()).stop(stopped_at)
    reopened = stopped.reopen(stopped_at + wait * MINUTE)
    assert reopened.remaining(stopped_at + wait * MINUTE) == stopped.remaining(stopped_at)
    if stopped.state(stopped_at) is State.BREACHED and stop_after:
        assert reopened.state(stopped_at + wait * MINUTE) is State.BREACHED
