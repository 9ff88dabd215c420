"""Income tax of the pay by option 1 of T4127: factor A, the period's tax T, and the tax TB on non-periodic pay."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca import federal_tax, pension_plan, provincial_tax
from paycalc.packs.ca.brackets import Year
from paycalc.packs.ca.credits import Basis, Given, credited
from paycalc.packs.ca.periods import periods
from paycalc.packs.ca.places import EXEMPT, QUEBEC
from paycalc.packs.ca.sheet import Sheet, of, rate, times, units
from paycalc.rounding import half_up
from paycalc.run import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.packs.ca.insurance import Premiums
    from paycalc.packs.ca.pension_plan import Contributions

__all__ = ["deduct"]

Held = TypeVar("Held", "Contributions", "Premiums")
CITE: Final = "Income Tax Regulations Part I; T4127 chapter 4, option 1"
BASES: Final = ("employment_income", "non_periodic_pay", "pensionable_earnings", "insurable_earnings",
                "rpp", "rrsp", "rrsp_of_bonus", "union", "maintenance_paid")  # fmt: skip


@dataclass(frozen=True)
class Split:
    """F5 in units, as taken from regular (A) and from non-periodic pay (B)."""

    regular: Array
    bonus: Array


def deduct(r: Run, contributions: Contributions, premiums: Premiums) -> None:
    """Sets the federal and provincial lines and the additional tax; needs all bases, CPP and EI."""
    given = Given(contributions, premiums, units(r))
    split = _additional(r, given)
    income = _income(r)
    a = _regular(r, given, split, income)
    r["annual_taxable_income"] = half_up(a, given.unit)
    basis = Basis(*_periodic(r), r.zeros(), r.zeros(), actual=True)
    t1, t2 = _year(r, given, Year(a, times(income, periods(r)), *credited(r, given, basis), given.unit))
    whole = given.unit * periods(r)
    r.part("Tax of the pay (T)", CITE)
    r["federal_tax"] = half_up(t1, whole)
    r["provincial_tax"] = half_up(t2, whole)
    r["additional_tax"] = r["additional_tax_request"]
    bonus = np.flatnonzero(r["non_periodic_pay"] > 0)
    if len(bonus):
        _on_bonus(r, given, split, bonus)


def _income(r: Run) -> Array:
    """I: what is earned each period."""
    return r["employment_income"] - r["non_periodic_pay"]


def _periodic(r: Run) -> tuple[Array, Array]:
    """Pensionable and insurable earnings of the regular pay."""
    return r["pensionable_earnings"] - r["non_periodic_pay"], r["insurable_earnings"] - r["non_periodic_pay"]


def _additional(r: Run, given: Given) -> Split:
    """F5, F5A and F5B. CRA's calculator counts retroactive pay here with the increase of one period."""
    r.part("Step 1: annual taxable income (A)", CITE)
    law, sheet = pension_plan.plans(r.law), Sheet(r, given.unit)
    f5 = pension_plan.deductible(law, given.contributions, given.unit)
    sheet.line("F5", "Additional contributions", f5, "C x additional rate / rate + C2")
    r["additional_contributions"] = half_up(f5, given.unit)
    bonus = r["non_periodic_pay"]
    if r.given("retroactive_periods"):
        over = r["retroactive_periods"]
        one = half_up(r["retroactive_pay"], np.maximum(over, 1))
        bonus = np.where(over > 0, bonus - r["retroactive_pay"] + one, bonus)
    r.memo["ca.f5b"] = r.zeros()
    if not bonus.any():
        return Split(f5, np.zeros(len(bonus), np.int64))
    regular = r["pensionable_earnings"] - r["non_periodic_pay"]
    whole = regular + bonus
    split = Split(pension_plan.share_of(f5, regular, whole), pension_plan.share_of(f5, bonus, whole))
    r.memo["ca.f5b"] = half_up(split.bonus, given.unit)
    sheet.line("F5A", "of it from regular pay", split.regular, "F5 x (PI - B) / PI")
    sheet.line("F5B", "of it from non-periodic pay", split.bonus, "F5 x B / PI")
    return split


def _regular(r: Run, given: Given, split: Split, income: Array) -> Array:
    """A of regular pay in units, not below zero: T is then L alone."""
    p, unit = periods(r), given.unit
    f = r["rpp"] + r["rrsp"]
    _noted(r, income, f)
    r.note("P", "Pay periods of the year", p, unit="count")
    left = income - f - r["maintenance_paid"] - r["union"]
    year = times(times(left, unit) - split.regular, p) - times(r["zone_deduction"] + r["annual_deductions"], unit)
    a: Array = np.maximum(year, 0)
    Sheet(r, unit).line("A", "Annual taxable income", a, "P x (I - F - F2 - F5A - U1) - HD - F1")
    return a


def _noted(r: Run, income: Array, f: Array) -> None:
    """The factors of a pay, in cents."""
    r.note("I", "Pay of the period", income)
    r.note("F", "Pension plan and RRSP", f)
    r.note("F2", "Alimony or maintenance", r["maintenance_paid"])
    r.note("U1", "Union dues", r["union"])
    r.note("HD", "Prescribed zone deduction", r["zone_deduction"])
    r.note("F1", "Authorised deductions", r["annual_deductions"])


def _year(r: Run, given: Given, year: Year) -> tuple[Array, Array]:
    """(T1, T2) in units."""
    sheet = Sheet(r, given.unit)
    r.part(f"{year.step}Base of K2 and K2P", "T4127 chapter 4 step 2, notes to K2")
    sheet.line(
        "CPP", "Base contributions of the year", year.contributions, "P x C x base rate / rate, up to the maximum"
    )
    sheet.line("EI", "Premiums of the year", year.premiums, "P x EI, up to the maximum")
    return federal_tax.annual(r, year), provincial_tax.annual(r, year)


def _on_bonus(whole: Run, given: Given, split: Split, rows: Array) -> None:
    """TB of the rows that have non-periodic pay: the year's tax with it less the year's tax without it."""
    r, given, split = _rows(whole, rows), _given(given, rows), Split(split.regular[rows], split.bonus[rows])
    r.part("Bonus: annual taxable income of regular pay", CITE)
    income, periodic = _recent(r)
    regular = _regular(r, given, split, income)
    unit, b, b1 = given.unit, r["non_periodic_pay"], np.maximum(r["bonus_before"], 0)
    before = np.maximum(times(b1 - r["bonus_deductions_before"] - r["bonus_additional_before"], unit), 0)
    now = np.maximum(times(b - r["rrsp_of_bonus"], unit) - split.bonus, 0)
    earned = times(income, periods(r)) + b1
    basis = Basis(*periodic, b1, b, actual=False)
    with_it = Year(regular + now + before, earned + b, *credited(r, given, basis), unit, "Bonus step 1, with it: ")
    one = _year(r, given, with_it)
    basis = replace(basis, now=np.zeros(len(b), np.int64))
    without = Year(regular + before, earned, *credited(r, given, basis), unit, "Bonus step 2, without: ")
    two = _year(r, given, without)
    r.part("Tax on the bonus (TB)", CITE)
    small = with_it.a <= r.law.money("tax.small_income.most") * unit
    federal = np.where(small, _flat(r, b), half_up(np.maximum(one[0] - two[0], 0), unit))
    provincial = np.where(small, 0, half_up(np.maximum(one[1] - two[1], 0), unit))
    for name, tax in (("federal_bonus_tax", federal), ("provincial_bonus_tax", provincial)):
        every = whole.zeros()
        every[rows] = tax
        whole[name] = every


def _flat(r: Run, bonus: Array) -> Array:
    """The note to step 1: 15 % of the payment (10 % in Quebec) where the year's income is small; shown as federal."""
    percent = np.where(
        r["province"] == QUEBEC, rate(r.law, "tax.small_income.quebec"), rate(r.law, "tax.small_income.rate")
    )
    return np.where(r["federal_claim_code"] == EXEMPT, 0, of(bonus, percent))


def _recent(r: Run) -> tuple[Array, tuple[Array, Array]]:
    """I with its pensionable and insurable part; "if I = 0, use the most recent I"."""
    income, (pensionable, insurable) = _income(r), _periodic(r)
    alone: NDArray[np.bool_] = income == 0
    recent = r["recent_pay_before"]
    return np.where(alone, recent, income), (
        np.where(alone, recent, pensionable),
        np.where(alone, recent, insurable),
    )


def _rows(r: Run, rows: Array) -> Run:
    """A run of some of the rows, with the bases that have been set."""
    inputs = {column.name: r[column.name][rows] for column in r.pack.inputs if r.given(column.name)}
    return Run(r.pack, r.law, inputs, {name: r[name][rows] for name in BASES}, r.tracer)


def _given(given: Given, rows: Array) -> Given:
    unit = given.unit if isinstance(given.unit, int) else given.unit[rows]
    return Given(_taken(given.contributions, rows), _taken(given.premiums, rows), unit)


def _taken(held: Held, rows: Array) -> Held:
    """Some rows of every array."""
    return replace(held, **{one.name: getattr(held, one.name)[rows] for one in fields(held)})
