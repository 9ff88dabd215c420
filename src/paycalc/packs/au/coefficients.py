"""Statements of formula y = a x - b: the coefficient tables of Schedules 1 and 8, and the weekly equivalent x.

x is whole dollars and 99 cents; y is rounded half up directly to the dollar, never to the cent first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.au.columns import FREQUENCIES
from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["DOLLAR", "Coefficients", "coefficients", "of_period", "weekly_dollars", "weekly_tax"]

DOLLAR: Final = 100
_PARTS: Final = 10_000  # a and b are printed with up to four decimals
_SPAN: Final = 2**40  # more dollars a week than any input gives (12 amounts of at most 10**10 dollars)
_THIRTEENTHS: Final = 13
MONTHLY, QUARTERLY = FREQUENCIES.index("monthly"), FREQUENCIES.index("quarterly")


@dataclass(frozen=True)
class Coefficients:
    """The rows of several scales one after the other; `limits` are whole dollars offset by scale x _SPAN."""

    limits: Array
    a: Array  # 1/10,000
    b: Array  # 1/10,000 dollar


def coefficients(scales: Sequence[Any]) -> Coefficients:
    """From tables of [limit, a, b]; the limit 0 of a last row stands for "and over"."""
    limits, a, b = [], [], []
    for number, rows in enumerate(scales):
        for limit, factor, less in rows:
            limits.append(number * _SPAN + (int(limit) or _SPAN - 1))
            a.append(int(factor * _PARTS))
            b.append(int(less * _PARTS))
    return Coefficients(np.array(limits, np.int64), np.array(a, np.int64), np.array(b, np.int64))


def weekly_dollars(r: Run, earnings: Array) -> Array:
    """Whole dollars of the weekly equivalent; 33 cents of a month count as a third of a dollar."""
    frequency = r["pay_frequency"]
    weekly = earnings // np.where(frequency == 1, 2 * DOLLAR, DOLLAR)
    month = (earnings + (earnings % DOLLAR == 33)) * 3 // (_THIRTEENTHS * DOLLAR)
    quarter = earnings // (_THIRTEENTHS * DOLLAR)
    return np.where(frequency == MONTHLY, month, np.where(frequency == QUARTERLY, quarter, weekly))


def weekly_tax(r: Run, table: Coefficients, scale: Array, dollars: Array) -> Array:
    """y in whole dollars, never negative: the first row of the scale with x below its limit."""
    place = np.searchsorted(table.limits, scale * _SPAN + dollars, side="right")
    a, b, x = table.a[place], table.b[place], dollars * DOLLAR + 99
    r.note("x", "Weekly equivalent in whole dollars and 99 cents", x)
    r.note("a", "Coefficient a, in millionths", a, unit="count", scale=1_000_000 // _PARTS)
    r.note("b", "Coefficient b, in dollars", b, unit="money/100")
    y = np.maximum(half_up(a * x - b * DOLLAR, _PARTS * DOLLAR), 0)
    r.note("y", "Weekly amount", y * DOLLAR, formula="a x - b", rounding="half up to the dollar")
    return y


def of_period(r: Run, weekly: Array) -> Array:
    """Cents of the pay period from whole dollars a week."""
    frequency = r["pay_frequency"]
    month = share(weekly, _THIRTEENTHS, 3, half_up)
    times = np.array([1, 2, 0, _THIRTEENTHS], np.int64)[frequency]
    due = np.where(frequency == MONTHLY, month, weekly * times) * DOLLAR
    r.note("z", "Amount of the pay period", due, formula="y, y x 2, y x 13/3 or y x 13",
           rounding="a month: half up to the dollar")  # fmt: skip
    return due
