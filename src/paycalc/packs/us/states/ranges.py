"""Tables that give one amount for a range of wages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.tables import SPAN, Table

__all__ = ["Ranges"]


class Ranges:
    """Several tables of [from, amount] rows searched together; `over` says that a bound belongs to the row below.

    `unit` makes whole numbers of rates: 100 for a table of hundredths.
    """

    def __init__(self, tables: Sequence[Table], over: bool = False, unit: int = 1) -> None:
        rows = [(number, int(row[0]), int(row[1] * unit)) for number, table in enumerate(tables) for row in table]
        first = np.array([n == 0 or rows[n][0] != rows[n - 1][0] for n in range(len(rows))])
        self._side: Literal["left", "right"] = "left" if over else "right"
        starts = np.where(first & over, -1, np.array([row[1] for row in rows], np.int64))
        self._keys = np.array([row[0] for row in rows], np.int64) * SPAN + starts
        self._amounts = np.array([row[2] for row in rows], np.int64)

    def at(self, table: Array | int, amount: Array) -> Array:
        """The amount of the row in which each amount lies."""
        found: Array = self._amounts[np.searchsorted(self._keys, amount + table * SPAN, self._side) - 1]
        return found
