"""Facts about the state and place of work and of residence. states/forms.py says what each means in which state."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Type
from paycalc.packs.us.column_makers import B, M, fact
from paycalc.packs.us.places import HOME_RULE, RATE_TABLES, STATE_METHOD, STATE_STATUS, STATES

__all__ = ["STATE"]

STATE: Final = (
    fact("work_state", Type.CHOICE, "State of work", "Whose wages these are; none is federal tax only.", STATES, None),
    fact("home_state", Type.CHOICE, "State of residence", "same, or another state.", ("same", *STATES)),
    fact(
        "home_state_rule",
        Type.CHOICE,
        "When the states differ",
        "work_state_only: nothing for the residence; reciprocal: certificate on file, only the residence's tax (state "
        "columns are its form); both: the work state's tax and what the residence's exceeds it by (home columns).",
        HOME_RULE,
    ),
    fact(
        "home_locality",
        Type.CODE,
        "Taxing locality of residence",
        "NYC, YONKERS; PHL; DETROIT; county code (IN, MD); school district (OH).",
    ),
    fact(
        "work_locality",
        Type.CODE,
        "Taxing locality of work",
        "YONKERS; PHL; DETROIT; county code of nonresidents (IN).",
    ),
    fact(
        "state_form",
        B,
        "A state form is on file",
        "Only needed when the form leaves everything blank; anything filled in below means that a form is on file.",
    ),
    fact(
        "state_status",
        Type.CHOICE,
        "State filing status",
        "Of the state's own form; blank is the state's rule.",
        STATE_STATUS,
    ),
    fact("state_allowances", Type.INT, "State allowances", "Of the state's own form; in most states its first count."),
    fact(
        "state_allowances_other",
        Type.INT,
        "Further state allowances",
        "CA DE 4 line 1b; NY IT-2104 line 2 (city); IL line 2; IN line 6; VA line 1b; MA blindness.",
    ),
    fact("state_amount", M, "State amount a year", "CO DR 0004 line 2; IA total allowance; MS line 6."),
    fact(
        "state_additional",
        M,
        "Extra state withholding a pay",
        "Of the state's own form.",
    ),
    fact("local_additional", M, "Extra local withholding a pay", "New York IT-2104 line 4 (NYC) or 5 (Yonkers)."),
    fact("state_exempt", B, "Exempt from state income tax", "Claimed on the state form."),
    fact(
        "state_method",
        Type.CHOICE,
        "State method",
        "Tables of the pay period, or annualized (CA, MA, NC, OH); Maine: which print of the booklet of 2026.",
        STATE_METHOD,
    ),
    fact(
        "state_supplemental",
        Type.CHOICE,
        "State method for supplemental wages",
        "aggregate adds them to the pay; flat takes the state's supplemental rate.",
        ("aggregate", "flat"),
    ),
    fact("disability_exempt", B, "Exempt from state disability insurance", "CA SDI, NY DBL, NJ TDI, RI TDI."),
    fact(
        "leave_exempt",
        B,
        "Exempt from state paid leave",
        "NY PFL waiver; not covered in CO, CT, DC, DE, MA, ME, MN, NJ, OR, WA.",
    ),
    fact("state_table", Type.CHOICE, "Letter of the state form", "CT-W4 code; NJ-W4 line 3 table.", RATE_TABLES),
    fact("state_rate", Type.RATE, "Elected state rate", "Arizona A-4; blank is the rate the law sets without a form."),
    fact("state_allowances_third", Type.INT, "State allowances, third kind", "Indiana WH-4 line 7."),
    fact("state_allowances_fourth", Type.INT, "State allowances, fourth kind", "Indiana WH-4 line 8."),
    fact(
        "state_specified",
        M,
        "State withholding asked for a pay",
        "In place of the formula: MO W-4 line 3, MT MW-4 line 4.",
    ),
    fact("state_reduction", M, "Reduced state withholding a pay", "CT-W4 line 3: taken from the tax."),
    fact(
        "state_rounding",
        Type.CHOICE,
        "Rounding of the state tax",
        "As published; or whole dollars where the state allows them (KS, MN; VA: the annual tax).",
        ("published", "dollar"),
    ),
    fact("state_documented", B, "Lower state withholding documented", "Nebraska: less than 1.5% is due."),
    fact("state_share", Type.RATE, "Share of services in the state", "Of a nonresident's certificate; blank is all."),
    fact(
        "other_exempt", B, "Exempt from further state programmes", "WA Cares, Oregon transit tax, Vermont child care."
    ),
    fact("unemployment_exempt", B, "Exempt from employee unemployment contributions", "New Jersey, Pennsylvania."),
    fact("home_status", Type.CHOICE, "Filing status, state of residence", "Its own form, rule both.", STATE_STATUS),
    fact("home_allowances", Type.INT, "Allowances, state of residence", "As state_allowances, rule both."),
    fact("home_allowances_other", Type.INT, "Further allowances, state of residence", "As state_allowances_other."),
    fact("home_amount", M, "Amount a year, state of residence", "As state_amount."),
    fact("home_table", Type.CHOICE, "Letter of the form, state of residence", "As state_table.", RATE_TABLES),
    fact("home_rate", Type.RATE, "Elected rate, state of residence", "As state_rate."),
    fact("home_additional", M, "Extra withholding a pay, state of residence", "As state_additional."),
    fact(
        "local_home_rate",
        Type.RATE,
        "Local tax rate of the residence",
        "Of the ordinance: PSD rate in Pennsylvania, what remains after the city of work elsewhere, county in Indiana.",
    ),
    fact("local_work_rate", Type.RATE, "Local tax rate of the place of work", "For those who work there."),
    fact("local_days", Type.INT, "Days worked in the municipality this year", "Ohio taxes from the 21st; 0: more."),
    fact("local_allowances", Type.INT, "Local exemptions", "Detroit form 5527."),
    fact("lst_annual", M, "Local services tax a year", "Of the municipality (Pennsylvania: up to 52)."),
    fact("lst_exempt", B, "Exempt from local services tax", "Low-income exemption certificate."),
    fact("leave_employee_rate", Type.RATE, "Employee's rate of paid leave", "Blank: the most that the state allows."),
    fact(
        "leave_paid_by_employer", B, "Employer pays all of paid leave", "The employee's share becomes the employer's."
    ),
    fact("leave_wage_base", M, "Wage limit of paid leave a year", "Only where the pack does not hold it (Minnesota)."),
)
