"""The minimum wage check: pay that counts against hours worked, after any sacrifice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.gb.columns import INPUTS
from paycalc.rounding import ceil, share

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "compare"]

MINUTES: Final = 60
CITE: Final = "GOV.UK, minimum wage calculator; National Minimum Wage Regulations 2015"


def check(r: Run) -> None:
    """A pay period that begins outside the held rates is refused for those who are checked."""
    if not r.used("minimum_wage"):
        return
    r.lacking((r["minimum_wage"] != 0) & (not r.law.has("wage.hour")), "minimum_wage", "wage.hour")
    for name in ("minutes_worked", "accommodation_days", "accommodation_charge"):
        r.problem((r["minimum_wage"] != 0) & (r[name] < 0), name, "negative_amount", "It cannot be negative: {value}.")


def compare(r: Run) -> None:
    """Sets minimum_wage_shortfall; needs the earnings and the sacrifices.

    Regular pay, overtime and bonus count, less what is sacrificed or said not to count; statutory payments and
    allowances do not. Free accommodation counts with its daily amount; a charge lowers the pay by what exceeds that.
    """
    if not r.used("minimum_wage"):
        return
    r.part("Minimum wage", CITE)
    rate = _rates(r.law)[r["minimum_wage"]]
    pay = r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] - r["minimum_wage_excluded"]
    pay = pay - r["sacrificed"] - r["pension_sacrifice"]
    offset = share(r["accommodation_days"], r.law.money("wage.accommodation"), 1, ceil)
    charge = r["accommodation_charge"]
    r.note("0", "Accommodation that counts", offset, formula="days x the daily amount")
    pay = np.where(charge == 0, pay + offset, pay - np.maximum(charge - offset, 0))
    r.note("1", "Pay that counts", pay)
    r.note("2", "Rate of an hour", rate)
    r.note("3", "Minutes worked", r["minutes_worked"], unit="count")
    due = share(r["minutes_worked"], rate, MINUTES, ceil)
    r.note("4", "Least pay", due, formula="2 x 3 / 60", rounding="up to the penny")
    r["minimum_wage_shortfall"] = np.where(r["minimum_wage"] == 0, 0, np.maximum(due - pay, 0))


def _rates(law: Law) -> Array:
    """Pence an hour by the column's choice."""
    column = next(one for one in INPUTS if one.name == "minimum_wage")
    return np.array([0, *(law.money(f"wage.hour.{choice}") for choice in column.choices[1:])], np.int64)
