"""Social Security, Medicare and Additional Medicare Tax (IRC 3101, 3102(f), 3111; Pub. 15 s.9).

Each pay is rounded half up to the cent. Social Security stops at the yearly base within the pay that crosses it;
Additional Medicare starts at 200,000 from this employer, on the excess only, whatever the filing status.
"""

from __future__ import annotations

import numpy as np

from paycalc.packs.us.bases import cash_wages, fica_excluded
from paycalc.packs.us.lines import present, put
from paycalc.rounding import half_up, part
from paycalc.run import Run

__all__ = ["contribute"]


def contribute(r: Run) -> None:
    """Set the FICA bases and the shares of employee and employer."""
    law = r.law
    r.part("Social Security and Medicare", "IRC 3101, 3111; Pub. 15 section 9")
    wages = np.maximum(cash_wages(r) + r["group_term_life"] - fica_excluded(r), 0)
    if r.given("fica_exempt"):
        wages = np.where(r["fica_exempt"] == 1, 0, wages)
    if present(r, "family_of_employer"):
        wages = np.where(r["family_of_employer"] == 1, 0, wages)
    if present(r, "after_death"):
        wages = np.where(r["after_death"] == 2, 0, wages)
    base = law.money("fica.oasdi_base")
    r.note("", "Wages after section 125, 132(f) and HSA", wages)
    r.note("", "Social Security base of the year", base, cite=_cite(r, "fica.oasdi_base"))
    r.note("", "Social Security wages before this pay", r["ytd_oasdi_wages"])
    insured = np.minimum(wages, np.maximum(base - r["ytd_oasdi_wages"] - r["ytd_oasdi_tips"], 0))
    tips = r.zeros()
    if present(r, "tips"):  # wages fill the base first; box 3 and box 7 share it
        tips = np.minimum(insured, np.maximum(insured - (wages - np.minimum(r["tips"], wages)), 0))
        put(r, "oasdi_tips", tips)
    put(r, "oasdi_wages", insured - tips)
    oasdi = part(insured, law.rate("fica.oasdi_rate"), half_up)
    # The cents of the pays may add up to more than rate x base; W-2 box 4 must not.
    put(r, "oasdi", np.minimum(oasdi, np.maximum(law.money("fica.oasdi_max") - r["ytd_oasdi"], 0)))
    put(r, "oasdi_employer", oasdi)
    put(r, "medicare_wages", wages)
    medicare = part(wages, law.rate("fica.medicare_rate"), half_up)
    put(r, "medicare", medicare)
    put(r, "medicare_employer", medicare)
    threshold = law.money("fica.additional_threshold")
    r.note("", "Medicare wages before this pay", r["ytd_medicare_wages"])
    over = np.minimum(wages, np.maximum(r["ytd_medicare_wages"] + wages - threshold, 0))
    put(r, "additional_medicare_wages", over)
    put(r, "additional_medicare", part(over, law.rate("fica.additional_rate"), half_up))


def _cite(r: Run, figure: str) -> str:
    return r.law.cite(figure) if r.tracer is not None else ""
