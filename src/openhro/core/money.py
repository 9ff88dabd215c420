"""Money: a whole number of minor units with its currency. It is never a float, and unlike currencies never meet.

Every rounding has a name. A total that is split stays whole: part k is round(T * k / n) - round(T * (k - 1) / n).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    NumberFormatError,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
    is_currency,
    parse_decimal,
    parse_pattern,
)

from openhro.core.errors import Invalid

Rate = int | Fraction | Decimal

LARGEST = 2**63 - 1
LONGEST_TEXT = 40
# CLDR counts the digits that people write; bank files and the engine count ISO 4217's. These are the ones that differ.
ISO_TWO = "AFN ALL IRR KPW LAK LBP MGA MMK RSD SOS SYP YER"
ISO_DIGITS = dict.fromkeys(ISO_TWO.split(), 2) | {"IQD": 3}
# Direction marks are not part of an amount, and a keyboard's space or apostrophe stands for the typographic one.
MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"))
GROUPS = (" \u00a0\u2009\u202f", "'\u2019")
# CLDR keeps a code or a lettered symbol apart from the number; the pattern alone would write CHF5.00.
LETTER_BY_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


class Rounding(StrEnum):
    """The roundings that laws and contracts name; each treats a debit as it treats a credit."""

    HALF_UP = "half_up"  # to the nearest, halves away from zero
    HALF_EVEN = "half_even"  # to the nearest, halves to the even neighbour
    DOWN = "down"  # toward zero
    UP = "up"  # away from zero


class MoneyMismatch(Invalid):
    """422: two currencies in one sum."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__("CURRENCY_MIX", f"{left} and {right} cannot be added or compared; convert one of them first.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, yen, fils) of an ISO 4217 currency; it fits in 64 bits."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"Money is a whole number of minor units, not {type(self.amount).__name__}.")
        minor_digits(self.currency)
        if abs(self.amount) > LARGEST:
            raise Invalid("AMOUNT_RANGE", "That amount is too large to be kept exactly.", field="amount")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, of a currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str, locale: str | None = None) -> Self:
        """From "1234.50", or from what people of a locale write ("1.234,50"). More decimals than it has are refused."""
        digits = minor_digits(currency)
        plain = "" if len(text) > LONGEST_TEXT else text.translate(MARKS).strip().replace("\N{MINUS SIGN}", "-")
        sign, plain = (-1, plain[1:]) if plain.startswith("-") else (1, plain)
        value = _written(_latin(plain), _locale(locale) if locale else None)
        if value is None:
            raise Invalid(
                "AMOUNT_INVALID", f"{text[:LONGEST_TEXT]!r} is not an amount such as 1234.50.", field="amount"
            )
        minor = value * 10**digits
        if minor.denominator != 1:
            raise Invalid(
                "AMOUNT_PRECISION", f"{currency} has {digits} decimals, and {text!r} has more.", field="amount"
            )
        return cls(sign * minor.numerator, currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Self:
        """The sum of amounts of one currency, which is named because there may be none of them."""
        amount = 0
        for part in parts:
            if part.currency != currency:
                raise MoneyMismatch(currency, part.currency)
            amount += part.amount
        return cls(amount, currency)

    def plain(self) -> str:
        """The text that `parse` reads back: "1234.50"."""
        return f"{self.decimal():f}"

    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        sign, digits = int(self.amount < 0), tuple(map(int, str(abs(self.amount))))
        return Decimal((sign, digits, -minor_digits(self.currency)))

    def format(self, locale: str = "en") -> str:
        """As a reader of the locale writes it, with every minor digit."""
        known = _locale(locale)
        pattern = parse_pattern(known.currency_formats["standard"].pattern)
        digits = minor_digits(self.currency)
        pattern.frac_prec = (digits, digits)
        shown = pattern.apply(self.decimal(), known, currency=self.currency, currency_digits=False)
        return LETTER_BY_DIGIT.sub("\u00a0", shown)

    def times(self, rate: Rate, rounding: Rounding | str) -> Money:
        """The amount at an exact rate (2.75 % is Decimal("0.0275")), rounded to a minor unit as the rule names it."""
        return Money(rounded(self.amount * _exact(rate), rounding), self.currency)

    def __add__(self, other: Money) -> Money:
        return self._with(other, self.amount + other.amount) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return self._with(other, self.amount - other.amount) if isinstance(other, Money) else NotImplemented

    def __mul__(self, count: int) -> Money:
        return Money(self.amount * count, self.currency) if type(count) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.amount), self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Money) -> bool:
        return self._with(other, self.amount - other.amount).amount < 0 if isinstance(other, Money) else NotImplemented

    def __le__(self, other: Money) -> bool:
        return not other < self if isinstance(other, Money) else NotImplemented

    def __gt__(self, other: Money) -> bool:
        return other < self if isinstance(other, Money) else NotImplemented

    def __ge__(self, other: Money) -> bool:
        return not self < other if isinstance(other, Money) else NotImplemented

    def __str__(self) -> str:
        return f"{self.plain()} {self.currency}"

    def _with(self, other: Money, amount: int) -> Money:
        if self.currency != other.currency:
            raise MoneyMismatch(self.currency, other.currency)
        return Money(amount, self.currency)


def allocate(total: Money, parts: int) -> list[Money]:
    """Equal parts that sum to the total, the odd minor units spread by cumulative rounding."""
    if type(parts) is not int:
        raise TypeError("A number of parts is an int.")
    if parts < 1:
        raise Invalid("ALLOCATION_INVALID", "A total is allocated to one part or more.", field="parts")
    return allocate_by(total, [1] * parts)


def allocate_by(total: Money, weights: Sequence[Rate]) -> list[Money]:
    """Parts in proportion to the weights that sum to the total; a weight of nothing gets nothing."""
    exact = [_exact(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if not whole or min(exact) < 0:
        raise Invalid(
            "ALLOCATION_INVALID", "Weights are not negative, and at least one is above nothing.", field="weights"
        )
    marks = [rounded(total.amount * mark / whole, Rounding.HALF_UP) for mark in accumulate(exact, initial=Fraction(0))]
    return [Money(after - before, total.currency) for before, after in pairwise(marks)]


def rounded(value: Fraction | int, rounding: Rounding | str) -> int:
    """The whole number that an exact value becomes under a named rounding."""
    sign = -1 if value < 0 else 1
    return sign * _ROUNDINGS[Rounding(rounding)](abs(Fraction(value)))


def minor_digits(currency: str) -> int:
    """How many decimals the currency's major unit has in ISO 4217: EUR 2, JPY 0, KWD 3."""
    digits = _digits(currency) if isinstance(currency, str) else None
    if digits is None:
        raise Invalid("CURRENCY_UNKNOWN", f"{currency!r} is not an ISO 4217 currency such as EUR.", field="currency")
    return digits


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator


_ROUNDINGS: dict[Rounding, Callable[[Fraction], int]] = {
    Rounding.HALF_UP: _half_up,
    Rounding.HALF_EVEN: round,
    Rounding.DOWN: _down,
    Rounding.UP: _up,
}


def _exact(rate: Rate) -> Fraction:
    if isinstance(rate, bool) or not isinstance(rate, int | Fraction | Decimal):
        raise TypeError(f"A rate is an int, a Fraction or a Decimal, not {type(rate).__name__}.")
    if isinstance(rate, Decimal) and not rate.is_finite():
        raise Invalid("RATE_INVALID", f"{rate} is not a rate.", field="rate")
    return Fraction(rate)


@lru_cache(maxsize=512)
def _digits(currency: str) -> int | None:
    if not (re.fullmatch("[A-Z]{3}", currency) and is_currency(currency)):
        return None
    return ISO_DIGITS.get(currency, get_currency_precision(currency))


@lru_cache(maxsize=128)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as unknown:
        raise Invalid(
            "LOCALE_UNKNOWN", f"There is no locale {name!r}; use one such as en_GB.", field="locale"
        ) from unknown


def _latin(text: str) -> str:
    """The same text with its digits, of whatever script, as 0 to 9."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _written(text: str, locale: Locale | None) -> Fraction | None:
    """The value of an unsigned text; None if it is no number, or has its group marks in odd places."""
    if locale is None:
        return Fraction(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else None
    for system in ("latn", "default"):
        group = get_group_symbol(locale, numbering_system=system)
        point = get_decimal_symbol(locale, numbering_system=system)
        for kinds in GROUPS:
            if group in kinds:
                text = text.translate(dict.fromkeys(map(ord, kinds), group))
        if re.fullmatch(f"[0-9][0-9{re.escape(group)}]*({re.escape(point)}[0-9]+)?", text):
            try:
                return Fraction(parse_decimal(text, locale, strict=True, numbering_system=system))
            except NumberFormatError:
                return None
    return None
