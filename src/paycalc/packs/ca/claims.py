"""TC and TCP: the personal amounts, by form TD1, by claim code, or without a form by the formula of chapter 2."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca.places import CLAIMS, GIVEN, PLACES, TAXING
from paycalc.rounding import half_down

if TYPE_CHECKING:
    from paycalc.parameters import Law

__all__ = ["Claims", "claimed", "tables"]


@dataclass(frozen=True)
class Claims:
    """By place: the basic amount between two incomes, in cents, and its slope; the amounts of claim codes."""

    start: Array
    low: Array
    high: Array
    numerator: Array
    denominator: Array
    codes: Array  # place x CLAIMS


def tables(law: Law) -> tuple[Claims, Claims]:
    """(federal, with the federal amounts in every place; provincial), once per run."""
    built: tuple[Claims, Claims] = law.once("ca.claims", lambda: _both(law))
    return built


def _both(law: Law) -> tuple[Claims, Claims]:
    return _build(law, ("federal",)), _build(law, tuple(place if place in TAXING else "" for place in PLACES))


def _build(law: Law, places: tuple[str, ...]) -> Claims:
    rows, codes = [], []
    for place in places:
        if not place:  # no claim against a tax that is not computed
            rows.append((0, 0, 1, 0, 1))
            codes += [0] * len(CLAIMS)
            continue
        start, end, low, high = (law.money(f"claim.{place}.basic.{name}") for name in ("start", "end", "from", "to"))
        slope = Fraction(start - end, high - low)
        rows.append((start, low, high, slope.numerator, slope.denominator))
        codes += [0, 0, *law.moneys(f"claim.{place}.codes"), 0]
    columns = np.array(rows, np.int64).T.copy()
    start, low, high, numerator, denominator = columns
    return Claims(start, low, high, numerator, denominator, np.array(codes, np.int64))


def claimed(claims: Claims, place: Array | int, how: tuple[Array, Array], income: tuple[Array, Array | int]) -> Array:
    """The claim in cents of each row: `how` is the choice and the given amount, `income` is in units, with the unit."""
    choice, given = how
    known = np.where(choice == GIVEN, given, claims.codes[place * len(CLAIMS) + choice])
    if (choice > 0).all():
        return known
    return np.where(choice == 0, _basic(claims, place, *income), known)


def _basic(claims: Claims, place: Array | int, income: Array, unit: Array | int) -> Array:
    """start - (NI - from) x slope, half up to the cent; the slope is not rounded.

    A half goes up with the amount, so down with what is taken off.
    """
    low, high = claims.low[place] * unit, claims.high[place] * unit
    above = np.minimum(np.maximum(income - low, 0), high - low)
    over = claims.denominator[place] * unit
    whole = above // over
    rest = above - whole * over
    slope = claims.numerator[place]
    amount: Array = claims.start[place] - whole * slope - half_down(rest * slope, over)
    return amount
