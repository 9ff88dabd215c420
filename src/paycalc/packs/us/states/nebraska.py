"""Nebraska: Circular EN Table 7, and its least withholding for employers of more than 24."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.states import formula
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.rule import rule_of
from paycalc.rounding import half_up, part

__all__ = ["tax"]


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """The table's tax, at least 1.5% of the wages unless the employee has documented that less is due."""
    table = formula.tax(s, s.compiled(rule_of(s.state)), wages, extra)
    held = s.law.value("ne.minimum")
    size = s["employer_size"]
    least = part(wages, Fraction(str(held["rate"])), half_up)
    bound = ((size == 0) | (size > int(held["over_employees"]))) & (s["state_documented"] == 0)
    s.note("", "Least tax of an employer of more than 24", np.where(bound, least, 0))
    return np.where(bound, np.maximum(table, least), table)
