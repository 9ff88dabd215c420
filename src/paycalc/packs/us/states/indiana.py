"""Indiana: state and county tax on the same wages less the WH-4 exemptions, each line of which is rounded."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.places import PERIODS
from paycalc.packs.us.states.codes import Codes, codes_of
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import StateWages
from paycalc.parameters import Law
from paycalc.rounding import half_up, part, share

__all__ = ["county", "tax"]

_PERIODS: Final = np.array([*PERIODS[:-1], 365], np.int64)
_LINES: Final = ("state_allowances", "state_allowances_other", "state_allowances_third", "state_allowances_fourth")
_MILLION: Final = 1_000_000


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """State tax of the period, half up to the cent."""
    taxable = _taxable(s, wages)
    s.note("", "Exemptions of lines 5 to 8", wages - taxable, rounding="each line to the cent")
    s.note("", "Taxable in the period", taxable)
    return part(taxable, s.law.rate("in.rate"), half_up)


def _taxable(s: StateRows, wages: Array) -> Array:
    periods = s.periods(_PERIODS)
    exempt = s.zeros()
    for line, amount in zip(_LINES, s.law.moneys("in.exemption"), strict=True):
        if s.filled(line):
            exempt = exempt + half_up(amount * s[line], periods)
    taxable: Array = np.maximum(wages - exempt, 0)
    return taxable


def county(s: StateRows, wages: StateWages) -> None:
    """County tax of the residence on 1 January; of the place of work for those who live outside Indiana."""
    where = s["work_locality"] if s.nonresident else s["home_locality"]
    if not where.any():
        return
    s.part("Indiana county tax", "Departmental Notice #1")
    taxed = where != 0
    entered = s["local_home_rate"]
    rate = entered
    asking = taxed & (entered == 0)
    if asking.any():
        rate = np.where(asking, _held(s, where, asking), entered)
    taxable = _taxable(s, wages.together)
    due = np.where(taxed, share(taxable, rate, _MILLION, half_up), 0)
    due = wages.less_earlier(s, due, "earlier_local_tax")
    if wages.flat is not None:
        due = due + np.where(taxed, share(wages.flat, rate, _MILLION, half_up), 0)
    s.note("", "County rate", rate, unit="rate")
    s["local_income_tax"] = due + np.where(taxed & (wages.regular > 0), s["local_additional"], 0)


def _held(s: StateRows, where: Array, asking: NDArray[np.bool_]) -> Array:
    try:
        held = s.compiled(_counties)
    except FigureMissing as missing:
        sentence = f"{missing}; enter the county's rate in local_home_rate"
        s.problem(asking, "home_locality", missing.code, sentence)
        return s.zeros()
    return held.rate_of(where)


def _counties(law: Law) -> Codes:
    return codes_of(law, "in.county")
