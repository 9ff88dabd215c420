"""PAYE by the RPN: cumulative, week 1 / month 1, or emergency basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ie.columns import BASES, FREQUENCIES
from paycalc.packs.ie.periods import Periods, periods
from paycalc.rounding import ceil, half_up, share
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["EMERGENCY", "deduct", "emergency_weeks"]

EMERGENCY, NO_PPSN = BASES.index("emergency"), BASES.index("emergency_no_ppsn")
_WEEKS: Final = np.array([{"weekly": 1, "fortnightly": 2}.get(name, 4) for name in FREQUENCIES], np.int64)
CITE: Final = "TCA 1997 part 42 ch. 4; Income Tax (Employments) Regulations 2018; Revenue, methods of calculating tax"


def deduct(r: Run) -> None:
    """Sets paye and tax_period; needs taxable_pay."""
    r.part("Income tax (PAYE)", CITE)
    at = periods(r)
    r["tax_period"] = at.number
    credit, cut_off = _shares(r, at)
    before = np.where(at.alone, 0, r["taxable_pay_before"])
    pay = np.maximum(before + r["taxable_pay"], 0)
    r.note("1", "Pay to date, or of the period on week 1 and emergency basis", pay)
    within = np.minimum(pay, cut_off)
    low, high = r.law.rate("ie.paye.rates.standard"), r.law.rate("ie.paye.rates.higher")
    whole = low.denominator * high.denominator
    r.note("4", f"At the standard rate of {percent(low)}", within)
    r.note("5", f"At the higher rate of {percent(high)}", pay - within)
    gross = share(within, int(low * whole), 1, half_up) + share(pay - within, int(high * whole), 1, half_up)
    r.note("6", "Gross tax", half_up(gross, whole), formula="4 and 5 at their rates", rounding="shown half up")
    due = np.maximum(half_up(gross - credit * whole, whole), 0)
    r.note("7", "Tax after credits", due, formula="6 - 2, not below zero", rounding="half up to the cent, once")
    paid = np.where(at.alone, 0, r["paye_before"])
    r.note("8", "Tax deducted before", paid)
    r["paye"] = due - paid


def _shares(r: Run, at: Periods) -> tuple[Array, Array]:
    """(tax credits, cut-off point) to date: credits to the nearest cent, the cut-off up, as Revenue's examples do."""
    basis = r["tax_basis"]
    credit = share(r["tax_credits"], at.count, at.year, half_up)
    cut_off = share(r["rate_cut_off"], at.count, at.year, ceil)
    emergency = (basis == EMERGENCY) | (basis == NO_PPSN)
    if emergency.any():
        single = np.full(r.rows, r.law.money("ie.paye.single_cut_off"), np.int64)
        early = (basis == EMERGENCY) & (r["emergency_weeks_before"] < r.law.whole("ie.paye.emergency_weeks"))
        credit = np.where(emergency, 0, credit)
        cut_off = np.where(emergency, np.where(early, share(single, 1, at.year, ceil), 0), cut_off)
    r.note("2", "Tax credits of the periods", credit, rounding="nearest cent")
    r.note("3", "Cut-off point of the periods", cut_off, rounding="up to the cent")
    return credit, cut_off


def emergency_weeks(r: Run) -> Array:
    """Weeks on the emergency basis so far, this payment counted; zero off it."""
    weeks = r["emergency_weeks_before"] + _WEEKS[r["pay_frequency"]]
    return np.where(r["tax_basis"] == EMERGENCY, weeks, 0)
