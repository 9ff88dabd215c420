"""From a raw table to typed rows: the header is held against the columns, every cell against its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openhro.core.errors import Invalid
from openhro.core.imports.cells import CellRefused, Column, value
from openhro.core.imports.files import Table
from openhro.core.imports.report import Report


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: its number in the file, and a value for each column that the file has (None: the cell is empty)."""

    number: int
    values: dict[str, Any]


def check_columns(table: Table, columns: Sequence[Column]) -> None:
    """Refuse a file whose columns are missing, unknown or double, before anybody waits for its rows."""
    _columns_of(table, columns)


def typed(table: Table, columns: Sequence[Column], report: Report) -> list[TypedRow]:
    """The rows without a fault; faults go to the report. Columns that are missing or unknown refuse the file."""
    present = _columns_of(table, columns)
    good: list[TypedRow] = []
    width = len(present)
    for number, raw in zip(table.numbers, table.rows, strict=True):
        if len(raw) != width and (len(raw) < width or any(cell not in (None, "") for cell in raw[width:])):
            report.refuse(number, "", "ROW_LENGTH", f"This row has {len(raw)} cells, the header {width}.")
            continue
        values: dict[str, Any] = {}
        clean = True
        for column, cell in zip(present, raw, strict=False):
            if cell is None or cell == "":
                if column.required:
                    clean = False
                    report.refuse(number, column.name, "REQUIRED", "This may not be empty.")
                values[column.name] = None
                continue
            try:
                values[column.name] = value(column, cell)
            except CellRefused as fault:
                clean = False
                report.refuse(number, column.name, fault.code, fault.message)
        if clean:
            good.append(TypedRow(number, values))
    return good


def _columns_of(table: Table, columns: Sequence[Column]) -> list[Column]:
    known = {column.name: column for column in columns}
    names = ["_".join(name.casefold().split()) for name in table.header]
    twice = sorted(name for name, count in Counter(names).items() if count > 1 and name)
    unknown = [shown[:60] or "(empty)" for name, shown in zip(names, table.header, strict=True) if name not in known]
    missing = [column.name for column in columns if column.required and column.name not in names]
    faults = {"missing": missing, "unknown": unknown, "duplicate": twice}
    said = [f"{what}: {', '.join(found)}" for what, found in faults.items() if found]
    if said:
        raise Invalid("COLUMNS", f"The columns do not fit ({'; '.join(said)}).", field="file", detail=faults)
    return [known[name] for name in names]
