"""Withholding (forskuddstrekk): the Tax Administration's routine of the year, or the percentage of the tax card.

The routine works in whole kroner, and so do all arrays here unless a name says øre. Each part of the year's tax is
rounded to a whole krone before they are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.no.columns import CARDS, PERIODS
from paycalc.packs.no.tax_table import FINNMARK, ORDINARY, SEA, UNKNOWN, TaxTables, number_of, tax_tables
from paycalc.rounding import floor, half_up, part, share
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "withhold"]

KRONE: Final = 100
MILLION: Final = 1_000_000
TO_KRONE: Final = "half up to the krone"
TABLE, PERCENT = CARDS.index("table"), CARDS.index("percent")
CITE: Final = "Skatteetaten, trekkrutine of the year (github.com/Skatteetaten/trekktabell)"


@dataclass(frozen=True)
class Figures:
    """What a run needs of the year, worked out once."""

    tables: TaxTables
    steps: Array  # rounding step of each period
    factors: tuple[Array, int]  # income factor of period x (ordinary, other) and its denominator
    divisors: tuple[Array, Array]  # numerator and denominator of period x (ordinary, other, twelve months)
    brackets: Array  # starts of the step tax, 0 first
    below: Array  # step tax up to each start, times the denominator
    rates: Array  # numerators
    denominator: int
    insurance: tuple[Fraction, ...]  # rate of none, low, high
    ramp_ends: tuple[int, ...]  # up to which the ramp holds, of none, low, high


def figures(law: Law) -> Figures:
    """The figures of the pay date."""
    built: Figures = law.once("no.withholding", lambda: _build(law))
    return built


def _build(law: Law) -> Figures:
    periods = [law.value(f"no.period.{name}") for name in PERIODS]
    factors = [_fraction(row[place]) for row in periods for place in (0, 2)]
    divisors = [_fraction(row[place]) for row in periods for place in (1, 3, 2)]
    whole = lcm(*(factor.denominator for factor in factors))
    rates = (Fraction(0), *law.rates("no.step_tax.rates"))
    # Inputs of at most 10**12 øre give incomes below 10**14 kroner: no product of a bracket leaves int64.
    starts = (0, *(start // KRONE for start in law.moneys("no.step_tax.starts")))
    denominator = lcm(*(rate.denominator for rate in rates))
    numerators = [int(rate * denominator) for rate in rates]
    below = [0]
    for number in range(1, len(starts)):
        below.append(below[-1] + (starts[number] - starts[number - 1]) * numerators[number - 1])
    insurance = (Fraction(0), law.rate("no.insurance.low"), law.rate("no.insurance.high"))
    free, ramp = law.money("no.insurance.free") // KRONE, law.rate("no.insurance.ramp")
    ends = [_nearest(Fraction(free * ramp, ramp - rate)) for rate in insurance]
    return Figures(
        tax_tables(law),
        np.array([row[4] for row in periods], np.int64),
        (np.array([int(factor * whole) for factor in factors], np.int64), whole),
        (np.array([d.numerator for d in divisors], np.int64), np.array([d.denominator for d in divisors], np.int64)),
        np.array(starts, np.int64),
        np.array(below, np.int64),
        np.array(numerators, np.int64),
        denominator,
        insurance,
        tuple(ends),
    )


def _fraction(cell: Any) -> Fraction:
    return Fraction(str(cell))


def _nearest(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def check(r: Run) -> None:
    """A table that the year does not have stops the row; those of pensioners are refused by name."""
    tables = figures(r.law).tables
    code = r["tax_table"]
    kind = tables.kind[number_of(code)]
    by_table = r["tax_card"] == TABLE
    pensioner = by_table & (code == tables.pensioner[number_of(code)])
    r.problem(
        pensioner,
        "tax_table",
        "figure_missing",
        "The minimum allowance of pensioners (table {value}) is not held: Skatteetaten, trekkrutine of the year.",
    )
    wrong = by_table & ~pensioner & ((kind == UNKNOWN) | (code != tables.code[number_of(code)]))
    r.problem(wrong, "tax_table", "unknown_tax_table", "The withholding table {value} is none of this year's.")


def withhold(r: Run) -> None:
    """Sets tax_withheld and table_used; needs taxable_pay."""
    r.part("Tax withheld", CITE)
    card, basis = r["tax_card"], np.maximum(r["taxable_pay"], 0)
    by_table = card == TABLE
    r["table_used"] = np.where(by_table, r["tax_table"], 0)
    due = np.where(by_table, _by_table(r, basis), 0)
    if r.given("tax_percent"):
        due = np.where(card == PERCENT, _by_percentage(r, basis), due)
    asked = r["extra_tax"]
    r.note("+", "Additional tax that the employee asks for", asked)
    r["tax_withheld"] = due + asked


def _by_percentage(r: Run, basis: Array) -> Array:
    kroner = share(basis, r["tax_percent"], MILLION * KRONE, floor)
    r.note("%", "By the percentage of the card", kroner * KRONE, rounding="down to the krone")
    return kroner * KRONE


def _by_table(r: Run, basis: Array) -> Array:
    """In øre; the routine's cap at the basis itself is in whole kroner too."""
    f = figures(r.law)
    number = number_of(r["tax_table"])
    kind, period = f.tables.kind[number], r["pay_frequency"]
    whole = basis // KRONE
    step = f.steps[period]
    middle = whole // step * step + step // 2
    r.note("1", "Basis at the middle of its step", middle * KRONE, formula="step x whole steps + half a step")
    numerators, denominator = f.factors
    income = share(middle, numerators[2 * period + (kind != ORDINARY)], denominator, half_up)
    r.note("2", "Personal income of the year", income * KRONE, rounding=TO_KRONE)
    taxable = income - _allowances(r, f, number, income)
    r.note("8", "Ordinary income of the year", taxable * KRONE, formula="2 less the allowances")
    year = _tax_of_year(r, f, number, (income, taxable))
    slot = 3 * period + np.where(f.tables.twelve[number] == 1, 2, np.where(kind == ORDINARY, 0, 1))
    over, under = f.divisors[0][slot], f.divisors[1][slot]
    down, nearest = share(year, under, over, floor), share(year, under, over, half_up)
    due = np.where(kind == SEA, down, nearest)
    r.note("14", "Tax of the period", due * KRONE, formula="tax of the year / number of payments",
           rounding="half up to the krone; down in tables for seafarers")  # fmt: skip
    return np.minimum(due, whole) * KRONE


def _allowances(r: Run, f: Figures, number: Array, income: Array) -> Array:
    """Minimum allowance, deduction of the table, standard, seafarers' and personal allowance."""
    law, kind = r.law, f.tables.kind[number]
    sea = kind == SEA
    ordinary = _limited(law, income, "no.minimum_allowance")
    minimum = np.where(sea, _limited(law, income, "no.minimum_allowance_sea"), ordinary)
    r.note("3", "Minimum allowance", minimum * KRONE, rounding=TO_KRONE)
    of_table = f.tables.deduction[number]
    r.note("4", "Deduction of the table; negative: addition", of_table * KRONE)
    standard = np.where(f.tables.standard[number] == 1, _limited(law, income, "no.standard_allowance"), 0)
    r.note("5", "Standard allowance", standard * KRONE, rounding=TO_KRONE)
    at_sea = np.where(sea, _limited(law, income, "no.sea_allowance"), 0)
    r.note("6", "Seafarers' allowance", at_sea * KRONE, rounding=TO_KRONE)
    north = law.money("no.personal_allowance.finnmark") // KRONE
    personal = np.where(kind == FINNMARK, north, law.money("no.personal_allowance.ordinary") // KRONE)
    r.note("7", "Personal allowance", personal * KRONE)
    return minimum + of_table + standard + at_sea + personal


def _limited(law: Law, income: Array, name: str) -> Array:
    return np.minimum(part(income, law.rate(f"{name}.rate"), half_up), law.money(f"{name}.top") // KRONE)


def _tax_of_year(r: Run, f: Figures, number: Array, amounts: tuple[Array, Array]) -> Array:
    """Municipal and common tax on ordinary income; step tax and national insurance on personal income."""
    income, taxable = amounts
    positive = np.maximum(taxable, 0)
    municipal = part(positive, r.law.rate("no.tax.municipal"), half_up)
    rate = percent(r.law.rate("no.tax.municipal"))
    r.note("9", "Tax to municipality and county", municipal * KRONE, formula=f"8 x {rate}", rounding=TO_KRONE)
    north = part(positive, r.law.rate("no.tax.common.finnmark"), half_up)
    common = part(positive, r.law.rate("no.tax.common.ordinary"), half_up)
    common = np.where(f.tables.kind[number] == FINNMARK, north, common)
    both = percent(r.law.rate("no.tax.common.ordinary")), percent(r.law.rate("no.tax.common.finnmark"))
    r.note("10", "Common tax", common * KRONE, formula=f"8 x {both[0]}; {both[1]} in Finnmark", rounding=TO_KRONE)
    place = np.searchsorted(f.brackets, income, side="right") - 1
    steps = f.below[place] + (income - f.brackets[place]) * f.rates[place]
    step_tax = half_up(steps, f.denominator)
    r.note("i", "Start of the bracket", f.brackets[place] * KRONE)
    r.note("ii", "Step tax up to it", half_up(f.below[place], f.denominator) * KRONE)
    r.note("iii", "Rate of the bracket", f.rates[place], unit="rate", scale=MILLION // f.denominator)
    r.note("11", "Step tax (trinnskatt)", step_tax * KRONE, rounding=TO_KRONE)
    insurance = _insurance(r, f, f.tables.insurance[number], income)
    r.note("12", "National insurance (trygdeavgift)", insurance * KRONE, rounding=TO_KRONE)
    year = municipal + common + step_tax + insurance
    r.note("13", "Tax of the year", year * KRONE, formula="9 + 10 + 11 + 12")
    return year


def _insurance(r: Run, f: Figures, level: Array, income: Array) -> Array:
    """None up to the free amount, a ramp above it, then the rate of the table on all of the income."""
    free = r.law.money("no.insurance.free") // KRONE
    ramp = part(np.maximum(income - free, 0), r.law.rate("no.insurance.ramp"), half_up)
    due = np.zeros_like(income)
    for number, (rate, end) in enumerate(zip(f.insurance, f.ramp_ends, strict=True)):
        if rate:
            due = np.where(level == number, np.where(income > end, part(income, rate, half_up), ramp), due)
    return due
