"""Country packs: what a pack declares, and where it is found. A pack is imported when it is asked for."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from paycalc.columns import Column, Kind, Section, YearToDate
from paycalc.errors import UnknownColumn, UnknownPack

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["Pack", "installed", "load"]

TOTALLED = (Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX, Section.EMPLOYER)
"""Sections whose lines may have a year to date of their own; earnings have one of gross pay together."""


def _nothing(_: Run) -> None:
    """No check beyond those of the column types."""


@dataclass(frozen=True)
class Pack:
    """One country: its columns and its payslip from top to bottom."""

    code: str
    name: str
    currency: str
    version: str
    inputs: tuple[Column, ...]
    results: tuple[Column, ...]
    payslip: Callable[[Run], None]
    covers: tuple[tuple[date, date], ...]  # first and last pay date of each stretch of held law
    proof: str
    frequencies: tuple[str, ...]
    check: Callable[[Run], None] = _nothing  # reports rows that cannot be paid, by r.problem
    tax_year: tuple[int, int] = (1, 1)  # (month, day) on which the tax year starts
    package: str = ""  # the Python package that holds parameters/ and golden/; default paycalc.packs.<code>
    year_to_date: tuple[YearToDate, ...] = ()  # beyond those that are plain by name: see `totals`
    printed: tuple[str, ...] = ()  # what every payslip names beside its lines: a tax code, a filing status
    printed_if_set: tuple[str, ...] = ()  # the same, where it is not left at its default
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)
    totals: dict[str, YearToDate] = field(init=False, repr=False, compare=False)
    """Of each line that has one, its year to date; a line without starts with the first pay run here."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "package", self.package or f"paycalc.packs.{self.code}")
        names = {column.name: column for column in (*self.inputs, *self.results)}
        if len(names) != len(self.inputs) + len(self.results):
            raise ValueError(f"pack {self.code} uses a column name twice")
        object.__setattr__(self, "by_name", names)
        object.__setattr__(self, "totals", self._plain() | {n: one for one in self.year_to_date for n in one.lines})

    def _plain(self) -> dict[str, YearToDate]:
        """Lines whose running total is a result of the same name, <name>_ytd or <name>_to_date."""
        found = dict[str, YearToDate]()
        for column in self.results:
            if column.section in TOTALLED:
                total = self.by_name.get(f"{column.name}_ytd") or self.by_name.get(f"{column.name}_to_date")
                if total is not None and total.feeds and self.by_name[total.feeds].resets == "tax_year":
                    found[column.name] = YearToDate((column.name,), (total.feeds,))
        return found

    def column(self, name: str) -> Column:
        """The column of a name; UnknownColumn otherwise."""
        if name not in self.by_name:
            raise UnknownColumn(
                f"the pack {self.code} has no column {name!r}; see: python -m paycalc columns {self.code}"
            )
        return self.by_name[name]

    def input(self, name: str) -> Column:
        """The input column of a name; a result is refused as well."""
        column = self.column(name)
        if column.kind is Kind.RESULT:
            raise UnknownColumn(f"{name} is a result of the pack {self.code}, not an input")
        return column


def installed() -> list[str]:
    """The codes of the packs that are here, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


@cache
def load(code: str) -> Pack:
    """The pack of a country code; raises UnknownPack with the codes that exist."""
    if code not in installed():
        raise UnknownPack(f"there is no pack {code!r}; installed: {', '.join(installed())}")
    pack: Pack = import_module(f"{__name__}.{code}").PACK
    return pack
