"""State income tax on the wages of one state's rows: the state's method, then what its form adds or takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Final

from paycalc.columns import Array
from paycalc.packs.us.places import STATE_NAMES
from paycalc.packs.us.states import (
    alabama,
    arizona,
    arkansas,
    connecticut,
    formula,
    indiana,
    maryland,
    massachusetts,
    nebraska,
    new_mexico,
    north_dakota,
    ohio,
    oregon,
    utah,
)
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.rule import rule_of
from paycalc.packs.us.states.wages import extra_of, flat_rate, of_pay, settle
from paycalc.parameters import Law

__all__ = ["OWN", "withhold"]

Method = Callable[[StateRows, Array, Array], Array]

OWN: Final[dict[str, Method]] = {
    "AL": alabama.tax,
    "AR": arkansas.tax,
    "AZ": arizona.tax,
    "CT": connecticut.tax,
    "IN": indiana.tax,
    "MA": massachusetts.tax,
    "MD": maryland.tax,
    "ND": north_dakota.tax,
    "NE": nebraska.tax,
    "NM": new_mexico.tax,
    "OR": oregon.tax,
    "UT": utah.tax,
}
"""States whose method is not one of the two general shapes, or adds to it."""
_LOCAL: Final = {"IN": indiana.county, "OH": ohio.school}


def withhold(s: StateRows) -> None:
    """Set the state's wages and income tax; Indiana and Ohio add the tax of the county or school district."""
    own = OWN.get(s.state)
    cite, stays = s.compiled(_heading(s.state))
    s.part(f"{STATE_NAMES[s.state]} income tax", cite)
    wages = of_pay(s, stays)
    extra = extra_of(s, wages)
    if own is not None:
        tax = own(s, wages.together, extra)
        settle(s, wages, tax, extra, maryland.supplemental if s.state == "MD" else None)
    else:
        rule = s.compiled(rule_of(s.state))
        tax = formula.tax(s, rule, wages.together, extra)
        settle(s, wages, tax, s.zeros() if rule.extra_first else extra, partial(flat_rate, unit=rule.unit))
    if s.state in _LOCAL:
        _LOCAL[s.state](s, wages)


@cache
def _heading(state: str) -> Callable[[Law], tuple[str, tuple[str, ...]]]:
    return partial(_read_heading, state.lower())


def _read_heading(st: str, law: Law) -> tuple[str, tuple[str, ...]]:
    """The publication that the method follows, and the deductions that stay in the state's wages."""
    cite = next((law.cite(f"{st}.{name}") for name in _CITED if law.has(f"{st}.{name}")), "")
    return cite, tuple(law.value(f"{st}.stays_in_wages")) if law.has(f"{st}.stays_in_wages") else ()


_CITED: Final = ("income_tax", "rate", "standard", "exemption", "credit", "rate_without_form", "fica_cap")
