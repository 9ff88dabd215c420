"""Every line of a payslip: what the pack gives, in payslip order."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Section
from paycalc.packs.us.column_makers import line, total
from paycalc.packs.us.totals import MONTHS, QUARTERS, TOTALS

__all__ = ["RESULTS", "TAX_LINES"]

_O = Section.ORDER
_E, _P, _T, _ER, _B, _I = Section.EARNING, Section.PRETAX, Section.TAX, Section.EMPLOYER, Section.BASE, Section.INFO
_LOCAL_PAYEE: Final = "us-{work_state}-local"
_STATE_PAYEE: Final = "us-{work_state}"
"""The braces name the input column whose text completes the payee, in lower case: us-ca, us-ny."""

RESULTS: Final = (
    line(_E, "regular_pay", "Regular wages", "As given."),
    line(_E, "hourly_pay", "Hourly pay", "Hours worked x the hourly rate, straight time."),
    line(_E, "overtime_premium_pay", "Overtime premium", "As given, and the half of the regular rate for overtime."),
    line(_E, "supplemental_pay", "Supplemental wages", "As given."),
    line(_E, "reimbursement_pay", "Expenses", "As given; not taxed."),
    line(_E, "education_pay", "Educational assistance", "Taxed above the yearly limit."),
    line(_P, "cafeteria_deduction", "Section 125 premiums", "As given.", "client"),
    line(_P, "health_fsa_deduction", "Health FSA", "Up to the yearly limit.", "client"),
    line(_P, "dependent_care_deduction", "Dependent care FSA", "Up to the yearly limit.", "client"),
    line(_P, "hsa_deduction", "HSA", "Up to the yearly limit.", "hsa"),
    line(_P, "transit_deduction", "Transit", "Up to the monthly limit.", "client"),
    line(_P, "parking_deduction", "Parking", "Up to the monthly limit.", "client"),
    line(_P, "retirement_deduction", "401(k)", "Up to the yearly limit.", "retirement"),
    line(_P, "retirement_403b_deduction", "403(b)", "Up to the yearly limit.", "retirement"),
    line(_P, "simple_ira_deduction", "SIMPLE IRA", "Up to the yearly limit.", "retirement"),
    line(_P, "adoption_deduction", "Adoption assistance", "Up to the yearly limit.", "client"),
    line(_I, "gross_pay", "Gross pay", "Paid in money, before any deduction, without expenses."),
    line(_I, "noncash_wages", "Imputed income", "Taxed, but not paid in money."),
    line(_B, "fit_regular_wages", "Regular wages for income tax", "After pre-tax deductions."),
    line(_B, "fit_supplemental_wages", "Supplemental wages for income tax", "After what regular wages could not bear."),
    line(_B, "fit_wages", "Wages for income tax", "W-2 box 1: with group-term life, on which nothing is withheld."),
    line(_B, "oasdi_wages", "Social Security wages", "Up to the yearly base."),
    line(_B, "oasdi_tips", "Social Security tips", "Up to what wages leave of the yearly base."),
    line(_B, "medicare_wages", "Medicare wages", "Not capped."),
    line(_B, "additional_medicare_wages", "Wages over 200,000", "For Additional Medicare Tax."),
    line(_B, "futa_wages", "FUTA wages", "Up to the yearly base."),
    line(_B, "sui_wages", "State unemployment wages", "Up to the state's yearly base."),
    line(_B, "state_wages", "State wages", "For state income tax."),
    line(_B, "leave_wages", "Paid leave wages", "On which state paid leave is charged."),
    line(_B, "disability_wages", "Disability wages", "On which state disability insurance with a base is charged."),
    line(_B, "unemployment_wages", "Employee unemployment wages", "On which the employee's contribution is charged."),
    line(_B, "home_state_wages", "Wages, state of residence", "For its income tax, where it is withheld."),
    line(_T, "federal_income_tax", "Federal income tax", "On regular wages: Worksheet 1A line 4b.", "irs"),
    line(_T, "federal_supplemental_tax", "Federal income tax on supplemental wages", "Pub. 15 section 7.", "irs"),
    line(_T, "oasdi", "Social Security", "6.2%.", "irs"),
    line(_T, "medicare", "Medicare", "1.45%.", "irs"),
    line(_T, "additional_medicare", "Additional Medicare", "0.9% over 200,000.", "irs"),
    line(_T, "state_income_tax", "State income tax", "By the state's method.", _STATE_PAYEE),
    line(_T, "local_income_tax", "Local income tax", "Of the residence, and of the place of work.", _STATE_PAYEE),
    line(
        _T,
        "state_disability",
        "State disability insurance",
        "CA SDI, NY DBL, NJ TDI, RI TDI.",
        "us-{work_state}-disability",
    ),
    line(
        _T,
        "state_leave",
        "State paid leave",
        "CO FAMLI, NY PFL, CT, DE, MA, ME, MN, NJ, OR, WA.",
        "us-{work_state}-leave",
    ),
    line(
        _T,
        "state_unemployment",
        "State unemployment, employee",
        "NJ UI/WF/SWF, PA UC.",
        "us-{work_state}-unemployment",
    ),
    line(_T, "state_other_tax", "Other state programme", "WA Cares, OR transit, VT child care.", "us-{work_state}"),
    line(_T, "municipal_tax", "Municipal tax on wages", "Philadelphia, Detroit, or as entered.", _LOCAL_PAYEE),
    line(_T, "local_services_tax", "Local services tax", "Flat, over the pays of a year.", _LOCAL_PAYEE),
    line(_T, "home_state_income_tax", "Income tax, state of residence", "By that state's method.", "us-{home_state}"),
    line(_T, "home_local_income_tax", "Local tax, state of residence", "Withheld with its tax.", "us-{home_state}"),
    line(_O, "support_order_taken", "Support order", "Up to 50 to 65% of disposable earnings.", "support"),
    line(_O, "tax_levy_taken", "Federal tax levy", "What passes the exempt amount.", "irs-levy"),
    line(_O, "student_loan_order_taken", "Student loan order", "Up to 15% of disposable earnings.", "student-loan"),
    line(_O, "federal_debt_order_taken", "Federal debt order", "Up to 15% of disposable earnings.", "federal-debt"),
    line(_O, "creditor_order_taken", "Creditor garnishment", "Up to 25%, and the excess over the minimum.", "creditor"),
    line(Section.POSTTAX, "roth_deduction", "401(k) Roth", "Up to the yearly limit.", "retirement"),
    line(Section.POSTTAX, "other_deductions", "Deductions after tax", "As far as the pay allows.", "client"),
    line(Section.NET, "net_pay", "Net pay", "What the employee receives."),
    line(_ER, "oasdi_employer", "Social Security, employer", "6.2%.", "irs"),
    line(_ER, "medicare_employer", "Medicare, employer", "1.45%.", "irs"),
    line(_ER, "futa", "FUTA", "6.0% less the credit of 5.4%.", "irs"),
    line(_ER, "futa_credit_reduction", "FUTA credit reduction", "Of the state, as held or entered.", "irs"),
    line(_ER, "sui", "State unemployment", "The client's rate.", "us-{work_state}-unemployment"),
    line(
        _ER,
        "state_employer_tax",
        "State employer tax",
        "CA ETT, NY re-employment fund, RI JDF.",
        "us-{work_state}-unemployment",
    ),
    line(
        _ER,
        "state_leave_employer",
        "State paid leave, employer",
        "As the state charges it.",
        "us-{work_state}-leave",
    ),
    line(_ER, "state_other_employer", "Other state programme, employer", "VT child care.", "us-{work_state}"),
    line(_ER, "hsa_contribution", "HSA, employer", "As given.", "hsa"),
    line(_ER, "retirement_contribution", "Retirement plan, employer", "Up to section 415(c).", "retirement"),
    line(_I, "state_credit", "State allowance credit", "Taken from the tax by the state's formula."),
    line(_I, "minimum_wage_shortfall", "Short of the minimum wage", "What the hourly pay lacks of 29 USC 206."),
    line(_I, "education_wages", "Educational assistance over the limit", "Wages for every tax."),
    line(_I, "retirement_over_limit", "401(k) over the limit", "Asked for, but not taken."),
    line(_I, "orders_not_taken", "Orders not taken", "Asked for, but over a limit."),
    line(_I, "deductions_not_taken", "Deductions not taken", "After tax, for want of pay."),
    line(
        _I,
        "futa_wages_provisional",
        "FUTA wages without an announced credit reduction",
        "Accrued at 0.6%; the year's credit reduction of the state is neither held nor entered.",
    ),
    *(total(f"{name}_to_date", f"{label}, year to date", f"ytd_{name}") for name, label in TOTALS),
    *(total(f"{name}_quarter", label, f"qtd_{name}") for name, label in QUARTERS),
    *(total(f"{name}_month", label, f"mtd_{name}") for name, label in MONTHS),
)

TAX_LINES: Final = tuple(column.name for column in RESULTS if column.section is Section.TAX)
"""What the law requires to be withheld, before any order."""
