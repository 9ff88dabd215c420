"""How net pay is split over somebody's accounts: to the cent, in the order of their priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openhro.core.money import Rounding, rounded


@dataclass(frozen=True, slots=True)
class Share:
    """What an account takes: a fixed `minor` amount, a `percent` of net pay, or (kind remainder) what is left."""

    kind: str
    minor: int | None = None
    percent: Decimal | None = None


def split(net: int, shares: Sequence[Share]) -> list[int] | None:
    """The parts of net pay, in the order of the shares; None where they leave a part of it without an account.

    Percents are of the whole net pay and are rounded cumulatively, so that 33.33 + 33.33 + 33.34 % is all of it. No
    share takes more than the earlier ones left; a share of nothing is 0 and makes no payment.
    """
    parts, left, marked = [0] * len(shares), net, Fraction(0)
    for i, share in enumerate(shares):
        if share.kind == "remainder":
            continue
        wanted = share.minor or 0
        if share.percent is not None:
            before, marked = marked, marked + Fraction(share.percent)
            wanted = _mark(net, marked) - _mark(net, before)
        parts[i] = max(0, min(wanted, left))
        left -= parts[i]
    for i, share in enumerate(shares):
        if share.kind == "remainder":
            parts[i], left = left, 0
    return None if left else parts


def _mark(net: int, percent: Fraction) -> int:
    return rounded(net * percent / 100, Rounding.HALF_UP)
