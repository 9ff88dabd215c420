"""Money is an int64 count of minor units; this is the only place that knows how many decimals a currency has."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LIMIT", "decimals", "format", "parse"]

LIMIT: Final = 10**12
"""The largest amount of one input cell, in minor units; keeps amount x rate in millionths inside int64."""

_DECIMALS: Final = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_TEXT: Final = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]+))?")


def decimals(currency: str) -> int:
    """Digits after the point of an ISO 4217 currency; two unless ISO 4217 says otherwise."""
    return _DECIMALS.get(currency, 2)


def parse(text: str, currency: str = "XXX") -> int:
    """Minor units of a text such as "1234.56" or "-0.05"; ValueError for what is no exact amount of the currency."""
    places = decimals(currency)
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise ValueError("is not an amount such as 1234.56")
    sign, whole, part = match[1], match[2], match[3] or ""
    if len(part.rstrip("0")) > places:
        raise ValueError(f"has more than {places} decimals")
    amount = int(whole + part[:places].ljust(places, "0"))
    if amount > LIMIT:
        raise ValueError("is more than any payslip holds")
    return -amount if sign else amount


def format(amount: int, currency: str = "XXX") -> str:
    """The text of minor units, in major units: 123456 -> "1234.56"."""
    places = decimals(currency)
    digits = str(abs(int(amount))).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if amount < 0 else text
