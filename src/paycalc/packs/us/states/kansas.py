"""Kansas: the K-4 counts allowances of two values; the first (two for a joint return) are worth more."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import STATE_STATUS
from paycalc.packs.us.states.rows import StateRows
from paycalc.rounding import half_up

__all__ = ["allowances"]


def allowances(s: StateRows) -> Array:
    """The K-4 allowances of the period: annual amounts added up, then / pay periods to the cent (KW-100)."""
    held = s.law.value("ks.allowances")
    married = s["state_status"] == STATE_STATUS.index("married")
    most = np.where(married, int(held["first_count_married"]), int(held["first_count_single"]))
    count = s["state_allowances"]
    first = np.minimum(count, most)
    annual = first * (int(held["first"]) * 100) + (count - first) * (int(held["other"]) * 100)
    return half_up(annual, s.periods())
