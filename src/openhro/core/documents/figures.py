"""Amounts, quantities and dates in the reader's language: exact, in Latin digits, with a true minus sign.

Amounts are int minor units of the currency; quantities and rates are `Decimal`. No float is involved.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, parse_pattern
from babel.numbers import format_currency, get_currency_precision

from openhro.core.documents.errors import DocumentError

MINUS = "\u2212"
# Direction marks and narrow blanks that locale data carry, and that fonts often lack.
_PLAIN = str.maketrans({"\u200e": "", "\u200f": "", "\u061c": "", "\u2009": " ", "\u202f": "\u00a0", "-": MINUS})
_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")


@dataclass(frozen=True)
class Figures:
    """Formats for one language tag (BCP 47, such as `en-GB`) and one currency (ISO 4217)."""

    language: str
    currency: str

    @cached_property
    def locale(self) -> Locale:
        """The locale of the language; `DocumentError` `language` if it is unknown.

        A language in a country that has no rules of its own for it (English in Poland) follows the language's.
        """
        for tag in (self.language, self.language.partition("-")[0]):
            with suppress(UnknownLocaleError, ValueError):
                return Locale.parse(tag, sep="-")
        raise DocumentError("language", f"'{self.language}' is not a language that can be printed.")

    @cached_property
    def decimals(self) -> int:
        """The currency's minor digits."""
        return int(get_currency_precision(self.currency))

    def amount(self, minor: int) -> str:
        """An amount without its currency: 1234567 -> 12,345.67."""
        whole = str(abs(minor)).rjust(self.decimals + 1, "0")
        fraction = whole[len(whole) - self.decimals :]
        return self._signed(whole[: len(whole) - self.decimals], fraction, minor < 0)

    def money(self, minor: int) -> str:
        """An amount with its currency as the language writes it: £12,345.67 or 12.345,67 €."""
        value = Decimal(minor).scaleb(-self.decimals)
        return str(format_currency(value, self.currency, locale=self.locale)).translate(_PLAIN)

    def quantity(self, value: Decimal) -> str:
        """Hours, days, a rate: at least two decimals, and as many as it has."""
        sign, digits, exponent = value.as_tuple()
        if not isinstance(exponent, int):
            raise DocumentError("quantity", f"{value} is not a quantity.")
        places = max(-exponent, 2)
        text = "".join(map(str, digits)) + "0" * (places + exponent)
        text = text.rjust(places + 1, "0")
        return self._signed(text[:-places].lstrip("0") or "0", text[-places:], bool(sign))

    def number(self, value: Decimal) -> str:
        """A quantity with the decimals that it needs and no more: 233, 0.6774."""
        short = value.normalize()
        whole = short == short.to_integral_value()
        return self.count(int(short)) if whole else self.quantity(short)

    def count(self, value: int) -> str:
        """A whole number with its groups: 1248 -> 1,248."""
        return self._signed(str(abs(value)), "", value < 0)

    def day(self, value: date) -> str:
        """A date in words, such as 30 November 2026."""
        return _day(value, self.locale)

    def span(self, start: date, end: date) -> str:
        """The days from start to end, such as 1–30 November 2026; one day is that day."""
        return _span(start, end, self.locale)

    def _signed(self, whole: str, fraction: str, negative: bool) -> str:
        symbols: dict[str, str] = self.locale.number_symbols["latn"]
        first, others = self._grouping
        parts = [whole[-first:]]
        rest = whole[:-first]
        while rest:
            parts.append(rest[-others:])
            rest = rest[:-others]
        text = symbols["group"].join(reversed(parts))
        if fraction:
            text += symbols["decimal"] + fraction
        return str((MINUS if negative else "") + text).translate(_PLAIN)

    @cached_property
    def _grouping(self) -> tuple[int, int]:
        """Digits of the last group and of those before it (3 and 2 in India)."""
        first, others = self.locale.decimal_formats[None].grouping
        return int(first), int(others)


@lru_cache(maxsize=4096)
def _day(value: date, locale: Locale) -> str:
    # A run prints the same few dates on every slip.
    return str(format_date(value, format="long", locale=locale)).translate(_PLAIN)


@lru_cache(maxsize=4096)
def _span(start: date, end: date, locale: Locale) -> str:
    if start == end:
        return _day(start, locale)
    differs = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    patterns = (locale.interval_formats.get("yMMMd") or {}).get(differs)
    if patterns is None:
        return str(format_interval(start, end, "yMMMd", locale=locale)).translate(_PLAIN)
    # Locale data have spans with short months only; on a page whose dates are long they would be a second format.
    long = [parse_pattern(_SHORT_MONTH.sub("MMMM", pattern)) for pattern in patterns]
    text = "".join(pattern.apply(day, locale) for pattern, day in zip(long, (start, end), strict=True))
    return text.translate(_PLAIN)
