"""The columns of a run and of a payslip: name, unit, meaning, and the one conversion between text and int64."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc import money
from paycalc.errors import BadValue

__all__ = [
    "NO_DATE",
    "Array",
    "Column",
    "Columns",
    "Kind",
    "Section",
    "Type",
    "YearToDate",
    "day_number",
    "day_of",
    "decode",
    "encode",
    "pack_code",
    "unpack_code",
]

Array = NDArray[np.int64]
Columns = dict[str, Array]

NO_DATE: Final = -1_000_000
"""The DATE value that means "none"; earlier than any real day."""
_EPOCH: Final = date(1970, 1, 1)
_RATE: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,6}))?(%?)")
_YES: Final = {"1": 1, "yes": 1, "true": 1, "y": 1, "0": 0, "no": 0, "false": 0, "n": 0}
_INT_LIMIT: Final = 10**9


class Kind(StrEnum):
    """Where a column comes from."""

    FACT = "fact"
    PAY = "pay"
    ACCUMULATOR = "accumulator"
    RESULT = "result"


class Type(StrEnum):
    """What the int64 of a column counts."""

    MONEY = "money"  # minor units of the pack's currency
    INT = "int"
    BOOL = "bool"
    RATE = "rate"  # millionths: 5 % is 50_000
    CHOICE = "choice"  # index into `choices`
    CODE = "code"  # up to 8 ASCII characters packed in one int64
    DATE = "date"  # days since 1970-01-01, NO_DATE for none


class Section(StrEnum):
    """What a RESULT column is on a payslip."""

    EARNING = "earning"
    PRETAX = "pretax"
    TAX = "tax"
    EMPLOYER = "employer"
    ORDER = "order"
    POSTTAX = "posttax"
    NET = "net"
    BASE = "base"
    ACCUMULATOR = "accumulator"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Column:
    """One input or result; `default` None means that the column is required."""

    name: str
    kind: Kind
    type: Type
    label: str
    help: str
    choices: tuple[str, ...] = ()
    default: int | None = 0
    section: Section | None = None
    payee: str | None = None  # who is owed a PRETAX, TAX, EMPLOYER, ORDER or POSTTAX line
    feeds: str | None = None  # the ACCUMULATOR input that this RESULT becomes in the next run
    resets: str | None = None  # of an ACCUMULATOR: "tax_year", "quarter", "month" or "never"


@dataclass(frozen=True, slots=True)
class YearToDate:
    """Payslip lines whose sum since the tax year began is what the ACCUMULATOR `inputs` hold before a run.

    A payslip's year to date of the lines starts with the inputs that a mid-year start takes from the old register.
    """

    lines: tuple[str, ...]
    inputs: tuple[str, ...]


def encode(column: Column, text: str, currency: str = "XXX") -> int:
    """The int64 of a text; an empty text is the default. Raises BadValue with a sentence."""
    text = text.strip()
    if not text:
        if column.default is None:
            raise BadValue(column.name, text, "is empty, but a value is required")
        return column.default
    try:
        return _encode(column, text, currency)
    except ValueError as error:
        raise BadValue(column.name, text, str(error)) from None


def _encode(column: Column, text: str, currency: str) -> int:
    match column.type:
        case Type.MONEY:
            return money.parse(text, currency)
        case Type.INT:
            return _whole(text)
        case Type.BOOL:
            if text.lower() not in _YES:
                raise ValueError("is not yes or no")
            return _YES[text.lower()]
        case Type.RATE:
            return _rate(text)
        case Type.CHOICE:
            if text not in column.choices:
                raise ValueError(f"is not one of: {', '.join(column.choices)}")
            return column.choices.index(text)
        case Type.CODE:
            return pack_code(text.upper().replace(" ", ""))
        case Type.DATE:
            try:
                return day_number(date.fromisoformat(text))
            except ValueError:
                raise ValueError("is not a date such as 2026-11-30") from None


def decode(column: Column, value: int, currency: str = "XXX") -> str:
    """The text that encodes to the value."""
    value = int(value)
    match column.type:
        case Type.MONEY:
            return money.format(value, currency)
        case Type.INT:
            return str(value)
        case Type.BOOL:
            return "yes" if value else "no"
        case Type.RATE:
            whole, part = divmod(abs(value), 10_000)
            digits = f"{whole}.{part:04d}".rstrip("0").rstrip(".")
            return f"{'-' if value < 0 else ''}{digits}%"
        case Type.CHOICE:
            return column.choices[value] if 0 <= value < len(column.choices) else str(value)
        case Type.CODE:
            return unpack_code(value)
        case Type.DATE:
            return "" if value == NO_DATE else day_of(value).isoformat()


def _whole(text: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,10}", text) is None or abs(int(text)) > _INT_LIMIT:
        raise ValueError("is not a whole number")
    return int(text)


def _rate(text: str) -> int:
    """Millionths of "5%", "1.85%" or "0.05"; a bare number above 1 is refused because nobody can know what it meant."""
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError("is not a rate such as 5% or 0.05")
    whole, part, percent = int(match[1]), (match[2] or "").ljust(6, "0"), match[3]
    millionths = whole * 1_000_000 + int(part)
    if percent:
        if millionths % 100:
            raise ValueError("has more than 4 decimals of a percent")
        millionths //= 100
    if millionths > 1_000_000:
        raise ValueError("is more than 100%; write 5% or 0.05")
    return millionths


def pack_code(text: str) -> int:
    """Up to 8 ASCII characters in one int64, first character highest, so that order by number is order by text."""
    if len(text) > 8 or not text.isascii() or not text.isprintable():
        raise ValueError("is not a code of at most 8 letters and digits")
    return int.from_bytes(text.encode("ascii").ljust(8, b"\0"), "big")


def unpack_code(value: int) -> str:
    """The text of a packed code; a number that is no code gives a text that no law knows."""
    if value < 0:
        return "?"
    return int(value).to_bytes(8, "big").rstrip(b"\0").decode("ascii", "replace")


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=int(number))
