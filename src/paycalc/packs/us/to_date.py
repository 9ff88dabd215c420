"""Accumulators: what was there before, and this pay."""

from __future__ import annotations

from typing import Final

from paycalc.packs.us.lines import present, put
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
    "oasdi_tips": ("oasdi_tips",),
    "health_cost": ("health_coverage_cost",),
    "state_unemployment": ("state_unemployment",),
    "state_other": ("state_other_tax",),
    "retirement_403b": ("retirement_403b_deduction",),
    "simple_ira": ("simple_ira_deduction",),
    "adoption": ("adoption_deduction",),
    "education": ("education_pay",),
    "retirement_employer": ("retirement_contribution",),
    "disability_wages": ("disability_wages",),
    "unemployment_wages": ("unemployment_wages",),
    "home_state_wages": ("home_state_wages",),
    "home_state_tax": ("home_state_income_tax",),
    "municipal_tax": ("municipal_tax",),
    "local_services": ("local_services_tax",),
}
_QUARTER: Final = {
    "fit_wages": ("fit_wages",),
    "fit": ("federal_income_tax", "federal_supplemental_tax"),
    "oasdi_wages": ("oasdi_wages",),
    "oasdi_tips": ("oasdi_tips",),
    "medicare_wages": ("medicare_wages",),
    "additional_medicare_wages": ("additional_medicare_wages",),
    "employee_fica": ("oasdi", "medicare", "additional_medicare"),
}
_NEEDS: Final = {
    "supplemental": ("supplemental",),
    "local_tax": ("home_locality", "work_locality"),
    "home_state_wages": ("home_state",),
    "home_state_tax": ("home_state",),
    "municipal_tax": ("local_home_rate", "local_work_rate", "home_locality", "work_locality"),
    "local_services": ("lst_annual",),
    "retirement_403b": ("retirement_403b",),
    "oasdi_tips": ("tips",),
    "health_cost": ("health_coverage_cost",),
    "simple_ira": ("simple_ira",),
    "adoption": ("adoption",),
    "education": ("education",),
    "retirement_employer": ("retirement_employer",),
    "retirement": ("retirement",),
    "roth": ("retirement_roth",),
    "hsa": ("hsa", "hsa_employer"),
    "health_fsa": ("health_fsa",),
    "dependent_care": ("dependent_care",),
    "overtime_premium": ("overtime_premium", "hours_overtime", "hours_double"),
    "group_term_life": ("group_term_life",),
}
"""Inputs without which a line of this pay is zero for everybody."""


def accumulate(r: Run) -> None:
    """Set every year-to-date, quarter-to-date and month-to-date result."""
    r.part("Year to date")
    for name, lines in _FEEDS.items():
        held = present(r, f"ytd_{name}")
        if not held and name in _NEEDS and not any(present(r, need) for need in _NEEDS[name]):
            continue
        total = r[f"ytd_{name}"] if held else None
        for line in lines:
            total = r[line] if total is None else total + r[line]
        if total is not None:
            put(r, f"{name}_to_date", total)
    for name, lines in _QUARTER.items():
        total = r[f"qtd_{name}"]
        for line in lines:
            total = total + r[line]
        put(r, f"{name}_quarter", total)
    for name in ("transit", "parking"):
        if present(r, name) or present(r, f"mtd_{name}"):
            put(r, f"{name}_month", r[f"mtd_{name}"] + r[f"{name}_deduction"])
