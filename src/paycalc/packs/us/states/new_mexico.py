"""New Mexico: FYI-104 tables; a tax of a month under a dollar is not withheld."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.states import formula
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.rule import rule_of

__all__ = ["tax"]


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """The table of the pay period."""
    due = formula.tax(s, s.compiled(rule_of(s.state)), wages, extra)
    small = (s["frequency"] == FREQUENCIES.index("monthly")) & (due < s.law.money("nm.least_month"))
    return np.where(small, 0, due)
