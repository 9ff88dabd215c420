"""What pay groups, elements and dated facts may hold: texts that fit, numbers within reason, days in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from openhro.core.errors import Invalid
from openhro.core.money import minor_digits
from openhro.ui.formats import said

LENGTHS = {"name": 120, "element": 80, "gl_account": 40, "pack": 8, "frequency": 20}
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CAPITALS = re.compile(r"[A-Z]+")


def check_code(code: str) -> None:
    """A short key: letters, digits, hyphens and underscores; files are named by it."""
    if not _CODE.fullmatch(code):
        raise Invalid("CODE", "A code has 1 to 40 letters, digits, - and _.", field="code")


def check_texts(texts: Mapping[str, str]) -> None:
    """No text is longer than its column or holds what cannot be printed; only a G/L account may be empty."""
    for name, text in texts.items():
        field = "name" if name == "element" else name
        if not text.strip() and name != "gl_account":
            raise Invalid("REQUIRED", "This may not be empty.", field=field)
        if len(text) > LENGTHS[name]:
            raise Invalid("TOO_LONG", f"At most {LENGTHS[name]} characters.", field=field)
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            raise Invalid("UNREADABLE", "This holds characters that cannot be printed. Type it again.", field=field)


def check_places(country: str, currency: str) -> None:
    """A country by the form of ISO 3166-1, and a currency that ISO 4217 has: amounts could not be written without."""
    for field, code, size in (("country", country, 2), ("currency", currency, 3)):
        if len(code) != size or not _CAPITALS.fullmatch(code):
            raise Invalid("ISO_CODE", f"Give {size} capital letters.", field=field)
    minor_digits(currency)


def check_numbers(values: Mapping[str, Any]) -> None:
    """An element's multiplier and place in the list."""
    for field, most in (("multiplier_micro", 10**9), ("sort", 32_000)):
        if not 0 <= values.get(field, 0) <= most:
            raise Invalid("NUMBER_RANGE", f"This lies between 0 and {most}.", field=field)


def check_days(start: date, last: date | None) -> None:
    """A last day is not before the first, and both lie within living memory and plans."""
    for day, field in ((start, "start"), (last, "last")):
        if day is not None and not 1950 <= day.year <= 2200:
            raise Invalid("DATES", f"The day {said(day)} lies too far away; check the year.", field=field)
    if last is not None and last < start:
        raise Invalid("DATES", f"The last day {said(last)} is before the first day {said(start)}.", field="last")


def overlap(one: Any, other: Any) -> bool:
    """Whether two half-open ranges of days share a day; an end of None is open."""
    return (other.upper is None or one.lower < other.upper) and (one.upper is None or other.lower < one.upper)
