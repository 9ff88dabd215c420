"""Reading a file that somebody sent as a table: CSV or XLSX, within limits, or one sentence that says what to do.

Nothing about the file is believed: its name says nothing, its declared sizes are checked by unpacking, and whatever
the readers raise becomes a refusal.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openhro.core.errors import Invalid, Refused, TooLarge

MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 2_000
MOST_UNPACKED = 512 * 1024 * 1024
MOST_TEXT = 1536 * 1024 * 1024  # what all text cells of a workbook may come to: one long text can stand in many cells

_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A workbook is read as a full rectangle, so one cell far out would fill the memory: row 100,200 or column HA and on.
_FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{0,3}(?:100[2-9][0-9]{2}|10[1-9][0-9]{3}|1[1-9][0-9]{4}|[2-9][0-9]{5}|[0-9]{7,})|(?:[A-Za-z]{3,}|[H-Zh-z][A-Za-z])[0-9]+)["']""")  # fmt: skip # noqa: E501
_DELIMITERS = ",;\t"


class NotATable(Refused):
    """415: not a kind of file that can be read as a table."""

    status = 415


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of raw cells; `numbers` are the rows' numbers in the file, as a spreadsheet shows them."""

    header: list[str]
    rows: list[list[Any]]
    numbers: list[int]
    file_name: str
    sha256: str


def read(content: bytes, file_name: str) -> Table:
    """The table in a file: the first sheet of a workbook, or a CSV in UTF-8 with comma, semicolon or tab."""
    if len(content) > MOST_BYTES:
        raise TooLarge("FILE_TOO_LARGE", f"The file is larger than {MOST_BYTES // 2**20} MiB. Split it.", field="file")
    if not content.strip():
        raise Invalid("FILE_EMPTY", "The file is empty.", field="file")
    if content.startswith((_OLD_EXCEL, _PDF)):
        raise NotATable(
            "FILE_TYPE", "Old or encrypted Excel files and PDF are not read. Save it as .xlsx, or as CSV.",
            field="file",
        )  # fmt: skip
    lines = _workbook(content) if content.startswith(_ZIP) else _csv(content)
    return _table(lines, file_name, hashlib.sha256(content).hexdigest())


def _table(lines: Iterable[list[Any]], file_name: str, sha256: str) -> Table:
    header: list[str] | None = None
    rows: list[list[Any]] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, 1):
        if not any(cell is not None and cell != "" for cell in line):
            continue
        if header is None:
            header = [str(cell).strip() if cell is not None else "" for cell in line]
            while header and not header[-1]:
                header.pop()
            if len(header) > MOST_COLUMNS:
                raise TooLarge("TOO_MANY_COLUMNS", f"At most {MOST_COLUMNS} columns are read.", field="file")
            continue
        if len(rows) == MOST_ROWS:
            raise TooLarge(
                "TOO_MANY_ROWS", f"At most {MOST_ROWS:,} rows are read at once. Split the file.", field="file"
            )
        rows.append(line)
        numbers.append(number)
    if header is None:
        raise Invalid("FILE_EMPTY", "The file has no header row.", field="file")
    if not rows:
        raise Invalid("NO_ROWS", "The file has a header but no rows.", field="file")
    return Table(header, rows, numbers, file_name[:200], sha256)


def _csv(content: bytes) -> Iterator[list[Any]]:
    text = _decoded(content)
    if text[:5].lower().startswith("sep=") and "\n" in text:
        first, _, text = text.partition("\n")
        delimiter = first[4:5] if first[4:5] in _DELIMITERS else _delimiter(text)
        # Excel's own first line counts as a row there.
        yield []
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise Invalid(
            "CSV_MALFORMED", f"Line {reader.line_num} cannot be read: {fault}. Look for a quotation mark out of place.",
            field="file", detail={"line": reader.line_num},
        ) from None  # fmt: skip


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotATable("ENCODING", "The file is in UTF-16. Save it as “CSV UTF-8”.", field="file", detail="utf-16")
    if b"\0" in content:
        raise NotATable("FILE_TYPE", "This is not a text file. Send CSV in UTF-8, or .xlsx.", field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        kind = "binary" if _mostly_unprintable(content) else "Windows-1252"
        raise NotATable(
            "ENCODING",
            f"Line {line} is not UTF-8 (it looks like {kind}). Save it as “CSV UTF-8”: no letter is guessed.",
            field="file",
            detail={"line": line, "looks_like": kind},
        ) from None


def _mostly_unprintable(content: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in content[:4096])
    return control * 20 > len(content[:4096])


def _delimiter(text: str) -> str:
    """The delimiter that the first line with content uses most, quoted parts aside."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)


def _workbook(content: bytes) -> Iterator[list[Any]]:
    from python_calamine import CalamineWorkbook

    _check_package(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [sheet.name for sheet in book.sheets_metadata if "Visible" in str(sheet.visible)]
        sheet = book.get_sheet_by_name((visible or book.sheet_names)[0])
        rows = sheet.to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # a panic of the reader's is not an Exception
        raise NotATable(
            "FILE_TYPE", "The workbook cannot be read. Open it and save it again as .xlsx.", field="file"
        ) from fault
    return iter(rows)


def _check_package(content: bytes) -> None:
    """Unpack within limits, which proves the declared sizes, and look for cells that would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 2_000:
                raise TooLarge("FILE_TOO_LARGE", "The workbook is too large when unpacked. Split it.", field="file")
            if any(part.flag_bits & 1 for part in parts):
                raise NotATable("FILE_TYPE", "The workbook has a password. Save it without one.", field="file")
            if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
                raise NotATable("FILE_TYPE", "This is a zip file, but not an .xlsx workbook.", field="file")
            texts, longest = 0, 0
            for part in parts:
                xml = package.read(part)
                if _SHEET.fullmatch(part.filename.replace("\\", "/")):
                    _check_sheet(xml)
                    texts += len(re.findall(rb"""\bt\s*=\s*["']s["']""", xml))
                elif part.filename.lower().endswith("sharedstrings.xml"):
                    longest = max(map(len, re.split(rb"</(?:\w+:)?si>", xml)))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        ValueError,
        EOFError,
        RuntimeError,
        LookupError,
    ):
        raise NotATable(
            "FILE_TYPE", "The workbook is damaged. Open it and save it again as .xlsx.", field="file"
        ) from None
    if texts * longest > MOST_TEXT:
        raise TooLarge(
            "FILE_TOO_LARGE", "The workbook has too much text. Split it, or shorten long cells.", field="file"
        )


def _check_sheet(xml: bytes) -> None:
    if b"\0" in xml or _FAR.search(xml):
        raise TooLarge(
            "TOO_MANY_ROWS",
            f"The sheet has cells beyond row {MOST_ROWS:,} or column {MOST_COLUMNS}. Delete them, or split the file.",
            field="file",
        )


def head(table: Table, count: int) -> list[list[Any]]:
    """The first rows, for a preview."""
    return list(islice(table.rows, count))
