"""Arkansas: annual net wages read at the middle of their 100-dollar interval, a rate less a printed amount."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets
from paycalc.parameters import Law
from paycalc.rounding import half_up

__all__ = ["tax"]


class Figures(NamedTuple):
    """The figures of the year, cents."""

    standard: int
    credit: int
    interval: int
    middle: int
    below: int
    table: Brackets  # base: the amount that is subtracted


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Annual tax to the whole dollar, less the credits, / pay periods to the cent."""
    figures, periods = s.compiled(_figures), s.periods()
    guard(wages, int(np.max(periods)) * figures.table.den * 100)
    net = np.maximum(wages * periods - figures.standard, 0)
    read = np.where(net < figures.below, net // figures.interval * figures.interval + figures.middle, net)
    row = figures.table.find(0, read)
    den = figures.table.den
    exact = figures.table.rate[row] * read - figures.table.base[row] * den
    annual = half_up(np.maximum(exact, 0), den * 100) * 100
    credits = figures.credit * s["state_allowances"]
    withheld = half_up(np.maximum(annual - credits, 0), periods)
    s.note("1", "Annual net wages", net, formula="wages x pay periods - standard deduction")
    s.note("2", "Read at", read, formula="the middle of the 100-dollar interval")
    s.note("3", "Annual tax", annual, rounding="whole dollar")
    s.note("4", "Personal credits", credits)
    s.note("5", "Tax of the period", withheld, rounding="half up to the cent")
    return withheld


def _figures(law: Law) -> Figures:
    middle = {name: law.money(f"ar.midrange.{name}") for name in ("bracket", "midpoint", "below")}
    return Figures(
        law.money("ar.standard"),
        law.money("ar.credit"),
        middle["bracket"],
        middle["midpoint"],
        middle["below"],
        Brackets({0: law.table("ar.table")}),
    )
