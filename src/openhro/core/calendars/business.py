"""Business hours: which instants count, how much of them lies between two instants, and where a target ends.

An instant is business time when the wall clock of the calendar's zone, at that instant, reads within one of the day's
windows. That one sentence decides the nights on which clocks change: an hour that the clock leaps over has no business
time in it, an hour that it repeats counts twice. Instants are aware; what is returned is in UTC.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openhro.core.errors import Invalid

MIDNIGHT = 24 * 60
ONE_DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
# Longer searches mean a calendar that hardly opens, or a target typed in the wrong unit.
HORIZON_DAYS = 200 * 366


class Span(NamedTuple):
    """Open from one instant up to, not including, another; both in UTC."""

    opens: datetime
    closes: datetime


def utc(at: datetime) -> datetime:
    """The same instant in UTC; one without a zone is not an instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no zone, so it is not an instant.")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One opening of a local day in minutes after its midnight; 1440 is the midnight that ends the day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise Invalid(
                "WINDOW_INVALID",
                f"Hours from {_clock(self.opens)} to {_clock(self.closes)} are not an opening within one day. "
                "Give hours that cross midnight as two windows.",
                field="windows",
            )

    @classmethod
    def parse(cls, opens: str, closes: str) -> Self:
        """From "09:00" and "17:30". As a closing time, "24:00" and "00:00" are the midnight that ends the day."""
        return cls(_minutes(opens), _minutes(closes) or MIDNIGHT)

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True)
class BusinessCalendar:
    """When a desk is open. `week` has seven days from Monday; each holds its windows in order.

    A holiday closes the hours of its weekday. An opening adds hours to its date, holiday or not; so a short Christmas
    Eve is a holiday with an opening.
    """

    zone: str
    week: tuple[tuple[Hours, ...], ...]
    holidays: tuple[tuple[date, str], ...] = ()
    openings: tuple[tuple[date, Hours], ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        time_zone(self.zone)
        if len(self.week) != 7:
            raise Invalid(
                "WINDOW_INVALID", "A business week has seven days; a closed day has no windows.", field="windows"
            )
        for day in self.week:
            for earlier, later in pairwise(day):
                if later.opens < earlier.closes:
                    raise Invalid("WINDOW_OVERLAP", f"The windows {earlier} and {later} overlap.", field="windows")
        object.__setattr__(self, "holidays", tuple(sorted(self.holidays)))
        object.__setattr__(self, "openings", tuple(sorted(self.openings)))

    @classmethod
    def of(
        cls,
        zone: str,
        windows: Mapping[Any, Sequence[Sequence[str]]],
        holidays: Iterable[tuple[date | str, str]] = (),
        openings: Iterable[tuple[date | str, str, str]] = (),
        version: int = 1,
    ) -> Self:
        """From plain values, as a form or stored JSON has them.

        `windows` maps a weekday (Monday 0, number or digit) to its ["09:00", "13:00"] pairs; `holidays` are
        (date, name), `openings` (date, from, to); a date may be ISO text.
        """
        days: list[tuple[Hours, ...]] = [()] * 7
        for weekday, pairs in windows.items():
            if str(weekday) not in "0123456" or len(str(weekday)) != 1:
                raise Invalid(
                    "WINDOW_INVALID", f"{weekday!r} is not a weekday; Monday is 0, Sunday 6.", field="windows"
                )
            days[int(weekday)] = tuple(sorted(Hours.parse(opens, closes) for opens, closes in pairs))
        return cls(
            zone,
            tuple(days),
            tuple((_date(day), name) for day, name in holidays),
            tuple((_date(day), Hours.parse(opens, closes)) for day, opens, closes in openings),
            version,
        )

    @classmethod
    def always(cls, zone: str = "UTC") -> Self:
        """Every hour of every day: for laws that count hours and know no weekend."""
        return cls(zone, ((Hours(0, MIDNIGHT),),) * 7)

    def stored(self) -> dict[str, Any]:
        """The arguments of `of` as JSON values; `of(**stored)` is the same calendar."""
        return {
            "zone": self.zone,
            "windows": {
                str(n): [[_clock(h.opens), _clock(h.closes)] for h in day] for n, day in enumerate(self.week) if day
            },
            "holidays": [[day.isoformat(), name] for day, name in self.holidays],
            "openings": [[day.isoformat(), _clock(h.opens), _clock(h.closes)] for day, h in self.openings],
            "version": self.version,
        }

    def holiday(self, day: date) -> str | None:
        """The name of the day's holiday."""
        return self._holiday_names.get(day)

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The day's local hours in order: its weekday's unless it is a holiday, and its exceptional openings."""
        usual = () if day in self._holiday_names else self.week[day.weekday()]
        extra = self._opening_hours.get(day)
        return _united((*usual, *extra)) if extra else usual

    def windows(self, day: date) -> tuple[Span, ...]:
        """The day's hours as instants. A night of changing clocks may shorten, lengthen, split or drop a window."""
        return _spans(self.zone, day, self.hours(day))

    def is_open(self, at: datetime) -> bool:
        """Whether the instant is business time."""
        at = utc(at)
        return any(span.opens <= at < span.closes for span in self.windows(self.local(at).date()))

    def next_open(self, at: datetime) -> datetime:
        """The first instant of business time at or after this one."""
        at = utc(at)
        return self.add_business(at, timedelta(microseconds=1)) - timedelta(microseconds=1)

    def local(self, at: datetime) -> datetime:
        """The instant as the calendar's wall clock shows it."""
        return at.astimezone(time_zone(self.zone))

    def day_bounds(self, day: date) -> Span:
        """The instants at which the local day begins and ends, whatever its hours."""
        return Span(_midnight(self.zone, day), _midnight(self.zone, day + ONE_DAY))

    def add_business(self, start: datetime, length: timedelta | int) -> datetime:
        """The earliest instant by which so much business time (timedelta, or whole minutes) has passed since the start.

        A target that is used up exactly at closing ends then, and not at the next opening; no target ends at the start.
        """
        start, left = utc(start), _length(length)
        if not left:
            return start
        day = self.local(start).date()
        end = min(day.toordinal() + HORIZON_DAYS, date.max.toordinal() - 8)
        while day.toordinal() < end:
            if left > self._week_length and _midnight(self.zone, day) >= start and self._is_plain_week(day):
                left -= self._week_length
                day += 7 * ONE_DAY
                continue
            for span in self.windows(day):
                usable = max(timedelta(0), span.closes - max(span.opens, start))
                if left <= usable:
                    return max(span.opens, start) + left
                left -= usable
            day += ONE_DAY
        raise Invalid(
            "CALENDAR_EXHAUSTED", "This calendar has too few open hours for that target; check both.", field="target"
        )

    def business_time(self, a: datetime, b: datetime) -> timedelta:
        """How much of the time from one instant to another is business time; nothing when the second is not later."""
        a, b = utc(a), utc(b)
        total, day, end = timedelta(0), self.local(a).date(), self.local(b).date()
        while day <= end:
            if day + 7 * ONE_DAY <= end and _midnight(self.zone, day) >= a and self._is_plain_week(day):
                total += self._week_length
                day += 7 * ONE_DAY
                continue
            for span in self.windows(day):
                total += max(timedelta(0), min(span.closes, b) - max(span.opens, a))
            day += ONE_DAY
        return total

    @cached_property
    def _holiday_names(self) -> dict[date, str]:
        return dict(self.holidays)

    @cached_property
    def _opening_hours(self) -> dict[date, tuple[Hours, ...]]:
        days = {day for day, _ in self.openings}
        return {day: tuple(hours for on, hours in self.openings if on == day) for day in days}

    @cached_property
    def _special_days(self) -> list[date]:
        return sorted({*self._holiday_names, *self._opening_hours})

    @cached_property
    def _week_length(self) -> timedelta:
        return timedelta(minutes=sum(hours.closes - hours.opens for day in self.week for hours in day))

    def _is_plain_week(self, day: date) -> bool:
        """Whether the seven days from here have the usual hours and no change of clocks: their sum is then known."""
        at = bisect_left(self._special_days, day)
        if at < len(self._special_days) and self._special_days[at] < day + 7 * ONE_DAY:
            return False
        return _is_steady(self.zone, day)


def _united(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    united: list[Hours] = []
    for each in sorted(hours):
        if united and each.opens <= united[-1].closes:
            united[-1] = Hours(united[-1].opens, max(united[-1].closes, each.closes))
        else:
            united.append(each)
    return tuple(united)


@lru_cache(maxsize=64)
def time_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Invalid(
            "ZONE_UNKNOWN", f"There is no time zone {name!r}; use a name such as Europe/London.", field="zone"
        ) from unknown


@lru_cache(maxsize=16_384)
def _midnight(zone: str, day: date) -> datetime:
    """The instant at which a local day begins. Where clocks leap over midnight, that is the moment of the leap."""
    return datetime.combine(day, time(), time_zone(zone)).astimezone(UTC)


def _offset(zone: str, at: datetime) -> timedelta:
    offset = at.astimezone(time_zone(zone)).utcoffset()
    assert offset is not None  # an aware datetime always has one
    return offset


@lru_cache(maxsize=16_384)
def _is_steady(zone: str, day: date) -> bool:
    # The lengths of the days too: where clocks leap over a midnight, the offset at that day's beginning is the new one.
    midnights = [_midnight(zone, day + n * ONE_DAY) for n in range(8)]
    whole = all(later - earlier == ONE_DAY for earlier, later in pairwise(midnights))
    return whole and len({_offset(zone, at) for at in midnights}) == 1


@lru_cache(maxsize=16_384)
def _spans(zone: str, day: date, hours: tuple[Hours, ...]) -> tuple[Span, ...]:
    midnight = datetime.combine(day, time(), UTC)
    spans: list[Span] = []
    for begin, end, offset in _pieces(zone, day):
        for each in hours:
            opens = max(begin, midnight + timedelta(minutes=each.opens) - offset)
            closes = min(end, midnight + timedelta(minutes=each.closes) - offset)
            if opens >= closes:
                continue
            if spans and spans[-1].closes == opens:
                spans[-1] = Span(spans[-1].opens, closes)
            else:
                spans.append(Span(opens, closes))
    return tuple(spans)


def _pieces(zone: str, day: date) -> list[tuple[datetime, datetime, timedelta]]:
    """The stretches of a local day that have one offset from UTC: one, or two when clocks change on it."""
    begin, end = _midnight(zone, day), _midnight(zone, day + ONE_DAY)
    if begin >= end:  # a date that a country left out, such as 30 December 2011 in Samoa
        return []
    before, after = _offset(zone, begin), _offset(zone, end - SECOND)
    if before == after:
        return [(begin, end, before)]
    low, high = begin, end
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return [(begin, high, before), (high, end, after)]


def _length(length: timedelta | int) -> timedelta:
    if isinstance(length, bool) or not isinstance(length, timedelta | int):
        raise TypeError("A target is a timedelta, or whole minutes.")
    try:
        given = length if isinstance(length, timedelta) else timedelta(minutes=length)
    except OverflowError as beyond:
        raise Invalid("TARGET_INVALID", "That target is beyond any calendar.", field="target") from beyond
    if given < timedelta(0):
        raise Invalid("TARGET_INVALID", "A target cannot be negative.", field="target")
    return given


def _minutes(text: str) -> int:
    """Minutes after midnight of "HH:MM"."""
    if text == "24:00":
        return MIDNIGHT
    try:
        read = datetime.strptime(text, "%H:%M")
        return read.hour * 60 + read.minute
    except (TypeError, ValueError) as unreadable:
        raise Invalid(
            "WINDOW_INVALID", f"{text!r} is not a time of day such as 09:00.", field="windows"
        ) from unreadable


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _date(day: date | str) -> date:
    try:
        return day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError as unreadable:
        raise Invalid("DATE_INVALID", f"{day!r} is not a date such as 2026-12-25.", field="holidays") from unreadable
