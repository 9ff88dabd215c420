"""The columns of an Australian payslip."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Section, Type
from paycalc.declare import base, choice, fact, info, line, pay, running_totals, totals_before

__all__ = ["FREQUENCIES", "INPUTS", "RESULTS", "TREATMENTS"]

FREQUENCIES: Final = ("weekly", "fortnightly", "monthly", "quarterly")
TREATMENTS: Final = (
    "threshold",
    "no_threshold",
    "foreign_resident",
    "no_tfn",
    "no_tfn_foreign",
    "medicare_exempt",
    "medicare_half",
    "working_holiday",
)
"""Scales 2, 1, 3, 4 (resident, foreign), 5 and 6 of Schedule 1, and Schedule 15."""

FACTS: Final = (
    choice("pay_frequency", "Pay frequency", "How often the person is paid.", FREQUENCIES, None),
    choice(
        "tax_treatment",
        "Tax treatment",
        "Of the declarations: tax-free threshold claimed (scale 2) or not (1), foreign resident (3), "
        "no TFN (4), full or half Medicare levy exemption (5, 6), working holiday maker.",
        TREATMENTS,
        None,
    ),
    fact("has_study_loan", Type.BOOL, "Study or training loan", "HELP, VSL, SSL, AASL: withheld by Schedule 8."),
    fact("super_extra_rate", Type.RATE, "Extra super", "What the employer pays beyond the super guarantee rate."),
)

PAY: Final = (
    pay("regular_pay", "Ordinary pay", "Ordinary time earnings of the period: salary, wages, paid leave."),
    pay("overtime_pay", "Overtime", "Taxed, not ordinary time earnings."),
    pay("bonus_pay", "Bonus", "Bonus and commission of the period; ordinary time earnings."),
    pay("taxable_allowance", "Taxable allowance", "Taxed; ordinary time earnings."),
    pay("expenses", "Expenses", "Reimbursed, not taxed."),
    pay("salary_sacrifice", "Salary sacrifice to super", "Ordinary pay given up; the employer pays it to the fund."),
    pay("workplace_giving", "Workplace giving", "Lowers the pay that tax is withheld from."),
    pay("extra_tax", "Additional tax", "Withheld because the employee asks for it (upwards variation)."),
    pay("post_tax_deduction", "Deduction from net pay", "Union fees, loan repayments and the like."),
)

TOTALS: Final = (
    ("taxable_pay", "Taxable pay", "STP: gross of the year so far."),
    ("income_tax", "PAYG withholding", "STP: PAYGW of the year so far, study loans left out."),
    ("study_loan", "Study loan component", "Withheld for loans in the year so far; reported within PAYGW."),
    ("super_base", "Ordinary time earnings", "STP: OTE of the year so far."),
    ("super_guarantee", "Super guarantee", "STP: employer's liability of the year so far."),
    ("sacrificed", "Salary sacrifice", "STP: salary sacrifice type S of the year so far."),
)

INPUTS: Final = (*FACTS, *PAY, *totals_before(TOTALS))

ATO: Final = "au-ato"
FUND: Final = "retirement"
RESULTS: Final = (
    line(Section.EARNING, "earned_regular", "Ordinary pay", "Before any sacrifice."),
    line(Section.EARNING, "earned_overtime", "Overtime", "Pay for overtime."),
    line(Section.EARNING, "earned_bonus", "Bonus", "Bonus and commission."),
    line(Section.EARNING, "earned_allowance", "Taxable allowance", "Taxed."),
    line(Section.EARNING, "paid_expenses", "Expenses", "Reimbursed without tax."),
    line(Section.PRETAX, "sacrificed", "Salary sacrifice to super", "Pay given up for super.", FUND),
    line(Section.PRETAX, "giving", "Workplace giving", "Before tax.", "charity"),
    base("gross_pay", "Gross pay", "Earnings without expenses."),
    base("taxable_pay", "Taxable pay", "What tax is withheld from."),
    base("super_base", "Ordinary time earnings", "What the super guarantee is on; sacrificed pay counts."),
    line(Section.TAX, "income_tax", "PAYG withholding", "Schedule 1 or 15, additional tax included.", ATO),
    line(Section.TAX, "study_loan", "Study loan", "Schedule 8 component.", ATO),
    line(Section.EMPLOYER, "super_guarantee", "Super guarantee", "Employer's contribution.", FUND),
    line(Section.EMPLOYER, "super_extra", "Extra super", "Beyond the guarantee.", FUND),
    line(Section.POSTTAX, "deducted", "Deduction from net pay", "As given.", "client"),
    line(Section.NET, "net_pay", "Net pay", "What is paid to the employee."),
    info("weekly_earnings", Type.MONEY, "Weekly equivalent", "x of the formulas: whole dollars and 99 cents."),
    *running_totals(TOTALS),
)
