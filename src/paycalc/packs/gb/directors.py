"""A director's contributions: on the annual earnings period to date, less what this directorship has paid.

The alternative method charges as for employees and does the annual calculation with the last payment of the year.
Several category letters of a year are charged in HMRC's order, the earnings of each on top of those before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.calendars import year_start
from paycalc.columns import Array, day_number
from paycalc.packs.gb import letters
from paycalc.packs.gb.class_one import ANNUAL_PERIOD, PERIODS, Contributions, charge, stacked, tables
from paycalc.packs.gb.columns import LETTERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.run import Run

__all__ = ["ALTERNATIVE", "ANNUAL", "annual_weeks", "contribute"]

ANNUAL, ALTERNATIVE = 1, 2
ORDER: Final = "BMAZJCHVFILSDEGKNPQRTWY"
"""In which HMRC's calculator charges the letters of a year; X, which pays nothing, comes last."""
_RANK: Final = np.array([99, *(ORDER.find(letter) % 99 for letter in LETTERS)], np.int64)
_STACKED: Final = {
    "ni_employee": "employee",
    "ni_employer": "employer",
    "ni_at_lel": "at_lel",
    "ni_lel_to_pt": "lel_to_pt",
    "ni_pt_to_uel": "pt_to_uel",
}
CITE: Final = "HMRC, National Insurance calculator (directors); HMRC directors' test data 2025-26"


def annual_weeks(r: Run) -> Array:
    """52, or for an appointment during the tax year 52 less the complete weeks since 6 April (law page, trap 7)."""
    first = day_number(year_start(r.dates.pay, r.pack.tax_year))
    gone: Array = np.maximum(r["director_from"] - first, 0) // 7
    weeks: Array = 52 - np.minimum(gone, 51)
    return weeks


def contribute(r: Run, due: Contributions) -> Contributions:
    """The contributions of this payment with directors' in place; sets the directors' totals."""
    method = r["director"]
    rows = method != 0
    annual = (method == ANNUAL) | ((method == ALTERNATIVE) & (r["director_final_pay"] == 1))
    earnings = np.where(rows, r["director_pay_before"] + r["niable_pay"], 0)
    r["director_pay_ytd"] = earnings
    if annual.any():
        due = _recalculated(r, due, annual, earnings)
    r["director_ni_employee_ytd"] = np.where(rows, r["director_ni_employee_before"] + due.employee, 0)
    r["director_ni_employer_ytd"] = np.where(rows, r["director_ni_employer_before"] + due.employer, 0)
    return due


def _recalculated(r: Run, due: Contributions, where: NDArray[np.bool_], earnings: Array) -> Contributions:
    limits, rates = tables(r.law)
    letter, weeks = r["ni_letter"], annual_weeks(r)
    r.part("National Insurance of a director", CITE)
    r.note("0", "Weeks of the earnings period", weeks, unit="count")
    year = charge(r, earnings, limits.of(letter * len(PERIODS) + ANNUAL_PERIOD).pro_rata(weeks), rates.of(letter))
    whole = where & (r["director"] == ANNUAL)  # the FPS columns of the alternative method stay those of its periods
    paid = replace(year)
    if letters.several(r):
        year, paid = _by_letter(r, year, where, weeks)
    return replace(
        due,
        employee=np.where(where, paid.employee - r["director_ni_employee_before"], due.employee),
        employer=np.where(where, paid.employer - r["director_ni_employer_before"], due.employer),
        at_lel=np.where(whole, year.at_lel - letters.before(r, "ni_at_lel"), due.at_lel),
        lel_to_pt=np.where(whole, year.lel_to_pt - letters.before(r, "ni_lel_to_pt"), due.lel_to_pt),
        pt_to_uel=np.where(whole, year.pt_to_uel - letters.before(r, "ni_pt_to_uel"), due.pt_to_uel),
    )


def _by_letter(
    r: Run, year: Contributions, where: NDArray[np.bool_], weeks: Array
) -> tuple[Contributions, Contributions]:
    """(of the current letter, of all letters together), the year's contributions, in the rows with several letters."""
    kept = letters.held(r)
    earned = kept.totals["niable_pay"].copy()
    earned[0] += r["niable_pay"][kept.rows]
    earned *= kept.letters != 0
    wrong = np.zeros(r.rows, np.bool_)
    wrong[kept.rows] = earned.sum(axis=0) != r["director_pay_before"][kept.rows] + r["niable_pay"][kept.rows]
    r.problem(
        wrong & where,
        "director_pay_before",
        "director_pay_by_letter",
        "The director's earnings to date are not those of the category letters of the tax year; they must be where a "
        "director has had several letters in it.",
    )
    made = _stack(r, kept, earned, weeks[kept.rows])
    r.memo["gb.stacked"] = (where & (r["director"] == ANNUAL))[kept.rows].astype(np.int64)
    for name, part in _STACKED.items():
        r.memo[f"gb.stacked.{name}"] = made[part]
    current = {part: getattr(year, part).copy() for part in _STACKED.values()}
    together = {part: getattr(year, part).copy() for part in _STACKED.values()}
    for part, values in made.items():
        current[part][kept.rows] = values[0]
        together[part][kept.rows] = values.sum(axis=0)
    return Contributions(**current), Contributions(**together)


def _stack(r: Run, kept: letters.Held, earned: Array, weeks: Array) -> dict[str, Array]:
    """Contributions by place and row, charged in HMRC's order of the letters."""
    limits, rates = tables(r.law)
    rank = np.argsort(_RANK[kept.letters], axis=0, kind="stable")
    row = np.arange(len(kept.rows))
    below = np.zeros(len(row), np.int64)
    made = {part: np.zeros_like(earned) for part in _STACKED.values()}
    for place in rank:
        letter = np.maximum(kept.letters[place, row] - 1, 0)
        amount = earned[place, row]
        of_year = limits.of(letter * len(PERIODS) + ANNUAL_PERIOD).pro_rata(weeks)
        one = stacked(amount, below, of_year, rates.of(letter))
        for part, values in made.items():
            values[place, row] = getattr(one, part) * (kept.letters[place, row] != 0)
        below = below + amount
    return made
