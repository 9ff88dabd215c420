"""What a client's people call the lines of a payslip: the pack's lines, taken apart into the client's own elements.

Which line a pay column becomes is asked of the pack itself: one row is calculated once more with an odd amount added to
one pay column at a time, and the line that grows by exactly this amount is the column's. Where the elements of a line
do not sum to the line (the pack held a deduction to its limit), the pack's own line stands: sums are always the pack's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from openhro.payroll import engine, shelf
from openhro.payroll.engine import Column, Dates, Ints, Kind, Section
from openhro.payroll.models import Calculation, PayElement, PayPeriod
from openhro.payroll.register import place_of

_ODD = 10_007
TAKEN_APART = (Section.EARNING, Section.PRETAX, Section.POSTTAX)
SHOWN = (*TAKEN_APART, Section.TAX, Section.ORDER, Section.EMPLOYER)


@dataclass(frozen=True, slots=True)
class Element:
    """A pay element as the lines need it; `place` is its place among the amounts of a row's elements."""

    code: str
    name: str
    unit: str
    gl_account: str
    place: int


@dataclass(frozen=True, slots=True)
class Part:
    """One line over some rows: a pack's line (`element` None) or an element of it. `key` names it from run to run."""

    key: str
    column: Column
    label: str
    element: Element | None
    amounts: Ints


@dataclass(frozen=True, slots=True)
class Book:
    """How the results of one calculation are read as lines."""

    pack: engine.Pack
    layout: shelf.Layout
    elements: dict[str, tuple[Element, ...]]

    def parts(self, rows: shelf.Rows) -> Iterator[Part]:
        """Every line of the rows but net pay, in the pack's order, the elements of a line in the client's."""
        at = {name: i for i, name in enumerate(self.layout.amounts)}
        for column in self.pack.results:
            if column.section in SHOWN and column.name in at:
                yield from self._line(column, rows.amounts[:, at[column.name]], rows)

    def _line(self, column: Column, whole: Ints, rows: shelf.Rows) -> Iterator[Part]:
        mine = self.elements.get(column.name, ())
        amounts = [rows.elements[:, element.place] for element in mine]
        same = np.sum(amounts, axis=0, dtype=np.int64) == whole if mine else np.zeros(len(rows), np.bool_)
        for element, amount in zip(mine, amounts, strict=True):
            yield Part(f"{column.name}/{element.code}", column, element.name, element, np.where(same, amount, 0))
        yield Part(column.name, column, column.label, None, np.where(same, 0, whole))

    def amount(self, rows: shelf.Rows, name: str) -> Ints:
        """One result column."""
        return rows.amounts[:, self.layout.amounts.index(name)]

    def units(self, rows: shelf.Rows, element: Element) -> Ints:
        """The hours or pieces of an element, in 1/10,000."""
        return rows.elements[:, self.layout.elements.index(f"{element.code}#units")]


def book_of(calculation: Calculation) -> Book:
    """How to read a calculation, which must have its run and period at hand."""
    pack, place = engine.pack(calculation.pack), place_of(calculation)
    rows = shelf.select(place, "state = 0", [], limit=1)
    if not len(rows):
        return Book(pack, place.layout, {})
    period = calculation.run.period
    became = _became(pack.code, place.layout.facts, tuple(rows.facts[0].tolist()), _dates(period))
    stored = PayElement.objects.filter(client_id=calculation.client_id, pack=pack.code, code__in=place.layout.elements)
    elements: dict[str, tuple[Element, ...]] = {}
    for row in stored.order_by("sort", "code"):
        line = became.get(row.category)
        if line:
            made = Element(row.code, row.name, row.unit, row.gl_account, place.layout.elements.index(row.code))
            elements[line] = (*elements.get(line, ()), made)
    return Book(pack, place.layout, elements)


def _dates(period: PayPeriod) -> Dates:
    return Dates(period.pay_date, period.start, period.end)


@lru_cache(maxsize=64)
def _became(code: str, names: tuple[str, ...], values: tuple[int, ...], dates: Dates) -> dict[str, str]:
    """The line that each pay column becomes, as far as one line takes it whole."""
    pack = engine.pack(code)
    pay = [column.name for column in pack.inputs if column.kind is Kind.PAY and column.name in names]
    columns = {name: np.full(len(pay) + 1, value, np.int64) for name, value in zip(names, values, strict=True)}
    for i, name in enumerate(pay):
        columns[name][i] += _ODD
    slips = engine.run(pack, columns, dates).columns
    found: dict[str, str] = {}
    for i, name in enumerate(pay):
        grown = [
            column.name for column in pack.results
            if column.section in TAKEN_APART and slips[column.name][i] - slips[column.name][-1] == _ODD
        ]  # fmt: skip
        if len(grown) == 1:
            found[name] = grown[0]
    return found
