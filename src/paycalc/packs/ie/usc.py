"""Universal Social Charge: bands of the year, in exact shares of the periods, rounded once."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ie.columns import BASES, USC_STATUS
from paycalc.packs.ie.periods import periods
from paycalc.rounding import half_up, part
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "deduct"]

EXEMPT, REDUCED = USC_STATUS.index("exempt"), USC_STATUS.index("reduced")
CITE: Final = "TCA 1997 part 18D (ss. 531AL to 531AAF)"


def check(r: Run) -> None:
    """The bands of the reduced rates are not held."""
    if r.given("usc_status"):
        r.problem(
            r["usc_status"] == REDUCED,
            "usc_status",
            "figure_missing",
            "The bands of the reduced USC rates are not held: Revenue, Universal Social Charge, reduced rates.",
        )


def deduct(r: Run) -> None:
    """Sets usc; needs usc_pay."""
    r.part("Universal Social Charge", CITE)
    at = periods(r)
    before = np.where(at.alone, 0, r["usc_pay_before"])
    pay = np.maximum(before + r["usc_pay"], 0)
    r.note("1", "Pay to date, or of the period on week 1 and emergency basis", pay)
    due = _banded(r, pay, at.count, at.year)
    emergency = r["tax_basis"] >= BASES.index("emergency")
    if emergency.any():
        flat = part(np.maximum(r["usc_pay"], 0), r.law.rate("ie.usc.emergency"), half_up)
        r.note("E", "On emergency basis, at one rate", flat, rounding="half up to the cent")
        due = np.where(emergency, flat, due)
    due = np.where(r["usc_status"] == EXEMPT, 0, due)
    paid = np.where(at.alone, 0, r["usc_before"])
    r.note("4", "USC deducted before", paid)
    r["usc"] = due - paid


def _banded(r: Run, pay: Array, count: Array, year: Array) -> Array:
    """Everything times `year`, so that no share of a band is rounded; pay below 10**14 cents x 52 x 200 fits int64."""
    bands = [(int(end), Fraction(rate)) for end, rate in r.law.table("ie.usc.bands")]
    whole = lcm(*(rate.denominator for _, rate in bands))
    scaled, start, total = pay * year, np.zeros_like(pay), np.zeros_like(pay)
    for number, (end, rate) in enumerate(bands, 1):
        top = np.minimum(scaled, end * count) if end else scaled
        within = np.maximum(top - start, 0)
        r.note(f"2.{number}", f"In the band of {percent(rate)}", within // year, rounding="shown down, not rounded")
        total += within * int(rate * whole)
        start = np.maximum(start, end * count if end else scaled)
    due = half_up(total, year * whole)
    r.note("3", "USC to date", due, formula="bands x rates", rounding="half up to the cent, once")
    return due
