"""Federal income tax on supplemental wages (Pub. 15 s.7; 26 CFR 31.3402(g)-1).

What passes 1,000,000 in the year bears 37% whatever the W-4 says. Below it: flat 22% if income tax was withheld from
regular wages this year or last, otherwise (or when chosen) the aggregate method 1b: tax on all wages of the period
together, less what has been withheld from the others.
"""

from __future__ import annotations

import numpy as np

from paycalc.packs.us.income_tax import Worksheet, period_tax
from paycalc.packs.us.lines import present, put
from paycalc.rounding import half_up, part
from paycalc.run import Run

__all__ = ["withhold"]


def withhold(r: Run, sheet: Worksheet) -> None:
    """Set the tax on supplemental wages."""
    if not present(r, "supplemental"):
        return
    r.part("Federal income tax on supplemental wages", f"IRS Pub. 15 ({r.dates.pay.year}) section 7")
    wages = r["fit_supplemental_wages"]
    threshold = r.law.money("supplemental.threshold")
    over = np.minimum(wages, np.maximum(r["ytd_supplemental"] + wages - threshold, 0))
    under = wages - over
    mandatory = part(over, r.law.rate("supplemental.mandatory"), half_up)
    r.note("", "Part over 1,000,000 in the year", over)
    r.note("", "37% of it, without regard to Form W-4", mandatory)
    flat = part(under, r.law.rate("supplemental.flat"), half_up)
    if sheet.exempt is not None:
        flat = np.where(sheet.exempt == 1, 0, flat)
    allowed = (r["fit_withheld_before"] == 1) | (r["federal_income_tax"] > 0)
    aggregate = ((r["supplemental_method"] == 1) | ~allowed) & (under > 0)
    r.note("", "Part below", under)
    if aggregate.any():
        flat = np.where(aggregate, _aggregate(r, sheet, under), flat)
    else:
        r.note("", "Flat 22%", flat, formula="method 1a")
    put(r, "federal_supplemental_tax", flat + mandatory)


def _aggregate(r: Run, sheet: Worksheet, under: np.ndarray) -> np.ndarray:
    """Method 1b: the tax on everything, less the tax on the regular wages and on what was paid before."""
    r.note("", "Wages already paid for the period", r["earlier_wages"])
    together = period_tax(sheet, r["fit_regular_wages"] + r["earlier_wages"] + under)
    withheld = r["federal_income_tax"] + r["earlier_fit"]
    tax = np.maximum(together - withheld, 0)
    r.note("", "Tax on all wages together", together, formula="method 1b")
    r.note("", "Withheld from the other wages", withheld)
    return tax
