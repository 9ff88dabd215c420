"""Provincial and territorial tax: steps 4 and 5 of T4127, chapter 4, from the annual taxable income A to T2."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca import brackets, claims
from paycalc.packs.ca.federal_tax import fund_credit
from paycalc.packs.ca.places import EXEMPT, PLACES, TAXING
from paycalc.packs.ca.sheet import Sheet, of, rate, times
from paycalc.rounding import half_up

if TYPE_CHECKING:
    from paycalc.packs.ca.brackets import Year
    from paycalc.run import Run

__all__ = ["annual"]

CITE: Final = "T4127 chapter 4 steps 4 and 5, Tables 8.1 and 8.2"
AB, BC, ON, YT = (PLACES.index(place) for place in ("AB", "BC", "ON", "YT"))
_FUNDS: Final = tuple(place for place in TAXING if place in ("MB", "NB", "NS", "SK"))


def annual(r: Run, year: Year) -> Array:
    """T2 in units; zero in Quebec and outside Canada."""
    r.part(f"{year.step}Provincial or territorial tax of the year (T2)", CITE)
    sheet, unit, place = Sheet(r, year.unit), year.unit, r["province"]
    table = brackets.provincial(r.law)
    percent, constant = table.of(place, year.a // unit)
    lowest = table.lowest[place]
    sheet.rate("V", "Rate of the bracket", percent)
    r.note("KP", "Constant of the bracket", constant)
    k1p = _k1p(r, year, lowest, sheet)
    k2p = of(year.contributions + year.premiums, lowest)
    sheet.line("K2P", "Credit for CPP and EI", k2p, "lowest rate x (base CPP + EI)")
    k3p = np.where(percent > 0, r["provincial_credits"], 0) * unit
    k4p, k5p = _k4p(r, year, lowest, sheet), _k5p(r, k1p + k2p, sheet)
    t4 = np.maximum(of(year.a, percent) - constant * unit - k1p - k2p - k3p - k4p - k5p, 0)
    sheet.line("T4", "Basic provincial or territorial tax", t4, "V x A - KP - K1P - K2P - K3P - K4P - K5P")
    exempt = r["provincial_claim_code"] == EXEMPT
    t4 = np.where(exempt, 0, t4)
    reduced = _ontario(r, year, t4, sheet) - _british_columbia(r, year, t4, sheet)
    t2: Array = np.maximum(reduced - _funds(r, sheet), 0)
    sheet.line("T2", "Provincial or territorial tax of the year", t2, "T4 + V1 + V2 - S - P x LCP")
    return t2


def _k1p(r: Run, year: Year, lowest: Array, sheet: Sheet) -> Array:
    """The claim and its credit are whole cents. Nova Scotia's basic amount goes by A, the others' by NI = A + HD."""
    how = (r["provincial_claim_code"], r["provincial_claim"])
    zone: Array = np.where(r["province"] == PLACES.index("NS"), 0, r["zone_deduction"])
    tcp = claims.claimed(claims.tables(r.law)[1], r["province"], how, (year.a + zone * year.unit, year.unit))
    r.note("TCP", "Total provincial or territorial claim", tcp)
    k1p = of(tcp, lowest) * year.unit
    sheet.line("K1P", "Personal credit", k1p, "lowest rate x TCP", "half up to the cent")
    return k1p


def _k4p(r: Run, year: Year, lowest: Array, sheet: Sheet) -> Array:
    """Yukon's employment credit."""
    here = r["province"] == YT
    if not here.any():
        return np.zeros(len(here), np.int64)
    cea = np.minimum(np.maximum(year.employment, 0), r.law.money("tax.YT.cea"))
    k4p = np.where(here, of(times(cea, year.unit), lowest), 0)
    sheet.line("K4P", "Yukon employment credit", k4p, "lowest rate x lesser of employment income and CEA")
    return k4p


def _k5p(r: Run, credits: Array, sheet: Sheet) -> Array:
    """Alberta's supplemental credit, since July 2025."""
    here = r["province"] == AB
    if not r.law.has("tax.AB.supplemental") or not here.any():
        return np.zeros(len(here), np.int64)
    share = r.law.rate("tax.AB.supplemental.rate")
    over = credits - r.law.money("tax.AB.supplemental.over") * sheet.unit
    k5p = np.where(here, np.maximum(of(over, share.numerator, share.denominator), 0), 0)
    sheet.line("K5P", "Alberta supplemental credit", k5p, f"(K1P + K2P - threshold) x {share}")
    return k5p


def _ontario(r: Run, year: Year, t4: Array, sheet: Sheet) -> Array:
    """T4 + V1 + V2 - S: surtax, health premium (of the exempt as well) and tax reduction of Ontario; T4 elsewhere."""
    here = r["province"] == ON
    if not here.any():
        return t4
    unit = year.unit
    (one, low), (two, high) = r.law.table("tax.ON.surtax")
    whole = lcm(*(part.denominator for part in (low, high) if not isinstance(part, int)))
    first, second = np.maximum(t4 - int(one) * unit, 0), np.maximum(t4 - int(two) * unit, 0)
    v1 = half_up(first * int(low * whole) + second * int(high * whole), whole)
    sheet.line("V1", "Surtax", v1, "0.20 x T4 above the first, 0.36 x T4 above the second threshold")
    v2 = _health(r, year)
    sheet.line("V2", "Ontario Health Premium", v2)
    dependants = r["dependants_under_19"] + r["disabled_dependants"]
    y = dependants * r.law.money("tax.ON.reduction.dependant")
    twice = 2 * (r.law.money("tax.ON.reduction.amount") + y) * unit
    s = np.maximum(np.minimum(t4 + v1, twice - (t4 + v1)), 0)
    sheet.line("S", "Ontario tax reduction", s, "lesser of T4 + V1 and 2 x (S2 + Y) - (T4 + V1)")
    return np.where(here, t4 + v1 + v2 - s, t4)


def _health(r: Run, year: Year) -> Array:
    """V2: from each income on, a rate of what is above it on top of a base, up to a maximum."""
    premium = np.zeros(len(year.a), np.int64)
    for start, percent, base, most in r.law.table("tax.ON.health"):
        above = year.a - int(start) * year.unit
        due = int(base) * year.unit + of(above, int(percent * 100_000))
        premium = np.where(above > 0, np.minimum(due, int(most) * year.unit), premium)
    return premium


def _british_columbia(r: Run, year: Year, t4: Array, sheet: Sheet) -> Array:
    """S of British Columbia."""
    here = r["province"] == BC
    if not here.any():
        return np.zeros(len(here), np.int64)
    law, unit = r.law, year.unit
    amount, start, end = (law.money(f"tax.BC.reduction.{name}") for name in ("amount", "from", "to"))
    lost = of(np.maximum(year.a - start * unit, 0), rate(law, "tax.BC.reduction.rate"))
    s = np.where(here & (year.a <= end * unit), np.maximum(np.minimum(t4, amount * unit - lost), 0), 0)
    sheet.line(
        "S", "British Columbia tax reduction", s, "lesser of T4 and the amount, less 3.56 % of A above its threshold"
    )
    return s


def _funds(r: Run, sheet: Sheet) -> Array:
    """P x LCP of the provinces that have it."""
    credit = np.zeros(len(r["province"]), np.int64)
    if r.given("labour_fund_shares"):
        for place in _FUNDS:
            here = r["province"] == PLACES.index(place)
            credit = np.where(here, fund_credit(r, f"tax.{place}.lcp", sheet.unit), credit)
    return credit
