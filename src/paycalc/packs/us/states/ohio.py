"""Ohio school districts: a tax of the residence, on the state's wages less exemptions or on all earned income."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.states.codes import Codes, codes_of
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import StateWages
from paycalc.parameters import Law
from paycalc.rounding import half_up, share

__all__ = ["school"]

_MILLION = 1_000_000


def school(s: StateRows, wages: StateWages) -> None:
    """Tax of the school district of residence, half up to the cent. A certificate of reciprocity waives it."""
    district = s["home_locality"]
    if s.nonresident or not district.any():
        return
    s.part("Ohio school district income tax", "Ohio Department of Taxation, school districts with an income tax")
    held = s.compiled(_districts)
    rate = held.rate_of(district)
    allowance = half_up(s.law.moneys("oh.allowance_annual")[0] * s["state_allowances"], s.periods())
    exempt = np.where(held.marked(district, "T"), allowance, 0)
    due = share(np.maximum(wages.together - exempt, 0), rate, _MILLION, half_up)
    due = wages.less_earlier(s, due, "earlier_local_tax")
    if wages.flat is not None:
        due = due + share(wages.flat, rate, _MILLION, half_up)
    s.note("", "Rate of the school district", rate, unit="rate")
    s.note("", "Exemptions (traditional base)", exempt)
    on_wages: Array = np.where((rate > 0) & (wages.regular > 0), s["local_additional"], 0)
    s["local_income_tax"] = due + on_wages


def _districts(law: Law) -> Codes:
    return codes_of(law, "oh.school")
