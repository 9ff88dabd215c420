"""Dated, cited figures of a pack: packs/<cc>/parameters/*.toml, read once; Law(pack, dates) gives them typed.

A file says once what publication it follows and what date its figures key on; each figure is a list of versions:

    [about]
    publication = "HMRC, Rates and thresholds for employers"
    key = "pay_date"                 # or "period_start", "period_end"
    [[ni.lel]]
    from = 2025-04-06
    until = 2026-04-05               # last day; without it the figure holds until further notice
    value = { week = 125, month = 542 }   # law.money("ni.lel.week")
    unit = "GBP"
    cite = "HMRC, National Insurance calculator"
    status = "verified"              # one of STATUSES; a figure that nobody could confirm is not shipped

Numbers are read exactly (as Decimal). A missing figure raises FigureMissing; nothing is taken from another year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

from paycalc import money
from paycalc.calendars import Dates
from paycalc.errors import FigureMissing

__all__ = ["STATUSES", "Figure", "Law", "figures"]

T = TypeVar("T")
STATUSES = {
    "verified": "read in two official publications, or in one and confirmed by its own worked tables",
    "single-source": "read in one official publication",
    "derived": "computed from a published figure, as the citation says",
    "secondary": "read in secondary sources only, which the citation names; no official publication was at hand",
}
"""How far a figure is proven, from best to weakest."""
_FIELDS = {"from", "until", "value", "unit", "cite", "status", "key", "publication"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One version of one figure."""

    name: str
    start: date
    until: date
    value: Any
    unit: str
    cite: str
    status: str
    key: str
    publication: str


@cache
def figures(package: str) -> dict[str, tuple[Figure, ...]]:
    """All figures of a pack's package ("paycalc.packs.gb"), by name; raises ValueError for a malformed file."""
    held: dict[str, list[Figure]] = {}
    folder = files(package).joinpath("parameters")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            tree = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
            about = tree.pop("about", {})
            for name, versions in _walk("", tree):
                held.setdefault(name, []).extend(_figure(name, version, about, file.name) for version in versions)
    for name, list_ in held.items():
        _no_overlap(name, list_)
    return {name: tuple(list_) for name, list_ in held.items()}


def _walk(prefix: str, tree: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for key, value in tree.items():
        if isinstance(value, list):
            found.append((prefix + key, value))
        else:
            found.extend(_walk(f"{prefix}{key}.", value))
    return found


def _figure(name: str, version: dict[str, Any], about: dict[str, Any], file: str) -> Figure:
    merged = {**about, **version}
    unknown = set(merged) - _FIELDS
    if unknown:
        raise ValueError(f"{file}: {name} has the unknown field {sorted(unknown)[0]!r}")
    missing = {"from", "value", "unit", "cite", "status", "publication"} - set(merged)
    if missing:
        raise ValueError(f"{file}: {name} lacks {sorted(missing)[0]!r}")
    return Figure(
        name,
        merged["from"],
        merged.get("until", date.max),
        merged["value"],
        merged["unit"],
        merged["cite"],
        merged["status"],
        merged.get("key", "pay_date"),
        merged["publication"],
    )


def _no_overlap(name: str, list_: list[Figure]) -> None:
    ordered = sorted(list_, key=lambda figure: figure.start)
    for one, two in pairwise(ordered):
        if one.until >= two.start:
            raise ValueError(f"{name} has two values on {two.start.isoformat()}")


class Law:
    """The figures on a day. Names are dotted; a name may reach into a figure whose value is a table of several."""

    def __init__(self, package: str, dates: Dates, currency: str) -> None:
        self.package, self.dates, self.currency = package, dates, currency
        self._figures = figures(package)
        self._found: dict[str, tuple[Any, Figure]] = {}
        self._built: dict[str, Any] = {}

    def money(self, name: str) -> int:
        """Minor units."""
        value, _ = self._find(name)
        return money.parse(str(value), self.currency)

    def rate(self, name: str) -> Fraction:
        """An exact fraction; the file writes 0.08 or "1/3"."""
        value, _ = self._find(name)
        return Fraction(str(value))

    def whole(self, name: str) -> int:
        """A count."""
        value, figure = self._find(name)
        if not isinstance(value, int):
            raise ValueError(f"{figure.name} is not a whole number")
        return value

    def text(self, name: str) -> str:
        """A text, for example an emergency tax code."""
        return str(self._find(name)[0])

    def value(self, name: str) -> Any:
        """The value as the file has it (numbers as int or Decimal), for tables of a pack's own shape."""
        return self._find(name)[0]

    def table(self, name: str) -> tuple[tuple[int | Fraction, ...], ...]:
        """Rows of a table; the unit names each column, "GBP, rate": money in minor units, rates as exact fractions."""
        value, figure = self._find(name)
        units = [unit.strip() for unit in figure.unit.split(",")]
        return tuple(tuple(self._cell(cell, unit) for cell, unit in zip(row, units, strict=True)) for row in value)

    def moneys(self, name: str) -> tuple[int, ...]:
        """A list of amounts, in minor units."""
        return tuple(money.parse(str(cell), self.currency) for cell in self._find(name)[0])

    def rates(self, name: str) -> tuple[Fraction, ...]:
        """A list of rates."""
        return tuple(Fraction(str(cell)) for cell in self._find(name)[0])

    def cite(self, name: str) -> str:
        """Where the figure is printed."""
        return self._find(name)[1].cite

    def has(self, name: str) -> bool:
        """Whether the figure is held on the day; for a rule that says what happens when there is none."""
        try:
            self._find(name)
        except FigureMissing:
            return False
        return True

    def versions(self, name: str) -> tuple[Figure, ...]:
        """All versions of a figure, oldest first, for a rule that goes by a day of the person's own."""
        return tuple(sorted(self._figures[name], key=lambda figure: figure.start))

    def on(self, day: date) -> Law:
        """The figures of another day."""
        return Law(self.package, Dates.on(day), self.currency)

    def refusal(self, name: str) -> str:
        """The sentence about a figure that is not held for a day of somebody's own."""
        publication = self._figures[name][0].publication
        return f"the figure {name!r} is not held for the day that it is needed for; it is published in: {publication}"

    def once(self, name: str, build: Callable[[], T]) -> T:
        """What `build` makes of the figures, made once per run; two threads may build the same, which does no harm."""
        if name not in self._built:
            self._built[name] = build()
        built: T = self._built[name]
        return built

    def first_missing(self) -> Figure | None:
        """Any figure that has versions, but none for the day."""
        for versions in self._figures.values():
            on = self.dates.keyed(versions[0].key)
            if not any(figure.start <= on <= figure.until for figure in versions):
                return versions[0]
        return None

    def _cell(self, cell: Any, unit: str) -> int | Fraction:
        if unit == "rate":
            return Fraction(str(cell))
        return int(cell) if unit == "count" else money.parse(str(cell), self.currency)

    def _find(self, name: str) -> tuple[Any, Figure]:
        if name not in self._found:
            self._found[name] = self._search(name)
        return self._found[name]

    def _search(self, name: str) -> tuple[Any, Figure]:
        head, tail = name, ""
        while head and head not in self._figures:
            head, _, last = head.rpartition(".")
            tail = f"{last}.{tail}" if tail else last
        if not head:
            raise FigureMissing(name, self.dates.pay, "no publication: no pack file has a figure of this name")
        versions = self._figures[head]
        on = self.dates.keyed(versions[0].key)
        for figure in versions:
            if figure.start <= on <= figure.until:
                return self._inside(figure, tail, on), figure
        raise FigureMissing(name, on, versions[0].publication)

    @staticmethod
    def _inside(figure: Figure, tail: str, on: date) -> Any:
        value = figure.value
        for key in filter(None, tail.split(".")):
            if not isinstance(value, dict) or key not in value:
                raise FigureMissing(f"{figure.name}.{tail}", on, figure.publication)
            value = value[key]
        return value
