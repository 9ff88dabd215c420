"""One pay run: columns in, payslip columns and problems out, in chunks; the same bytes on one core and on many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Unpack

import numpy as np

from paycalc import money
from paycalc.calendars import Dates, same_span
from paycalc.columns import Array, Column, Columns, Type, decode
from paycalc.engines import ONE_CORE, Part, Span, Spread, engine_of
from paycalc.errors import FigureMissing, NotCovered, Overflow, UnknownColumn
from paycalc.parameters import Law

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.packs import Pack
    from paycalc.trace import How, Tracer

__all__ = ["Chunks", "Dates", "Problem", "Run", "Slips", "Spread", "carry", "run", "trace_row"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row has no payslip."""

    row: int
    column: str
    code: str
    sentence: str


@dataclass(frozen=True)
class Slips:
    """The payslips of a run: each RESULT column over all rows; a row with a problem is all zero."""

    columns: Columns
    problems: list[Problem] = field(default_factory=list)


class Run:
    """What a formula receives: the columns of a chunk, the law of the day, and a place for notes and problems."""

    def __init__(self, pack: Pack, law: Law, columns: Columns, results: Columns, tracer: Tracer | None = None) -> None:
        self.pack, self.law, self.dates, self.tracer = pack, law, law.dates, tracer
        self.rows = len(next(iter(results.values())))
        self._inputs, self._results, self._defaults = columns, results, Columns()
        self.memo: dict[str, Array] = {}  # what one formula leaves for another within the chunk
        self.found: list[tuple[NDArray[np.bool_], str, str, str]] = []
        self._set: set[str] = set()

    def __getitem__(self, name: str) -> Array:
        """The array of an input, or of a result that has been set. Never write into it."""
        if name in self._inputs:
            return self._inputs[name]
        if name in self._results:
            return self._results[name]
        if name not in self._defaults:
            column = self.pack.input(name)
            self._defaults[name] = np.broadcast_to(np.int64(column.default or 0), self.rows)
        return self._defaults[name]

    def __setitem__(self, name: str, value: Array | int) -> None:
        """Set a result column."""
        self._results[name][:] = value
        self._set.add(name)
        if self.tracer is not None:
            self.tracer.result(self.pack.by_name[name], value)

    def place(self, name: str, rows: NDArray[np.intp] | slice, values: Array) -> None:
        """Set a result of some rows only; the others keep what they have."""
        self._results[name][rows] = values
        self._set.add(name)
        if self.tracer is not None:
            self.tracer.result(self.pack.by_name[name], self._results[name])

    def is_set(self, name: str) -> bool:
        """Whether a result has been set; one that has not is zero in every row."""
        return name in self._set

    def given(self, name: str) -> bool:
        """Whether the run has the input at all; a formula may skip work that a missing column makes pointless."""
        return name in self._inputs

    def used(self, name: str) -> bool:
        """Whether any row of the chunk differs from the input's default; what nobody uses is skipped."""
        values = self._inputs.get(name)
        return values is not None and bool((values != (self.pack.by_name[name].default or 0)).any())

    def zeros(self) -> Array:
        """A new array of zeros."""
        return np.zeros(self.rows, np.int64)

    def part(self, title: str, cite: str = "") -> None:
        """The notes that follow belong to this part of the payslip."""
        if self.tracer is not None:
            self.tracer.section, self.tracer.cite = title, cite

    def note(self, line: str, label: str, value: Array | int, **how: Unpack[How]) -> None:
        """A line of the official worksheet; costs nothing unless one row is traced."""
        if self.tracer is not None:
            self.tracer.add(line, label, value, how)

    def problem(self, where: NDArray[np.bool_], column: str, code: str, sentence: str) -> None:
        """Rows that cannot be paid; `{value}` in the sentence becomes the column's text of the row."""
        if where.any():
            self.found.append((where, column, code, sentence))

    def lacking(self, where: NDArray[np.bool_], column: str, figure: str) -> None:
        """Rows whose own day needs a figure that is not held; it is named with its publication, never guessed."""
        if where.any():
            self.problem(where, column, FigureMissing.code, self.law.refusal(figure))

    def problems(self, offset: int) -> list[Problem]:
        """The problems found so far, one per row (the first), with row numbers of the whole run."""
        seen: dict[int, Problem] = {}
        for where, name, code, sentence in self.found:
            column = self.pack.by_name.get(name)
            for row in np.flatnonzero(where):
                if int(row) in seen:
                    continue
                value = decode(column, int(self[name][row]), self.pack.currency) if column else ""
                seen[int(row)] = Problem(offset + int(row), name, code, sentence.replace("{value}", value))
        return [seen[row] for row in sorted(seen)]

    def bad(self) -> NDArray[np.bool_]:
        """The rows with a problem."""
        bad = np.zeros(self.rows, np.bool_)
        for where, *_ in self.found:
            bad |= where
        return bad


def run(
    pack: Pack,
    columns: Columns,
    dates: Dates,
    *,
    spread: Spread = ONE_CORE,
    progress: Callable[[int, int], None] | None = None,
) -> Slips:
    """The payslips of all rows on one pay date.

    `columns` maps input names to int64 arrays of one length; a missing column takes its default, an unknown or
    missing required one raises UnknownColumn. A day without held law raises NotCovered naming the figure.
    `progress(done, rows)` is called after each chunk.
    """
    inputs, rows = _checked(pack, columns)
    engine, out = engine_of(spread.engine), _blank(pack, rows)
    chunks = Chunks(pack, law_on(pack, dates), inputs, out)
    spans = [(first, min(first + spread.chunk, rows)) for first in range(0, rows, spread.chunk)]
    problems: list[Problem] = []
    for part in engine(chunks, spans, spread.workers):
        first, last = part.span
        for name, values in (part.columns or {}).items():
            out[name][first:last] = values
        problems += part.problems
        if progress is not None:
            progress(last, rows)
    return Slips(out, problems)


def carry(pack: Pack, slips_columns: Columns, before: Dates, after: Dates) -> Columns:
    """The ACCUMULATOR inputs of the next run: results of the last one, zero across each column's reset boundary."""
    carried: Columns = {}
    for result in pack.results:
        # Results that an earlier version of the pack stored lack its newer columns; those start at their default.
        if result.feeds is not None and result.name in slips_columns:
            accumulator = pack.by_name[result.feeds]
            values = slips_columns[result.name]
            keep = same_span(accumulator.resets or "tax_year", before.pay, after.pay, pack.tax_year)
            carried[accumulator.name] = values if keep else np.zeros_like(values)
    return carried


def trace_row(pack: Pack, columns: Columns, dates: Dates, tracer: Tracer) -> list[Problem]:
    """Run one row with a tracer."""
    inputs, rows = _checked(pack, columns)
    if rows != 1:
        raise ValueError("only one row at a time can be explained")
    r = Run(pack, law_on(pack, dates), inputs, _blank(pack, 1), tracer)
    for step in (_types, pack.check, pack.payslip):
        if not r.found:
            step(r)
    return r.problems(0)


def law_on(pack: Pack, dates: Dates) -> Law:
    """The figures of the dates; raises NotCovered for a pay date outside the held years."""
    law = Law(pack.package, dates, pack.currency)
    if not any(first <= dates.pay <= last for first, last in pack.covers):
        missing = law.first_missing()
        name = missing.name if missing else f"{pack.code}.*"
        raise NotCovered(name, dates.pay, missing.publication if missing else pack.name)
    return law


def _checked(pack: Pack, columns: Columns) -> tuple[Columns, int]:
    """The inputs as contiguous int64 arrays of one length."""
    inputs: Columns = {}
    for name, values in columns.items():
        pack.input(name)
        if not isinstance(values, np.ndarray) or values.dtype != np.int64 or values.ndim != 1:
            raise UnknownColumn(f"{name} is not a one-dimensional int64 array")
        inputs[name] = values
    for column in pack.inputs:
        if column.default is None and column.name not in inputs:
            raise UnknownColumn(f"the column {column.name} is required by the pack {pack.code}")
    lengths = {len(values) for values in inputs.values()}
    if len(lengths) > 1:
        raise UnknownColumn("the columns have different lengths")
    return inputs, lengths.pop() if lengths else 0


def _blank(pack: Pack, rows: int) -> Columns:
    """All results at zero: one block, because fresh pages of a large block cost nothing until they are written."""
    block = np.zeros((len(pack.results), rows), np.int64)
    return {column.name: block[place] for place, column in enumerate(pack.results)}


@dataclass(frozen=True, slots=True)
class Chunks:
    """What the chunks of a run share."""

    pack: Pack
    law: Law
    inputs: Columns
    out: Columns

    def here(self, span: Span) -> Part:
        """Work out a chunk in this process, into the run's own arrays."""
        results = {name: values[span[0] : span[1]] for name, values in self.out.items()}
        return Part(span, _chunk(self.pack, self.law, self.cut(span), results, span[0]))

    def cut(self, span: Span) -> Columns:
        """The inputs of a chunk."""
        return {name: values[span[0] : span[1]] for name, values in self.inputs.items()}

    @staticmethod
    def apart(pack: Pack, dates: Dates, inputs: Columns, span: Span) -> Part:
        """Work out a chunk in another process; columns that are zero throughout are not sent back."""
        results = _blank(pack, span[1] - span[0])
        problems = _chunk(pack, _law_kept(pack.package, dates, pack.currency), inputs, results, span[0])
        return Part(span, problems, {name: values for name, values in results.items() if values.any()})


@lru_cache(maxsize=16)
def _law_kept(package: str, dates: Dates, currency: str) -> Law:
    """One law for all chunks that a process of a cluster works out: what is built from it is built once."""
    return Law(package, dates, currency)


def _chunk(pack: Pack, law: Law, inputs: Columns, results: Columns, first: int) -> list[Problem]:
    return _settle(Run(pack, law, inputs, results), (_types, pack.check), first)


def _settle(r: Run, checks: tuple[Callable[[Run], None], ...], offset: int) -> list[Problem]:
    """Check, then pay. Rows with a problem are left out of all that follows; later checks see sound rows only."""
    for done, check in enumerate(checks, 1):
        check(r)
        if r.found:
            problems = r.problems(offset)
            good = np.flatnonzero(~r.bad())
            if len(good):
                inputs = {name: values[good] for name, values in r._inputs.items()}
                few = Run(r.pack, r.law, inputs, _blank(r.pack, len(good)))
                problems += [
                    replace(problem, row=offset + int(good[problem.row])) for problem in _settle(few, checks[done:], 0)
                ]
                for name, values in r._results.items():
                    values[good] = few[name]
            return sorted(problems, key=lambda problem: problem.row)
    return _pay(r, offset)


def _pay(r: Run, offset: int) -> list[Problem]:
    """The payslips of checked rows. An amount that overflows is traced to its row by halving the chunk."""
    try:
        r.pack.payslip(r)
    except Overflow as overflow:
        for values in r._results.values():
            values[:] = 0
        if r.rows == 1:
            return [Problem(offset, "", Overflow.code, str(overflow))]
        middle = r.rows // 2
        return [
            problem
            for first, last in ((0, middle), (middle, r.rows))
            for problem in _pay(_slice(r, first, last), offset + first)
        ]
    if r.found:
        bad = r.bad()
        problems = r.problems(offset)
        for values in r._results.values():
            values[bad] = 0
        return problems
    return []


def _slice(r: Run, first: int, last: int) -> Run:
    inputs = {name: values[first:last] for name, values in r._inputs.items()}
    return Run(r.pack, r.law, inputs, {name: values[first:last] for name, values in r._results.items()})


def _types(r: Run) -> None:
    """Types and bounds of every given column."""
    for column in r.pack.inputs:
        if r.given(column.name):
            _bounds(r, column, r[column.name])


def _bounds(r: Run, column: Column, values: Array) -> None:
    low, high, sentence = _LIMITS[column.type]
    if column.type is Type.CHOICE:
        high = len(column.choices) - 1
    if r.rows and (int(values.min()) < low or int(values.max()) > high):
        r.problem(
            (values < low) | (values > high), column.name, "out_of_range", f"{column.label}: {{value}} {sentence}"
        )


_LIMITS: Final = {
    Type.MONEY: (-money.LIMIT, money.LIMIT, "is more than a payslip holds."),
    Type.INT: (-(10**9), 10**9, "is not a number that a payslip holds."),
    Type.BOOL: (0, 1, "is neither yes nor no."),
    Type.RATE: (0, 1_000_000, "is not between 0% and 100%."),
    Type.CHOICE: (0, 0, "is not one of the choices."),
    Type.CODE: (0, 2**63 - 1, "is not a code."),
    Type.DATE: (-1_000_000, 2_932_896, "is not a date."),
}
