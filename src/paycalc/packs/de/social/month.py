"""Earlier payments of the same calendar month: the ceilings hold for the month, SGB IV s. 23, BVV s. 1 (1).

The accumulators say which month they belong to (the month in which the pay period ends) and are nothing in another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["earlier", "this_month"]


def this_month(r: Run) -> int:
    """202606 for June 2026."""
    return r.dates.end.year * 100 + r.dates.end.month


def earlier(r: Run, name: str) -> Array:
    """What earlier payments of this month have of it, else zero."""
    if not r.given("sv_month_before"):
        return np.broadcast_to(np.int64(0), r.rows)
    kept: Array = np.where(r["sv_month_before"] == this_month(r), r[f"{name}_before"], 0)
    return kept
