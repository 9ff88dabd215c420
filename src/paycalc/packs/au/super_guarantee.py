"""Super guarantee: the rate of the year on ordinary time earnings, sacrificed pay counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute"]

MILLION: Final = 1_000_000


def contribute(r: Run) -> None:
    """Sets super_guarantee and super_extra; needs super_base."""
    r.part("Superannuation", "Superannuation Guarantee (Administration) Act 1992 s. 19")
    earnings, rate = np.maximum(r["super_base"], 0), r.law.rate("au.super_guarantee")
    r.note("r", "Super guarantee rate", int(rate * MILLION), unit="rate")
    r["super_guarantee"] = part(earnings, rate, half_up)
    if r.given("super_extra_rate"):
        r["super_extra"] = share(earnings, r["super_extra_rate"], MILLION, half_up)
