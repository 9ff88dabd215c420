"""PAYG withholding by Schedule 1: scales 1, 2, 3, 5 and 6 by coefficients, scale 4 (no TFN) at flat rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.au import working_holiday
from paycalc.packs.au.coefficients import DOLLAR, Coefficients, coefficients, of_period, weekly_dollars, weekly_tax
from paycalc.packs.au.columns import TREATMENTS
from paycalc.rounding import floor, share
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["NO_TFN", "check", "withhold"]

SCALES: Final = {
    "threshold": "scale2",
    "no_threshold": "scale1",
    "foreign_resident": "scale3",
    "medicare_exempt": "scale5",
    "medicare_half": "scale6",
}
NO_TFN: Final = (TREATMENTS.index("no_tfn"), TREATMENTS.index("no_tfn_foreign"))
HOLIDAY: Final = TREATMENTS.index("working_holiday")
CITE: Final = "Taxation Administration Act 1953, Schedule 1 s. 12-35; ATO Schedule 1, statement of formulas"


def check(r: Run) -> None:
    """The flat rates without a TFN are held from 1 July 2026 only."""
    if not r.law.has("au.no_tfn"):
        r.problem(
            np.isin(r["tax_treatment"], NO_TFN),
            "tax_treatment",
            "figure_missing",
            "The rates without a TFN are not held for the pay date: ATO, Schedule 1, scale 4, of 2025-26.",
        )


def withhold(r: Run) -> None:
    """Sets income_tax and weekly_earnings; needs taxable_pay."""
    r.part("PAYG withholding", CITE)
    treatment, earnings = r["tax_treatment"], np.maximum(r["taxable_pay"], 0)
    dollars = weekly_dollars(r, earnings)
    r["weekly_earnings"] = dollars * DOLLAR + 99
    table: Coefficients = r.law.once("au.schedule1", lambda: _table(r.law))
    due = of_period(r, weekly_tax(r, table, treatment, dollars))
    flat = np.isin(treatment, NO_TFN)
    if flat.any():
        due = np.where(flat, _without_tfn(r, treatment, earnings), due)
    holiday = treatment == HOLIDAY
    if holiday.any():
        due = np.where(holiday, working_holiday.withheld(r, earnings), due)
    asked = r["extra_tax"]
    r.note("+", "Additional tax that the employee asks for", asked)
    r["income_tax"] = due + asked


def _table(law: Law) -> Coefficients:
    """Of each treatment in its order; flat ones have a row of nothing."""
    empty = [[0, 0, 0]]
    return coefficients([law.value(f"au.{SCALES[name]}") if name in SCALES else empty for name in TREATMENTS])


def _without_tfn(r: Run, treatment: Array, earnings: Array) -> Array:
    """Cents of the earnings and of the result are ignored."""
    resident, foreign = r.law.rate("au.no_tfn.resident"), r.law.rate("au.no_tfn.foreign")
    dollars = earnings // DOLLAR
    home = share(dollars, resident.numerator, resident.denominator, floor)
    abroad = share(dollars, foreign.numerator, foreign.denominator, floor)
    due = np.where(treatment == NO_TFN[0], home, abroad) * DOLLAR
    r.note("4", f"Without a TFN: {percent(resident)}, foreign residents {percent(foreign)}", due,
           rounding="cents ignored")  # fmt: skip
    return due
