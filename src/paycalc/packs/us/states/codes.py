"""Local rates by the code of a place: counties, school districts."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array, pack_code
from paycalc.parameters import Law

__all__ = ["Codes", "codes_of"]

_MILLION = 1_000_000


class Codes:
    """Rates in millionths and a mark ("E" or "T" of an Ohio school district) by packed code."""

    def __init__(self, rows: list[tuple[int, int, str]]) -> None:
        rows = sorted(rows)
        self.codes = np.array([row[0] for row in rows], np.int64)
        self._rates = np.array([row[1] for row in rows], np.int64)
        self._marks = np.array([row[2] for row in rows])

    def _find(self, codes: Array) -> NDArray[np.intp]:
        return np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)

    def knows(self, codes: Array) -> NDArray[np.bool_]:
        """Whether each code is in the table."""
        known: NDArray[np.bool_] = self.codes[self._find(codes)] == codes
        return known

    def rate_of(self, codes: Array) -> Array:
        """Rates in millionths; 0 for a code that is not in the table."""
        return np.where(self.knows(codes), self._rates[self._find(codes)], 0)

    def marked(self, codes: Array, mark: str) -> NDArray[np.bool_]:
        """Whether each code is in the table with the mark."""
        has: NDArray[np.bool_] = self.knows(codes) & (self._marks[self._find(codes)] == mark)
        return has


def codes_of(law: Law, figure: str) -> Codes:
    """The table of a figure: rows of code, rate, name, or of code, rate, mark, name."""
    rows = law.value(figure)
    return Codes([(pack_code(str(row[0])), int(Fraction(str(row[1])) * _MILLION), str(row[2])) for row in rows])
