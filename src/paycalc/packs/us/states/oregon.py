"""Oregon: 150-206-436; annual wages less the federal tax up to a limit, formulas by wage tier, credits."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import STATE_STATUS
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.ranges import Ranges
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets
from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["tax"]

_MARRIED: Final = STATE_STATUS.index("married")
_TIER: Final = 50_000_00
"""Annual wages from which the second set of formulas holds."""
_THREE: Final = 3
"""Allowances with which a single employee uses the formulas of the married."""


class Figures(NamedTuple):
    """The figures of the year, cents; tables by single or married."""

    federal_cap: Ranges
    standard: Array
    formulas: Brackets  # table number = 2 x tier + married
    credit: int
    limit: Array


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Annual tax to the dollar before the credits, tax of the period to the dollar; without a form a rate of wages."""
    figures, periods = s.compiled(_figures), s.periods()
    guard(wages, int(np.max(periods)) * figures.formulas.den * 100)
    married = (s["state_status"] == _MARRIED).astype(np.int64)
    count = s["state_allowances"]
    group = np.where(count >= _THREE, 1, married)
    annual = wages * periods
    federal = np.minimum(_federal(s) * periods, figures.federal_cap.at(married, annual))
    base = np.maximum(annual - federal - figures.standard[group], 0)
    row = figures.formulas.find(2 * (annual >= _TIER) + group, base)
    den = figures.formulas.den
    gross = half_up(np.maximum(figures.formulas.exact(row, base), 0), den * 100) * 100
    credits = np.where(annual > figures.limit[married], 0, figures.credit * count)
    withheld = half_up(np.maximum(gross - credits, 0), periods * 100) * 100
    s.note("1", "Annual wages", annual)
    s.note("2", "Federal tax of a year, up to its limit", federal)
    s.note("3", "Standard deduction", figures.standard[group])
    s.note("4", "Base", base)
    s.note("5", "Annual tax before credits", gross, rounding="whole dollar")
    s.note("6", "Allowance credits", credits)
    s.note("7", "Tax of the period", withheld, rounding="whole dollar")
    filed = (s["state_form"] == 1) | (s["state_status"] > 0) | (count > 0)
    without = part(wages, s.law.rate("or.rate_without_form"), half_up)
    return np.where(filed, withheld, without)


def _federal(s: StateRows) -> Array:
    if not s.filled("supplemental"):
        return s["federal_income_tax"]
    on_bonus = np.where(s["state_supplemental"] == 1, 0, s["federal_supplemental_tax"])
    return s["federal_income_tax"] + on_bonus


def _figures(law: Law) -> Figures:
    names = ("single", "married")
    formulas: dict[int, list[tuple[int | Fraction, ...]]] = {}
    for group, name in enumerate(names):
        for tier, _, base, rate, over in law.table(f"or.formula.{name}"):
            # A row holds from its own excess: wages of the upper tier never have a base below its first one.
            formulas.setdefault(2 * (tier >= _TIER) + group, [(0, 0, 0)]).append((over, base, rate))
    return Figures(
        Ranges([law.table(f"or.federal_cap.{name}") for name in names]),
        np.array([law.money(f"or.standard.{name}") for name in names], np.int64),
        Brackets({number: rows[1:] if rows[1][0] == 0 else rows for number, rows in formulas.items()}),
        law.money("or.credit"),
        np.array([law.money(f"or.credit_limit.{name}") for name in names], np.int64),
    )
