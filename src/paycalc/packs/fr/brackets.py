"""Contributions by brackets (tranches) of the social security ceiling, each bracket rounded to the cent by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from paycalc.columns import Array
from paycalc.rounding import half_away, part
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["banded", "brackets", "on_all_pay", "within"]

ROUNDING = "each bracket half up to the cent"


def brackets(law: Law, name: str) -> list[tuple[int, int, Fraction]]:
    """(from, to, rate) of a figure of rows [to, rate]; bounds in ceilings, to = 0: no upper bound."""
    found, start = [], 0
    for end, rate in law.table(name):
        found.append((start, int(end), Fraction(rate)))
        start = int(end)
    return found


def within(pay: Array, ceiling: Array, start: int, end: int) -> Array:
    """The pay that lies between two numbers of ceilings; negative pay lies in the first."""
    top = np.minimum(pay, end * ceiling) if end else pay
    return np.maximum(top - start * ceiling, 0) if start else top


def banded(r: Run, name: str, label: str) -> Array:
    """A contribution on gross pay by the brackets of a figure."""
    due = r.zeros()
    for start, end, rate in brackets(r.law, name):
        base = within(r["gross_pay"], r["ceiling"], start, end)
        one = part(base, rate, half_away)
        bound = f"{start} to {end} ceilings" if end else "all pay"
        r.note("b", f"{label}, {bound}", base, cite=r.law.cite(name))
        r.note("x", f"at {percent(rate)}", one, rounding=ROUNDING, cite=r.law.cite(name))
        due = due + one
    return due


def on_all_pay(r: Run, name: str, label: str) -> Array:
    """A contribution at one rate on all pay."""
    rate = r.law.rate(name)
    due = part(r["gross_pay"], rate, half_away)
    r.note(
        name.rpartition(".")[2],
        f"{label} at {percent(rate)}",
        due,
        rounding="half up to the cent",
        cite=r.law.cite(name),
    )
    return due
