"""The wages that each tax falls on: which deduction leaves which base (IRC 3401(a), 3121(a), 3306(b); Pub. 15 s.15).

Section 125, 129, 132(f) and HSA by salary reduction leave every base; a traditional 401(k) leaves income tax only;
Roth leaves none. Group-term life over 50,000 is Social Security and Medicare wages, but nothing is withheld for
income tax (Pub. 15-B). Deductions before tax lower regular wages first and supplemental wages with what is left.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.lines import Lines, present, put, total
from paycalc.run import Run

__all__ = ["cash_wages", "deferred", "fica_excluded", "income_tax_wages", "insured_wages", "taxable"]

_DEFERRED: Final = (
    "retirement_deduction",
    "retirement_403b_deduction",
    "simple_ira_deduction",
    "adoption_deduction",
)
_OUT_OF_FICA: Final = (
    "cafeteria_deduction",
    "health_fsa_deduction",
    "dependent_care_deduction",
    "hsa_deduction",
    "transit_deduction",
    "parking_deduction",
)
_PAID: Final = ("hourly_pay", "overtime_premium_pay", "education_wages")
_LATER: Final = 2
"""after_death: paid in a year after that of the death."""


def taxable(r: Run) -> None:
    """Set the bases of federal income tax."""
    r.part("Wages for federal income tax", "IRC 3401(a), 125, 402(e)(3)")
    out_of_fica = fica_excluded(r)
    cash = r["gross_pay"] + r["noncash_fringe"] if r.given("noncash_fringe") else r["gross_pay"]
    if present(r, "tips"):
        cash = cash + r["tips"]
    r.memo["cash_wages"], r.memo["insured_wages"] = cash, np.maximum(cash - out_of_fica, 0)
    if present(r, "after_death"):
        r.memo["insured_wages"] = np.where(r["after_death"] == _LATER, 0, r.memo["insured_wages"])
    excluded = out_of_fica + deferred(r)
    r.note("", "Wages and fringe benefits", cash)
    r.note("", "Deductions before tax", excluded)
    regular, supplemental = income_tax_wages(r, excluded)
    life = r["group_term_life"]
    if present(r, "after_death"):
        alive = r["after_death"] == 0
        regular, supplemental, life = (np.where(alive, wages, 0) for wages in (regular, supplemental, life))
    put(r, "fit_regular_wages", regular)
    put(r, "fit_supplemental_wages", supplemental)
    put(r, "fit_wages", regular + supplemental + life)


def cash_wages(r: Run) -> Array:
    """Wages for every tax before any deduction: pay in money and taxable fringe benefits."""
    return r.memo["cash_wages"]


def deferred(r: Lines) -> Array:
    """What leaves income tax only: elective deferrals (IRC 402(e)(3)) and adoption assistance (IRC 137)."""
    return total(r, _DEFERRED)


def fica_excluded(r: Lines) -> Array:
    """What leaves the Social Security, Medicare and FUTA bases (IRC 3121(a)(5)(G), 3121(a)(20), 3306(b)(5)(G))."""
    return total(r, _OUT_OF_FICA)


def insured_wages(r: Run) -> Array:
    """Wages for FUTA and, as a rule, for state insurance before any base: group-term life is out, a 401(k) stays in."""
    return r.memo["insured_wages"]


def income_tax_wages(r: Lines, excluded: Array) -> tuple[Array, Array]:
    """(regular, supplemental) wages after what is excluded, neither below zero."""
    regular = r["regular"] + total(r, _PAID) + r["noncash_fringe"] + r["tips"]
    regular = regular - excluded
    supplemental = np.maximum(r["supplemental"] + np.minimum(regular, 0), 0)
    return np.maximum(regular, 0), supplemental
