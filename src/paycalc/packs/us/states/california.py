"""California: EDD Method B (exact calculation), SDI and the employment training tax.

Tables of the pay period. The product of rate and excess is rounded half up to the cent before the base is added; then
the credit of the regular allowances is taken. HSA contributions are wages for income tax, not for SDI; a 401(k) stays
in the SDI base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.states.programmes import on_unemployment_wages
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import extra_of, of_pay, settle
from paycalc.packs.us.tables import Brackets, Table, per_frequency
from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["insure", "withhold"]

_STATUS: Final = ("single", "married", "head_of_household")
_ANNUAL: Final = FREQUENCIES.index("annual")
_TABLE_OF_STATUS: Final = np.array([0, 0, 1, 2, 0, 0, 0, 0], np.int64)
"""state_status -> Table 5: two earners, married filing separately and blank use the single table."""


class Period(NamedTuple):
    """The tables of one pay period, in cents."""

    by_status: tuple[Table, ...]  # Table 5
    low_income: tuple[int, ...]  # Table 1: single or married with 0 or 1 allowance, others
    standard: tuple[int, ...]  # Table 3, the same two columns
    estimated: tuple[int, ...]  # Table 2: 1 to 10 allowances
    credit: tuple[int, ...]  # Table 4: 1 to 10 allowances


@dataclass(frozen=True)
class MethodB:
    """The tables of all held pay periods, in arrays by frequency."""

    brackets: Brackets  # table number = 3 x frequency + status
    low_income: Array  # [frequency, column]
    standard: Array  # [frequency, column]
    estimated: Array  # [frequency, 0..10 allowances]
    credit: Array  # [frequency, 0..10 allowances]
    missing: dict[int, str]


def insure(s: StateRows) -> None:
    """Set SDI and the employment training tax."""
    _disability(s)
    s.part("California employment training tax", s.law.cite("ca.ett.rate"))
    on_unemployment_wages(s, s.law.rate("ca.ett.rate"), s.law.money("ca.ett.base"))


def withhold(s: StateRows) -> None:
    """Set California income tax."""
    s.part("California income tax, Method B", "EDD California Withholding Schedules, exact calculation method")
    wages = of_pay(s, ("hsa_deduction",))
    tables = s.compiled(_tables)
    s.refuse_missing(tables.missing)
    tax, credit = _by_method(s, tables, wages.together)
    s["state_credit"] = credit
    settle(s, wages, tax, extra_of(s, wages))


def _by_method(s: StateRows, tables: MethodB, wages: Array) -> tuple[Array, Array]:
    """(tax, credit) of the pay period; annualized: the annual tables on wages x periods, divided by them."""
    if not s.given("state_method") or not s["state_method"].any():
        return _method_b(s, tables, wages, s["frequency"])
    annualized = s["state_method"] == 1
    periods = np.where(annualized, s.periods(), 1)
    tax, credit = _method_b(s, tables, wages * periods, np.where(annualized, _ANNUAL, s["frequency"]))
    return half_up(tax, periods), half_up(credit, periods)


def _method_b(s: StateRows, tables: MethodB, wages: Array, frequency: Array) -> tuple[Array, Array]:
    """(tax, credit) by steps 1 to 6 of the exact calculation method."""
    status, allowances = _TABLE_OF_STATUS[s["state_status"]], s["state_allowances"]
    column = ((status == 2) | ((status == 1) & (allowances >= 2))).astype(np.int64)
    low = tables.low_income[frequency, column]
    estimated = _by_count(tables.estimated, frequency, s["state_allowances_other"])
    standard = tables.standard[frequency, column]
    net = np.maximum(wages - estimated - standard, 0)
    row = tables.brackets.find(frequency * len(_STATUS) + status, net)
    product = half_up(tables.brackets.product(row, net), tables.brackets.den)
    tax = product + tables.brackets.base[row]
    credit = _by_count(tables.credit, frequency, allowances)
    if s.tracing:
        _steps(s, tables, (row, product, tax, credit), (wages, low, estimated, standard, net))
    return np.where(wages > low, np.maximum(tax - credit, 0), 0), credit


def _steps(s: StateRows, tables: MethodB, found: tuple[Array, ...], amounts: tuple[Array, ...]) -> None:
    """The six steps as the EDD numbers them."""
    row, product, tax, credit = found
    wages, low, estimated, standard, net = amounts
    s.note("1", "Wages; none are taxed up to the low income exemption", wages, formula="Table 1")
    s.note("1", "Low income exemption", low, formula="Table 1")
    s.note("2", "Estimated deduction", estimated, formula="Table 2, DE 4 line 1b")
    s.note("3", "Standard deduction", standard, formula="Table 3")
    s.note("3", "Taxable wages", net)
    s.note("4", "Over", tables.brackets.threshold[row], formula="Table 5")
    s.note("4", "Rate on the excess", tables.brackets.rate[row] * (1_000_000 // tables.brackets.den), unit="rate")
    s.note("4", "Product", product, rounding="half up to the cent before the base is added")
    s.note("4", "Plus", tables.brackets.base[row])
    s.note("4", "Computed tax", tax)
    s.note("5", "Credit for regular allowances", credit, formula="Table 4, DE 4 line 1a")


def _by_count(table: Array, frequency: Array, count: Array) -> Array:
    """The printed amount up to 10 allowances; above, that of one times the count (footnotes of Tables 2, 4)."""
    return np.where(count > 10, table[frequency, 1] * count, table[frequency, np.clip(count, 0, 10)])


def _disability(s: StateRows) -> None:
    """SDI: no wage limit since 2024; section 125 leaves its base, a 401(k) does not."""
    s.part("California SDI", s.law.cite("ca.sdi.rate"))
    wages = np.where(s["disability_exempt"] == 1, 0, s.kept("insured_wages"))
    s.note("", "Wages after section 125", wages)
    s["state_disability"] = part(wages, s.law.rate("ca.sdi.rate"), half_up)


def _tables(law: Law) -> MethodB:
    held, missing = per_frequency(lambda name: _period(law, name))
    tables = {3 * index + n: table for index in held for n, table in enumerate(held[index].by_status)}
    blank = Period((), (0, 0), (0, 0), (0,) * 10, (0,) * 10)
    rows = [held.get(index, blank) for index in range(len(FREQUENCIES))]
    return MethodB(
        Brackets(tables, over=True),
        np.array([row.low_income for row in rows], np.int64),
        np.array([row.standard for row in rows], np.int64),
        np.array([(0, *row.estimated) for row in rows], np.int64),
        np.array([(0, *row.credit) for row in rows], np.int64),
        missing,
    )


def _period(law: Law, name: str) -> Period:
    return Period(
        tuple(law.table(f"ca.brackets.{status}.{name}") for status in _STATUS),
        law.moneys(f"ca.low_income.{name}"),
        law.moneys(f"ca.standard_deduction.{name}"),
        law.moneys(f"ca.estimated_deduction.{name}"),
        law.moneys(f"ca.allowance_credit.{name}"),
    )
