"""Tax years, tax weeks and months, pay periods: dates only, no clock."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Dates", "add_months", "quarter_of", "same_span", "tax_month", "tax_week", "year_days", "year_start"]


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates a law may key on: the pay date and the first and last day of the pay period."""

    pay: date
    start: date
    end: date

    @classmethod
    def on(cls, day: date) -> Dates:
        """All three on one day, for a test row that knows only the pay date."""
        return cls(day, day, day)

    def keyed(self, key: str) -> date:
        """The date of "pay_date", "period_start" or "period_end"."""
        return {"pay_date": self.pay, "period_start": self.start, "period_end": self.end}[key]


def year_start(day: date, start: tuple[int, int]) -> date:
    """First day of the tax year of `day`; `start` is (month, day), (4, 6) in the United Kingdom."""
    this = date(day.year, *start)
    return this if day >= this else date(day.year - 1, *start)


def year_days(day: date, start: tuple[int, int]) -> int:
    """Days in the tax year of `day`."""
    first = year_start(day, start)
    return (date(first.year + 1, *start) - first).days


def tax_week(day: date, start: tuple[int, int] = (4, 6)) -> int:
    """1 for the first seven days of the tax year; 53 for the odd day or two at its end."""
    return (day - year_start(day, start)).days // 7 + 1


def tax_month(day: date, start: tuple[int, int] = (4, 6)) -> int:
    """1 to 12; a tax month begins on the day of the month on which the tax year began."""
    first = year_start(day, start)
    months = (day.year - first.year) * 12 + day.month - first.month
    return months + (1 if day.day >= first.day else 0)


def quarter_of(day: date) -> tuple[int, int]:
    """(year, 1..4) of the calendar."""
    return day.year, (day.month + 2) // 3


def same_span(reset: str, before: date, after: date, start: tuple[int, int]) -> bool:
    """Whether no boundary of `reset` ("tax_year", "quarter", "month", "never") lies between two pay dates."""
    match reset:
        case "never":
            return True
        case "tax_year":
            return year_start(before, start) == year_start(after, start)
        case "quarter":
            return quarter_of(before) == quarter_of(after)
        case "month":
            return (before.year, before.month) == (after.year, after.month)
    raise ValueError(f"{reset!r} is not a boundary")


def add_months(day: date, months: int) -> date:
    """The same day of another month, clamped to that month's length."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
