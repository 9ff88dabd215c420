"""Service credits: what a miss costs, to the cent. Amounts are minor units of the contract's currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Miss:
    """A missed level: its weight in per cent and what its place in a row of misses multiplies it by."""

    weight: Decimal
    multiplier: Decimal


def at_risk(charges_minor: int, percent: Decimal) -> int:
    """The share of a month's charges that credits can reach."""
    return _cent(Decimal(max(charges_minor, 0)) * percent / _HUNDRED)


def amounts(at_risk_minor: int, misses: Sequence[Miss]) -> list[int]:
    """What each miss costs. Together never more than is at risk: then each gets its part, and the parts add up."""
    full = [_cent(Decimal(at_risk_minor) * one.weight / _HUNDRED * one.multiplier) for one in misses]
    total = sum(full)
    if total <= at_risk_minor:
        return full
    marks = [_cent(Decimal(at_risk_minor) * done / total) for done in accumulate(full, initial=0)]
    return [after - before for before, after in pairwise(marks)]


def _cent(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
