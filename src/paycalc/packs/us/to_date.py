"""Accumulators: what was there before, and this pay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paycalc.columns import Column, YearToDate
from paycalc.packs import TOTALLED
from paycalc.packs.us.lines import present, put
from paycalc.run import Run

__all__ = ["accumulate", "totals_of_lines"]

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


def accumulate(r: Run) -> None:
    """Set every year-to-date, quarter-to-date and month-to-date result."""
    r.part("Year to date")
    for prefix, suffix, feeds in (("ytd", "to_date", _FEEDS), ("qtd", "quarter", _QUARTER)):
        for name, lines in feeds.items():
            before = f"{prefix}_{name}"
            parts = [line for line in (before, *lines) if _has(r, line)]
            if parts:
                summed = r[parts[0]]
                for line in parts[1:]:
                    summed = summed + r[line]
                put(r, f"{name}_{suffix}", summed)
    for name in ("transit", "parking"):
        if present(r, name) or present(r, f"mtd_{name}"):
            put(r, f"{name}_month", r[f"mtd_{name}"] + r[f"{name}_deduction"])


def totals_of_lines(results: tuple[Column, ...]) -> Iterator[YearToDate]:
    """The totals that are sums of payslip lines of one section; HSA's is of the employee's and the employer's."""
    sections = {column.name: column.section for column in results if column.section in TOTALLED}
    for name, lines in _FEEDS.items():
        if len({sections.get(line) for line in lines}) == 1 and lines[0] in sections:
            yield YearToDate(lines, (f"ytd_{name}",))


def _has(r: Run, name: str) -> bool:
    """Whether any row may have a value: a result that was set, or an input that is not empty."""
    return r.is_set(name) or present(r, name)
