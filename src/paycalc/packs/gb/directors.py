"""Who is charged on a director's annual earnings period, and how many weeks of the tax year it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.calendars import year_start
from paycalc.columns import Array, day_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.run import Run

__all__ = ["ALTERNATIVE", "ANNUAL", "annual_rows", "annual_weeks"]

ANNUAL, ALTERNATIVE = 1, 2


def annual_rows(r: Run) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(directors, those whose annual calculation is due with this payment)."""
    method = r["director"]
    last = (method == ALTERNATIVE) & (r["director_final_pay"] == 1)
    return method != 0, (method == ANNUAL) | last


def annual_weeks(r: Run) -> Array:
    """52, or for an appointment during the tax year 52 less the complete weeks since 6 April (law page, trap 7)."""
    first = day_number(year_start(r.dates.pay, r.pack.tax_year))
    gone: Array = np.maximum(r["director_from"] - first, 0) // 7
    weeks: Array = 52 - np.minimum(gone, 51)
    return weeks
