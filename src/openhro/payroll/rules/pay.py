"""What a period pays somebody: the period's share of a salary, and the part of it for those who join or leave."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

PERIODS_YEAR = {
    "annual": 1, "semiannual": 2, "quarterly": 4, "monthly": 12, "four_weekly": 13, "semimonthly": 24, "biweekly": 26,
    "fortnightly": 26, "weekly": 52, "daily": 260,
}  # fmt: skip
DAY_RULES = ("working_days", "calendar_days")


def half_up(amount: Ints, numerator: Ints | int, denominator: Ints | int) -> Ints:
    """amount x numerator / denominator, rounded half up to the minor unit (amounts of pay are never negative)."""
    return (2 * amount * numerator + denominator) // (2 * np.maximum(denominator, 1))


def full_pay(annual: Ints, frequency: str) -> Ints:
    """One period's pay of a yearly salary: the salary over the periods of a year, half up to the minor unit."""
    return half_up(annual, 1, PERIODS_YEAR[frequency])


def days_paid(rule: str, start: Days, end: Days, first: np.datetime64, last: np.datetime64) -> tuple[Ints, int]:
    """Days of the period on which each employment runs, and the days of the whole period.

    `start` and `end` are datetime64[D]; `end` is the last day, NaT where it is open. `working_days` counts Monday to
    Friday, holidays included, because they are paid; `calendar_days` counts every day.
    """
    one = np.timedelta64(1, "D")
    begin = np.maximum(start, first)
    finish = np.where(np.isnat(end), last, np.minimum(end, last))
    if rule == "calendar_days":
        return np.maximum((finish - begin) // one + 1, 0).astype(np.int64), int((last - first) // one) + 1
    counted = np.busday_count(begin, np.maximum(finish + one, begin)).astype(np.int64)
    return counted, int(np.busday_count(first, last + one))


def salary(annual: Ints, frequency: str, worked: Ints, whole: int) -> Ints:
    """A period's salary for the days worked: all of it for the whole period, else the days' share, half up."""
    return np.where(worked >= whole, full_pay(annual, frequency), half_up(full_pay(annual, frequency), worked, whole))


PER_YEAR = {"annual": 1, "monthly": 12, "weekly": 52, "daily": 260}
"""How often a year the amount of a pay basis is due."""


def hourly_rate(annual: Ints, hours_week_hundredths: Ints) -> Ints:
    """The hourly rate of salaries over 52 weeks of the agreed hours, half up to the minor unit; 0 without hours."""
    hours = 52 * np.asarray(hours_week_hundredths, np.int64)
    return np.where(hours > 0, (2 * np.asarray(annual, np.int64) * 100 + hours) // np.maximum(2 * hours, 1), 0)


UNITS_SCALE = 10_000
_WHOLE = UNITS_SCALE * 1_000_000


def units_paid(units: Ints, rate: Ints, factor: Ints) -> Ints:
    """units (1/10,000) x rate (minor units) x factor (millionths), half up to the minor unit, away from zero."""
    # Python's own integers where int64 might be too narrow: hours times rate is bounded by nothing but the columns.
    if len(units) and math.prod(int(np.abs(each).max()) for each in (units, rate, factor)) > 2**61:
        units, rate, factor = units.astype(object), rate.astype(object), factor.astype(object)
    product = units * rate * factor
    paid = np.where(product < 0, -1, 1) * ((2 * abs(product) + _WHOLE) // (2 * _WHOLE))
    return paid.astype(np.int64)


def mixed_salary(annual: list[int], days: list[int], frequency: str, whole: int) -> int:
    """A period's salary when the terms changed within it: each part's share of its full pay, rounded once, half up."""
    full = full_pay(np.array(annual, np.int64), frequency)
    if not whole:  # a period without a working day is paid whole, as it is where the terms stay the same
        return int(full[-1])
    total = sum(int(pay) * part for pay, part in zip(full, days, strict=True))
    return (2 * total + whole) // (2 * whole)
