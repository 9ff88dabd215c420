"""Table 8.1 of T4127: rates (R, V), income thresholds (A) and constants (K, KP), made ready for arrays."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca.places import PLACES, TAXING
from paycalc.packs.ca.sheet import RATE

if TYPE_CHECKING:
    from paycalc.parameters import Law

__all__ = ["Brackets", "Year", "federal", "provincial"]

_MOST: Final = 8
_NEVER: Final = 2**60


@dataclass(frozen=True)
class Year:
    """What a year's tax is computed on. Amounts in units but `employment`, which is in cents."""

    a: Array  # annual taxable income
    employment: Array  # income from employment before deductions
    contributions: Array  # base CPP or QPP of the year
    premiums: Array  # EI, and QPIP
    unit: Array | int
    step: str = ""  # of the bonus method, for the worksheet


@dataclass(frozen=True)
class Brackets:
    """Flat arrays of place x 8: from which A (cents), rate (hundred-thousandths), constant (cents)."""

    starts: tuple[Array, ...]  # of the second to the eighth bracket, by place
    rates: Array
    constants: Array
    lowest: Array  # rate of the first bracket, by place

    def of(self, place: Array, a: Array) -> tuple[Array, Array]:
        """(rate, constant) of each row for an income in cents."""
        index = place * _MOST
        for starts in self.starts:
            index += a >= starts[place]
        return self.rates[index], self.constants[index]


def federal(law: Law) -> Brackets:
    """Once per run; the one place is 0."""
    return law.once("ca.brackets.federal", lambda: _build(law, ("federal",)))


def provincial(law: Law) -> Brackets:
    """Once per run; zero where no provincial tax is computed."""
    return law.once("ca.brackets.provincial", lambda: _build(law, PLACES))


def _build(law: Law, places: tuple[str, ...]) -> Brackets:
    starts, rates, constants = [], [], []
    for place in places:
        rows = law.table(f"tax.{place}.brackets") if place in (*TAXING, "federal") else ((0, Fraction(0), 0),)
        rows = rows + ((_NEVER, *rows[-1][1:]),) * (_MOST - len(rows))
        starts.append([int(start) for start, *_ in rows])
        rates.append([int(rate * RATE) for _, rate, _ in rows])
        constants.append([int(constant) for *_, constant in rows])
    columns = np.array(starts, np.int64)
    flat = np.array(rates, np.int64)
    return Brackets(
        tuple(np.ascontiguousarray(columns[:, number]) for number in range(1, _MOST)),
        flat.ravel(),
        np.array(constants, np.int64).ravel(),
        np.ascontiguousarray(flat[:, 0]),
    )
