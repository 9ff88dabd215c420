"""Figures made ready for arrays, once per day of law: bracket tables searched for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final, Literal, TypeVar, cast

import numpy as np

from paycalc.calendars import Dates
from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.places import FREQUENCIES
from paycalc.parameters import Law

__all__ = ["SPAN", "Brackets", "Table", "compiled", "per_frequency"]

T = TypeVar("T")
PACKAGE: Final = "paycalc.packs.us"
SPAN: Final = 1 << 48
"""Cents between the keys of two tables: more than any annualised wage."""

Table = Sequence[Sequence[int | Fraction]]


def compiled(law: Law, build: Callable[[Law], T]) -> T:
    """What `build` makes of the law, made once for its dates."""
    return cast(T, _compiled(build, law.dates))


@lru_cache(maxsize=4096)
def _compiled(build: Callable[[Law], object], dates: Dates) -> object:
    return build(Law(PACKAGE, dates, "USD"))


def per_frequency(read: Callable[[str], T]) -> tuple[dict[int, T], dict[int, str]]:
    """What `read(frequency)` gives for each pay frequency, and the sentence for each that is not printed."""
    held: dict[int, T] = {}
    missing: dict[int, str] = {}
    for index, name in enumerate(FREQUENCIES):
        try:
            held[index] = read(name)
        except FigureMissing as figure:
            missing[index] = str(figure)
    return held, missing


class Brackets:
    """Several tables of [threshold, base, rate] rows, searched together.

    Table numbers are the keys of `tables`. `over` says that a threshold itself belongs to the row below ("over"),
    otherwise to its own ("at least"). Amounts and bases are cents, `den` is the common denominator of the rates.
    """

    def __init__(self, tables: dict[int, Table], over: bool = False) -> None:
        rows = [
            (number, row[0], row[1] if len(row) == 3 else 0, row[-1])
            for number in sorted(tables)
            for row in tables[number]
        ]
        rates = [Fraction(row[3]) for row in rows]
        self.den = lcm(*(rate.denominator for rate in rates))
        self._side: Literal["left", "right"] = "left" if over else "right"
        self.threshold = np.array([row[1] for row in rows], np.int64)
        self.base = np.array([row[2] for row in rows], np.int64)
        self.rate = np.array([int(rate * self.den) for rate in rates], np.int64)
        first = np.array([n == 0 or rows[n][0] != rows[n - 1][0] for n in range(len(rows))])
        self._keys = np.array([row[0] for row in rows], np.int64) * SPAN + self.threshold - (first & over)
        self._constant = self.base * self.den - self.rate * self.threshold

    def find(self, table: Array | int, amount: Array) -> Array:
        """The row of each amount (not negative) in its table."""
        found: Array = np.searchsorted(self._keys, amount + table * SPAN, self._side) - 1
        return found

    def exact(self, row: Array, amount: Array) -> Array:
        """base + rate x (amount - threshold), not rounded: cents x den."""
        return self.rate[row] * amount + self._constant[row]

    def product(self, row: Array, amount: Array) -> Array:
        """rate x (amount - threshold) alone, not rounded: cents x den."""
        return self.rate[row] * (amount - self.threshold[row])
