"""The columns of an Irish payslip."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Column, Kind, Section, Type
from paycalc.declare import base, choice, fact, info, line, pay, running_totals, totals_before

__all__ = ["BASES", "CLASSES", "FREQUENCIES", "INPUTS", "RESULTS", "USC_STATUS"]

FREQUENCIES: Final = ("weekly", "fortnightly", "four_weekly", "monthly")
BASES: Final = ("cumulative", "week1", "emergency", "emergency_no_ppsn")
USC_STATUS: Final = ("standard", "exempt", "reduced")
CLASSES: Final = ("A", "B", "C", "D", "H", "J", "K", "M", "S")

FACTS: Final = (
    choice("pay_frequency", "Pay frequency", "How often the person is paid.", FREQUENCIES, None),
    choice(
        "tax_basis",
        "Basis of the RPN",
        "Cumulative or week 1 / month 1 as the Revenue Payroll Notification says; emergency while there is none.",
        BASES,
    ),
    fact("tax_credits", Type.MONEY, "Yearly tax credits", "Of the RPN."),
    fact("rate_cut_off", Type.MONEY, "Yearly rate cut-off point", "Of the RPN: taxed at the standard rate up to it."),
    choice(
        "usc_status",
        "USC",
        "Standard or exempt as the RPN says; the bands of the reduced rates are not held.",
        USC_STATUS,
    ),
    choice("prsi_class", "PRSI class", "Only class A has figures here; others are refused.", CLASSES),
    fact(
        "prsi_employee_rate",
        Type.RATE,
        "Employee PRSI rate instead",
        "Only for arrears charged at the rate of an earlier year; 0%: the rate of the pay date.",
    ),
    fact("auto_enrolled", Type.BOOL, "My Future Fund", "Automatic enrolment; its rates are not held: yes is refused."),
    fact("pension_employer_rate", Type.RATE, "Employer pension rate", "Occupational scheme, of regular pay."),
)

PAY: Final = (
    pay("regular_pay", "Regular pay", "Salary or wages of the period."),
    pay("overtime_pay", "Overtime", "Pay for hours above the regular ones."),
    pay("bonus_pay", "Bonus", "Bonus and commission."),
    pay("taxable_allowance", "Taxable allowance", "Allowances that are pay for PAYE, USC and PRSI."),
    pay("expenses", "Expenses", "Reimbursed, not taxed."),
    pay("benefits_in_kind", "Benefits in kind", "Notional pay: taxed through the payroll, not paid out."),
    pay("pension_employee", "Employee pension contribution", "Lowers pay for PAYE, not for USC and PRSI."),
    pay("post_tax_deduction", "Deduction from net pay", "Union dues, loan repayments and the like."),
)

TOTALS: Final = (
    ("taxable_pay", "Pay for income tax", "Of the year so far, that of earlier employments by the RPN counted."),
    ("paye", "Income tax", "PAYE of the year so far, that of earlier employments by the RPN counted."),
    ("usc_pay", "Pay for USC", "Of the year so far, that of earlier employments by the RPN counted."),
    ("usc", "USC", "Of the year so far, that of earlier employments by the RPN counted."),
    ("prsi_pay", "Pay for PRSI", "Of the year so far."),
    ("prsi_employee", "Employee PRSI", "Of the year so far."),
    ("prsi_employer", "Employer PRSI", "Of the year so far."),
)

EMERGENCY_BEFORE: Final = Column(
    "emergency_weeks_before",
    Kind.ACCUMULATOR,
    Type.INT,
    "Emergency weeks before",
    "Weeks paid so far on the emergency basis without a break; a month counts as four.",
    resets="never",
)
EMERGENCY_AFTER: Final = Column(
    "emergency_weeks_ytd",
    Kind.RESULT,
    Type.INT,
    "Emergency weeks to date",
    "Zero as soon as an RPN is there.",
    section=Section.ACCUMULATOR,
    feeds="emergency_weeks_before",
)
INPUTS: Final = (*FACTS, *PAY, *totals_before(TOTALS), EMERGENCY_BEFORE)

REVENUE: Final = "ie-revenue"
RESULTS: Final = (
    line(Section.EARNING, "earned_regular", "Regular pay", "Salary or wages."),
    line(Section.EARNING, "earned_overtime", "Overtime", "Pay for overtime."),
    line(Section.EARNING, "earned_bonus", "Bonus", "Bonus and commission."),
    line(Section.EARNING, "earned_allowance", "Taxable allowance", "Taxed."),
    line(Section.EARNING, "paid_expenses", "Expenses", "Reimbursed without tax."),
    line(Section.PRETAX, "pension_taken", "Pension", "Before income tax, after USC and PRSI.", "pension"),
    base("gross_pay", "Gross pay", "Earnings without expenses."),
    base("taxable_pay", "Pay for income tax", "With benefits, without the pension contribution."),
    base("usc_pay", "Pay for USC", "With benefits."),
    base("prsi_pay", "Pay for PRSI", "With benefits."),
    line(Section.TAX, "paye", "Income tax", "PAYE; a refund is negative.", REVENUE),
    line(Section.TAX, "usc", "USC", "Universal Social Charge; a refund is negative.", REVENUE),
    line(Section.TAX, "prsi_employee", "PRSI", "Employee's contribution.", REVENUE),
    line(Section.EMPLOYER, "prsi_employer", "Employer PRSI", "Employer's contribution.", REVENUE),
    line(Section.EMPLOYER, "pension_employer", "Employer pension", "Occupational scheme.", "pension"),
    line(Section.POSTTAX, "deducted", "Deduction from net pay", "As given.", "client"),
    line(Section.NET, "net_pay", "Net pay", "What is paid to the employee."),
    info("prsi_subclass", Type.CODE, "PRSI subclass", "A0, AX, AL or A1 by the pay of the week; empty without pay."),
    info("tax_period", Type.INT, "Tax period", "Number of the week, fortnight, four weeks or month in the year."),
    *running_totals(TOTALS),
    EMERGENCY_AFTER,
)
