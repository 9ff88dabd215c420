"""The one reader of tables: what it reads, what it refuses and how, and exports that no spreadsheet can run."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from openhro.core import imports
from openhro.core.errors import Refused
from openhro.core.imports import CellRefused, Column, Report, cells, files
from openhro.core.imports.writer import is_risky

COLUMNS = (
    Column("id", "The key.", required=True, most=10, example="A-1"),
    Column("day", "A day.", "date", example="2026-11-30"),
    Column("pay", "An amount.", "amount", example="1234.50"),
    Column("count", "A number.", "whole", example="3"),
    Column("kind", "One of two.", "choice", choices=("Red", "Blue"), example="Red"),
    Column("sure", "Yes or no.", "yes_no", example="yes"),
    Column("phone", "A number to call.", "phone", example="+44 113 496 0000"),
    Column("pin", "A secret.", "whole", secret=True, example="12"),
)


def csv_bytes(*rows, delimiter=",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def xlsx_bytes(*rows) -> bytes:
    return imports.xlsx_file(rows[0], rows[1:])


def taken(content: bytes) -> tuple[list[dict], Report]:
    table = imports.read(content, "file")
    report = imports.begin("test", table, dry_run=True, partial=False)
    return [row.values for row in imports.typed(table, COLUMNS, report)], report


def refused(content: bytes) -> tuple[str, int, str]:
    with pytest.raises(Refused) as caught:
        taken(content)
    return caught.value.code, caught.value.status, caught.value.message


def answered(content: bytes) -> int:
    """The status of the answer; whatever is not a refusal gets through."""
    try:
        taken(content)
    except Refused as fault:
        return fault.status
    return 200


HEADER = [column.name for column in COLUMNS]
GOOD = ["A-1", "2026-11-30", "-1234.50", "3", "red", "YES", "+44 113 496 0000", "12"]
VALUES = {
    "id": "A-1", "day": date(2026, 11, 30), "pay": Decimal("-1234.50"), "count": 3, "kind": "Red", "sure": True,
    "phone": "+44 113 496 0000", "pin": 12,
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_csv_is_read_with_any_of_its_delimiters_and_with_a_byte_order_mark(delimiter, mark):
    assert taken(mark + csv_bytes(HEADER, GOOD, delimiter=delimiter))[0] == [VALUES]


def test_excels_own_delimiter_line_is_understood_and_row_numbers_stay_those_of_the_file():
    content = b"sep=;\r\nid;day\r\nA-1;2026-11-30\r\n\r\nA-2;nonsense\r\n"
    rows, report = taken(content)
    assert rows == [{"id": "A-1", "day": date(2026, 11, 30)}]
    assert [(each.row, each.column, each.code) for each in report.refused] == [(5, "day", "DATE")]


def test_a_workbook_gives_the_same_values_from_real_dates_and_numbers():
    row = ["A-1", date(2026, 11, 30), Decimal("-1234.50"), 3, "Red", True, "+44 113 496 0000", 12]
    assert taken(xlsx_bytes(HEADER, row))[0] == [VALUES]


def test_an_unformatted_excel_date_is_a_day_but_a_year_is_not():
    assert cells.value(COLUMNS[1], 46356.0) == date(2026, 11, 30)
    with pytest.raises(CellRefused) as caught:
        cells.value(COLUMNS[1], 2026.0)
    assert caught.value.code == "DATE"
    with pytest.raises(CellRefused):
        cells.value(COLUMNS[1], datetime(2026, 11, 30, 12))


def test_noise_of_binary_numbers_is_not_an_amount_of_many_decimals():
    assert cells.value(COLUMNS[2], 0.1 + 0.2) == Decimal("0.3")
    assert cells.value(COLUMNS[0], 80202.0) == "80202"


@pytest.mark.parametrize(
    ("column", "raw", "code"),
    [
        (0, "", "REQUIRED"),
        (0, "12345678901", "TOO_LONG"),
        (0, "a\u202eb", "TEXT"),
        (0, "=1+1", "FORMULA"),
        (0, "@SUM(A1)", "FORMULA"),
        (0, "'-x", "FORMULA"),
        (0, "\uff1d1", "FORMULA"),
        (1, "30/11/2026", "DATE"),
        (1, "2026-02-30", "DATE"),
        (1, "1066-10-14", "DATE"),
        (2, "1,234.50", "NUMBER"),
        (2, "1234,50", "NUMBER"),
        (2, "1e9", "NUMBER"),
        (2, "NaN", "NUMBER"),
        (2, float("inf"), "NUMBER"),
        (2, "١٢", "NUMBER"),
        (3, "1.5", "NUMBER"),
        (4, "green", "CHOICE"),
        (5, "maybe", "YES_NO"),
        (6, "=1+1", "PHONE"),
        (6, "+SUM(1)", "PHONE"),
    ],
)
def test_a_cell_that_does_not_fit_its_column_is_refused_with_a_code(column, raw, code):
    with pytest.raises(CellRefused) as caught:
        cells.value(COLUMNS[column], raw)
    assert caught.value.code == code


def test_a_secret_is_not_quoted_in_its_refusal():
    with pytest.raises(CellRefused) as caught:
        cells.value(COLUMNS[7], "s3cret")
    assert "s3cret" not in caught.value.message
    with pytest.raises(CellRefused) as caught:
        cells.value(COLUMNS[3], "plain")
    assert "plain" in caught.value.message


def test_columns_that_are_missing_unknown_or_double_are_named():
    with pytest.raises(Refused) as caught:
        taken(csv_bytes(["day", "Day ", "colour"], ["2026-11-30", "", "red"]))
    assert caught.value.code == "COLUMNS"
    assert caught.value.detail == {"missing": ["id"], "unknown": ["colour"], "duplicate": ["day"]}


def test_a_row_of_another_length_is_refused_alone():
    rows, report = taken(b"id,day\nA-1\nA-2,2026-11-30,\nA-3,2026-11-30,more\n")
    assert [row["id"] for row in rows] == ["A-2"]
    assert [(each.row, each.code) for each in report.refused] == [(2, "ROW_LENGTH"), (4, "ROW_LENGTH")]


@pytest.mark.parametrize(
    ("content", "code", "status", "says"),
    [
        (b"", "FILE_EMPTY", 422, "empty"),
        (b"  \r\n ", "FILE_EMPTY", 422, "empty"),
        (b"\xef\xbb\xbf", "FILE_EMPTY", 422, "header"),
        (b"id,day\n", "NO_ROWS", 422, "no rows"),
        ("id\ncaf\u00e9".encode("cp1252"), "ENCODING", 415, "Windows-1252"),
        ("id\nx".encode("utf-16"), "ENCODING", 415, "UTF-16"),
        (b"id\nA\x00B", "FILE_TYPE", 415, "CSV"),
        (b"\x01\x02\x03\xff\xfe\x04" * 50, "ENCODING", 415, "binary"),
        (b'id,day\n"A-1,2026', "CSV_MALFORMED", 422, "quotation"),
        (b'id,day\n"A"x,2026', "CSV_MALFORMED", 422, "Line 2"),
        (b"\xd0\xcf\x11\xe0rest", "FILE_TYPE", 415, ".xlsx"),
        (b"%PDF-1.7", "FILE_TYPE", 415, "PDF"),
        (b"PK\x03\x04broken", "FILE_TYPE", 415, "damaged"),
        (b"id\n" + b"x" * (files.MOST_BYTES + 1), "FILE_TOO_LARGE", 413, "32 MiB"),
        (b"id,day\n" + b'"' + b"x" * 200_000 + b'",2026-11-30', "CSV_MALFORMED", 422, "Line"),
        (b",".join(b"c%d" % n for n in range(201)) + b"\n1", "TOO_MANY_COLUMNS", 413, "200"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(content, code, status, says):
    found = refused(content)
    assert found[:2] == (code, status)
    assert says in found[2]


def test_one_row_too_many_refuses_the_file():
    body = "\n".join(map(str, range(imports.MOST_ROWS)))
    assert len(imports.read(f"id\n{body}".encode(), "f").rows) == 100_000
    assert refused(f"id\n{body}\nlast".encode())[:2] == ("TOO_MANY_ROWS", 413)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new) if name == part else data)
    return out.getvalue()


def test_a_zip_that_is_no_workbook_and_a_zip_bomb_are_refused():
    assert refused(packed(hello_xml=b"x"))[:2] == ("FILE_TYPE", 415)
    bomb = packed(xl__workbook_xml=b"x", a_xml=b"\0" * (files.MOST_UNPACKED // 4), b_xml=b"\0" * files.MOST_UNPACKED)
    assert len(bomb) < files.MOST_BYTES
    assert refused(bomb)[:2] == ("FILE_TOO_LARGE", 413)


@pytest.mark.parametrize("cell", [b"XFD1048576", b"A100200", b"HA1", b"xfd2"])
def test_a_cell_far_out_does_not_fill_the_memory(cell):
    content = replaced(xlsx_bytes(["id"], ["A-1"]), "xl/worksheets/sheet1.xml", b'r="A2"', b'r="' + cell + b'"')
    assert refused(content)[:2] == ("TOO_MANY_ROWS", 413)


def test_a_workbook_whose_parts_lie_about_their_size_is_refused():
    content = bytearray(xlsx_bytes(["id"], ["A-1"]))
    place = content.rindex(b"PK\x01\x02", 0, content.index(b"xl/workbook.xml", content.index(b"PK\x01\x02")))
    content[place + 24 : place + 28] = (7).to_bytes(4, "little")
    assert refused(bytes(content))[:2] == ("FILE_TYPE", 415)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        st.binary(max_size=200).map(b"PK\x03\x04".__add__),
    )
)
def test_random_bytes_never_raise_anything_but_a_refusal(content):
    assert answered(content) in (200, 413, 415, 422)


_WORKBOOK = xlsx_bytes(HEADER, GOOD, GOOD)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_never_raises_anything_but_a_refusal(data):
    content = bytearray(_WORKBOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert answered(bytes(content)) in (200, 413, 415, 422)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(COLUMNS),
    st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes()),
)
def test_any_cell_is_a_value_or_a_refusal(column, raw):
    try:
        found = cells.value(column, raw)
    except CellRefused:
        return
    assert found is None or not (isinstance(found, str) and column.kind == "text" and is_risky(found))


# --- going out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@a", "\t=1", " =1", "\uff1d1", "-1-1", "-1e5"])
def test_a_cell_that_could_run_is_exported_as_text(text):
    assert imports.safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("cell", "out"),
    [
        ("plain", "plain"),
        ("-12.50", "-12.50"),
        (-5, -5),
        (None, ""),
        (True, "yes"),
        (date(2026, 1, 2), "2026-01-02"),
        ("a=b", "a=b"),
    ],
)
def test_harmless_cells_are_exported_as_they_are(cell, out):
    assert imports.safe_cell(cell) == out


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_no_exported_text_begins_like_a_formula(text):
    out = imports.safe_cell(text)
    assert not (
        out.lstrip().startswith(("=", "+", "@"))
        or (out.lstrip().startswith("-") and not out.strip("-").replace(".", "").isdigit())
    )


def test_a_workbook_export_holds_text_and_no_formula():
    content = imports.xlsx_file(["=head", "n"], [["=1+1", Decimal("1.50")], ["http://x", date(2026, 1, 2)]], "A/B:[x]")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [["=head", "n"], ["=1+1", 1.5], ["http://x", date(2026, 1, 2)]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_is_a_file_that_the_import_takes(kind):
    rows, report = taken(imports.template(COLUMNS, kind))
    assert report.refused == []
    assert rows == [VALUES | {"pay": Decimal("1234.50")}]


def test_every_column_is_documented():
    table = imports.documentation(COLUMNS)
    assert table[0] == ("id", "required", "The key.", "A-1")
    assert table[4] == ("kind", "", "One of two. One of: Red, Blue.", "Red")
