"""New York: state income tax by Method II (exact calculation, Method III for the highest wages), PFL, DBL, re-
employment fund.

The product of net wages and rate is rounded half up to the cent, then the base is added. The publication itself
truncates or rounds up in 3 of its 24 examples; see the pack's README. New York City and Yonkers are in
new_york_city.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.states import new_york_city
from paycalc.packs.us.states.programmes import on_unemployment_wages
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import extra_of, of_pay, settle
from paycalc.packs.us.tables import Brackets, Table, per_frequency
from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["insure", "withhold"]

_MARRIED: Final = np.array([0, 0, 1, 0, 0, 0, 0, 0], np.int64)
"""state_status -> 1 for the married tables; head of household and the higher single rate use the single ones."""


@dataclass(frozen=True)
class MethodTwo:
    """Tables by frequency: table number = 2 x frequency + married."""

    brackets: Brackets
    deduction: Array  # [frequency, married]
    exemption: Array  # [frequency]
    top: Brackets  # Method III by married: rate on the whole annual amount
    top_from: Array  # [married], annual cents
    missing: dict[int, str]


def withhold(s: StateRows) -> None:
    """Set New York State, New York City and Yonkers taxes."""
    wages = of_pay(s)
    tables = s.compiled(_tables)
    s.refuse_missing(tables.missing)
    married = _MARRIED[s["state_status"]]
    s.part("New York State income tax, Method II", "NYS-50-T-NYS")
    tax = _method_two(s, tables, married, wages.together)
    settle(s, wages, tax, extra_of(s, wages))
    local = new_york_city.withhold(s, wages, tax, married)
    if local is not None:
        s["local_income_tax"] = np.where(s["state_exempt"] == 1, 0, local)


def insure(s: StateRows) -> None:
    """Set DBL, PFL and the employer's re-employment fund."""
    _insurance(s)
    s.part("New York re-employment services fund", s.law.cite("ny.rsf.rate"))
    on_unemployment_wages(s, s.law.rate("ny.rsf.rate"))


def _method_two(s: StateRows, tables: MethodTwo, married: Array, wages: Array) -> Array:
    frequency = s["frequency"]
    deduction = tables.deduction[frequency, married]
    exemptions = tables.exemption[frequency] * s["state_allowances"]
    net = np.maximum(wages - deduction - exemptions, 0)
    row = tables.brackets.find(2 * frequency + married, net)
    product = half_up(tables.brackets.product(row, net), tables.brackets.den)
    tax = product + tables.brackets.base[row]
    if s.tracing:
        _steps(s, tables, (row, product, tax), (wages, deduction + exemptions, net))
    return _method_three(s, tables, married, (net, tax))


def _steps(s: StateRows, tables: MethodTwo, found: tuple[Array, ...], amounts: tuple[Array, ...]) -> None:
    """The steps of Method II as the publication numbers them."""
    row, product, tax = found
    wages, off, net = amounts
    s.note("1", "Wages of the period", wages)
    s.note("1", "Deduction and exemptions", off, formula="Table A, IT-2104 line 1")
    s.note("2", "Net wages", net)
    s.note("3", "Column 1, at least", tables.brackets.threshold[row])
    s.note("4", "Rate (column 4)", tables.brackets.rate[row] * (1_000_000 // tables.brackets.den), unit="rate")
    s.note("4", "Product", product, rounding="half up to the cent")
    s.note("5", "Amount of column 5", tables.brackets.base[row])
    s.note("5", "Tax of the period", tax)


def _method_three(s: StateRows, tables: MethodTwo, married: Array, net_tax: tuple[Array, Array]) -> Array:
    """From the threshold on: a flat rate on the whole annualised net wage to the cent, by the periods to the cent."""
    net, tax = net_tax
    periods = s.periods()
    annual = net * periods
    high = annual >= tables.top_from[married]
    if not high.any():
        return tax
    row = tables.top.find(married, np.maximum(annual, tables.top_from[married]))
    flat = half_up(half_up(tables.top.rate[row] * annual, tables.top.den), periods)
    s.note(
        "III",
        "Method III: flat rate on the whole annual net wage / periods",
        flat,
        rounding="annual tax, then the period, half up",
    )
    return np.where(high, flat, tax)


def _insurance(s: StateRows) -> None:
    """DBL and PFL on gross wages: DBL has a maximum a week, PFL one a year."""
    law = s.law
    s.part("New York DBL and PFL", "WCL 209; paidfamilyleave.ny.gov")
    gross = s.kept("cash_wages")
    most = half_up(law.money("ny.dbl.max_week") * 52 + s.zeros(), s.periods())
    dbl = np.minimum(part(gross, law.rate("ny.dbl.rate"), half_up), most)
    s.note("", "DBL at most", most, formula="0.60 x 52 / pay periods")
    s["state_disability"] = np.where(s["disability_exempt"] == 1, 0, dbl)
    left = np.maximum(law.money("ny.pfl.max") - s["ytd_leave"], 0)
    pfl = np.minimum(part(gross, law.rate("ny.pfl.rate"), half_up), left)
    waived = s["leave_exempt"] == 1
    s.note("", "PFL left of the yearly maximum", left)
    s["leave_wages"] = np.where(waived, 0, gross)
    s["state_leave"] = np.where(waived, 0, pfl)


def _tables(law: Law) -> MethodTwo:
    held, missing = per_frequency(lambda name: _period(law, name))
    if not held:
        law.table(f"ny.brackets.single.{FREQUENCIES[0]}")  # raises FigureMissing: no table of the year is held
    brackets = Brackets({2 * index + n: held[index][0][n] for index in held for n in (0, 1)})
    deduction = np.array([held[index][1] if index in held else (0, 0) for index in range(8)], np.int64)
    exemption = np.array([held[index][2] if index in held else 0 for index in range(8)], np.int64)
    top: dict[int, Table] = {n: law.table(f"ny.method_iii.{name}") for n, name in enumerate(("single", "married"))}
    top_from = np.array([top[n][0][0] for n in (0, 1)], np.int64)
    return MethodTwo(brackets, deduction, exemption, Brackets(top), top_from, missing)


def _period(law: Law, name: str) -> tuple[tuple[Table, ...], tuple[int, ...], int]:
    tables = tuple(law.table(f"ny.brackets.{status}.{name}") for status in ("single", "married"))
    return tables, law.moneys(f"ny.deduction.{name}"), law.money(f"ny.exemption.{name}")
