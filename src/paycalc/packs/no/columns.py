"""The columns of a Norwegian payslip."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Section, Type
from paycalc.declare import base, choice, fact, info, line, pay, running_totals, totals_before

__all__ = ["CARDS", "FREQUENCIES", "INPUTS", "PERIODS", "RESULTS"]

FREQUENCIES: Final = ("monthly", "fortnightly", "weekly", "daily")
PERIODS: Final = (*FREQUENCIES, "four_days", "three_days", "two_days")
"""Also the periods of less than a week, for which the routine has tables of their own."""
CARDS: Final = ("table", "percent", "exempt")

FACTS: Final = (
    choice("pay_frequency", "Pay period", "The period that the payment is for; daily is one day.", PERIODS, None),
    choice(
        "tax_card",
        "Tax card",
        "How the card says to withhold: by table, by its percentage, or not at all (exemption card).",
        CARDS,
    ),
    fact(
        "tax_table",
        Type.CODE,
        "Withholding table",
        "On the tax card: 8000 to 8400, 9010 to 9400, 7300 ...",
    ),
    fact("tax_percent", Type.RATE, "Withholding percentage", "Of the tax card; used where the card says percentage."),
    fact(
        "employer_contribution_rate",
        Type.RATE,
        "Employer's contribution rate",
        "Arbeidsgiveravgift of the employer's zone; the pack holds no zones. 0% only where none is due.",
        None,
    ),
    fact(
        "pension_employer_rate",
        Type.RATE,
        "Employer pension rate",
        "Occupational pension (OTP), of regular pay.",
    ),
)

PAY: Final = (
    pay("regular_pay", "Regular pay", "Salary or wages of the period."),
    pay("overtime_pay", "Overtime", "Pay for hours above the regular ones."),
    pay("bonus_pay", "Bonus", "Bonus and commission, withheld together with the pay of the period."),
    pay("taxable_allowance", "Taxable allowance", "Allowances that are pay for tax."),
    pay(
        "pay_without_withholding",
        "Pay without withholding",
        "Such as holiday pay of the year before under a table of 10.5 months.",
    ),
    pay("expenses", "Expenses", "Reimbursed, no pay for tax."),
    pay("benefits_in_kind", "Benefits in kind", "Taxed with the pay of the period; not paid out."),
    pay("pension_employee", "Employee pension contribution", "Taken from pay before tax is withheld."),
    pay("extra_tax", "Additional tax", "Withheld beyond the table because the employee asks for it."),
    pay("post_tax_deduction", "Deduction from net pay", "Union dues, loan repayments and the like."),
)

TOTALS: Final = (
    ("taxable_pay", "Pay for withholding", "a-melding: pay of the year so far on which tax was withheld."),
    ("tax_withheld", "Tax withheld", "a-melding: forskuddstrekk of the year so far."),
    ("employer_contribution", "Employer's contribution", "Arbeidsgiveravgift of the year so far."),
    ("pension_employer", "Employer pension", "Of the year so far."),
)

INPUTS: Final = (*FACTS, *PAY, *totals_before(TOTALS))

E, D = Section.EARNING, Section.POSTTAX
STATE: Final = "no-skatteetaten"
RESULTS: Final = (
    line(E, "earned_regular", "Regular pay", "Salary or wages."),
    line(E, "earned_overtime", "Overtime", "Pay for overtime."),
    line(E, "earned_bonus", "Bonus", "Bonus and commission."),
    line(E, "earned_allowance", "Taxable allowance", "Pay for tax."),
    line(E, "earned_untaxed", "Pay without withholding", "As given."),
    line(E, "paid_expenses", "Expenses", "Reimbursed without tax."),
    line(Section.PRETAX, "pension_taken", "Pension", "The employee's contribution, before tax.", "pension"),
    base("gross_pay", "Gross pay", "Earnings without expenses."),
    base("taxable_pay", "Pay for withholding", "What the table or percentage is applied to (trekkgrunnlag)."),
    base("contribution_base", "Contribution base", "Pay, benefits in kind and the employer's pension."),
    line(Section.TAX, "tax_withheld", "Tax withheld", "Forskuddstrekk, in whole kroner.", STATE),
    line(
        Section.EMPLOYER,
        "employer_contribution",
        "Employer's contribution",
        "Arbeidsgiveravgift.",
        STATE,
    ),
    line(Section.EMPLOYER, "pension_employer", "Employer pension", "Occupational pension.", "pension"),
    line(D, "deducted", "Deduction from net pay", "As given.", "client"),
    line(Section.NET, "net_pay", "Net pay", "What is paid to the employee."),
    info("table_used", Type.CODE, "Withholding table used", "Empty for a percentage or an exemption card."),
    *running_totals(TOTALS),
)
