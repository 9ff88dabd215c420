"""The advance on PIT: a base in whole zlotys, two rates around the yearly threshold, the monthly relief."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.pl.columns import COSTS
from paycalc.rounding import half_up, half_up_to
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["advance"]

ZLOTY: Final = 100
CITE: Final = "Ustawa o podatku dochodowym od osób fizycznych, art. 22, 32; Ordynacja podatkowa, art. 63"


def advance(r: Run) -> None:
    """Sets tax_base and income_tax; needs health_base and ppk_employer.

    The relief is given until the month in which the base of the year passes the threshold. The employer's PPK
    contribution is taxed at the lower rate beside the base, after the relief (method of the package).
    """
    r.part("PIT advance", CITE)
    standard, increased = (r.law.money(f"pl.pit.costs.{name}") for name in COSTS)
    costs = np.where(r["costs"] == COSTS.index("increased"), increased, standard)
    r.note("1", "Costs of earning", costs)
    base = np.maximum(half_up_to(r["health_base"] - costs, ZLOTY), 0)
    r.note("2", "Tax base", base, formula="base of health insurance - 1", rounding="half up to the zloty")
    r["tax_base"] = base
    r["income_tax"] = np.where(r["youth_relief"] == 1, 0, _due(r, base))


def _due(r: Run, base: Array) -> Array:
    low, high = r.law.rate("pl.pit.rates.lower"), r.law.rate("pl.pit.rates.upper")
    threshold, before = r.law.money("pl.pit.threshold"), r["tax_base_before"]
    above = np.clip(before + base - threshold, 0, base)
    r.note("3", f"Above {threshold // ZLOTY} of the year", above)
    relief = np.where((before <= threshold) & (r["pit2"] == 1), r.law.money("pl.pit.relief"), 0)
    r.note("4", "Relief of the month (PIT-2)", relief)
    whole = lcm(low.denominator, high.denominator)
    tax = (base - above) * int(low * whole) + above * int(high * whole) - relief * whole
    tax = np.maximum(tax, 0) + r["ppk_employer"] * int(low * whole)
    formula = f"(2 - 3) x {percent(low)} + 3 x {percent(high)} - 4, not below zero; + employer's PPK x {percent(low)}"
    due = half_up(tax, whole * ZLOTY) * ZLOTY
    r.note("5", "Advance", due, formula=formula, rounding="half up to the zloty, once")
    return due
