"""Worksheet 1A as IRS Pub. 15-T numbers its lines, filled in for the one row that is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.tables import Brackets
from paycalc.rounding import half_up

if TYPE_CHECKING:
    from paycalc.packs.us.income_tax import Worksheet

__all__ = ["annual_wage", "final", "tentative"]

_ROUNDING: Final = {1: "half up to the cent, once", 10: "half up to the dime, once", 100: "half up to the dollar, once"}


def annual_wage(s: Worksheet, wages: Array, annual: Array) -> None:
    """Step 1: lines 1a to 1i, or 1j to 1l of a form of 2019 or earlier."""
    r = s.r
    r.note("1a", "Taxable wages this payroll period", wages)
    r.note("1b", "Pay periods a year", s.periods, unit="count")
    r.note("1c", "Annual wage", wages * s.periods, formula="1a x 1b")
    if int(r["w4_form"][0]) == 1:
        r.note("1j", "Allowances", r["w4_allowances"], unit="count")
        r.note("1k", "Allowances x 4,300", -s.adjust, formula="1j x 4,300")
        r.note("1l", "Adjusted annual wage amount", annual, formula="1c - 1k, not below 0")
        return
    other, deductions = r["w4_step4a"], r["w4_step4b"]
    r.note("1d", "Step 4(a), other income", other)
    r.note("1e", "Annual wage and other income", wages * s.periods + other, formula="1c + 1d")
    r.note("1f", "Step 4(b), deductions", deductions)
    r.note("1g", "12,900 jointly, else 8,600; step 2 box: 0", other - deductions - s.adjust)
    r.note("1h", "Deductions", other - s.adjust, formula="1f + 1g")
    r.note("1i", "Adjusted annual wage amount", annual, formula="1e - 1h, not below 0")


def tentative(s: Worksheet, tables: Brackets, annual: Array, row: Array) -> None:
    """Steps 2 and 3: lines 2a to 3c; the division is shown to 1/100 of a cent, but carried exactly."""
    r = s.r
    per_period = half_up(tables.exact(row, annual) * 100, s.periods * tables.den)
    credit = half_up(s.credit * 100, s.periods)
    exact = "carried exactly"
    r.note("2a", "Adjusted annual wage amount", annual)
    r.note("2b", "At least (column A)", tables.threshold[row])
    r.note("2c", "Base amount (column C)", tables.base[row])
    r.note("2d", "Percentage (column D)", tables.rate[row] * (1_000_000 // tables.den), unit="rate")
    r.note("2e", "Excess over column A", annual - tables.threshold[row], formula="2a - 2b")
    r.note("2f", "Percentage of the excess", half_up(tables.product(row, annual), tables.den), formula="2e x 2d")
    r.note("2g", "Annual tax", half_up(tables.exact(row, annual), tables.den), formula="2c + 2f")
    r.note("2h", "Tentative withholding", per_period, unit="money/100", formula="2g / 1b", rounding=exact)
    r.note("3a", "Step 3 credits", s.credit)
    r.note("3b", "Credits of the period", credit, unit="money/100", formula="3a / 1b", rounding=exact)
    after = np.maximum(per_period - credit, 0)
    r.note("3c", "After credits", after, unit="money/100", formula="2h - 3b, not below 0", rounding=exact)


def final(s: Worksheet, tax: Array) -> None:
    """Step 4: lines 4a and 4b."""
    unit = int(np.asarray(s.unit).reshape(-1)[0])
    s.r.note("4a", "Extra withholding", s.extra)
    s.r.note("4b", "Tax to withhold", tax, formula="3c + 4a", rounding=_ROUNDING[unit])
