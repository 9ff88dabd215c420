"""The rows of one state in a chunk of many: formulas of a state see only their own employees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, Unpack

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES, PERIODS
from paycalc.packs.us.tables import compiled
from paycalc.parameters import Law
from paycalc.run import Run
from paycalc.trace import How

__all__ = ["Grouped", "StateRows", "Swap"]

T = TypeVar("T")
_PERIODS: Final = np.array(PERIODS, np.int64)
_SHARED: Final = frozenset(
    {
        "frequency",
        "fit_regular_wages",
        "fit_supplemental_wages",
        "supplemental",
        "state_supplemental",
        "state_status",
        "state_allowances",
        "state_allowances_other",
        "state_amount",
        "state_additional",
        "state_exempt",
    }
)
"""Columns that nearly every state reads: gathered once for all."""


class Swap:
    """Names that a state reads or sets in place of its own: the second state of an employee has columns of its own."""

    def __init__(
        self,
        inputs: Mapping[str, str] | None = None,
        results: Mapping[str, str] | None = None,
        fixed: Mapping[str, int] | None = None,
        nonresident: bool = False,
    ) -> None:
        self.inputs, self.results, self.fixed = inputs or {}, results or {}, fixed or {}
        self.nonresident = nonresident


class Grouped:
    """Some rows of a run, put in the order of their state, so that each state's rows are a slice without a copy.

    `order` None means all rows of the run in their own order. Every column is gathered once for all states.
    """

    def __init__(self, r: Run, order: NDArray[np.intp] | None) -> None:
        self.r, self.order = r, order
        self.size = r.rows if order is None else len(order)
        self._seen: dict[str, Array] = {}
        self._empty: dict[str, bool] = {}
        self._own: set[str] = set()

    def part(self, name: str, rows: slice) -> Array:
        """A column's rows of one state; what few states ask for is gathered for them alone."""
        if self.order is None or name in _SHARED or name in self._seen:
            return self.column(name)[rows]
        if self.r.given(name) and self.empty(name):
            return np.broadcast_to(np.int64(0), rows.stop - rows.start)
        return self.r[name].take(self.order[rows])

    def column(self, name: str) -> Array:
        """An input, a result or a memo of the run, in the order of the group."""
        if name not in self._seen:
            whole = self.r.memo[name] if name in self.r.memo else self.r[name]
            if self.order is not None and self.r.given(name) and self.empty(name):
                whole = np.broadcast_to(np.int64(0), self.size)
            elif self.order is not None:
                whole = whole[: self.size] if whole.strides == (0,) else whole.take(self.order)
            self._seen[name] = whole
        return self._seen[name]

    def empty(self, name: str) -> bool:
        """Whether no row of the run has a value in an input."""
        if name not in self._empty:
            self._empty[name] = not self.r.given(name) or not self.r[name].any()
        return self._empty[name]

    def rows_of(self, rows: slice) -> NDArray[np.intp] | slice:
        """Rows of the run for rows of the group."""
        return rows if self.order is None else self.order[rows]

    def put(self, name: str, rows: slice, values: Array) -> None:
        """Results of some rows of the group; zeros are left as the run made them."""
        if name in self._own or self.r.tracer is not None or values.any():
            self.r.place(name, self.rows_of(rows), values)
        self._own.add(name)

    def found(self, name: str, rows: slice) -> Array:
        """A result that this group has set for the rows."""
        return self.r[name][self.rows_of(rows)]

    def has(self, name: str) -> bool:
        """Whether any state of the group has set the result."""
        return name in self._own


class StateRows:
    """A view of a run on the rows of one state."""

    def __init__(self, group: Grouped, state: str, rows: slice, swap: Swap | None = None) -> None:
        self.group, self.r, self.state, self.rows, self.law = group, group.r, state, rows, group.r.law
        self.size = rows.stop - rows.start
        self._swap = swap or Swap()
        self.tracing, self.nonresident = self.r.tracer is not None, self._swap.nonresident

    def __getitem__(self, name: str) -> Array:
        """An input, or a result set before, of these rows."""
        if name in self._swap.fixed:
            return np.broadcast_to(np.int64(self._swap.fixed[name]), self.size)
        result = self._swap.results.get(name, name)
        if self.group.has(result):
            return self.group.found(result, self.rows)
        return self.group.part(self._swap.inputs.get(name, name), self.rows)

    def is_set(self, name: str) -> bool:
        """Whether a result has been set before, for any row of the run."""
        return self.r.is_set(self._swap.results.get(name, name))

    def kept(self, name: str) -> Array:
        """What an earlier step of the payslip has left in the run's memo."""
        return self.group.column(name)[self.rows]

    def __setitem__(self, name: str, value: Array) -> None:
        """Set a result of these rows; a name swapped for "" is not wanted from this state."""
        name = self._swap.results.get(name, name)
        if name:
            self.group.put(name, self.rows, value)

    def given(self, name: str) -> bool:
        """Whether any row of the run has a value in the input."""
        if name in self._swap.fixed:
            return self._swap.fixed[name] != 0
        return not self.group.empty(self._swap.inputs.get(name, name))

    def filled(self, name: str) -> bool:
        """Whether any of these rows has a value other than zero."""
        if name in self._swap.fixed:
            return self._swap.fixed[name] != 0
        return not self.group.empty(self._swap.inputs.get(name, name)) and bool(self[name].any())

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
        whole = np.zeros(self.r.rows, np.bool_)
        whole[self.group.rows_of(self.rows)] = where
        self.r.problem(whole, self._swap.inputs.get(column, column), code, sentence)

    def every(self) -> NDArray[np.bool_]:
        """All of these rows."""
        return np.ones(self.size, np.bool_)

    def compiled(self, build: Callable[[Law], T]) -> T:
        """What `build` makes of the law, made once for its dates."""
        return compiled(self.law, build)

    def periods(self, of_frequency: Array = _PERIODS) -> Array | int:
        """Pay periods a year; one number when all rows agree. States count the days of a year differently."""
        frequency = self["frequency"]
        first = int(frequency[0])
        if bool((frequency == first).all()):
            return int(of_frequency[first])
        return of_frequency[frequency]

    def refuse_missing(self, missing: Mapping[int, str]) -> None:
        """Refuse the rows whose pay frequency the state's publication does not print."""
        for frequency, sentence in missing.items():
            where = self["frequency"] == frequency
            self.problem(where, "frequency", "figure_missing", f"{sentence} (pay frequency {FREQUENCIES[frequency]})")
