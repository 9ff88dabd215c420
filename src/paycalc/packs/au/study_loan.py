"""Study and training support loans: the Schedule 8 component on top of Schedule 1, rounded by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.au.coefficients import Coefficients, coefficients, of_period, weekly_dollars, weekly_tax
from paycalc.packs.au.columns import TREATMENTS
from paycalc.packs.au.withholding import NO_TFN

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "withhold"]

NO_THRESHOLD: Final = TREATMENTS.index("no_threshold")
HOLIDAY: Final = TREATMENTS.index("working_holiday")
CITE: Final = "ATO Schedule 8, statement of formulas: component method"


def check(r: Run) -> None:
    """The loan tables are held from 1 July 2026 only, and none for working holiday makers."""
    if not r.given("has_study_loan"):
        return
    loan = r["has_study_loan"] == 1
    if not r.law.has("au.study_loan.threshold"):
        r.problem(
            loan & ~np.isin(r["tax_treatment"], NO_TFN),
            "has_study_loan",
            "figure_missing",
            "The study loan coefficients are not held for the pay date: ATO, Schedule 8, of 2025-26.",
        )
    r.problem(
        loan & (r["tax_treatment"] == HOLIDAY),
        "has_study_loan",
        "figure_missing",
        "How a study loan is withheld from a working holiday maker is not held: ATO, Schedules 8 and 15.",
    )


def withhold(r: Run) -> None:
    """Sets study_loan; nothing is withheld for a loan without a TFN."""
    if not r.given("has_study_loan") or not r.law.has("au.study_loan.threshold"):
        return
    r.part("Study loan", CITE)
    table: Coefficients = r.law.once(
        "au.schedule8",
        lambda: coefficients([r.law.value("au.study_loan.threshold"), r.law.value("au.study_loan.no_threshold")]),
    )
    scale = (r["tax_treatment"] == NO_THRESHOLD).astype(np.int64)
    dollars = weekly_dollars(r, np.maximum(r["taxable_pay"], 0))
    due = of_period(r, weekly_tax(r, table, scale, dollars))
    applies = (r["has_study_loan"] == 1) & ~np.isin(r["tax_treatment"], NO_TFN)
    r["study_loan"] = np.where(applies, due, 0)
