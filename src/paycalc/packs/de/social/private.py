"""The employer's subsidy to private health and care insurance: half of the premium, at most what a fund would cost."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.columns import KV_GROUPS
from paycalc.packs.de.places import in_saxony
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from paycalc.packs.de.social.bases import Bases
    from paycalc.run import Run

__all__ = ["subsidise"]

_TWO_MONTHS: Final = 60
CITE: Final = "SGB V s. 257 (2a); SGB XI s. 61 (2); EStG s. 3 no. 62"


def subsidise(r: Run, bases: Bases) -> None:
    """Sets private_health_subsidy and private_care_subsidy of who has no group of health insurance."""
    if not (r.given("private_health") or r.given("private_care")):
        return
    r.part("Subsidy to private insurance", CITE)
    private = (r["kv_group"] == KV_GROUPS.index("0")) & (r["employment"] == 0)
    rate = (r.law.rate("sv.kv.general") + r.law.rate("sv.kvz_average")) * Fraction(1, 2)
    care = [part(bases.kv, r.law.rate(f"sv.pv.employer{place}"), half_up) for place in ("", "_saxony")]
    most = {"health": part(bases.kv, rate, half_up), "care": np.where(in_saxony(r) == 1, care[1], care[0])}
    for name, limit in most.items():
        half = share(bases.days, r[f"private_{name}"], _TWO_MONTHS, half_up)
        r.note("1", f"Half of the {name} premium of the period", half, rounding="half up")
        r.note("2", f"The employer's share with a fund ({name})", limit, rounding="half up")
        r[f"private_{name}_subsidy"] = np.where(private, np.minimum(half, limit), 0)
