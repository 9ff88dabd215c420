"""The 94-character records of a NACHA file, by position. Source: Nacha Operating Rules, appendix Record Formats."""

from __future__ import annotations

from paycalc.formats.records import DIGITS, Field, Layout, Record

__all__ = [
    "ADDENDA_05",
    "ADDENDA_98",
    "ADDENDA_99",
    "BATCH_CONTROL",
    "BATCH_HEADER",
    "BLOCK",
    "ENTRY",
    "FILE_CONTROL",
    "FILE_HEADER",
    "FILLER",
    "LAYOUT",
    "WIDTH",
]

WIDTH = 94
FILLER = "9" * WIDTH
BLOCK = 10


def _digits(name: str, start: int, end: int) -> Field:
    """A code of digits that keeps its leading zeros."""
    return Field(name, start, end, charset=DIGITS, required=True, exact=True)


FILE_HEADER = Record(
    "File header",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "1"),
        Field("priority code", 2, 3, "literal", "01"),
        Field("immediate destination", 4, 13, required=True, right=True),
        Field("immediate origin", 14, 23, required=True, right=True),
        _digits("file creation date", 24, 29),
        Field("file creation time", 30, 33, charset=DIGITS, exact=True),
        Field("file id modifier", 34, 34, required=True),
        Field("record size", 35, 37, "literal", "094"),
        Field("blocking factor", 38, 39, "literal", "10"),
        Field("format code", 40, 40, "literal", "1"),
        Field("immediate destination name", 41, 63),
        Field("immediate origin name", 64, 86),
        Field("reference code", 87, 94),
    ),
)

BATCH_HEADER = Record(
    "Batch header",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "5"),
        _digits("service class code", 2, 4),
        Field("company name", 5, 20, required=True),
        Field("company discretionary data", 21, 40),
        Field("company identification", 41, 50, required=True),
        Field("standard entry class code", 51, 53, required=True, exact=True),
        Field("company entry description", 54, 63, required=True),
        Field("company descriptive date", 64, 69),
        _digits("effective entry date", 70, 75),
        Field("settlement date", 76, 78),  # the operator's; blank when we write
        Field("originator status code", 79, 79, required=True),
        _digits("originating DFI", 80, 87),
        Field("batch number", 88, 94, "numeric", required=True),
    ),
)

ENTRY = Record(
    "Entry detail",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "6"),
        _digits("transaction code", 2, 3),
        _digits("receiving DFI", 4, 11),
        _digits("check digit", 12, 12),
        Field("DFI account number", 13, 29, required=True),
        Field("amount", 30, 39, "numeric", required=True),
        Field("individual identification", 40, 54),
        Field("individual name", 55, 76, required=True),
        Field("discretionary data", 77, 78),
        _digits("addenda indicator", 79, 79),
        _digits("trace number", 80, 94),
    ),
)

ADDENDA_05 = Record(
    "Addenda 05",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "7"),
        Field("addenda type", 2, 3, "literal", "05"),
        Field("payment related information", 4, 83),
        Field("addenda sequence number", 84, 87, "numeric", required=True),
        _digits("entry detail sequence number", 88, 94),
    ),
)

ADDENDA_98 = Record(
    "Addenda 98 (notification of change)",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "7"),
        Field("addenda type", 2, 3, "literal", "98"),
        Field("change code", 4, 6, required=True, exact=True),
        Field("original trace number", 7, 21, required=True),
        Field("reserved", 22, 27),
        Field("original receiving DFI", 28, 35),
        Field("corrected data", 36, 64),
        Field("reserved at the end", 65, 79),
        Field("trace number", 80, 94),
    ),
)

# Dishonored and contested returns (R61 and up) divide 36-79 further; it is kept as it stands.
ADDENDA_99 = Record(
    "Addenda 99 (return)",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "7"),
        Field("addenda type", 2, 3, "literal", "99"),
        Field("return reason code", 4, 6, required=True, exact=True),
        Field("original trace number", 7, 21, required=True),
        Field("date of death", 22, 27),
        Field("original receiving DFI", 28, 35),
        Field("addenda information", 36, 79),
        Field("trace number", 80, 94),
    ),
)

BATCH_CONTROL = Record(
    "Batch control",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "8"),
        _digits("service class code", 2, 4),
        Field("entry and addenda count", 5, 10, "numeric", required=True),
        Field("entry hash", 11, 20, "numeric", required=True),
        Field("total debit", 21, 32, "numeric", required=True),
        Field("total credit", 33, 44, "numeric", required=True),
        Field("company identification", 45, 54, required=True),
        Field("message authentication code", 55, 73),
        Field("reserved", 74, 79, "blank"),
        _digits("originating DFI", 80, 87),
        Field("batch number", 88, 94, "numeric", required=True),
    ),
)

FILE_CONTROL = Record(
    "File control",
    WIDTH,
    (
        Field("record type", 1, 1, "literal", "9"),
        Field("batch count", 2, 7, "numeric", required=True),
        Field("block count", 8, 13, "numeric", required=True),
        Field("entry and addenda count", 14, 21, "numeric", required=True),
        Field("entry hash", 22, 31, "numeric", required=True),
        Field("total debit", 32, 43, "numeric", required=True),
        Field("total credit", 44, 55, "numeric", required=True),
        Field("reserved", 56, 94, "blank"),
    ),
)

LAYOUT = Layout(
    "A NACHA file",
    (
        ("1", FILE_HEADER),
        ("5", BATCH_HEADER),
        ("6", ENTRY),
        ("705", ADDENDA_05),
        ("798", ADDENDA_98),
        ("799", ADDENDA_99),
        ("8", BATCH_CONTROL),
        ("9", FILE_CONTROL),
    ),
)
