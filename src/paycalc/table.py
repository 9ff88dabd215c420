"""People in, payslips out, as CSV: the command line's reading and writing of columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final

import numpy as np

from paycalc.columns import Column, Columns, Type, decode, encode
from paycalc.errors import BadValue, PaycalcError, UnknownColumn
from paycalc.packs import Pack
from paycalc.run import Slips

__all__ = ["CARRIED", "Table", "read", "write"]

CARRIED: Final = ("id", "employee")
"""Headings that are no column of a pack: they are carried from the input to the output unchanged."""


@dataclass(frozen=True)
class Table:
    """The encoded input columns, the names of the people, and each row's pay date if the file has one."""

    columns: Columns
    carried: dict[str, tuple[str, ...]]
    days: tuple[str, ...] | None
    rows: int

    def by_day(self, day: date | None) -> Iterator[tuple[date, np.ndarray]]:
        """(pay date, row numbers); raises when neither the command nor the file says a day."""
        if day is not None:
            yield day, np.arange(self.rows)
        elif self.days is None:
            raise PaycalcError("say the pay date with --day 2026-11-30, or give the file a column `day`")
        else:
            groups: dict[str, list[int]] = {}
            for row, text in enumerate(self.days):
                groups.setdefault(text, []).append(row)
            for text, rows in groups.items():
                yield _day(text, rows[0]), np.array(rows)


def read(pack: Pack, path: Path) -> Table:
    """The columns of a CSV; BadValue names the first cell that does not fit, UnknownColumn a strange heading."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(line for line in file if not line.startswith("#"))
        heading = next(reader, None)
        rows = [row for row in reader if row]
    if heading is None:
        raise PaycalcError(f"{path} is empty; its first line must name the columns")
    if len(set(heading)) != len(heading):
        raise UnknownColumn(f"{path} names a column twice")
    for number, row in enumerate(rows, 2):
        if len(row) != len(heading):
            raise BadValue(f"line {number}", ",".join(row[:3]), f"has {len(row)} cells, the heading has {len(heading)}")
    cells = dict(zip(heading, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(heading, ())
    columns: Columns = {}
    for name in heading:
        if name not in CARRIED and name != "day":
            columns[name] = _encode_all(pack.input(name), cells[name], pack.currency)
    return Table(columns, {name: cells[name] for name in CARRIED if name in cells}, cells.get("day"), len(rows))


def _encode_all(column: Column, texts: tuple[str, ...], currency: str) -> np.ndarray:
    """Each different text is converted once."""
    try:
        known = {text: encode(column, text, currency) for text in set(texts)}
    except BadValue:
        for number, text in enumerate(texts, 2):
            _encode_cell(column, text, currency, number)
        raise
    return np.array([known[text] for text in texts], np.int64)


def _encode_cell(column: Column, text: str, currency: str, number: int) -> int:
    try:
        return encode(column, text, currency)
    except BadValue as bad:
        raise BadValue(f"line {number}, {column.name}", bad.text, bad.sentence) from None


def write(pack: Pack, table: Table, slips: Slips, file: IO[str]) -> None:
    """One line per payslip: the carried headings, then every result of the pack."""
    texts: list[Iterable[str]] = [table.carried[name] for name in table.carried]
    texts += [_decode_all(column, slips.columns[column.name], pack.currency) for column in pack.results]
    out = csv.writer(file, lineterminator="\n")
    out.writerow([*table.carried, *(column.name for column in pack.results)])
    out.writerows(zip(*texts, strict=True))


def _decode_all(column: Column, values: np.ndarray, currency: str) -> list[str]:
    if column.type is Type.MONEY and values.size and not values.any():
        return [decode(column, 0, currency)] * len(values)
    known: dict[int, str] = {}
    texts = []
    for value in values.tolist():
        text = known.get(value)
        if text is None:
            text = known[value] = decode(column, value, currency)
        texts.append(text)
    return texts


def _day(text: str, row: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadValue(f"line {row + 2}, day", text, "is not a date such as 2026-11-30") from None
