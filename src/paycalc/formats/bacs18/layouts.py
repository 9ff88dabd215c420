"""The records of a Bacs Standard 18 file, by position: labels of 80 characters, data of 100 or, multi-day, 106.

Source: two public implementations that agree; the official guide is sold by Pay.UK. Order of a file: VOL1 HDR1 HDR2
UHL1, credits, contra, EOF1 EOF2 UTL1. EOF1 carries block count 000000 as HDR1 does: Bacstel-IP files have no blocks.
"""

from __future__ import annotations

from paycalc.formats.charsets import BACS
from paycalc.formats.records import DIGITS, Field, Record

__all__ = ["DATA", "DATA_MULTI", "LABEL", "UHL1", "UTL1", "VOL1"]

LABEL = 80
SINGLE_DAY, MULTI_DAY = 100, 106
DAILY_CODE, MULTI_CODE = "1 DAILY  ", "4 MULTI  "


def _digits(name: str, start: int, end: int) -> Field:
    """A code of digits that keeps its leading zeros."""
    return Field(name, start, end, charset=DIGITS, required=True, exact=True)


def _text(name: str, start: int, end: int, required: bool = False) -> Field:
    return Field(name, start, end, charset=BACS, required=required)


def _day(name: str, start: int, end: int) -> tuple[Field, Field]:
    """A date bYYDDD: a blank, the year of the century, the day of the year."""
    return Field(f"{name} blank", start, start, "blank"), _digits(name, start + 1, end)


VOL1 = Record(
    "VOL1",
    LABEL,
    (
        Field("label", 1, 4, "literal", "VOL1"),
        Field("serial number", 5, 10, charset=BACS, required=True, exact=True),
        Field("accessibility", 11, 11, "blank"),
        Field("reserved", 12, 41, "blank"),
        _digits("service user number", 42, 47),
        Field("reserved at the end", 48, 79, "blank"),
        Field("label standard level", 80, 80, "literal", "1"),
    ),
)


def _file_label_1(label: str) -> Record:
    return Record(
        label,
        LABEL,
        (
            Field("label", 1, 4, "literal", label),
            Field("file identifier A", 5, 5, "literal", "A"),
            _digits("service user number", 6, 11),
            Field("file identifier S", 12, 12, "literal", "S"),
            Field("file identifier blank", 13, 15, "blank"),
            _digits("service user number again", 16, 21),
            Field("set identification", 22, 27, charset=BACS, required=True, exact=True),
            Field("file section", 28, 31, "literal", "0001"),
            Field("file sequence", 32, 35, "literal", "0001"),
            Field("reserved", 36, 41, "blank"),
            *_day("creation date", 42, 47),
            *_day("expiration date", 48, 53),
            Field("accessibility", 54, 54, "blank"),
            _digits("block count", 55, 60),
            Field("reserved at the end", 61, 80, "blank"),
        ),
    )


def _file_label_2(label: str) -> Record:
    return Record(
        label,
        LABEL,
        (
            Field("label", 1, 4, "literal", label),
            Field("record format", 5, 5, "literal", "F"),
            Field("block length", 6, 10, "literal", "02000"),
            _digits("record length", 11, 15),
            Field("reserved", 16, 50, "blank"),
            Field("buffer offset", 51, 52, "literal", "00"),
            Field("reserved at the end", 53, 80, "blank"),
        ),
    )


HDR1, EOF1 = _file_label_1("HDR1"), _file_label_1("EOF1")
HDR2, EOF2 = _file_label_2("HDR2"), _file_label_2("EOF2")

UHL1 = Record(
    "UHL1",
    LABEL,
    (
        Field("label", 1, 4, "literal", "UHL1"),
        *_day("processing date", 5, 10),
        Field("receiver", 11, 16, "literal", "999999"),
        Field("reserved", 17, 20, "blank"),
        Field("currency code", 21, 22, "literal", "00"),
        Field("country code", 23, 28, "literal", "000000"),
        Field("work code", 29, 37),
        Field("file number", 38, 40, "numeric", required=True),
        Field("reserved at the end", 41, 80, "blank"),
    ),
)

_DATA = (
    _digits("destination sort code", 1, 6),
    _digits("destination account", 7, 14),
    Field("account type", 15, 15, "literal", "0"),
    _digits("transaction code", 16, 17),
    _digits("originating sort code", 18, 23),
    _digits("originating account", 24, 31),
    # Carried the sub-reference of HMRC's hash until it was withdrawn on 6 April 2023; blank since.
    Field("free format", 32, 35, "blank"),
    Field("amount", 36, 46, "numeric", required=True),
    _text("service user name", 47, 64, required=True),
    _text("reference", 65, 82, required=True),
    _text("account name", 83, 100, required=True),
)
DATA = Record("Data record", SINGLE_DAY, _DATA)
DATA_MULTI = Record("Multi-day data record", MULTI_DAY, (*_DATA, *_day("processing date", 101, 106)))

UTL1 = Record(
    "UTL1",
    LABEL,
    (
        Field("label", 1, 4, "literal", "UTL1"),
        Field("debit value", 5, 17, "numeric", required=True),
        Field("credit value", 18, 30, "numeric", required=True),
        Field("debit count", 31, 37, "numeric", required=True),
        Field("credit count", 38, 44, "numeric", required=True),
        Field("reserved", 45, 80, "blank"),
    ),
)
