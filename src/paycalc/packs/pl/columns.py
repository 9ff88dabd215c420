"""The columns of a Polish payslip."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Section, Type
from paycalc.declare import base, choice, fact, line, pay, running_totals, totals_before

__all__ = ["COSTS", "FREQUENCIES", "INPUTS", "RESULTS"]

FREQUENCIES: Final = ("monthly",)
COSTS: Final = ("standard", "increased")

FACTS: Final = (
    choice("costs", "Costs of earning", "Increased for those who work in another town than they live in.", COSTS),
    fact("pit2", Type.BOOL, "PIT-2", "The monthly tax relief is claimed with this employer.", 1),
    fact(
        "youth_relief",
        Type.BOOL,
        "Relief for the young",
        "Under 26: no tax. Its yearly limit is not held; the employer says until when.",
    ),
    fact("ppk", Type.BOOL, "PPK", "Takes part in the capital plan with the basic contributions."),
    fact("accident_rate", Type.RATE, "Accident rate", "Of the employer's notice from ZUS; 0%: the standard rate."),
    fact("without_labour_fund", Type.BOOL, "Without Labour Fund", "No FP is due, by age or otherwise."),
)

PAY: Final = (
    pay("regular_pay", "Regular pay", "Basic pay of the month."),
    pay("overtime_pay", "Overtime", "Pay for hours above the regular ones."),
    pay("bonus_pay", "Bonus", "Bonus and commission."),
    pay("benefits_in_kind", "Benefits in kind", "Insured and taxed; not paid out."),
    pay("expenses", "Expenses", "Reimbursed, neither insured nor taxed."),
    pay("post_tax_deduction", "Deduction from net pay", "Union dues, loan repayments and the like."),
)

TOTALS: Final = (
    ("gross_pay", "Gross pay", "Of the year so far."),
    ("social_base", "Base of pension insurance", "Of the year so far; it ends at thirty average wages."),
    ("tax_base", "Tax base", "Of the year so far, in whole zlotys each month."),
    ("income_tax", "PIT advances", "Of the year so far."),
)

INPUTS: Final = (*FACTS, *PAY, *totals_before(TOTALS))

ZUS: Final = "pl-zus"
T, E = Section.TAX, Section.EMPLOYER
RESULTS: Final = (
    line(Section.EARNING, "earned_regular", "Regular pay", "Basic pay."),
    line(Section.EARNING, "earned_overtime", "Overtime", "Pay for overtime."),
    line(Section.EARNING, "earned_bonus", "Bonus", "Bonus and commission."),
    line(Section.EARNING, "paid_expenses", "Expenses", "Reimbursed without tax."),
    base("gross_pay", "Gross pay", "Earnings and benefits in kind."),
    base("social_base", "Base of pension insurance", "Gross pay within the yearly limit."),
    base("health_base", "Base of health insurance", "Gross pay less social insurance."),
    base("tax_base", "Tax base", "Less costs of earning, in whole zlotys."),
    line(T, "pension_insurance", "Pension insurance", "Emerytalne, employee.", ZUS),
    line(T, "disability_insurance", "Disability insurance", "Rentowe, employee.", ZUS),
    line(T, "sickness_insurance", "Sickness insurance", "Chorobowe.", ZUS),
    line(T, "health_insurance", "Health insurance", "Zdrowotne.", ZUS),
    line(T, "income_tax", "PIT advance", "Zaliczka, in whole zlotys.", "pl-skarbowy"),
    line(Section.POSTTAX, "ppk_employee", "PPK", "The employee's basic contribution.", "retirement"),
    line(Section.POSTTAX, "deducted", "Deduction from net pay", "As given.", "client"),
    line(Section.NET, "net_pay", "Net pay", "What is paid to the employee."),
    line(E, "pension_employer", "Pension insurance, employer", "Emerytalne.", ZUS),
    line(E, "disability_employer", "Disability insurance, employer", "Rentowe.", ZUS),
    line(E, "accident_employer", "Accident insurance", "Wypadkowe.", ZUS),
    line(E, "labour_fund", "Labour Fund", "FP, from the minimum wage on.", ZUS),
    line(E, "guarantee_fund", "Guarantee Fund", "FGŚP.", ZUS),
    line(E, "ppk_employer", "PPK, employer", "The employer's basic contribution; taxed.", "retirement"),
    base("employer_cost", "Total cost", "Gross pay and the employer's contributions."),
    *running_totals(TOTALS),
)
