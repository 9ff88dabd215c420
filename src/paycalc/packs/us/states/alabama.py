"""Alabama: annual wages less a standard deduction that falls with wages, the federal income tax and exemptions."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import STATE_STATUS
from paycalc.packs.us.states.forms import STATUS
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.ranges import Ranges
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets
from paycalc.parameters import Law
from paycalc.rounding import half_up

__all__ = ["tax"]

_COLUMNS: Final = ("none", "single", "married_separate", "married", "head_of_household")
_OF_STATUS: Final = np.array([_COLUMNS.index(STATUS["AL"].get(status, "none")) for status in STATE_STATUS], np.int64)


class Figures(NamedTuple):
    """The tables of the year, cents."""

    standard: Ranges
    exemption: Array
    dependent: Ranges
    brackets: Brackets


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Tax of the period by the formula of the booklet's page 7, rounded once at the end."""
    figures, periods = s.compiled(_figures), s.periods()
    guard(wages, int(np.max(periods)) * figures.brackets.den)
    column = _OF_STATUS[s["state_status"]]
    annual = wages * periods
    standard = figures.standard.at(column, annual)
    federal = (s["federal_income_tax"] + _supplemental(s)) * periods
    dependents = figures.dependent.at(0, annual) * s["state_allowances"]
    net = np.maximum(annual - standard - federal - figures.exemption[column] - dependents, 0)
    row = figures.brackets.find(column, net)
    withheld = half_up(figures.brackets.exact(row, net), figures.brackets.den * periods)
    s.note("1", "Annual wages", annual)
    s.note("2", "Standard deduction", standard)
    s.note("3", "Federal income tax of a year", federal, formula="withheld in the period x pay periods")
    s.note("4", "Personal exemption and dependents", figures.exemption[column] + dependents)
    s.note("5", "Taxable a year", net)
    s.note("6", "Tax of the period", withheld, rounding="half up to the cent, once")
    return withheld


def _supplemental(s: StateRows) -> Array:
    """Federal tax on a bonus counts where the bonus is in the wages."""
    if not s.filled("supplemental"):
        return s.zeros()
    return np.where(s["state_supplemental"] == 1, 0, s["federal_supplemental_tax"])


def _figures(law: Law) -> Figures:
    return Figures(
        Ranges([law.table(f"al.standard.{name}") for name in _COLUMNS]),
        np.array([law.money(f"al.exemption.{name}") for name in _COLUMNS], np.int64),
        Ranges([law.table("al.dependent")], over=True),
        Brackets({n: law.table(f"al.brackets_annual.{name}") for n, name in enumerate(_COLUMNS)}, over=True),
    )
