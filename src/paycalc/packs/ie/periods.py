"""Tax periods: their number in the year, how many a year has, and the shares of annual amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.calendars import tax_month, tax_week
from paycalc.columns import Array
from paycalc.packs.ie.columns import BASES, FREQUENCIES

if TYPE_CHECKING:
    from paycalc.calendars import Dates
    from paycalc.run import Run

__all__ = ["CUMULATIVE", "Periods", "periods"]

CUMULATIVE: Final = BASES.index("cumulative")
_WEEKS: Final = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
_YEAR: Final = np.array([52, 26, 13, 12], np.int64)  # periods a year, in the order of FREQUENCIES


@dataclass(frozen=True)
class Periods:
    """Of each row: the shares are `count` of `year`; `alone` where what was paid before does not count."""

    number: Array
    count: Array
    year: Array
    alone: Array


def number_of(dates: Dates, frequency: str) -> int:
    """Of the week, fortnight, four weeks or month; the tax year is the calendar year."""
    if frequency == "monthly":
        return tax_month(dates.pay, (1, 1))
    return -(-tax_week(dates.pay, (1, 1)) // _WEEKS[frequency])


def periods(r: Run) -> Periods:
    """The period of each row. An odd last payday (week 53) stands alone on a period of its own, as on week 1."""
    numbers: Array = r.law.once(
        "ie.periods", lambda: np.array([number_of(r.law.dates, name) for name in FREQUENCIES], np.int64)
    )
    frequency = r["pay_frequency"]
    number, year = numbers[frequency], _YEAR[frequency]
    alone = (r["tax_basis"] != CUMULATIVE) | (number > year)
    return Periods(number, np.where(alone, 1, number), year, alone)
