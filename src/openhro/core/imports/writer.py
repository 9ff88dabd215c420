"""Tables going out, as CSV or XLSX: no cell can be run as a formula by the program that opens the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openhro.core.imports.cells import FORMULA_STARTS, Column

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_risky(cell: str) -> bool:
    """True for text that a spreadsheet would run; a negative number is only a number."""
    return cell.lstrip().startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(cell)


def safe_cell(cell: Any) -> Any:
    """The cell as a CSV may hold it: risky text behind an apostrophe, dates in ISO form, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if is_risky(cell) or cell[:1] in ("\t", "\r") else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.isoformat() if isinstance(cell, date) else cell


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_file(header: Sequence[str], rows: Iterable[Sequence[Any]], sheet: str = "Table") -> bytes:
    """A workbook with one sheet. Text is never read as a formula, link or number; risky text is marked as text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:31] or "Table")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        text = book.add_format({"quote_prefix": True})
        page.freeze_panes(1, 0)
        for place, name in enumerate(header):
            page.write_string(0, place, str(name), bold)
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, place, cell[:32_767], text if is_risky(cell) else None)
                elif isinstance(cell, bool):
                    page.write_string(line, place, "yes" if cell else "no")
                elif isinstance(cell, int | Decimal):
                    page.write_number(line, place, cell)
                elif isinstance(cell, date) and not isinstance(cell, datetime):
                    page.write_datetime(line, place, cell, day)
                elif cell is not None:
                    page.write_string(line, place, str(cell))
    return out.getvalue()


def template(columns: Sequence[Column], kind: str = "csv") -> bytes:
    """A file to fill in: the header and one example row, every cell as text so that no zero in front is lost."""
    header, example = [column.name for column in columns], [column.example for column in columns]
    return xlsx_file(header, [example], "Import") if kind == "xlsx" else csv_file(header, [example])


def documentation(columns: Sequence[Column]) -> list[tuple[str, str, str, str]]:
    """Name, needed or not, what it holds and an example of each column: for the page and the manual."""
    return [
        (
            column.name,
            "required" if column.required else "",
            column.help + (f" One of: {', '.join(column.choices)}." if column.choices else ""),
            column.example,
        )
        for column in columns
    ]
