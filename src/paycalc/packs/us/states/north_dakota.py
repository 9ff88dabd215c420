"""North Dakota: the federal W-4 decides; a form of 2019 or earlier has tables of its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.states import formula
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.rule import rule_of
from paycalc.packs.us.tables import Brackets, Table
from paycalc.parameters import Law
from paycalc.rounding import half_up

__all__ = ["tax"]

_LEAST = 100
"""Cents: less than a dollar is not withheld from an old form."""


class Old(NamedTuple):
    """Section 1 of the booklet: tables by 2 x frequency + married, cents."""

    brackets: Brackets
    allowance: Array


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Whole dollars, by the annual table or by the period table of an old form."""
    new = formula.tax(s, s.compiled(rule_of(s.state)), wages, extra)
    if not s.filled("w4_form"):
        return new
    old = s.compiled(_old)
    formula.guard(wages, old.brackets.den * 100)
    frequency = s["frequency"]
    net = np.maximum(wages - old.allowance[frequency] * s["w4_allowances"], 0)
    row = old.brackets.find(2 * frequency + (s["w4_status"] == 1), net)
    exact = old.brackets.exact(row, net)
    withheld = half_up(exact, old.brackets.den * 100) * 100
    withheld = np.where(exact < _LEAST * old.brackets.den, 0, withheld)
    s.note("", "By section 1, for a W-4 of 2019 or earlier", withheld, rounding="whole dollar")
    return np.where(s["w4_form"] == 1, withheld, new)


def _old(law: Law) -> Old:
    names = ("single", "married")
    tables: dict[int, Table] = {
        2 * index + n: law.table(f"nd.old.{frequency}.{name}")
        for index, frequency in enumerate(FREQUENCIES)
        for n, name in enumerate(names)
    }
    allowance = np.array([law.money(f"nd.old_allowance.{frequency}") for frequency in FREQUENCIES], np.int64)
    return Old(Brackets(tables, over=True), allowance)
