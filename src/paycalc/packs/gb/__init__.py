"""United Kingdom: PAYE, National Insurance, loans, pension, statutory payments and orders of 2025-26 and 2026-27."""

from __future__ import annotations

from datetime import date

from paycalc.columns import YearToDate
from paycalc.packs import Pack
from paycalc.packs.gb.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.gb.payslip import check, payslip

__all__ = ["PACK"]

_LETTERS = ("", "ni2_", "ni3_", "ni4_")
"""Contributions are kept by category letter; a payslip shows them together."""

PACK = Pack(
    code="gb",
    name="United Kingdom",
    currency="GBP",
    version="2026.2",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 4, 6), date(2027, 4, 5)),),
    proof="HMRC test data of tax and National Insurance, HMRC calculators; counts in packs/gb/README.md",
    frequencies=FREQUENCIES,
    tax_year=(4, 6),
    year_to_date=(
        YearToDate(("ni_employee",), tuple(f"{letter}ni_employee_before" for letter in _LETTERS)),
        YearToDate(("ni_employer",), tuple(f"{letter}ni_employer_before" for letter in _LETTERS)),
        YearToDate(("pension_net_pay", "pension_relief_at_source"), ("pension_employee_before",)),
    ),
    printed=("tax_code_used", "ni_letter"),
    printed_if_set=("tax_non_cumulative", "student_loan_plan"),
)
