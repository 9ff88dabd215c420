"""What the pack takes and gives: every input and result column with its meaning."""

from __future__ import annotations

from typing import Final

from paycalc.columns import NO_DATE, Type
from paycalc.packs.us.column_makers import B, M, count, fact, pay, to_date
from paycalc.packs.us.order_columns import ORDERS
from paycalc.packs.us.places import FREQUENCIES, W4_STATUS
from paycalc.packs.us.results import RESULTS
from paycalc.packs.us.state_columns import STATE
from paycalc.packs.us.totals import MONTHS, QUARTERS, TOTALS

__all__ = ["INPUTS", "RESULTS"]

_W4: Final = (
    fact("frequency", Type.CHOICE, "Pay frequency", "Table 3 of Pub. 15-T; daily is 260 a year.", FREQUENCIES, None),
    fact("birth_date", Type.DATE, "Date of birth", "Opens the catch-up limits at 50, 55 and 60.", default=NO_DATE),
    fact(
        "w4_form",
        Type.CHOICE,
        "Form W-4 edition",
        "2020 or later, or 2019 or earlier (with allowances).",
        ("2020", "2019"),
    ),
    fact(
        "w4_status",
        Type.CHOICE,
        "Filing status (step 1(c))",
        "Single covers married filing separately. A form of 2019 or earlier: single or married; no form: single.",
        W4_STATUS,
    ),
    fact("w4_step2", B, "Step 2 box", "Two jobs or spouse works."),
    fact("w4_step3", M, "Credits a year (step 3)", "Dependents and other credits."),
    fact("w4_step4a", M, "Other income a year (step 4(a))", "Added to the annual wage."),
    fact("w4_step4b", M, "Deductions a year (step 4(b))", "Taken from the annual wage."),
    fact("w4_step4c", M, "Extra withholding a pay (step 4(c))", "Line 6 of a form of 2019 or earlier."),
    fact("w4_allowances", Type.INT, "Allowances", "Line 5 of a form of 2019 or earlier."),
    fact("w4_exempt", B, "Exempt from federal income tax", "Claimed on Form W-4; the 37% on supplemental wages stays."),
    fact(
        "w4_nra",
        B,
        "Nonresident alien",
        "An amount is added to the wages for federal income tax only (Pub. 15-T); not for students from India.",
    ),
    fact("nra_amount", M, "Added for a nonresident alien a pay", "Pub. 15-T, Table 1 or 2; 0: as held by the pack."),
    fact(
        "fit_method",
        Type.CHOICE,
        "Federal withholding method",
        "Worksheet 1A, or the printed wage bracket tables.",
        ("percentage", "wage_bracket"),
    ),
    fact(
        "fit_rounding",
        Type.CHOICE,
        "Rounding of federal income tax",
        "Cents; or whole dollars, which Pub. 15-T allows if used always; a dime as in its daily tables.",
        ("cent", "dollar", "dime"),
    ),
    fact(
        "supplemental_method",
        Type.CHOICE,
        "Federal method for supplemental wages",
        "Flat 22%, or aggregate (method 1b). What passes 1,000,000 in the year bears 37% in both.",
        ("flat", "aggregate"),
    ),
    fact(
        "fit_withheld_before",
        B,
        "Income tax withheld this year or last",
        "From regular wages; without it the flat rate is not allowed and the aggregate method is used.",
        default=1,
    ),
    fact(
        "fica_exempt",
        B,
        "Exempt from Social Security and Medicare",
        "For example a student at the school that employs.",
    ),
    fact(
        "family_of_employer",
        Type.CHOICE,
        "Family of the employer",
        "Of a sole proprietor: a child under 18 is out of FICA and FUTA; a child to 20, parent or spouse of FUTA.",
        ("none", "child_under_18", "child_18_to_20", "parent", "spouse"),
    ),
    fact(
        "after_death",
        Type.CHOICE,
        "Paid after the employee's death",
        "In the year of death: no income tax withholding, FICA and FUTA stay; in a later year: none of them.",
        ("no", "same_year", "later_year"),
    ),
    fact("futa_exempt", B, "Exempt from FUTA", "For example a section 501(c)(3) employer."),
    fact(
        "prior_year_fica_wages",
        M,
        "FICA wages of last year from this employer",
        "Over the limit of section 414(v)(7) the catch-up of a 401(k) must be Roth (from 2026).",
    ),
    fact("hsa_coverage", Type.CHOICE, "HSA coverage", "Chooses the yearly HSA limit.", ("self", "family")),
)

_CLIENT: Final = (
    fact("employer_size", Type.INT, "Employees of the employer", "0 is large enough for every employer share."),
    fact(
        "sui_account",
        Type.CHOICE,
        "State unemployment account",
        "ask refuses to guess a rate; rated uses sui_rate (any rate above 0 is rated); none: exempt or reimbursing.",
        ("ask", "rated", "none"),
    ),
    fact("sui_rate", Type.RATE, "State unemployment rate", "From the state's notice to the client for the year."),
    fact(
        "sui_wage_base",
        M,
        "State unemployment wage base",
        "Only when the pack does not hold it; from the state's notice.",
    ),
    fact(
        "futa_net_rate",
        Type.RATE,
        "Net FUTA rate",
        "0.6% plus the state's credit reduction once announced; 0: as held by the pack.",
    ),
    fact(
        "dependent_care_limit",
        M,
        "Dependent care limit a year",
        "0: as held; 2,500 of 2025 for married filing separately.",
    ),
    fact("adoption_limit", M, "Adoption assistance limit", "0: as held by the pack."),
    fact("education_limit", M, "Educational assistance limit a year", "0: as held by the pack."),
    fact("simple_ira_limit", M, "SIMPLE IRA limit a year", "0: as held; a higher one from the plan's notice."),
    fact("transit_limit", M, "Transit limit a month", "0: as held by the pack."),
    fact("parking_limit", M, "Parking limit a month", "0: as held by the pack."),
)

_PAY: Final = (
    pay("regular", "Regular wages", "Salary, hours, overtime at the regular rate, paid leave."),
    pay("overtime_premium", "Overtime premium", "The half that the FLSA adds; counted apart for the W-2."),
    pay("hour_rate", "Hourly rate", "For the hours worked of this pay."),
    count("hours_worked", "Hours worked", "In hundredths of an hour, overtime included; paid at the hourly rate."),
    count("hours_overtime", "Overtime hours", "In hundredths; of the hours worked, counted by workweek (29 USC 207)."),
    count("hours_double", "Double-time hours", "In hundredths; California, over 12 a day and on a seventh day."),
    pay(
        "regular_rate_pay",
        "Other pay in the regular rate",
        "Bonus and the like that 29 USC 207(e) does not exclude; paid elsewhere.",
    ),
    pay("supplemental", "Supplemental wages", "Bonus, commission, severance and the like, separately identified."),
    pay("tips", "Cash tips reported", "Wages for every tax, paid by the guests; W-2 box 7."),
    pay(
        "health_coverage_cost",
        "Cost of health coverage",
        "Both shares, for W-2 box 12 DD; not deducted here.",
    ),
    pay("reimbursement", "Expenses under an accountable plan", "Paid, and no wages for any tax."),
    pay("noncash_fringe", "Taxable fringe benefit", "Wages for every tax, but not paid in money."),
    pay("group_term_life", "Group-term life over 50,000", "Imputed: Social Security and Medicare only; in W-2 box 1."),
    pay("cafeteria", "Section 125 premiums", "Health, dental, vision: out of FIT, FICA, FUTA."),
    pay("health_fsa", "Health FSA", "Section 125, up to the yearly limit."),
    pay("dependent_care", "Dependent care FSA", "Section 129, up to the yearly limit."),
    pay("hsa", "HSA by salary reduction", "Section 125, up to the yearly limit; California taxes it."),
    pay("hsa_employer", "HSA paid by the employer", "Counts toward the yearly limit."),
    pay("transit", "Transit passes", "Section 132(f), up to the monthly limit."),
    pay("parking", "Parking", "Section 132(f), up to the monthly limit."),
    pay("retirement", "401(k) traditional", "Out of income tax, in FICA and FUTA; up to the yearly limit."),
    pay("retirement_roth", "401(k) Roth", "In every base; shares the yearly limit."),
    pay("retirement_403b", "403(b) traditional", "As a 401(k), whose yearly limit it shares; W-2 box 12 E."),
    pay("simple_ira", "SIMPLE IRA", "Out of income tax, in FICA and FUTA; up to its own yearly limit."),
    pay("retirement_employer", "Employer's contribution to the plan", "No wages; up to the limit of section 415(c)."),
    pay("adoption", "Adoption assistance", "Section 137: out of income tax, in FICA and FUTA; up to the yearly limit."),
    pay("education", "Educational assistance", "Section 127: paid, and no wages up to the yearly limit."),
    pay("post_tax", "Deductions after tax", "Union dues, repayments, after-tax benefits."),
    pay(
        "earlier_wages",
        "Wages already paid for this period",
        "To which the aggregate method adds the supplemental wages.",
    ),
    pay("earlier_fit", "Federal income tax on them", "Already withheld from earlier_wages."),
    pay("earlier_state_tax", "State income tax on them", "Already withheld from earlier_wages."),
    pay("earlier_local_tax", "Local income tax on them", "Already withheld from earlier_wages."),
)

INPUTS: Final = (
    *_W4,
    *STATE,
    *ORDERS,
    *_CLIENT,
    *_PAY,
    *(
        to_date(f"ytd_{name}", f"{label}, year to date", "Before this pay; from the last run.")
        for name, label in TOTALS
    ),
    *(to_date(f"qtd_{name}", label, "Before this pay; from the last run.", "quarter") for name, label in QUARTERS),
    *(to_date(f"mtd_{name}", label, "Before this pay; from the last run.", "month") for name, label in MONTHS),
)
