"""Rounding is part of the law: one named function per rule, on int64 arrays, exact, never on a float.

Every rule takes a quotient as numerator and positive denominator and gives the rounded integer. `share` multiplies
first and checks that the product stays inside int64.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.errors import Overflow

__all__ = [
    "Mode",
    "away",
    "ceil",
    "ceil_to",
    "floor",
    "floor_to",
    "half_away",
    "half_down",
    "half_even",
    "half_up",
    "half_up_to",
    "ni_third_decimal",
    "part",
    "share",
    "split",
    "trunc",
]

Whole = Array | int
Mode = Callable[[Array, Whole], Array]
_MAX: Final = 2**63 - 1


def floor(numerator: Array, denominator: Whole) -> Array:
    """Down, towards minus infinity."""
    return numerator // denominator


def ceil(numerator: Array, denominator: Whole) -> Array:
    """Up, towards plus infinity."""
    return -(-numerator // denominator)


def trunc(numerator: Array, denominator: Whole) -> Array:
    """Drop the digits, towards zero."""
    quotient = floor(np.abs(numerator), denominator)
    return np.where(numerator < 0, -quotient, quotient)


def away(numerator: Array, denominator: Whole) -> Array:
    """Up by amount, away from zero."""
    quotient = ceil(np.abs(numerator), denominator)
    return np.where(numerator < 0, -quotient, quotient)


def half_up(numerator: Array, denominator: Whole) -> Array:
    """Nearest; an exact half goes towards plus infinity."""
    return (2 * numerator + denominator) // (2 * denominator)


def half_away(numerator: Array, denominator: Whole) -> Array:
    """Nearest; an exact half goes away from zero."""
    quotient = half_up(np.abs(numerator), denominator)
    return np.where(numerator < 0, -quotient, quotient)


def half_down(numerator: Array, denominator: Whole) -> Array:
    """Nearest; an exact half goes towards minus infinity."""
    return -((denominator - 2 * numerator) // (2 * denominator))


def half_even(numerator: Array, denominator: Whole) -> Array:
    """Nearest; an exact half goes to the even neighbour."""
    up = half_up(numerator, denominator)
    tie = (2 * numerator + denominator) % (2 * denominator) == 0
    return np.where(tie & (up % 2 == 1), up - 1, up)


def ni_third_decimal(numerator: Array, denominator: Whole) -> Array:
    """HMRC's National Insurance rounding of pence: drop all after the third decimal of a pound, then .005 goes down."""
    return (numerator * 10 // denominator + 4) // 10


def floor_to(amount: Array, unit: int) -> Array:
    """Down to a multiple of `unit`, for example whole pounds with unit 100."""
    return amount // unit * unit


def ceil_to(amount: Array, unit: int) -> Array:
    """Up to a multiple of `unit`."""
    return -(-amount // unit) * unit


def half_up_to(amount: Array, unit: int) -> Array:
    """Nearest multiple of `unit`, an exact half up."""
    return half_up(amount, unit) * unit


def share(amount: Array, numerator: Whole, denominator: Whole, mode: Mode) -> Array:
    """amount x numerator / denominator, rounded by `mode`; raises Overflow when the product leaves int64."""
    _guard(amount, numerator)
    return mode(amount * numerator, denominator)


def part(amount: Array, rate: Fraction, mode: Mode) -> Array:
    """A rate of an amount, rounded by `mode`."""
    return share(amount, rate.numerator, rate.denominator, mode)


def split(total: int, weights: list[int]) -> list[int]:
    """Parts in proportion to the weights by cumulative half-up rounding, so that they sum to the total."""
    whole = sum(weights)
    parts, so_far, given = [], 0, 0
    for weight in weights:
        so_far += weight
        upto = (2 * total * so_far + whole) // (2 * whole)
        parts.append(upto - given)
        given = upto
    return parts


def _guard(amount: Array, numerator: Whole) -> None:
    """Refuse before the product wraps; 32 leaves room for the doubling and the tenth that the rounding rules add."""
    if amount.size == 0:
        return
    top = max(int(amount.max()), -int(amount.min()))
    if isinstance(numerator, np.ndarray):
        factor = max(int(numerator.max()), -int(numerator.min())) if numerator.size else 0
        if top * factor > _MAX // 32:
            _precise(amount, numerator)
    elif top * abs(numerator) > _MAX // 32:
        raise Overflow(top, int(numerator))


def _precise(amount: Array, numerator: Array) -> None:
    """The greatest amount and the greatest factor may stand in different rows; look row by row before refusing."""
    amount, numerator = np.broadcast_arrays(amount, numerator)
    worst = np.abs(amount) > (_MAX // 32) // np.maximum(np.abs(numerator), 1)
    if worst.any():
        row = int(worst.argmax())
        raise Overflow(int(amount[row]), int(numerator[row]))
