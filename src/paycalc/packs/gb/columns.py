"""The columns of a UK payslip: facts about the person, pay of the period, what was paid before, and what comes out."""

from __future__ import annotations

from typing import Final

from paycalc.columns import NO_DATE, Column, Kind, Section, Type
from paycalc.packs.gb import columns_statutory as statutory
from paycalc.packs.gb.columns_statutory import LETTER_TOTALS

__all__ = ["FREQUENCIES", "INPUTS", "LETTERS", "RESULTS"]

FREQUENCIES: Final = ("weekly", "fortnightly", "four_weekly", "monthly")
LETTERS: Final = tuple("ABCDEFHIJKLMNSVXZ")


def _fact(
    name: str, type: Type, label: str, help: str, default: int | None = 0, choices: tuple[str, ...] = ()
) -> Column:
    return Column(name, Kind.FACT, type, label, help, choices, default)


def _pay(name: str, label: str, help: str, type: Type = Type.MONEY) -> Column:
    return Column(name, Kind.PAY, type, label, help)


def _before(name: str, label: str) -> Column:
    help = "In this tax year in this employment before this payment; a mid-year start takes it from the old register."
    return Column(f"{name}_before", Kind.ACCUMULATOR, Type.MONEY, f"{label} before", help, resets="tax_year")


FACTS: Final = (
    _fact("pay_frequency", Type.CHOICE, "Pay frequency", "How often the person is paid.", None, FREQUENCIES),
    _fact(
        "tax_code",
        Type.CODE,
        "Tax code",
        "As HMRC issued it, with S or C prefix: 1257L, S1257L, K475, BR, D0, 0T, NT; "
        "W1, M1 or X may follow. Empty: the code that the starter declaration gives.",
    ),
    _fact("non_cumulative", Type.BOOL, "Week 1 / month 1 basis", "The code stands alone in each period (W1, M1 or X)."),
    _fact(
        "starter_declaration",
        Type.CHOICE,
        "Starter declaration",
        "Of the starter checklist; used while no code is known.",
        0,
        ("none", "A", "B", "C"),
    ),
    _fact(
        "ni_letter", Type.CHOICE, "National Insurance category letter", "Category of Class 1 contributions.", 0, LETTERS
    ),
    _fact(
        "director",
        Type.CHOICE,
        "Director",
        "How a director's contributions are worked out: on the annual earnings period "
        "with each payment, or as for employees with the annual calculation at the last payment.",
        0,
        ("no", "annual", "alternative"),
    ),
    _fact(
        "director_from",
        Type.DATE,
        "Director since",
        "Appointed during the tax year: the limits are reduced pro rata.",
        NO_DATE,
    ),
    _fact(
        "student_loan_plan",
        Type.CHOICE,
        "Student loan plan",
        "The undergraduate plan to deduct for.",
        0,
        ("none", "1", "2", "4", "5", "unknown"),
    ),
    _fact(
        "student_loan_second_plan",
        Type.CHOICE,
        "Second student loan plan",
        "Of somebody with two undergraduate plans: deductions follow the lower threshold.",
        0,
        ("none", "1", "2", "4", "5"),
    ),
    _fact("has_postgraduate_loan", Type.BOOL, "Postgraduate loan", "Deducted beside an undergraduate plan."),
    _fact(
        "pension_method",
        Type.CHOICE,
        "Pension tax relief",
        "How the employee's contribution gets its tax relief.",
        0,
        ("none", "net_pay", "relief_at_source", "salary_sacrifice"),
    ),
    _fact(
        "pension_basis",
        Type.CHOICE,
        "Pension basis",
        "What the rates apply to: the qualifying earnings band, regular pay (pensionable pay set 1), or all earnings.",
        0,
        ("qualifying", "regular", "all"),
    ),
    _fact(
        "pension_employee_rate", Type.RATE, "Employee pension rate", "Share of the pension basis, tax relief included."
    ),
    _fact("pension_employer_rate", Type.RATE, "Employer pension rate", "Share of the pension basis."),
    *statutory.FACTS,
)

PAY: Final = (
    _pay("regular_pay", "Regular pay", "Salary or wages of the period."),
    _pay("overtime_pay", "Overtime", "Pay for hours above the regular ones."),
    _pay("bonus_pay", "Bonus", "Bonus and commission."),
    _pay(
        "taxable_allowance", "Taxable allowance", "Car allowance and the like: taxed and subject to National Insurance."
    ),
    _pay("taxable_only_pay", "Pay without National Insurance", "Taxed, but not earnings for National Insurance."),
    _pay("statutory_pay", "Statutory payment", "SSP, SMP, SPP and the like, the amount already worked out."),
    _pay("expenses", "Expenses", "Reimbursed, neither taxed nor subject to National Insurance."),
    _pay("payrolled_benefits", "Payrolled benefits", "Benefits in kind taxed through the payroll; not paid out."),
    _pay("salary_sacrifice", "Salary sacrifice", "Pay given up for a benefit other than a pension."),
    _pay(
        "pension_extra", "Additional pension contribution", "Voluntary, by the pension method; before relief at source."
    ),
    _pay("payroll_giving", "Payroll giving", "Lowers taxable pay, not pay for National Insurance."),
    _pay("post_tax_deduction", "Deduction from net pay", "Union dues, loan repayments and the like."),
    _pay(
        "director_final_pay",
        "Director's last payment of the year",
        "Alternative method: the annual calculation is due now.",
        Type.BOOL,
    ),
    *statutory.PAY,
)

# name, label, help of each running total; the result is <name>_ytd, the input of the next run <name>_before
TOTALS: Final = (
    ("taxable_pay", "Taxable pay to date", "FPS TaxablePay YTD."),
    ("income_tax", "Tax to date", "FPS TotalTax YTD."),
    ("niable_pay", "Pay for National Insurance to date", "FPS GrossEarningsForNICsYTD of the current letter."),
    ("ni_employee", "Employee National Insurance to date", "FPS EmpeeContribnsYTD of the current letter."),
    ("ni_employer", "Employer National Insurance to date", "FPS TotalEmpNICYTD of the current letter: employer only."),
    ("ni_at_lel", "Earnings at LEL to date", "FPS AtLELYTD of the current letter."),
    ("ni_lel_to_pt", "Earnings from LEL to PT to date", "FPS LELtoPTYTD of the current letter."),
    ("ni_pt_to_uel", "Earnings from PT to UEL to date", "FPS PTtoUELYTD of the current letter."),
    ("director_pay", "Director's earnings to date", "Since the appointment or the start of the tax year."),
    ("director_ni_employee", "Director's employee contributions to date", "On the director's earnings to date."),
    ("director_ni_employer", "Director's employer contributions to date", "On the director's earnings to date."),
    ("student_loan", "Student loan to date", "FPS StudentLoansTD."),
    ("postgraduate_loan", "Postgraduate loan to date", "FPS PostgradLoansTD."),
    (
        "pension_employee",
        "Employee pension to date",
        "Taken from the employee by either tax method, sacrifice not counted.",
    ),
    ("pension_employer", "Employer pension to date", "Sacrificed pay counted."),
    *((name.lower(), f"{name} to date", f"FPS {name}YTD.") for name in statutory.FAMILY[1:]),
)
_ANY_LETTER: Final = ("none", *LETTERS)


def _letter(name: str, label: str) -> Column:
    help = "Letter that these totals of the tax year belong to; none: the current one, or not used."
    return Column(f"{name}_before", Kind.ACCUMULATOR, Type.CHOICE, label, help, _ANY_LETTER, resets="tax_year")


_LETTERS_BEFORE: Final = (
    _letter("ni_letter", "Category letter of the totals"),
    *(
        column
        for slot in statutory.LETTER_SLOTS
        for column in (
            _letter(f"ni{slot}_letter", f"Earlier category letter {slot - 1}"),
            *(_before(f"ni{slot}_{name}", f"{item} of earlier letter {slot - 1}") for name, item in LETTER_TOTALS),
        )
    ),
)

INPUTS: Final = (*FACTS, *PAY, *(_before(name, label) for name, label, _ in TOTALS), *_LETTERS_BEFORE)


def _line(name: str, section: Section, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, Type.MONEY, label, help, section=section, payee=payee)


def _info(name: str, type: Type, label: str, help: str) -> Column:
    return Column(name, Kind.RESULT, type, label, help, section=Section.INFO)


LINES: Final = (
    _line("earned_regular", Section.EARNING, "Regular pay", "Before any sacrifice."),
    _line("earned_overtime", Section.EARNING, "Overtime", "Pay for overtime."),
    _line("earned_bonus", Section.EARNING, "Bonus", "Bonus and commission."),
    _line("earned_allowance", Section.EARNING, "Taxable allowance", "Taxed and subject to National Insurance."),
    _line("earned_taxable_only", Section.EARNING, "Pay without National Insurance", "Taxed only."),
    _line("earned_statutory", Section.EARNING, "Statutory payment", "SSP, SMP, SPP and the like."),
    *statutory.LINES,
    _line("paid_expenses", Section.EARNING, "Expenses", "Reimbursed without tax."),
    _line("sacrificed", Section.PRETAX, "Salary sacrifice", "Pay given up for a benefit; it stays with the employer."),
    _line(
        "pension_sacrifice",
        Section.PRETAX,
        "Pension (salary sacrifice)",
        "Pay given up; the employer pays it to the pension.",
    ),
    _line("pension_net_pay", Section.PRETAX, "Pension (net pay)", "Before tax, after National Insurance.", "pension"),
    _line("giving", Section.PRETAX, "Payroll giving", "Before tax, after National Insurance.", "charity"),
    _line("gross_pay", Section.BASE, "Gross pay", "Earnings less pay sacrificed; expenses not counted."),
    _line("taxable_pay", Section.BASE, "Taxable pay", "Of this payment, payrolled benefits counted."),
    _line("niable_pay", Section.BASE, "Pay for National Insurance", "Of this payment; also for student loans."),
    _line("pensionable_pay", Section.BASE, "Pensionable pay", "What the pension rates were applied to."),
    _line("income_tax", Section.TAX, "Income tax", "PAYE; a refund is negative.", "hmrc"),
    _line("ni_employee", Section.TAX, "National Insurance", "Employee's Class 1 contribution.", "hmrc"),
    _line("student_loan", Section.TAX, "Student loan", "Plan 1, 2, 4 or 5.", "hmrc"),
    _line("postgraduate_loan", Section.TAX, "Postgraduate loan", "Plan 3.", "hmrc"),
    _line("ni_employer", Section.EMPLOYER, "Employer National Insurance", "Secondary Class 1 contribution.", "hmrc"),
    _line("pension_employer", Section.EMPLOYER, "Employer pension", "Sacrificed pay counted.", "pension"),
    *statutory.ORDERS,
    _line(
        "pension_relief_at_source",
        Section.POSTTAX,
        "Pension (relief at source)",
        "After the basic rate that the scheme claims.",
        "pension",
    ),
    _line("deducted", Section.POSTTAX, "Deduction from net pay", "As given.", "client"),
    _line("net_pay", Section.NET, "Net pay", "What is paid to the employee."),
    _info("tax_code_used", Type.CODE, "Tax code used", "The code given, or that of the starter declaration."),
    _info(
        "tax_non_cumulative", Type.BOOL, "Week 1 / month 1 basis used", "Of the code, or because of week 53, 54 or 56."
    ),
    _info("tax_period", Type.INT, "Tax week or month", "FPS WeekNo or MonthNo."),
    _info("ni_at_lel", Type.MONEY, "Earnings at LEL", "Earnings up to and including the lower earnings limit."),
    _info("ni_lel_to_pt", Type.MONEY, "Earnings from LEL to PT", "Up to the primary threshold."),
    _info("ni_pt_to_uel", Type.MONEY, "Earnings from PT to UEL", "Up to the upper earnings limit."),
    _info(
        "over_enrolment_trigger",
        Type.BOOL,
        "Above the automatic enrolment trigger",
        "From age 22 to State Pension age: enrol.",
    ),
    *statutory.INFO,
)

ACCUMULATED: Final = tuple(
    Column(f"{name}_ytd", Kind.RESULT, Type.MONEY, label, help, section=Section.ACCUMULATOR, feeds=f"{name}_before")
    for name, label, help in TOTALS
)


def _kept(name: str, type: Type, label: str, choices: tuple[str, ...] = ()) -> Column:
    """What is only carried to the next run; earlier letters are for the FPS, not for the payslip."""
    help = "Carried for the FPS, which reports National Insurance by letter."
    return Column(f"{name}_ytd", Kind.RESULT, type, label, help, choices, section=Section.INFO, feeds=f"{name}_before")


LETTERS_KEPT: Final = (
    _kept("ni_letter", Type.CHOICE, "Category letter of the totals", _ANY_LETTER),
    *(
        column
        for slot in statutory.LETTER_SLOTS
        for column in (
            _kept(f"ni{slot}_letter", Type.CHOICE, f"Earlier category letter {slot - 1}", _ANY_LETTER),
            *(
                _kept(f"ni{slot}_{name}", Type.MONEY, f"{item} of earlier letter {slot - 1}")
                for name, item in LETTER_TOTALS
            ),
        )
    ),
)

RESULTS: Final = (*LINES, *ACCUMULATED, *LETTERS_KEPT)
