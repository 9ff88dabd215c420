"""Dates as the law counts them: months to the corresponding date, rolls off days that do not count, days of settlement.

A jurisdiction is an ISO 3166 code: "DE", "GB-SCT", "US-CO". Holidays come from the `holidays` package; a country or a
year that it does not cover is refused: a day without a holiday and a day that nobody looked up are not the same.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from openhro.core.calendars.business import time_zone, utc
from openhro.core.errors import Invalid

ONE_DAY = timedelta(days=1)
# No law moves a date further than this; a longer search means an absurd count.
HORIZON_DAYS = 40_000
# A bare "GB" would hold only the days common to all four nations, and lose the August bank holiday.
USUAL_SUBDIVISION = {"GB": "ENG"}
# Euro payments settle on the days of TARGET whatever the country's own holidays are. The year is the first in the euro.
EURO = "AT BE CY DE EE ES FI FR GR IE IT LT LU LV MT NL PT SI SK"
EURO_SINCE = dict.fromkeys(EURO.split(), 1999) | {"HR": 2023, "BG": 2026}
# Sweden's "bank" list also holds days that end at 14:00, which do settle; Canada's payment days are the federal ones.
BANK_CATEGORIES = {"SE": ("public", "de_facto"), "CA": ("public", "government")}


class Roll(StrEnum):
    """Where a date goes that falls on a day that does not count."""

    NONE = "none"
    FOLLOWING = "following"
    PRECEDING = "preceding"
    MODIFIED_FOLLOWING = "modified_following"  # following, unless that is in the next month: then preceding
    MODIFIED_PRECEDING = "modified_preceding"  # preceding, unless that is in the month before: then following


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days that count in a jurisdiction: for its authorities, or (`banks`) for its payment systems."""

    jurisdiction: str
    banks: bool = False

    def __post_init__(self) -> None:
        _closures(self.jurisdiction, self.banks, 2026)

    def closed(self, day: date) -> str | None:
        """Why the day does not count: the holiday's name, or the weekday of a weekend."""
        return _closures(self.jurisdiction, self.banks, day.year).get(day)

    def is_working(self, day: date) -> bool:
        """Whether the day counts."""
        return self.closed(day) is None


def working_days(jurisdiction: str) -> WorkingDays:
    """Neither weekend nor public holiday. "GB" alone is England and Wales; other bare countries, national holidays."""
    return WorkingDays(jurisdiction)


def banking_days(country: str) -> WorkingDays:
    """Days on which payments settle: the Federal Reserve's in the US, TARGET's in the euro area, banks' elsewhere."""
    return WorkingDays(country, banks=True)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), or the last of that month when it is shorter."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not date.min.year <= year <= date.max.year:
        raise Invalid("DATE_INVALID", f"{months} months from {day} is outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def corresponding_date(day: date, months: int) -> date:
    """When a period of months that begins after `day` ends: the corresponding date, or the month's last if it has none.

    Dodds v Walker [1981] 1 WLR 1027 (England); § 188 (2), (3) BGB (Germany); Regulation 1182/71 art. 3 (EU). Always
    count from the first day: month by month, a 31st would come down to a 28th and never up again.
    """
    return add_months(day, months)


def last_day_of_term(first: date, months: int) -> date:
    """The last day of a term whose first day counts, such as a probation or a month's right to opt out."""
    return add_months(first, months) - ONE_DAY


def complete_months(start: date, as_of: date) -> int:
    """Whole months from one date to another: how many corresponding dates have been reached. Zero before the start."""
    months = (as_of.year - start.year) * 12 + as_of.month - start.month
    return max(0, months if add_months(start, months) <= as_of else months - 1)


def complete_years(start: date, as_of: date) -> int:
    """Whole years from one date to another, such as years of service."""
    return complete_months(start, as_of) // 12


def roll(day: date, rule: Roll | str, days: WorkingDays) -> date:
    """The day itself if it counts, else the one to which the rule moves it."""
    rule = Roll(rule)
    if rule is Roll.NONE or days.is_working(day):
        return day
    after = rule in (Roll.FOLLOWING, Roll.MODIFIED_FOLLOWING)
    moved = _nearest(day, days, 1 if after else -1)
    modified = rule in (Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING)
    if modified and (moved.year, moved.month) != (day.year, day.month):
        return _nearest(day, days, -1 if after else 1)
    return moved


def add_business_days(day: date, count: int, days: WorkingDays) -> date:
    """The count-th working day after `day` (before it, if negative). The day itself is not counted, and 0 leaves it."""
    if abs(count) > HORIZON_DAYS:
        raise Invalid("TARGET_INVALID", f"{count} business days is beyond any calendar.", field="target")
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _nearest(day, days, step)
    return day


def last_working_day(year: int, month: int, days: WorkingDays) -> date:
    """The month's last day that counts: a common pay day."""
    return roll(date(year, month, monthrange(year, month)[1]), Roll.PRECEDING, days)


def pay_date(nominal: date, country: str, rule: Roll | str = Roll.PRECEDING) -> date:
    """The day on which pay reaches accounts. Pay due on a day without settlement comes before it, by default."""
    return roll(nominal, rule, banking_days(country))


def local_date(at: datetime, zone: str) -> date:
    """The date of an instant where the zone is; a deadline counts from this one."""
    return utc(at).astimezone(time_zone(zone)).date()


def day_end(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which a local date is over: the first that no longer belongs to it."""
    return datetime.combine(day + ONE_DAY, time(), time_zone(zone)).astimezone(UTC)


def _nearest(day: date, days: WorkingDays, step: int) -> date:
    day += step * ONE_DAY
    while not days.is_working(day):
        day += step * ONE_DAY
    return day


@lru_cache(maxsize=1024)
def _closures(jurisdiction: str, banks: bool, year: int) -> dict[date, str]:
    """The year's days that do not count, with the reason. Built whole, so that threads share only what is finished."""
    known = _source(jurisdiction, banks, year)
    if not known.start_year <= year <= known.end_year:
        raise Invalid("PARAMETER_MISSING", f"No holidays are known for {jurisdiction} in {year}.", field="jurisdiction")
    first = date(year, 1, 1)
    year_days = (first + n * ONE_DAY for n in range((date(year, 12, 31) - first).days + 1))
    return {day: known.get(day) or f"{day:%A}" for day in year_days if not known.is_working_day(day)}


def _source(jurisdiction: str, banks: bool, year: int) -> holidays.HolidayBase:
    country, _, subdivision = jurisdiction.partition("-")
    if not re.fullmatch("[A-Z]{2}(-[A-Z0-9]+)?", jurisdiction):
        raise _unknown(jurisdiction)
    if banks and country == "US":
        return holidays.financial_holidays("XFED", years=year)
    if banks and year >= EURO_SINCE.get(country, year + 1):
        return holidays.financial_holidays("XECB", years=year)
    wanted = BANK_CATEGORIES.get(country, ("public", "bank")) if banks else ("public",)
    try:
        empty = holidays.country_holidays(country)
        return holidays.country_holidays(
            country,
            subdiv=subdivision or USUAL_SUBDIVISION.get(country),
            years=year,
            categories=[name for name in wanted if name in empty.supported_categories],
            language="en_US" if "en_US" in empty.supported_languages else None,
        )
    except NotImplementedError as unknown:
        raise _unknown(jurisdiction) from unknown


def _unknown(jurisdiction: str) -> Invalid:
    sentence = f"No holidays are known for {jurisdiction!r}; use a code such as GB-SCT or DE."
    return Invalid("PARAMETER_MISSING", sentence, field="jurisdiction")
