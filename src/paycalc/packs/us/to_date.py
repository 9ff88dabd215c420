"""Accumulators: what was there before, and this pay."""

from __future__ import annotations

from typing import Final

from paycalc.run import Run

__all__ = ["accumulate"]

_FEEDS: Final = {
    "fit_wages": ("fit_wages",),
    "fit": ("federal_income_tax", "federal_supplemental_tax"),
    "oasdi_wages": ("oasdi_wages",),
    "oasdi": ("oasdi",),
    "medicare_wages": ("medicare_wages",),
    "medicare": ("medicare", "additional_medicare"),
    "supplemental": ("fit_supplemental_wages",),
    "futa_wages": ("futa_wages",),
    "sui_wages": ("sui_wages",),
    "state_wages": ("state_wages",),
    "state_tax": ("state_income_tax",),
    "local_tax": ("local_income_tax",),
    "disability": ("state_disability",),
    "leave_wages": ("leave_wages",),
    "leave": ("state_leave",),
    "retirement": ("retirement_deduction",),
    "roth": ("roth_deduction",),
    "hsa": ("hsa_deduction", "hsa_contribution"),
    "health_fsa": ("health_fsa_deduction",),
    "dependent_care": ("dependent_care_deduction",),
    "overtime_premium": ("overtime_premium_pay",),
    "group_term_life": ("group_term_life",),
}


def accumulate(r: Run) -> None:
    """Set every year-to-date and month-to-date result."""
    r.part("Year to date")
    for name, lines in _FEEDS.items():
        total = r[f"ytd_{name}"]
        for line in lines:
            total = total + r[line]
        r[f"{name}_to_date"] = total
    for name in ("transit", "parking"):
        r[f"{name}_month"] = r[f"mtd_{name}"] + r[f"{name}_deduction"]
