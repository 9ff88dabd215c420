"""Rows of polish-salary-calc as golden rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paycalc.golden import Converted, Converter, Row

__all__ = ["CONVERTERS"]

_YEARS: Final = ("2025", "2026")
_COLUMNS: Final = {
    "pension_insurance": "pension_insurance",
    "disability_insurance": "disability_insurance",
    "sickness_insurance": "sickness_insurance",
    "tax_base": "tax_base",
    "tax_advance_payment": "income_tax",
    "health_insurance": "health_insurance",
    "net_salary": "net_pay",
    "employer_pension_contribution": "pension_employer",
    "employer_disability_contribution": "disability_employer",
    "accident_insurance": "accident_employer",
    "fp": "labour_fund",
    "fgsp": "guarantee_fund",
    "employee_ppk_contribution": "ppk_employee",
    "employer_ppk_contribution": "ppk_employer",
    "total_employer_cost": "employer_cost",
}


def salaries(rows: Sequence[Row], out: Converted) -> None:
    """A row: year, gross, costs, relief for the young, PPK, bases of the year so far, and every line of the payslip."""
    for row in rows:
        if row["tax_year"] not in _YEARS:
            out.drop(row, "another year than 2025 and 2026")
            continue
        facts = {
            "day": f"{row['tax_year']}-06-30",
            "costs": "increased" if row["increased_costs"] == "1" else "standard",
            "youth_relief": row["under_26"],
            "ppk": row["ppk_2pct_1_5pct"],
            "regular_pay": row["gross"],
            "tax_base_before": row["ytd_tax_base"],
            "social_base_before": row["ytd_social_base"],
        }
        out.rows.append(facts | {f"expect.{line}": row[f"exp_{name}"] for name, line in _COLUMNS.items()})


CONVERTERS: Final = (Converter("pl.salaries", "vectors_pl", salaries),)
