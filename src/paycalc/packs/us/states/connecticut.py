"""Connecticut: TPG-211, five tables by withholding code: exemption, initial tax, add-back, recapture, credit."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import RATE_TABLES
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.ranges import Ranges
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets, Table
from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["tax"]

_CODES: Final = ("A", "B", "C", "D", "F")
_OF_CODE: Final = np.array([_CODES.index(code) if code in _CODES else 0 for code in RATE_TABLES], np.int64)


class Figures(NamedTuple):
    """Tables A to E by code, all by annual salary except B."""

    exemption: Ranges
    initial: Brackets
    add_back: Ranges
    recapture: Ranges
    credit: Ranges  # hundredths


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Tax of the period, rounded once; code E withholds nothing; without a form a rate of the whole wage."""
    figures, periods = s.compiled(_figures), s.periods()
    guard(wages, int(np.max(periods)) * figures.initial.den * 100)
    code = _OF_CODE[s["state_table"]]
    salary = wages * periods
    taxable = np.maximum(salary - figures.exemption.at(code, salary), 0)
    row = figures.initial.find(code, taxable)
    added = figures.add_back.at(code, salary) + figures.recapture.at(code, salary)
    den = figures.initial.den
    before = figures.initial.exact(row, taxable) + added * den
    left = 100 - figures.credit.at(code, salary)
    withheld = half_up(before * left, den * 100 * periods)
    if s.tracing:
        s.note("1", "Annual salary", salary)
        s.note("A", "Personal exemption", figures.exemption.at(code, salary))
        s.note("A", "Annual taxable salary", taxable)
        s.note("B", "Initial tax", half_up(figures.initial.exact(row, taxable), den))
        s.note("C", "Add-back", figures.add_back.at(code, salary))
        s.note("D", "Tax recapture", figures.recapture.at(code, salary))
        s.note("E", "Personal tax credit, in hundredths", 100 - left, unit="count")
        s.note("", "Tax of the period", withheld, rounding="half up to the cent, once")
    letter = s["state_table"]
    withheld = np.where(letter == RATE_TABLES.index("E"), 0, withheld)
    without = part(wages, s.law.rate("ct.rate_without_form"), half_up)
    return np.where(letter == 0, without, withheld)


def _figures(law: Law) -> Figures:
    def ranges(name: str, unit: int = 1) -> Ranges:
        return Ranges([_from_zero(law.table(f"ct.{name}.{code}")) for code in _CODES], over=True, unit=unit)

    initial = Brackets({n: law.table(f"ct.b_initial.{code}") for n, code in enumerate(_CODES)}, over=True)
    return Figures(
        ranges("a_exemption"), initial, ranges("c_add_back"), ranges("d_recapture"), ranges("e_credit", unit=100)
    )


def _from_zero(table: Table) -> Table:
    """A table that starts above zero gives nothing below its first row."""
    return table if table[0][0] == 0 else ((0, 0), *table)
