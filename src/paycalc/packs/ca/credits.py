"""The year's CPP or QPP base contributions and premiums that K2 and K2P give credit for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca import insurance, pension_plan
from paycalc.packs.ca.periods import periods
from paycalc.packs.ca.places import CREDIT_METHODS
from paycalc.packs.ca.sheet import of, times
from paycalc.rounding import half_up

if TYPE_CHECKING:
    from paycalc.packs.ca.insurance import Premiums
    from paycalc.packs.ca.pension_plan import Contributions
    from paycalc.run import Run

__all__ = ["Basis", "Given", "credited"]

_GREATER, _YEAR_TO_DATE = CREDIT_METHODS.index("greater"), CREDIT_METHODS.index("year_to_date")
CITE: Final = "T4127 chapter 4 step 2, K2 and its notes"


@dataclass(frozen=True)
class Given:
    """Of the pay: contributions and premiums, and the unit of each row's factors."""

    contributions: Contributions
    premiums: Premiums
    unit: Array | int


@dataclass(frozen=True)
class Basis:
    """What is annualised and what is added once, in cents. Non-periodic pay is pensionable and insurable."""

    pensionable: Array  # of a period
    insurable: Array  # of a period
    earlier: Array  # B1
    now: Array  # B, or nothing in the step without it
    actual: bool  # the periodic contribution is that of this pay


def credited(r: Run, given: Given, basis: Basis) -> tuple[Array, Array]:
    """(contributions, premiums) of the year in units, neither above its maximum."""
    return _contributions(r, given, basis), _premiums(r, given, basis)


def _contributions(r: Run, given: Given, basis: Basis) -> Array:
    law, c, unit, p = pension_plan.plans(r.law), given.contributions, given.unit, periods(r)
    percent, base = law.rate[c.plan], law.base[c.plan]
    periodic = of(np.maximum(basis.pensionable - law.exemption // p, 0), percent)
    if basis.actual:
        periodic = np.minimum(periodic, c.c)
    periodic = np.where(c.able, periodic, 0)
    earlier, now = (np.where(c.able, of(amount, percent), 0) for amount in (basis.earlier, basis.now))
    most = half_up(law.most_base[c.plan] * c.months, 12) * unit
    if r.given("qpp_before") or r.given("cpp_before"):
        most = most + of(times(c.elsewhere, unit), law.base[1 - c.plan] - base, law.rate[1 - c.plan])
    year = of(times(times(periodic, p) + earlier + now, unit), base, percent)
    paid = of(times(c.paid, unit), base, percent) + of(
        times(c.elsewhere, unit), law.base[1 - c.plan], law.rate[1 - c.plan]
    )
    method = r["credit_method"]
    greater = np.where(c.reached & c.able, most, np.maximum(year, paid))
    year = np.where(method == _GREATER, greater, year)
    if r.given("pay_periods_left"):
        to_date = paid + of(times(times(periodic, r["pay_periods_left"]) + now, unit), base, percent)
        year = np.where(method == _YEAR_TO_DATE, to_date, year)
    credit: Array = np.minimum(year, most)
    return credit


def _premiums(r: Run, given: Given, basis: Basis) -> Array:
    """CRA's calculator holds a bonus to what the annualised pay leaves of the year's insurable earnings.

    So the premiums of regular pay and bonus may pass the year's maximum by the cents that rounding each period adds.
    """
    law, e, p = insurance.rates(r.law), given.premiums, periods(r)
    most, percent = law.most[e.quebec], law.rate[e.quebec]
    periodic = of(np.maximum(basis.insurable, 0), percent)
    if basis.actual:
        periodic = np.minimum(periodic, e.ei)
    left = np.maximum(law.earnings - times(np.maximum(basis.insurable, 0), p), 0)
    earlier = np.where(e.insured, of(np.minimum(basis.earlier, left), percent), 0)
    now = np.where(e.insured, of(np.minimum(basis.now, np.maximum(left - basis.earlier, 0)), percent), 0)
    periodic = np.where(e.insured, periodic, 0)
    year = np.minimum(times(periodic, p), most) + earlier + now
    paid, method = r["ei_before"], r["credit_method"]
    greater = np.where(e.reached & e.insured, np.maximum(most, year), np.maximum(year, np.minimum(paid, most)))
    year = np.where(method == _GREATER, greater, year)
    if r.given("pay_periods_left"):
        to_date = np.minimum(paid + times(periodic, r["pay_periods_left"]) + now, most)
        year = np.where(method == _YEAR_TO_DATE, to_date, year)
    due = times(year, given.unit)
    return due + _parental(r, given, basis) if e.quebec.any() else due


def _parental(r: Run, given: Given, basis: Basis) -> Array:
    """P x IE x rate of QPIP, in units, up to its maximum."""
    law, e = insurance.rates(r.law), given.premiums
    earned = times(np.maximum(basis.insurable, 0), periods(r)) + basis.earlier + basis.now
    year = of(times(earned, given.unit), int(law.rate[2]))
    return np.where((e.quebec == 1) & e.insured, np.minimum(year, int(law.most[2]) * given.unit), 0)
