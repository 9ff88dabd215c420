"""Federal tax: steps 2 and 3 of T4127, chapter 4, from the annual taxable income A to the annual tax T1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca import brackets, claims
from paycalc.packs.ca.periods import periods
from paycalc.packs.ca.places import EXEMPT, OUTSIDE, QUEBEC
from paycalc.packs.ca.sheet import Sheet, of, rate, times

if TYPE_CHECKING:
    from paycalc.packs.ca.brackets import Year
    from paycalc.run import Run

__all__ = ["annual", "fund_credit"]

CITE: Final = "Income Tax Act ss. 117, 118; T4127 chapter 4 steps 2 and 3, Tables 8.1 and 8.2"


def annual(r: Run, year: Year) -> Array:
    """T1 in units."""
    r.part(f"{year.step}Federal tax of the year (T1)", CITE)
    sheet, unit = Sheet(r, year.unit), year.unit
    table = brackets.federal(r.law)
    nowhere = np.zeros(len(year.a), np.int64)
    percent, constant = table.of(nowhere, year.a // unit)
    lowest = int(table.lowest[0])
    sheet.line("A", "Annual taxable income", year.a)
    sheet.rate("R", "Rate of the bracket", percent)
    r.note("K", "Constant of the bracket", constant)
    k1 = _k1(r, year, lowest, sheet)
    k2 = of(year.contributions + year.premiums, lowest)
    sheet.line("K2", "Credit for CPP and EI", k2, "lowest rate x (base CPP + EI)")
    k3 = r["federal_credits"] * unit
    cea = np.minimum(np.maximum(year.employment, 0), r.law.money("tax.federal.cea"))
    k4 = of(times(cea, unit), lowest)
    sheet.line("K4", "Canada employment credit", k4, "lowest rate x lesser of employment income and CEA")
    t3 = np.maximum(of(year.a, percent) - constant * unit - k1 - k2 - k3 - k4, 0)
    sheet.line("T3", "Basic federal tax", t3, "R x A - K - K1 - K2 - K3 - K4")
    return _payable(r, t3, sheet)


def _k1(r: Run, year: Year, lowest: int, sheet: Sheet) -> Array:
    """The claim is an amount in cents, and so is its credit."""
    how = (r["federal_claim_code"], r["federal_claim"])
    tc = claims.claimed(claims.tables(r.law)[0], 0, how, (year.a + r["zone_deduction"] * year.unit, year.unit))
    r.note("TC", "Total federal claim", tc)
    k1 = of(tc, lowest) * year.unit
    sheet.line("K1", "Personal credit", k1, "lowest rate x TC", "half up to the cent")
    return k1


def _payable(r: Run, t3: Array, sheet: Sheet) -> Array:
    """T1: the credit for labour-sponsored funds, the abatement of Quebec, the surtax outside Canada, exemption."""
    lcf = fund_credit(r, "tax.federal.lcf", sheet.unit)
    province = r["province"]
    abated = np.where(province == QUEBEC, of(t3, rate(r.law, "tax.quebec_abatement")), 0)
    surtax = np.where(province == OUTSIDE, of(t3, rate(r.law, "tax.outside_surtax")), 0)
    t1 = np.maximum(np.maximum(t3 + surtax - lcf, 0) - abated, 0)
    t1 = np.where(r["federal_claim_code"] == EXEMPT, 0, t1)
    sheet.line(
        "T1", "Federal tax of the year", t1, "T3 - P x LCF; less 16.5 % of T3 in Quebec, plus 48 % outside Canada"
    )
    return t1


def fund_credit(r: Run, figure: str, unit: Array | int) -> Array:
    """P x LCF or P x LCP in units: a share of what is taken each period, up to the year's maximum."""
    if not r.given("labour_fund_shares"):
        return np.zeros(len(r["province"]), np.int64)
    bought = times(times(r["labour_fund_shares"], periods(r)), unit)
    return np.minimum(of(bought, rate(r.law, f"{figure}.rate")), r.law.money(f"{figure}.most") * unit)
