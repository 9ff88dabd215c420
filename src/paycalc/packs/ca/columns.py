"""The columns of a Canadian payslip: facts about the person, pay of the period, what was paid before, what comes out.

Factor names of Guide T4127 stand in brackets in the help texts.
"""

from __future__ import annotations

from typing import Final

from paycalc.columns import NO_DATE, Column, Kind, Section, Type
from paycalc.packs.ca.places import CLAIMS, CREDIT_METHODS, FREQUENCIES, PLACES, ROUNDINGS

__all__ = ["INPUTS", "RESULTS", "TOTALS"]

M, B, N, CHOICE = Type.MONEY, Type.BOOL, Type.INT, Type.CHOICE
CRA, RQ = "cra", "revenu-quebec"


def _fact(
    name: str, type: Type, label: str, help: str, choices: tuple[str, ...] = (), default: int | None = 0
) -> Column:
    return Column(name, Kind.FACT, type, label, help, choices, default)


def _pay(name: str, label: str, help: str, type: Type = Type.MONEY) -> Column:
    return Column(name, Kind.PAY, type, label, help)


def _before(name: str, label: str) -> Column:
    help = "In this calendar year with this employer before this pay; a mid-year start takes it from the old register."
    return Column(f"{name}_before", Kind.ACCUMULATOR, Type.MONEY, f"{label} before", help, resets="tax_year")


_CLAIM_HELP: Final = "basic: no form filed; amount: the form's total; 0 to 10: claim code; E: exempt, no tax is taken."

FACTS: Final = (
    _fact("pay_frequency", CHOICE, "Pay frequency", "How often the person is paid.", FREQUENCIES, None),
    _fact("pay_periods", N, "Pay periods a year",
          "[P] Only where the year has another number than usual: 53 weekly, 27 biweekly, 10, 13 ...; 0: the usual."),
    _fact("province", CHOICE, "Province of employment",
          "Where the employee reports for work; outside: outside Canada, or beyond the limits of any province.",
          PLACES, None),
    _fact("federal_claim_code", CHOICE, "Federal claim (TD1)", _CLAIM_HELP, CLAIMS),
    _fact("federal_claim", M, "Federal total claim amount", "[TC] Of form TD1, when the claim is an amount."),
    _fact("provincial_claim_code", CHOICE, "Provincial or territorial claim", _CLAIM_HELP, CLAIMS),
    _fact("provincial_claim", M, "Provincial total claim amount", "[TCP] Of the form of the province or territory."),
    _fact("additional_tax_request", M, "Additional tax each pay", "[L] Asked for on form TD1."),
    _fact("zone_deduction", M, "Prescribed zone deduction a year", "[HD] Of form TD1."),
    _fact("annual_deductions", M, "Authorised deductions a year",
          "[F1] Child care, support payments and the like, authorised by a tax services office."),
    _fact("federal_credits", M, "Authorised federal credits a year", "[K3] Credits, not the amounts behind them."),
    _fact("provincial_credits", M, "Authorised provincial credits a year", "[K3P] Credits, as for the federal ones."),
    _fact("dependants_under_19", N, "Dependants under 19 (Ontario)", "[Y] Of form TD1ON or on request."),
    _fact("disabled_dependants", N, "Disabled dependants (Ontario)", "[Y] Of form TD1ON or on request."),
    _fact("birth_date", Type.DATE, "Date of birth",
          "CPP from the month after 18 to the month of 70, with the year's maximum in proportion.", (), NO_DATE),
    _fact("cpp_exempt", B, "No CPP or QPP", "Not pensionable, or stopped by form CPT30."),
    _fact("cpp2_exempt", B, "No second additional CPP", "Only the base and first additional contributions are taken."),
    _fact("ei_exempt", B, "No employment insurance", "The employment is not insurable."),
    _fact("pensionable_months", N, "Pensionable months of the year",
          "[PM] 1 to 12; the yearly maxima go in proportion. 0: twelve, or what the date of birth gives."),
    _fact("credit_method", CHOICE, "Credit for CPP and EI",
          "[K2] greater: of the annualised and the paid, and the maximum once it is reached, as CRA's calculator does; "
          "annualised only; or year_to_date, which needs the pay periods left.", CREDIT_METHODS),
    _fact("factor_rounding", CHOICE, "Rounding of the tax factors",
          "factors: each factor to the cent, as CRA's calculator does; deduction: only the tax of the pay.",
          ROUNDINGS),
)  # fmt: skip

PAY: Final = (
    _pay("regular_pay", "Regular pay", "[I] Salary, wages, and commission of an employee without form TD1X."),
    _pay("overtime_pay", "Overtime", "[I] Earned and paid in the same period."),
    _pay("vacation_pay", "Vacation pay", "[I] When the vacation is taken; otherwise it is a bonus."),
    _pay("taxable_allowance", "Taxable allowance", "[I] Paid in money: taxed, pensionable and insurable."),
    _pay("taxable_only_pay", "Pay without CPP and EI", "[I] Taxed, neither pensionable nor insurable."),
    _pay("bonus_pay", "Bonus", "[B] Bonus, vacation pay without vacation, overtime of earlier periods and the like."),
    _pay("retroactive_pay", "Retroactive pay", "[B] Increase of pay of earlier periods."),
    _pay("retroactive_periods", "Periods of the retroactive pay",
         "Over how many pay periods it was earned; splits F5 as CRA's calculator does. 0: as a bonus.", N),
    _pay("taxable_benefit", "Taxable benefit in kind", "[I] Taxed and pensionable, not insurable and not paid out."),
    _pay("expenses", "Expenses", "Reimbursed; neither taxed nor pensionable."),
    _pay("rpp_contribution", "Registered pension plan", "[F] Employee's contribution."),
    _pay("rrsp_contribution", "RRSP", "[F] Registered retirement savings plan, taken from regular pay."),
    _pay("bonus_rrsp", "RRSP from the bonus", "[F3] Deductible amounts taken from the bonus or retroactive pay."),
    _pay("union_dues", "Union dues", "[U1] Also of associations of public servants."),
    _pay("maintenance", "Alimony or maintenance", "[F2] Authorised, of a document dated before May 1997."),
    _pay("labour_fund_shares", "Labour-sponsored funds", "Shares bought by payroll; gives the credits LCF and LCP."),
    _pay("post_tax_deduction", "Deduction from net pay", "Garnishment by amount, loan repayments and the like."),
    _pay("employer_pension", "Employer pension contribution", "To a registered pension plan; no benefit to tax."),
    _pay("pay_periods_left", "Pay periods left", "[PR] This one counted; for the year-to-date credit method.", N),
    _pay("quebec_tax_given", "Quebec income tax", "Worked out elsewhere by TP-1015.F; Quebec only."),
    _pay("quebec_tax_known", "Quebec income tax is given", "Without it an employee in Quebec is refused.", B),
)  # fmt: skip

# name, label, help of each running total; the result is <name>_ytd, the input of the next run <name>_before
TOTALS: Final = (
    ("employment_income", "Employment income to date", "T4 box 14."),
    ("income_tax", "Income tax to date", "T4 box 22: federal, provincial and additional tax."),
    ("federal_tax", "Federal tax to date", "On regular pay."),
    ("provincial_tax", "Provincial tax to date", "On regular pay."),
    ("federal_bonus_tax", "Federal tax on bonuses to date", "Part of M1."),
    ("provincial_bonus_tax", "Provincial tax on bonuses to date", "Part of M1."),
    ("additional_tax", "Additional tax to date", "Factor L."),
    ("quebec_tax", "Quebec income tax to date", "RL-1 box E."),
    ("cpp", "CPP to date", "D; T4 box 16."),
    ("cpp2", "CPP2 to date", "D2; T4 box 16A."),
    ("qpp", "QPP to date", "DQ; T4 box 17."),
    ("qpp2", "QPP2 to date", "D2Q; T4 box 17A."),
    ("ei", "EI to date", "D1; T4 box 18."),
    ("qpip", "QPIP to date", "T4 box 55."),
    ("cpp_employer", "Employer CPP to date", "For the remittance."),
    ("cpp2_employer", "Employer CPP2 to date", "For the remittance."),
    ("qpp_employer", "Employer QPP to date", "For the remittance."),
    ("qpp2_employer", "Employer QPP2 to date", "For the remittance."),
    ("ei_employer", "Employer EI to date", "Holds the employer's yearly maximum."),
    ("qpip_employer", "Employer QPIP to date", "Holds the employer's yearly maximum."),
    ("pensionable_earnings", "Pensionable earnings to date", "PIYTD; T4 box 26 before its maximum."),
    ("insurable_earnings", "Insurable earnings to date", "IEYTD; T4 box 24 before its maximum."),
    ("bonus", "Bonuses to date", "B1: non-periodic payments."),
    ("bonus_deductions", "Deductions from bonuses to date", "F4."),
    ("bonus_additional", "Additional CPP on bonuses to date", "F5BYTD."),
    ("rpp", "Registered pension plan to date", "T4 box 20."),
    ("rrsp", "RRSP to date", "From regular pay and from bonuses."),
    ("union", "Union dues to date", "T4 box 44."),
)

RECENT: Final = Column("recent_pay_before", Kind.ACCUMULATOR, Type.MONEY, "Most recent regular pay",
                       "[I] Of the last pay that had any; the tax on a bonus paid alone uses it.",
                       resets="never")  # fmt: skip

INPUTS: Final = (*FACTS, *PAY, *(_before(name, label) for name, label, _ in TOTALS), RECENT)


def _line(name: str, section: Section, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, Type.MONEY, label, help, section=section, payee=payee)


_E, _P, _T, _R = Section.EARNING, Section.PRETAX, Section.TAX, Section.EMPLOYER

LINES: Final = (
    _line("earned_regular", _E, "Regular pay", "Salary or wages."),
    _line("earned_overtime", _E, "Overtime", "Of the same period."),
    _line("earned_vacation", _E, "Vacation pay", "Vacation taken."),
    _line("earned_allowance", _E, "Taxable allowance", "Taxed, pensionable and insurable."),
    _line("earned_taxable_only", _E, "Pay without CPP and EI", "Taxed only."),
    _line("earned_bonus", _E, "Bonus", "Non-periodic payment."),
    _line("earned_retroactive", _E, "Retroactive pay", "Non-periodic payment."),
    _line("paid_expenses", _E, "Expenses", "Reimbursed without tax."),
    _line("rpp", _P, "Registered pension plan", "Lowers taxable income.", "pension"),
    _line("rrsp", _P, "RRSP", "Lowers taxable income.", "pension"),
    _line("rrsp_of_bonus", _P, "RRSP from the bonus", "Lowers the taxable bonus.", "pension"),
    _line("union", _P, "Union dues", "Lower taxable income.", "union"),
    _line("gross_pay", Section.BASE, "Gross pay", "Paid in money, expenses not counted."),
    _line("employment_income", Section.BASE, "Employment income", "Benefits in kind counted."),
    _line("non_periodic_pay", Section.BASE, "Non-periodic pay", "Bonus and retroactive pay (B)."),
    _line("pensionable_earnings", Section.BASE, "Pensionable earnings", "Of this pay (PI)."),
    _line("insurable_earnings", Section.BASE, "Insurable earnings", "Of this pay (IE)."),
    _line("cpp", _T, "CPP", "Base and first additional contribution.", CRA),
    _line("cpp2", _T, "CPP2", "Second additional contribution.", CRA),
    _line("qpp", _T, "QPP", "Base and first additional contribution.", RQ),
    _line("qpp2", _T, "QPP2", "Second additional contribution.", RQ),
    _line("ei", _T, "Employment insurance", "Employee's premium.", CRA),
    _line("qpip", _T, "QPIP", "Employee's premium.", RQ),
    _line("federal_tax", _T, "Federal tax", "On regular pay.", CRA),
    _line("provincial_tax", _T, "Provincial tax", "On regular pay; of a territory as well.", CRA),
    _line("federal_bonus_tax", _T, "Federal tax on bonus", "On non-periodic pay.", CRA),
    _line("provincial_bonus_tax", _T, "Provincial tax on bonus", "On non-periodic pay.", CRA),
    _line("additional_tax", _T, "Additional tax", "Asked for by the employee.", CRA),
    _line("quebec_tax", _T, "Quebec income tax", "As given.", RQ),
    _line("cpp_employer", _R, "Employer CPP", "As the employee's.", CRA),
    _line("cpp2_employer", _R, "Employer CPP2", "As the employee's.", CRA),
    _line("qpp_employer", _R, "Employer QPP", "As the employee's.", RQ),
    _line("qpp2_employer", _R, "Employer QPP2", "As the employee's.", RQ),
    _line("ei_employer", _R, "Employer EI", "Employer's premium.", CRA),
    _line("qpip_employer", _R, "Employer QPIP", "Employer's premium.", RQ),
    _line("rpp_employer", _R, "Employer pension contribution", "As given.", "pension"),
    _line("maintenance_paid", Section.ORDER, "Alimony or maintenance", "Of a document before May 1997.", "order"),
    _line("labour_fund", Section.POSTTAX, "Labour-sponsored funds", "Shares bought.", "labour-fund"),
    _line("deducted", Section.POSTTAX, "Deduction from net pay", "As given.", "client"),
    _line("net_pay", Section.NET, "Net pay", "What is paid to the employee."),
    _line("annual_taxable_income", Section.INFO, "Annual taxable income", "Factor A of regular pay."),
    _line("additional_contributions", Section.INFO, "Additional CPP or QPP", "Factor F5, deductible."),
)

ACCUMULATED: Final = (
    *(
        Column(f"{name}_ytd", Kind.RESULT, Type.MONEY, label, help, section=Section.ACCUMULATOR, feeds=f"{name}_before")
        for name, label, help in TOTALS
    ),
    Column("recent_pay", Kind.RESULT, Type.MONEY, "Regular pay, or the most recent", "For the next bonus paid alone.",
           section=Section.ACCUMULATOR, feeds="recent_pay_before"),
)  # fmt: skip

RESULTS: Final = (*LINES, *ACCUMULATED)
