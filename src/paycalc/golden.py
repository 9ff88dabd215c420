"""Golden vectors: rows of known-right answers, compared exactly; usable by packs outside this repository.

The format is CSV: comment lines "# source", a header `day,<input columns>,expect.<result column>...[,tolerance]`,
money in major units. An empty `expect.` cell is not compared. `tolerance` (whole minor units) is for rows whose source
is documented as inexact; such rows are counted apart and never called exact.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np

from paycalc.calendars import Dates
from paycalc.columns import Column, Columns, decode, encode
from paycalc.errors import BadValue, PaycalcError
from paycalc.packs import Pack, installed, load
from paycalc.run import run

__all__ = ["Converted", "Converter", "Report", "check", "convert", "converters", "render"]

Row = dict[str, str]
_PLACE = re.compile(r"#| line [0-9]")
"""Where a row's own place begins in the text of its source."""


@dataclass
class Report:
    """What a check found; `tolerated` rows agree within their tolerance and are not part of `exact`."""

    rows: int = 0
    mismatches: int = 0
    tolerated: int = 0
    first: list[str] = field(default_factory=list)

    @property
    def exact(self) -> int:
        """Rows that agree to the last unit and claim no tolerance."""
        return self.rows - self.mismatches - self.tolerated

    def text(self) -> str:
        """One line for people and for scripts."""
        apart = f" ({self.tolerated} of them within the tolerance of an inexact source)" if self.tolerated else ""
        return f"{self.rows} rows, {self.mismatches} mismatches{apart}"


@dataclass
class Converted:
    """What a converter made of a vector file: golden rows and the rows it left out, each with its reason."""

    pack: str
    sources: list[str]
    rows: list[Row] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)  # (row id, reason)

    def drop(self, row: Row, reason: str) -> None:
        """Leave a row out."""
        self.dropped.append((row.get("id") or row.get("source", "?"), reason))

    def reasons(self) -> dict[str, int]:
        """Rows left out per reason."""
        counts: dict[str, int] = {}
        for _, reason in self.dropped:
            counts[reason] = counts.get(reason, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class Converter:
    """Turns vector files whose name starts with `prefix` into golden rows; converters.py of a pack lists CONVERTERS.

    `name` is what --as takes ("gb.ni"). Without `convert` the pack does not cover the file; `refusal` says so.
    """

    name: str
    prefix: str
    convert: Callable[[Sequence[Row], Converted], None] | None = None
    refusal: str = ""


def check(pack: Pack, path: Path | str, *, limit: int = 10) -> Report:
    """Run every golden row of a file; `first` holds the first `limit` mismatches. Raises BadValue for a bad cell."""
    rows = _read(Path(path).read_text(encoding="utf-8-sig"))
    report = Report()
    if not rows:
        return report
    if "day" not in rows[0]:
        raise PaycalcError("golden rows have a column 'day'; this file has none")
    inputs = [pack.input(name) for name in rows[0] if _is_input(name)]
    expects = [pack.column(name[7:]) for name in rows[0] if name.startswith("expect.")]
    days: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        days.setdefault(row["day"], []).append(number)
    for day, numbers in days.items():
        _check_day(pack, _day(day), [(number, rows[number]) for number in numbers], (inputs, expects, limit), report)
    return report


def _check_day(
    pack: Pack, day: date, rows: list[tuple[int, Row]], what: tuple[list[Column], list[Column], int], report: Report
) -> None:
    inputs, expects, limit = what
    columns: Columns = {
        column.name: np.array([encode(column, row[column.name], pack.currency) for _, row in rows], np.int64)
        for column in inputs
    }
    slips = run(pack, columns, Dates.on(day))
    problems = {problem.row: problem.sentence for problem in slips.problems}
    for place, (number, row) in enumerate(rows):
        tolerance = int(row.get("tolerance") or 0)
        wrong = [problems[place]] if place in problems else []
        for column in expects:
            text = row[f"expect.{column.name}"]
            value = int(slips.columns[column.name][place])
            if text and abs(value - encode(column, text, pack.currency)) > tolerance:
                wrong.append(f"{column.name} is {decode(column, value, pack.currency)}, expected {text}")
        report.rows += 1
        report.mismatches += bool(wrong)
        report.tolerated += bool(tolerance and not wrong)
        if wrong and len(report.first) < limit:
            report.first.append(f"row {number + 1} ({day.isoformat()}): {'; '.join(wrong)}")


def convert(path: Path | str, as_: str | None = None) -> Converted:
    """Golden rows of a vector file; the converter is found by the file's name or named by `as_`."""
    path = Path(path)
    code, converter = _converter(path.stem, as_)
    if converter.convert is None:
        raise PaycalcError(converter.refusal)
    rows = _read(path.read_text(encoding="utf-8-sig"))
    origins = sorted({_PLACE.split(row["source"])[0].strip() for row in rows if row.get("source")})
    converted = Converted(code, [f"{path.name}, converter {converter.name}", *origins[:20]])
    try:
        converter.convert(rows, converted)
    except KeyError as missing:
        raise PaycalcError(f"{path.name} has no column {missing}, which the converter {converter.name} needs") from None
    return converted


@cache
def converters() -> tuple[tuple[str, Converter], ...]:
    """Every converter of every installed pack, with the pack's code."""
    found: list[tuple[str, Converter]] = []
    for code in installed():
        try:
            module = import_module(f"{load(code).package}.converters")
        except ModuleNotFoundError as missing:
            if missing.name != f"{load(code).package}.converters":
                raise
            continue
        found.extend((code, converter) for converter in module.CONVERTERS)
    return tuple(found)


def _converter(stem: str, as_: str | None) -> tuple[str, Converter]:
    """The one named, or the one with the longest prefix of the file's name."""
    fits = [(code, one) for code, one in converters() if (one.name == as_ if as_ else stem.startswith(one.prefix))]
    if not fits:
        names = ", ".join(sorted(one.name for _, one in converters()))
        raise PaycalcError(f"no converter for {as_ or stem!r}; name one with --as: {names}")
    return max(fits, key=lambda fit: len(fit[1].prefix))


def render(converted: Converted) -> str:
    """Golden text: source comment, header of all columns used, rows."""
    names: dict[str, None] = {"day": None}
    for row in converted.rows:
        names.update(dict.fromkeys(row))
    inputs = [name for name in names if name == "day" or _is_input(name)]
    header = inputs + [name for name in names if name.startswith("expect.")] + ["tolerance"] * ("tolerance" in names)
    text = io.StringIO()
    text.writelines(f"# source: {source}\n" for source in converted.sources)
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(converted.rows)
    return text.getvalue()


def _is_input(name: str) -> bool:
    return name not in ("day", "tolerance") and not name.startswith("expect.")


def _read(text: str) -> list[Row]:
    """The rows of a CSV with comment lines; raises BadValue for a row whose cells do not match the header."""
    lines: Iterable[str] = (line for line in io.StringIO(text, newline="") if not line.startswith("#"))
    reader = csv.DictReader(lines, restkey="", strict=False)
    rows: list[Row] = []
    for number, row in enumerate(reader, 1):
        if "" in row or None in row.values():
            raise BadValue(f"row {number}", "", "does not have as many cells as the header")
        rows.append(row)
    return rows


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadValue("day", text, "is not a date such as 2026-11-30") from None
