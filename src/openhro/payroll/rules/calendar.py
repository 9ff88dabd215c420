"""The pay calendar: periods one after another, pay dates on banking days, deadlines counted back from the pay date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from openhro.core.calendars import add_business_days, add_months, banking_days, roll
from openhro.core.errors import Invalid
from openhro.ui.formats import said

WEEKS = {"weekly": 1, "biweekly": 2, "fortnightly": 2, "four_weekly": 4}
MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a calendar is laid out. `pay_day`: for months the day of the month on which pay is due (31 is the last day);
    for weeks the number of days after the period's end. The leads are banking days before the pay date; the deadlines
    fall at `hour` local time. A pay date that is no banking day moves to the one before.
    """

    frequency: str
    country: str
    zone: str
    pay_day: int
    input_lead: int = 5
    approval_lead: int = 3
    funding_lead: int = 2
    release_lead: int = 2
    hour: int = 17


@dataclass(frozen=True, slots=True)
class Row:
    """One period of a calendar."""

    start: date
    end: date
    pay_date: date
    input_cutoff: datetime
    approval_due: datetime
    funding_due: datetime
    release_due: datetime


def periods(plan: Plan, first: date, count: int) -> list[Row]:
    """The next `count` periods from the day `first` on."""
    check_plan(plan)
    if count < 1 or count > 400:
        raise Invalid("PERIOD_COUNT", "Ask for 1 to 400 periods at a time.", field="count")
    if not 1990 <= first.year <= 2150:
        raise Invalid("PERIOD_START", f"The day {said(first)} lies too far away; check the year.", field="first")
    rows, start = [], first
    for k in range(1, count + 1):
        after = _after(plan.frequency, first, k)
        rows.append(_row(plan, start, after - timedelta(days=1)))
        start = after
    return rows


def check_plan(plan: Plan) -> None:
    """The numbers of a plan lie within reason, and its zone exists."""
    leads = (plan.input_lead, plan.approval_lead, plan.funding_lead, plan.release_lead)
    if not all(0 <= lead <= 60 for lead in leads):
        raise Invalid("LEAD", "A deadline lies 0 to 60 banking days before the pay date.", field="input_lead")
    if not -60 <= plan.pay_day <= 60 or (plan.frequency in MONTHS and not 1 <= plan.pay_day <= 31):
        raise Invalid("PAY_DAY", "Give the day of the month, or the days after the period's end.", field="pay_day")
    if not 0 <= plan.hour <= 23:
        raise Invalid("HOUR", "Deadlines fall at an hour from 0 to 23.", field="hour")
    check_zone(plan.zone)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(zone: str) -> None:
    """An IANA time zone."""
    if zone not in _zones():
        raise Invalid("ZONE", "Choose a time zone such as Europe/London.", field="zone")


def _after(frequency: str, first: date, k: int) -> date:
    """The first day after k periods."""
    if frequency in WEEKS:
        return first + timedelta(weeks=WEEKS[frequency] * k)
    if frequency == "daily":
        return first + timedelta(days=k)
    if frequency == "semimonthly":
        if first.day not in (1, 16):
            raise Invalid("PERIOD_START", "Semi-monthly periods begin on the 1st or the 16th.", field="first")
        halves = k + (first.day == 16)
        return add_months(first.replace(day=1), halves // 2) + timedelta(days=15 * (halves % 2))
    if frequency not in MONTHS:
        raise Invalid("FREQUENCY", f"There is no calendar for pay that is {frequency}.", field="frequency")
    return add_months(first, MONTHS[frequency] * k)


def _row(plan: Plan, start: date, end: date) -> Row:
    days = banking_days(plan.country)
    if plan.frequency in WEEKS or plan.frequency in ("daily", "semimonthly"):
        due = end + timedelta(days=plan.pay_day)
    else:
        due = add_months(end.replace(day=1), 1) - timedelta(days=1)
        due = due.replace(day=min(plan.pay_day, due.day))
    pay_date = roll(due, "preceding", days)

    def before(lead: int) -> datetime:
        return _instant(plan, add_business_days(pay_date, -lead, days))

    return Row(
        start,
        end,
        pay_date,
        before(plan.input_lead),
        before(plan.approval_lead),
        before(plan.funding_lead),
        before(plan.release_lead),
    )


def _instant(plan: Plan, day: date) -> datetime:
    return datetime.combine(day, time(plan.hour), ZoneInfo(plan.zone)).astimezone(UTC)


__all__ = ["MONTHS", "WEEKS", "Plan", "Row", "check_plan", "check_zone", "periods"]
