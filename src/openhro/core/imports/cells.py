"""Cells: what a column of an import may hold, and its value in Python, or a code and a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Kind = Literal["text", "phone", "date", "amount", "decimal", "whole", "yes_no", "choice"]

# Spreadsheets run a cell that begins so (also in full-width forms) when the file is opened.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,30}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(3654, 109_575)  # 1910 to 2199: a year such as 2026 in a date column is not taken for a day
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an import: the one description behind template, validation and documentation."""

    name: str
    help: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    most: int = 200
    secret: bool = False
    example: str = ""


class CellRefused(Exception):
    """Why a cell is not taken: a stable code and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def value(column: Column, raw: Any) -> Any:
    """The cell's value; None for an empty one. Raises CellRefused. A secret is never quoted."""
    text = plain(raw)
    if text == "":
        if column.required:
            raise CellRefused("REQUIRED", "This may not be empty.")
        return None
    return _READERS[column.kind](column, raw, text)


def plain(raw: Any) -> str:
    """Any cell as trimmed text: whole numbers without a point, dates in ISO form."""
    if isinstance(raw, str):
        return raw.strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float):
        # A workbook keeps 15 significant digits; more of them are the noise of its binary form.
        return format(Decimal(format(raw, ".15g")), "f") if raw == raw and abs(raw) < 1e18 else "not a number"
    if isinstance(raw, datetime) and raw.time() == datetime.min.time():
        return raw.date().isoformat()
    return str(raw)


def _quoted(column: Column, text: str) -> str:
    return "This" if column.secret else f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _text(column: Column, raw: Any, text: str) -> str:
    if text[0] == "'" and text[1:2] in FORMULA_STARTS:
        text = text[1:]
    if text.startswith(FORMULA_STARTS):
        raise CellRefused("FORMULA", f"A text may not begin with {text[0]!r}: spreadsheets would run it.")
    if _UNSEEN.search(text):
        raise CellRefused("TEXT", "Remove line breaks and invisible characters.")
    if len(text) > column.most:
        raise CellRefused("TOO_LONG", f"At most {column.most} characters; this has {len(text)}.")
    return text


def _phone(column: Column, raw: Any, text: str) -> str:
    number = text[1:] if text.startswith("'+") else text
    if not _PHONE.fullmatch(number):
        raise CellRefused("PHONE", f"{_quoted(column, text)} is not a telephone number, as +44 113 496 0000.")
    return number


def _date(column: Column, raw: Any, text: str) -> date:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and raw in _EXCEL_DAYS:
        return _EXCEL_DAY_0 + timedelta(days=int(raw))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise CellRefused("DATE", f"{_quoted(column, text)} is a day that does not exist.") from None
        if 1900 <= found.year < 2200:
            return found
        raise CellRefused("DATE", f"{_quoted(column, text)} is outside the years 1900 to 2199.")
    raise CellRefused("DATE", f"{_quoted(column, text)} is not a date. Write it as 2026-11-30.")


def _decimal(column: Column, raw: Any, text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        try:
            return Decimal(text)
        except InvalidOperation:  # pragma: no cover - the pattern allows none
            pass
    raise CellRefused("NUMBER", f"{_quoted(column, text)} is not a number. Write it as 1234.50, without separators.")


def _whole(column: Column, raw: Any, text: str) -> int:
    number = _decimal(column, raw, text)
    if number != int(number):
        raise CellRefused("NUMBER", f"{_quoted(column, text)} is not a whole number.")
    return int(number)


def _yes_no(column: Column, raw: Any, text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellRefused("YES_NO", f"{_quoted(column, text)} is neither yes nor no.")


def _choice(column: Column, raw: Any, text: str) -> str:
    wanted = text.casefold()
    for choice in column.choices:
        if choice.casefold() == wanted:
            return choice
    raise CellRefused("CHOICE", f"{_quoted(column, text)} is none of: {', '.join(column.choices)}.")


_READERS: dict[str, Callable[[Column, Any, str], Any]] = {
    "text": _text,
    "phone": _phone,
    "date": _date,
    "amount": _decimal,
    "decimal": _decimal,
    "whole": _whole,
    "yes_no": _yes_no,
    "choice": _choice,
}
