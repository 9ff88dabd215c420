"""What the tax formulas share: a rate of an amount, a row's unit of rounding, and the notes of the worksheet.

A tax factor is held in units: one cent where every factor is rounded to the cent, or, where only the period's deduction
is rounded, the part of a cent in which every factor of the row is a whole number. Rounding to the unit is then exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.errors import Overflow
from paycalc.packs.ca.places import PLACES, ROUNDINGS, TAXING
from paycalc.rounding import half_up

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["RATE", "Sheet", "of", "rate", "times", "units"]

RATE: Final = 100_000
"""Rates are held as hundred-thousandths: 20.5 % is 20_500."""
_TAX_RATE: Final = 10_000  # no rate of an income tax has more than four decimals
_MOST: Final = 2**61


def rate(law: Law, name: str) -> int:
    """A rate in hundred-thousandths; a law with more decimals is a mistake in the file."""
    exact = law.rate(name) * RATE
    if exact.denominator != 1:
        raise ValueError(f"{name} has more than five decimals")
    return exact.numerator


def of(amount: Array, numerator: Array | int, denominator: Array | int = RATE) -> Array:
    """amount x numerator / denominator, half up. Where the product could leave int64, the quotient goes first.

    The share is at most one or so and numerator x denominator below 2**62.
    """
    if amount.size == 0 or int(np.abs(amount).max()) <= _MOST // max(int(np.max(np.abs(numerator))), 1):
        return half_up(amount * numerator, denominator)
    whole: Array = amount // denominator
    rest: Array = amount - whole * denominator
    return whole * numerator + half_up(rest * numerator, denominator)


def times(amount: Array, factor: Array | int) -> Array:
    """amount x factor; raises Overflow before it leaves 2**61, so that sums and doublings of the result stay inside."""
    if amount.size:
        top = int(np.abs(amount).max())
        by = int(np.max(factor))
        if top * by > _MOST:
            each = np.broadcast_to(factor, amount.shape)
            worst = np.abs(amount) > _MOST // np.maximum(each, 1)
            if worst.any():
                row = int(worst.argmax())
                raise Overflow(int(amount[row]), int(each[row]))
    return amount * factor


def units(r: Run) -> Array | int:
    """Units of a cent of each row: 1, or for rounding of the deduction only what makes every factor whole."""
    if not r.given("factor_rounding") or not r["factor_rounding"].any():
        return 1
    fine: Array = r.law.once("ca.units", lambda: _fine(r.law))
    return np.where(r["factor_rounding"] == ROUNDINGS.index("deduction"), fine[r["province"]], 1)


def _fine(law: Law) -> Array:
    """By place: the denominators of plan ratios x rates x what is done to the tax afterwards."""
    found = []
    for place in PLACES:
        plan = "qpp" if place == "QC" else "cpp"
        whole = rate(law, f"plan.{plan}.rate")
        parts = [Fraction(rate(law, f"plan.{plan}.{part}"), whole) for part in ("base", "additional")]
        ratio = lcm(*(part.denominator for part in parts))
        after = 200 if place not in TAXING else 25 if place == "ON" else 1
        if law.has(f"tax.{place}.supplemental"):
            after = law.rate(f"tax.{place}.supplemental.rate").denominator
        found.append(ratio * (RATE if place == "QC" else _TAX_RATE) * after)
    return np.array(found, np.int64)


@dataclass(frozen=True)
class Sheet:
    """Notes of one worksheet: a value in units is shown in cents."""

    r: Run
    unit: Array | int

    def line(self, line: str, label: str, value: Array, formula: str = "", rounding: str = "") -> None:
        """A factor, in units."""
        if self.r.tracer is not None:
            exact = isinstance(self.unit, int) or int(self.unit[0]) == 1
            how = rounding or ("half up to the cent" if exact else "not rounded; shown to the cent")
            self.r.note(line, label, half_up(value, self.unit), formula=formula, rounding=how)

    def rate(self, line: str, label: str, value: Array) -> None:
        """A rate in hundred-thousandths."""
        self.r.note(line, label, value, unit="rate", scale=10)
