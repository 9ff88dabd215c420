"""What the pack takes and gives: every input and result column with its meaning."""

from __future__ import annotations

from typing import Final

from paycalc.columns import NO_DATE, Column, Kind, Section, Type
from paycalc.packs.us.places import FREQUENCIES, STATE_STATUS, STATES, W4_STATUS

__all__ = ["INPUTS", "RESULTS"]

M, B = Type.MONEY, Type.BOOL


def _fact(
    name: str, kind: Type, label: str, help: str, choices: tuple[str, ...] = (), default: int | None = 0
) -> Column:
    return Column(name, Kind.FACT, kind, label, help, choices, default)


def _pay(name: str, label: str, help: str) -> Column:
    return Column(name, Kind.PAY, M, label, help)


def _ytd(name: str, label: str, help: str, resets: str = "tax_year") -> Column:
    return Column(name, Kind.ACCUMULATOR, M, label, help, resets=resets)


def _line(section: Section, name: str, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, M, label, help, section=section, payee=payee)


def _total(name: str, label: str, feeds: str) -> Column:
    return Column(name, Kind.RESULT, M, label, f"{label}, this pay included.", section=Section.ACCUMULATOR, feeds=feeds)


_W4: Final = (
    _fact("frequency", Type.CHOICE, "Pay frequency", "Table 3 of Pub. 15-T; daily is 260 a year.", FREQUENCIES, None),
    _fact("birth_date", Type.DATE, "Date of birth", "Opens the catch-up limits at 50, 55 and 60.", default=NO_DATE),
    _fact(
        "w4_form",
        Type.CHOICE,
        "Form W-4 edition",
        "2020 or later, or 2019 or earlier (with allowances).",
        ("2020", "2019"),
    ),
    _fact(
        "w4_status",
        Type.CHOICE,
        "Filing status (step 1(c))",
        "Single covers married filing separately. A form of 2019 or earlier: single or married; no form: single.",
        W4_STATUS,
    ),
    _fact("w4_step2", B, "Step 2 box", "Two jobs or spouse works."),
    _fact("w4_step3", M, "Credits a year (step 3)", "Dependents and other credits."),
    _fact("w4_step4a", M, "Other income a year (step 4(a))", "Added to the annual wage."),
    _fact("w4_step4b", M, "Deductions a year (step 4(b))", "Taken from the annual wage."),
    _fact("w4_step4c", M, "Extra withholding a pay (step 4(c))", "Line 6 of a form of 2019 or earlier."),
    _fact("w4_allowances", Type.INT, "Allowances", "Line 5 of a form of 2019 or earlier."),
    _fact(
        "w4_exempt", B, "Exempt from federal income tax", "Claimed on Form W-4; the 37% on supplemental wages stays."
    ),
    _fact(
        "fit_method",
        Type.CHOICE,
        "Federal withholding method",
        "Worksheet 1A, or the printed wage bracket tables.",
        ("percentage", "wage_bracket"),
    ),
    _fact(
        "fit_rounding",
        Type.CHOICE,
        "Rounding of federal income tax",
        "Cents; or whole dollars, which Pub. 15-T allows if used always; a dime as in its daily tables.",
        ("cent", "dollar", "dime"),
    ),
    _fact(
        "supplemental_method",
        Type.CHOICE,
        "Federal method for supplemental wages",
        "Flat 22%, or aggregate (method 1b). What passes 1,000,000 in the year bears 37% in both.",
        ("flat", "aggregate"),
    ),
    _fact(
        "fit_withheld_before",
        B,
        "Income tax withheld this year or last",
        "From regular wages; without it the flat rate is not allowed and the aggregate method is used.",
        default=1,
    ),
    _fact(
        "fica_exempt",
        B,
        "Exempt from Social Security and Medicare",
        "For example a student at the school that employs.",
    ),
    _fact("futa_exempt", B, "Exempt from FUTA", "For example a section 501(c)(3) employer."),
    _fact(
        "prior_year_fica_wages",
        M,
        "FICA wages of last year from this employer",
        "Over the limit of section 414(v)(7) the catch-up of a 401(k) must be Roth (from 2026).",
    ),
    _fact("hsa_coverage", Type.CHOICE, "HSA coverage", "Chooses the yearly HSA limit.", ("self", "family")),
)

_STATE: Final = (
    _fact("work_state", Type.CHOICE, "State of work", "Whose wages these are; none is federal tax only.", STATES, None),
    _fact("home_state", Type.CHOICE, "State of residence", "same, or another state.", ("same", *STATES)),
    _fact(
        "home_state_rule",
        Type.CHOICE,
        "When the states differ",
        "refuse, or work_state_only: the employer withholds nothing for the state of residence.",
        ("refuse", "work_state_only"),
    ),
    _fact("home_locality", Type.CODE, "Taxing locality of residence", "NYC or YONKERS."),
    _fact("work_locality", Type.CODE, "Taxing locality of work", "YONKERS."),
    _fact(
        "state_form",
        B,
        "A state form is on file",
        "Only needed when the form leaves everything blank; anything filled in below means that a form is on file.",
    ),
    _fact(
        "state_status",
        Type.CHOICE,
        "State filing status",
        "Of the state's own form; blank is the state's rule.",
        STATE_STATUS,
    ),
    _fact("state_allowances", Type.INT, "State allowances", "California DE 4 line 1a; New York IT-2104 line 1."),
    _fact(
        "state_allowances_other",
        Type.INT,
        "Further state allowances",
        "California DE 4 line 1b (estimated deductions); New York IT-2104 line 2 (New York City).",
    ),
    _fact("state_amount", M, "State amount a year", "Colorado DR 0004 line 2, which replaces the default."),
    _fact(
        "state_additional",
        M,
        "Extra state withholding a pay",
        "California DE 4 line 2; New York IT-2104 line 3; Colorado DR 0004.",
    ),
    _fact("local_additional", M, "Extra local withholding a pay", "New York IT-2104 line 4 (NYC) or 5 (Yonkers)."),
    _fact("state_exempt", B, "Exempt from state income tax", "Claimed on the state form."),
    _fact(
        "state_method",
        Type.CHOICE,
        "State method",
        "California: Method B of the pay period, or annualized (EDD Examples E and F).",
        ("period", "annualized"),
    ),
    _fact(
        "state_supplemental",
        Type.CHOICE,
        "State method for supplemental wages",
        "aggregate adds them to the pay; flat takes the state's supplemental rate.",
        ("aggregate", "flat"),
    ),
    _fact("disability_exempt", B, "Exempt from state disability insurance", "California SDI, New York DBL."),
    _fact("leave_exempt", B, "Exempt from state paid leave", "New York PFL waiver; not covered by Colorado FAMLI."),
)

_CLIENT: Final = (
    _fact("employer_size", Type.INT, "Employees of the employer", "0 is large enough for every employer share."),
    _fact(
        "sui_account",
        Type.CHOICE,
        "State unemployment account",
        "ask refuses to guess a rate; rated uses sui_rate (any rate above 0 is rated); none: exempt or reimbursing.",
        ("ask", "rated", "none"),
    ),
    _fact("sui_rate", Type.RATE, "State unemployment rate", "From the state's notice to the client for the year."),
    _fact(
        "sui_wage_base",
        M,
        "State unemployment wage base",
        "Only when the pack does not hold it; from the state's notice.",
    ),
    _fact(
        "futa_net_rate",
        Type.RATE,
        "Net FUTA rate",
        "0.6% plus the state's credit reduction once announced; 0: as held by the pack.",
    ),
    _fact(
        "dependent_care_limit",
        M,
        "Dependent care limit a year",
        "0: as held; 2,500 of 2025 for married filing separately.",
    ),
    _fact("transit_limit", M, "Transit limit a month", "0: as held by the pack."),
    _fact("parking_limit", M, "Parking limit a month", "0: as held by the pack."),
)

_PAY: Final = (
    _pay("regular", "Regular wages", "Salary, hours, overtime at the regular rate, paid leave."),
    _pay("overtime_premium", "Overtime premium", "The half that the FLSA adds; counted apart for the W-2."),
    _pay("supplemental", "Supplemental wages", "Bonus, commission, severance and the like, separately identified."),
    _pay("reimbursement", "Expenses under an accountable plan", "Paid, and no wages for any tax."),
    _pay("noncash_fringe", "Taxable fringe benefit", "Wages for every tax, but not paid in money."),
    _pay("group_term_life", "Group-term life over 50,000", "Imputed: Social Security and Medicare only; in W-2 box 1."),
    _pay("cafeteria", "Section 125 premiums", "Health, dental, vision: out of FIT, FICA, FUTA."),
    _pay("health_fsa", "Health FSA", "Section 125, up to the yearly limit."),
    _pay("dependent_care", "Dependent care FSA", "Section 129, up to the yearly limit."),
    _pay("hsa", "HSA by salary reduction", "Section 125, up to the yearly limit; California taxes it."),
    _pay("hsa_employer", "HSA paid by the employer", "Counts toward the yearly limit."),
    _pay("transit", "Transit passes", "Section 132(f), up to the monthly limit."),
    _pay("parking", "Parking", "Section 132(f), up to the monthly limit."),
    _pay("retirement", "401(k) traditional", "Out of income tax, in FICA and FUTA; up to the yearly limit."),
    _pay("retirement_roth", "401(k) Roth", "In every base; shares the yearly limit."),
    _pay("post_tax", "Deductions after tax", "Union dues, repayments, after-tax benefits."),
    _pay(
        "earlier_wages",
        "Wages already paid for this period",
        "To which the aggregate method adds the supplemental wages.",
    ),
    _pay("earlier_fit", "Federal income tax on them", "Already withheld from earlier_wages."),
    _pay("earlier_state_tax", "State income tax on them", "Already withheld from earlier_wages."),
    _pay("earlier_local_tax", "Local income tax on them", "Already withheld from earlier_wages."),
)

_TOTALS: Final = (
    ("fit_wages", "Wages for income tax (W-2 box 1)"),
    ("fit", "Federal income tax (box 2)"),
    ("oasdi_wages", "Social Security wages (box 3)"),
    ("oasdi", "Social Security tax (box 4)"),
    ("medicare_wages", "Medicare wages (box 5)"),
    ("medicare", "Medicare tax (box 6)"),
    ("supplemental", "Supplemental wages"),
    ("futa_wages", "FUTA wages"),
    ("sui_wages", "State unemployment wages"),
    ("state_wages", "State wages (box 16)"),
    ("state_tax", "State income tax (box 17)"),
    ("local_tax", "Local income tax (box 19)"),
    ("disability", "State disability"),
    ("leave_wages", "Paid leave wages"),
    ("leave", "Paid leave"),
    ("retirement", "401(k) traditional (box 12 D)"),
    ("roth", "401(k) Roth (box 12 AA)"),
    ("hsa", "HSA (box 12 W)"),
    ("health_fsa", "Health FSA"),
    ("dependent_care", "Dependent care (box 10)"),
    ("overtime_premium", "Overtime premium"),
    ("group_term_life", "Group-term life (box 12 C)"),
)

_MONTHS: Final = (("transit", "Transit of the month"), ("parking", "Parking of the month"))

INPUTS: Final = (
    *_W4,
    *_STATE,
    *_CLIENT,
    *_PAY,
    *(_ytd(f"ytd_{name}", f"{label}, year to date", "Before this pay; from the last run.") for name, label in _TOTALS),
    *(_ytd(f"mtd_{name}", label, "Before this pay; from the last run.", "month") for name, label in _MONTHS),
)

_E, _P, _T, _ER, _B, _I = Section.EARNING, Section.PRETAX, Section.TAX, Section.EMPLOYER, Section.BASE, Section.INFO
_STATE_PAYEE: Final = "us-{work_state}"
"""The braces name the input column whose text completes the payee, in lower case: us-ca, us-ny."""

RESULTS: Final = (
    _line(_E, "regular_pay", "Regular wages", "As given."),
    _line(_E, "overtime_premium_pay", "Overtime premium", "As given."),
    _line(_E, "supplemental_pay", "Supplemental wages", "As given."),
    _line(_E, "reimbursement_pay", "Expenses", "As given; not taxed."),
    _line(_P, "cafeteria_deduction", "Section 125 premiums", "As given.", "client"),
    _line(_P, "health_fsa_deduction", "Health FSA", "Up to the yearly limit.", "client"),
    _line(_P, "dependent_care_deduction", "Dependent care FSA", "Up to the yearly limit.", "client"),
    _line(_P, "hsa_deduction", "HSA", "Up to the yearly limit.", "hsa"),
    _line(_P, "transit_deduction", "Transit", "Up to the monthly limit.", "client"),
    _line(_P, "parking_deduction", "Parking", "Up to the monthly limit.", "client"),
    _line(_P, "retirement_deduction", "401(k)", "Up to the yearly limit.", "retirement"),
    _line(_I, "gross_pay", "Gross pay", "Paid in money, before any deduction, without expenses."),
    _line(_I, "noncash_wages", "Imputed income", "Taxed, but not paid in money."),
    _line(_B, "fit_regular_wages", "Regular wages for income tax", "After pre-tax deductions."),
    _line(
        _B, "fit_supplemental_wages", "Supplemental wages for income tax", "After what regular wages could not bear."
    ),
    _line(_B, "fit_wages", "Wages for income tax", "W-2 box 1: with group-term life, on which nothing is withheld."),
    _line(_B, "oasdi_wages", "Social Security wages", "Up to the yearly base."),
    _line(_B, "medicare_wages", "Medicare wages", "Not capped."),
    _line(_B, "additional_medicare_wages", "Wages over 200,000", "For Additional Medicare Tax."),
    _line(_B, "futa_wages", "FUTA wages", "Up to the yearly base."),
    _line(_B, "sui_wages", "State unemployment wages", "Up to the state's yearly base."),
    _line(_B, "state_wages", "State wages", "For state income tax."),
    _line(_B, "leave_wages", "Paid leave wages", "On which state paid leave is charged."),
    _line(_T, "federal_income_tax", "Federal income tax", "On regular wages: Worksheet 1A line 4b.", "irs"),
    _line(_T, "federal_supplemental_tax", "Federal income tax on supplemental wages", "Pub. 15 section 7.", "irs"),
    _line(_T, "oasdi", "Social Security", "6.2%.", "irs"),
    _line(_T, "medicare", "Medicare", "1.45%.", "irs"),
    _line(_T, "additional_medicare", "Additional Medicare", "0.9% over 200,000.", "irs"),
    _line(_T, "state_income_tax", "State income tax", "By the state's method.", _STATE_PAYEE),
    _line(_T, "local_income_tax", "Local income tax", "Of the residence, and of the place of work.", _STATE_PAYEE),
    _line(_T, "state_disability", "State disability insurance", "CA SDI, NY DBL.", "us-{work_state}-disability"),
    _line(_T, "state_leave", "State paid leave", "CO FAMLI, NY PFL.", "us-{work_state}-leave"),
    _line(Section.POSTTAX, "roth_deduction", "401(k) Roth", "Up to the yearly limit.", "retirement"),
    _line(Section.POSTTAX, "other_deductions", "Deductions after tax", "As far as the pay allows.", "client"),
    _line(Section.NET, "net_pay", "Net pay", "What the employee receives."),
    _line(_ER, "oasdi_employer", "Social Security, employer", "6.2%.", "irs"),
    _line(_ER, "medicare_employer", "Medicare, employer", "1.45%.", "irs"),
    _line(_ER, "futa", "FUTA", "6.0% less the credit of 5.4%.", "irs"),
    _line(_ER, "futa_credit_reduction", "FUTA credit reduction", "Of the state, as held or entered.", "irs"),
    _line(_ER, "sui", "State unemployment", "The client's rate.", "us-{work_state}-unemployment"),
    _line(
        _ER,
        "state_employer_tax",
        "State employer tax",
        "CA ETT, NY re-employment fund.",
        "us-{work_state}-unemployment",
    ),
    _line(
        _ER,
        "state_leave_employer",
        "State paid leave, employer",
        "CO FAMLI from 10 employees.",
        "us-{work_state}-leave",
    ),
    _line(_ER, "hsa_contribution", "HSA, employer", "As given.", "hsa"),
    _line(_I, "state_credit", "State allowance credit", "Taken from the tax by the state's formula."),
    _line(_I, "retirement_over_limit", "401(k) over the limit", "Asked for, but not taken."),
    _line(_I, "deductions_not_taken", "Deductions not taken", "After tax, for want of pay."),
    _line(
        _I,
        "futa_wages_provisional",
        "FUTA wages without an announced credit reduction",
        "Accrued at 0.6%; the year's credit reduction of the state is neither held nor entered.",
    ),
    *(_total(f"{name}_to_date", f"{label}, year to date", f"ytd_{name}") for name, label in _TOTALS),
    *(_total(f"{name}_month", label, f"mtd_{name}") for name, label in _MONTHS),
)
