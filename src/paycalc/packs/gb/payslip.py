"""A UK payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.gb import (
    family_pay,
    income_tax,
    letters,
    minimum_wage,
    national_insurance,
    orders,
    pension,
    sick_pay,
    statutory,
    student_loan,
)
from paycalc.packs.gb.columns_statutory import FAMILY

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

_EARNED: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_bonus": "bonus_pay",
    "earned_allowance": "taxable_allowance",
    "earned_taxable_only": "taxable_only_pay",
    "earned_statutory": "statutory_pay",
    "paid_expenses": "expenses",
    "sacrificed": "salary_sacrifice",
    "giving": "payroll_giving",
    "deducted": "post_tax_deduction",
}


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    for part in (income_tax, letters, student_loan, sick_pay, family_pay, orders, minimum_wage):
        part.check(r)
    for name in ("salary_sacrifice", "pension_extra", "payroll_giving", "post_tax_deduction", "payrolled_benefits"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_deduction", "A deduction or benefit cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, statutory pay, pension, bases, tax, National Insurance, loans, orders, net, running totals."""
    _earnings(r)
    sick_pay.pay(r)
    family_pay.pay(r)
    pension.contribute(r)
    _bases(r)
    income_tax.deduct(r)
    national_insurance.contribute(r)
    student_loan.deduct(r)
    orders.deduct(r)
    minimum_wage.compare(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _EARNED.items():
        if r.given(given):
            r[line] = r[given]


def _bases(r: Run) -> None:
    """Sacrificed pay is not earned; the net pay arrangement and payroll giving lower taxable pay only."""
    r.part("Pay for tax and for National Insurance", "HMRC, Specification for PAYE tax table routines v24 (Pn)")
    gross = (
        r["earned_regular"]
        + r["earned_overtime"]
        + r["earned_bonus"]
        + r["earned_allowance"]
        + r["earned_taxable_only"]
        + statutory.paid(r)
        - r["sacrificed"]
        - r["pension_sacrifice"]
    )
    r["gross_pay"] = gross
    r["taxable_pay"] = gross - r["pension_net_pay"] - r["giving"] + r["payrolled_benefits"]
    r["niable_pay"] = gross - r["earned_taxable_only"]


def _net(r: Run) -> None:
    r.part("Net pay")
    net = (
        r["gross_pay"]
        + r["paid_expenses"]
        - r["pension_net_pay"]
        - r["giving"]
        - r["income_tax"]
        - r["ni_employee"]
        - r["student_loan"]
        - r["postgraduate_loan"]
        - r["pension_relief_at_source"]
        - r["deducted"]
    )
    for order in orders.taken(r):
        net = net - r[order]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in ("taxable_pay", "income_tax", "student_loan", "postgraduate_loan", "pension_employer"):
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
    for number, name in enumerate(FAMILY[1:], 1):
        column = name.lower()
        if r.used(f"{column}_before") or r.used("family_payment"):
            paid = np.where(r["family_payment"] == number, r["earned_family"], 0)
            r[f"{column}_ytd"] = r[f"{column}_before"] + paid
    taken = r["pension_net_pay"] + r["pension_relief_at_source"]
    r["pension_employee_ytd"] = r["pension_employee_before"] + taken
