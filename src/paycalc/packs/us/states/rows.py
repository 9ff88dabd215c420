"""The rows of one state in a chunk of many: formulas of a state see only their own employees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, Unpack

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.packs.us.lines import put
from paycalc.packs.us.places import FREQUENCIES, PERIODS
from paycalc.packs.us.tables import compiled
from paycalc.parameters import Law
from paycalc.run import Run
from paycalc.trace import How

__all__ = ["StateRows"]

T = TypeVar("T")
_PERIODS: Final = np.array(PERIODS, np.int64)


class StateRows:
    """A view of a run on some of its rows; `rows` None means all (one state in the chunk, nothing is copied)."""

    def __init__(self, r: Run, state: str, rows: NDArray[np.intp] | None) -> None:
        self.r, self.state, self.rows, self.law = r, state, rows, r.law
        self.size = r.rows if rows is None else len(rows)
        self._seen: dict[str, Array] = {}
        self.results: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """An input, or a result set before the states, of these rows."""
        if name not in self._seen:
            whole = self.r[name]
            if self.rows is None:
                self._seen[name] = whole
            elif whole.strides == (0,):
                self._seen[name] = whole[: self.size]
            else:
                self._seen[name] = whole[self.rows]
        return self._seen[name]

    def __setitem__(self, name: str, value: Array) -> None:
        """Set a result of these rows; with other states in the chunk, states/__init__ puts the parts together."""
        if self.rows is None:
            put(self.r, name, value)
        else:
            self.results[name] = value

    def given(self, name: str) -> bool:
        """Whether the run has the input at all."""
        return self.r.given(name)

    def zeros(self) -> Array:
        """A new array of zeros."""
        return np.zeros(self.size, np.int64)

    def part(self, title: str, cite: str = "") -> None:
        """As Run.part."""
        self.r.part(title, cite)

    def note(self, line: str, label: str, value: Array | int, **how: Unpack[How]) -> None:
        """As Run.note."""
        self.r.note(line, label, value, **how)

    def problem(self, where: NDArray[np.bool_], column: str, code: str, sentence: str) -> None:
        """As Run.problem, for these rows."""
        if not where.any():
            return
        if self.rows is not None:
            whole = np.zeros(self.r.rows, np.bool_)
            whole[self.rows[where]] = True
            where = whole
        self.r.problem(where, column, code, sentence)

    def every(self) -> NDArray[np.bool_]:
        """All of these rows."""
        return np.ones(self.size, np.bool_)

    def compiled(self, build: Callable[[Law], T]) -> T:
        """What `build` makes of the law, made once for its dates."""
        return compiled(self.law, build)

    def periods(self) -> Array | int:
        """Pay periods a year; one number when all rows agree."""
        frequency = self["frequency"]
        first = int(frequency[0])
        return PERIODS[first] if bool((frequency == first).all()) else _PERIODS[frequency]

    def refuse_missing(self, missing: dict[int, str]) -> None:
        """Refuse the rows whose pay frequency the state's publication does not print."""
        for frequency, sentence in missing.items():
            where = self["frequency"] == frequency
            self.problem(where, "frequency", "figure_missing", f"{sentence} (pay frequency {FREQUENCIES[frequency]})")
