"""A payslip's year to date: what was paid here since the tax year began, and what an old system paid before.

Which figure of the old system is a line's own year to date is the pack's to say (`Pack.totals`). A line without one
counts from the first pay day here, and says so; who was with no other system this year has no such line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import numpy as np

from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Section
from openhro.payroll.lines import Book, Part
from openhro.payroll.models import Calculation, OpeningBalance, PayRun

Lines = dict[str, tuple[Part, int]]
"""Lines by key, each with a sum in minor units."""


@dataclass(slots=True)
class Opening:
    """What an old system paid somebody since the tax year began: the figures by their column, until a day."""

    as_of: date
    values: dict[str, str]


@dataclass(slots=True)
class Year:
    """Somebody's tax year until a run: its sums by line, the first pay day here, and what came before that."""

    sums: Lines = field(default_factory=dict)
    first: date | None = None
    first_lines: Lines = field(default_factory=dict)
    opening: Opening | None = None

    def add(self, pay_date: date, lines: Lines) -> None:
        """An earlier payslip, oldest first."""
        if self.first is None:
            self.first, self.first_lines = pay_date, lines
        for key, (part, amount) in lines.items():
            self.sums[key] = (part, amount + (self.sums[key][1] if key in self.sums else 0))

    def open(self, pack: engine.Pack, now: Lines) -> None:
        """Let each figure of the old system begin the line whose total it is.

        Where several lines make one total, it stays with the line of the first payslip here; a line without an amount
        yet is the pack's own.
        """
        assert self.opening is not None
        first = self.first_lines if self.first else now
        for total in {one.inputs: one for one in pack.totals.values()}.values():
            held = [name for name in total.inputs if name in self.opening.values]
            amount = sum(engine.encoded(pack.code, name, self.opening.values[name]) for name in held)
            if amount:
                key, part = _carrier(pack, total.lines, first)
                before = self.sums[key][1] if key in self.sums else 0
                self.sums[key] = (part, before + amount)

    @property
    def gross(self) -> str:
        """Gross pay in the old system; empty where it is not known."""
        return self.opening.values.get(engine.GROSS, "") if self.opening else ""

    def is_from_here(self, pack: engine.Pack, part: Part) -> bool:
        """Whether the year to date of a line lacks what an old system paid or took."""
        if self.opening is None:
            return False
        if part.column.section is Section.EARNING:
            return not self.gross or engine.balance(pack, engine.GROSS, self.gross) != 0
        return part.column.name not in pack.totals


def _carrier(pack: engine.Pack, lines: tuple[str, ...], first: Lines) -> tuple[str, Part]:
    """The one part of the first of these lines that the first payslip has; else the pack's line, without an amount."""
    found: dict[str, list[str]] = {}
    for key, (part, _amount) in first.items():
        found.setdefault(part.column.name, []).append(key)
    line = next((name for name in lines if name in found), lines[0])
    keys = found.get(line, [])
    if len(keys) == 1:
        return keys[0], first[keys[0]][0]
    column = pack.column(line)
    return line, Part(line, column, column.label, None, np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier run of the tax year, ready to be read."""

    pay_date: date
    place: shelf.Place
    book: Book

    @classmethod
    def of(cls, calculation: Calculation, book: Book) -> Before:
        return cls(calculation.run.period.pay_date, register.place_of(calculation), book)


def years(run: PayRun, pack: engine.Pack, earlier: list[Before], now: Mapping[UUID, Lines]) -> dict[UUID, Year]:
    """The tax year until a run of some employments, given with their lines of the run itself."""
    found = {employment: Year() for employment in now}
    for one in earlier:
        for employment, lines in sums_of(one.book, register.among(one.place, list(found))).items():
            found[employment].add(one.pay_date, lines)
    start = engine.year_start(run.period.pay_date, pack.tax_year)
    held = OpeningBalance.objects.filter(employment_id__in=list(found), pack=pack.code, as_of__gte=start)
    for balance in held.filter(as_of__lt=run.period.pay_date).order_by("as_of"):
        year = found[balance.employment_id]
        if year.first is None or balance.as_of < year.first:
            before = year.opening.values if year.opening else {}
            year.opening = Opening(balance.as_of, before | balance.values)
    for employment, year in found.items():
        if year.opening:
            year.open(pack, now[employment])
    return found


def sums_of(book: Book, rows: shelf.Rows) -> dict[UUID, Lines]:
    """Every line that is not nothing, of each paid employment."""
    ids, found = rows.ids(), dict[UUID, Lines]()
    states = rows.state.tolist()
    for part in book.parts(rows):
        for i in part.amounts.nonzero()[0].tolist():
            if not states[i]:
                found.setdefault(ids[i], {})[part.key] = (part, int(part.amounts[i]))
    return found
