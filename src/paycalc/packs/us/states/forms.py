"""What the generic state columns mean in each state, in the words of the state's own form; anything else is refused."""

from __future__ import annotations

from typing import Final

__all__ = ["FORMS", "STATUS", "W4_STATUS_OF"]

_BASE: Final = {
    "state_additional": "extra amount a pay",
    "state_exempt": "claims exemption",
    "state_share": "nonresident: share of services in the state",
    "state_form": "a form that leaves everything blank is on file",
}
_STATUS_ONLY: Final = _BASE | {"state_status": "filing status of the form"}
_COUNTED: Final = _STATUS_ONLY | {"state_allowances": "allowances or exemptions of the form"}

FORMS: Final[dict[str, dict[str, str]]] = {
    **{state: {} for state in ("none", "AK", "FL", "NV", "NH", "SD", "TN", "TX", "WY")},
    "WA": {"leave_exempt": "not covered by Paid Leave", "other_exempt": "exempt from WA Cares"},
    "AL": _COUNTED
    | {
        "state_status": "A-4: blank is code 0, single S, married_separate MS, married M, head_of_household H",
        "state_allowances": "A-4 dependents other than the spouse",
    },
    "AR": _BASE | {"state_allowances": "AR4EC exemptions"},
    "AZ": _BASE | {"state_rate": "A-4 elected rate", "state_exempt": "A-4 box 2, zero withholding"},
    "CA": {
        "state_status": "DE 4 filing status: single (also two earners), married (one income), head_of_household",
        "state_allowances": "DE 4 line 1a, regular allowances",
        "state_allowances_other": "DE 4 line 1b, allowances for estimated deductions",
        "state_additional": "DE 4 line 2",
        "state_exempt": "DE 4 line 3 or 4",
        "state_method": "Method B of the pay period, or the annual tables divided by the pay periods",
        "disability_exempt": "exempt from SDI",
        "state_share": "nonresident: share of services in California",
    },
    "CO": {
        "state_amount": "DR 0004 line 2, annual withholding allowance in place of the default",
        "state_additional": "DR 0004, additional amount",
        "state_exempt": "exempt from Colorado withholding",
        "leave_exempt": "not covered by FAMLI",
        "state_share": "nonresident: share of services in Colorado",
    },
    "CT": _BASE
    | {
        "state_table": "CT-W4 line 1, withholding code; blank: no form, the highest rate",
        "state_reduction": "CT-W4 line 3, reduced withholding a pay",
        "leave_exempt": "not covered by CT Paid Leave",
    },
    "DC": _BASE | {"state_allowances": "D-4 allowances", "leave_exempt": "not covered by Universal Paid Leave"},
    "DE": _COUNTED | {"state_allowances": "personal credits", "leave_exempt": "not covered by Delaware Paid Leave"},
    "GA": _COUNTED
    | {
        "state_status": "G-4 line 3: single A, married_both_work B, married (one income) C, head_of_household D",
        "state_allowances": "G-4 line 4, dependents",
    },
    "HI": _COUNTED,
    "IA": _COUNTED
    | {
        "state_status": "IA W-4: single or married_both_work is other, head_of_household, married (no spouse earnings)",
        "state_amount": "IA W-4 total allowance in dollars a year",
        "state_allowances": "allowances of a form before 2024",
    },
    "ID": _COUNTED | {"state_status": "ID W-4: single A, married B, married_single_rate C"},
    "IL": _BASE | {"state_allowances": "IL-W-4 line 1", "state_allowances_other": "IL-W-4 line 2"},
    "IN": _BASE
    | {
        "state_allowances": "WH-4 line 5, personal",
        "state_allowances_other": "WH-4 line 6, dependents",
        "state_allowances_third": "WH-4 line 7, first-time dependents",
        "state_allowances_fourth": "WH-4 line 8, adopted children",
        "home_locality": "county code 01 to 92 of the residence on 1 January",
        "work_locality": "county code of the principal place of work on 1 January, for nonresidents",
        "local_home_rate": "county rate of the notice of 1 October, where the pack holds none",
        "local_additional": "extra county tax a pay",
    },
    "KS": _COUNTED
    | {
        "state_status": "K-4 allowance rate: single or married (joint)",
        "state_rounding": "the guide's example rounds to the dollar, its text does not ask for it",
    },
    "KY": _BASE,
    "LA": _BASE | {"state_allowances": "L-4 block A: 0, 1 or 2"},
    "MA": _BASE
    | {
        "state_status": "M-4 box A: head_of_household",
        "state_allowances": "M-4 line 4, exemptions",
        "state_allowances_other": "M-4 boxes B and C: 1 or 2 blind",
        "state_method": "percentage method of the period, or annualized as the wage bracket tables are built",
        "leave_exempt": "not covered by PFML",
    },
    "MD": _COUNTED
    | {
        "state_status": "MW507: single, married or head_of_household, married_single_rate, married_separate",
        "state_allowances": "MW507 line 1; without a form one exemption",
        "home_locality": "county code 01 to 24 of the residence",
    },
    "ME": _COUNTED
    | {
        "state_method": "first_print or second_print of the booklet of 2026, asked from August",
        "leave_exempt": "not covered by PFML",
    },
    "MI": _BASE
    | {
        "state_allowances": "MI-W4 line 6",
        "home_locality": "DETROIT",
        "work_locality": "DETROIT",
        "local_allowances": "Detroit form 5527 exemptions",
    },
    "MN": _COUNTED
    | {
        "state_status": "W-4MN: single, married, married_single_rate",
        "state_rounding": "the booklet allows whole dollars",
        "leave_exempt": "not covered by Paid Leave",
    },
    "MO": _STATUS_ONLY
    | {
        "state_status": "MO W-4: married is with a spouse who does not work, married_both_work with one who does",
        "state_specified": "MO W-4 line 3, reduced withholding in place of the formula",
    },
    "MS": _STATUS_ONLY
    | {
        "state_status": "89-350: single, head_of_household, married (one earner), married_both_work",
        "state_amount": "89-350 line 6, exemption in dollars a year",
    },
    "MT": _STATUS_ONLY
    | {
        "state_status": "MW-4: single or married_both_work 1a, married 1b, head_of_household 1c",
        "state_specified": "MW-4 line 4, amount to withhold in place of the table",
    },
    "NC": _COUNTED | {"state_method": "tables of the pay period, or annualized"},
    "ND": {name: _BASE[name] for name in ("state_additional", "state_exempt", "state_share")},
    "NE": _COUNTED | {"state_documented": "documented that less than 1.5% is due"},
    "NJ": _COUNTED
    | {
        "state_table": "NJ-W4 line 3, rate table A to E",
        "disability_exempt": "not covered by TDI",
        "leave_exempt": "not covered by FLI",
    },
    "NM": _STATUS_ONLY | {"state_status": "blank: the federal W-4; or as marked for New Mexico"},
    "NY": {
        "state_status": "IT-2104: single (also head_of_household), married, married_single_rate",
        "state_allowances": "IT-2104 line 1",
        "state_allowances_other": "IT-2104 line 2, New York City",
        "state_additional": "IT-2104 line 3",
        "local_additional": "IT-2104 line 4 or 5",
        "state_exempt": "IT-2104-E",
        "home_locality": "NYC or YONKERS: resident",
        "work_locality": "YONKERS: nonresident who works there",
        "disability_exempt": "not covered by DBL",
        "leave_exempt": "PFL waiver",
        "state_share": "IT-2104.1: share of services in New York",
    },
    "OH": _BASE
    | {
        "state_allowances": "IT 4 line 4, exemptions",
        "state_method": "percentage tables of the pay period, or annualized (the optional computer formula)",
        "home_locality": "school district number of the residence",
        "local_days": "days worked in the municipality this year",
    },
    "OK": _COUNTED,
    "OR": _COUNTED | {"leave_exempt": "not covered by Paid Leave", "other_exempt": "exempt from the transit tax"},
    "PA": {name: _BASE[name] for name in ("state_additional", "state_exempt", "state_share")}
    | {
        "home_locality": "PHL: resident of Philadelphia",
        "work_locality": "PHL: works in Philadelphia",
        "unemployment_exempt": "exempt from employee contributions",
    },
    "RI": _BASE | {"state_allowances": "RI W-4 line 1", "disability_exempt": "not covered by TDI"},
    "SC": _BASE | {"state_allowances": "SC W-4 allowances"},
    "UT": _STATUS_ONLY | {"state_status": "blank: the federal W-4; single or married"},
    "VA": _BASE
    | {
        "state_allowances": "VA-4 line 1a",
        "state_allowances_other": "VA-4 line 1b, age and blindness",
        "state_rounding": "dollar: annual tax to the dollar, as in the guide's example",
    },
    "VT": _COUNTED,
    "WI": _COUNTED | {"state_status": "WT-4: single, married, married_single_rate"},
    "WV": _COUNTED | {"state_status": "IT-104: blank is two earners; one_earner is line 5"},
}

_SINGLE: Final = {"blank": "single", "single": "single"}
_AT_SINGLE_RATE: Final = _SINGLE | {"married": "married", "married_single_rate": "single"}

STATUS: Final[dict[str, dict[str, str]]] = {
    "AL": {"blank": "none"} | {name: name for name in ("single", "married_separate", "married", "head_of_household")},
    "CA": dict.fromkeys(
        ("blank", "single", "married", "head_of_household", "married_both_work", "married_separate"), ""
    ),
    "DE": _SINGLE | {"married": "married", "married_separate": "married_separate"},
    "GA": _SINGLE | {name: name for name in ("married", "married_both_work", "head_of_household")},
    "HI": _AT_SINGLE_RATE,
    "IA": {"blank": "other", "single": "other", "married_both_work": "other", "married_separate": "other"}
    | {"married": "married", "head_of_household": "head_of_household"},
    "ID": _AT_SINGLE_RATE,
    "KS": _SINGLE | {"married": "married"},
    "MA": {"blank": "", "head_of_household": "", "single": "", "married": ""},
    "MD": dict.fromkeys(
        ("blank", "single", "married", "head_of_household", "married_single_rate", "married_separate"), ""
    ),
    "ME": _AT_SINGLE_RATE | {"head_of_household": "single"},
    "MN": _AT_SINGLE_RATE,
    "MO": _SINGLE
    | {"married_both_work": "married_spouse_works", "married": "married_spouse_does_not_work"}
    | {"married_separate": "married_separate", "head_of_household": "head_of_household"},
    "MS": _SINGLE
    | {"head_of_household": "head_of_family", "married": "married_one", "married_both_work": "married_both"},
    "MT": {"blank": "single_or_both", "single": "single_or_both", "married_both_work": "single_or_both"}
    | {"married": "married", "head_of_household": "head_of_household"},
    "NC": _SINGLE | {"married": "single", "married_separate": "single", "head_of_household": "head_of_household"},
    "NE": _SINGLE | {"married": "married"},
    "NJ": {"blank": "A", "single": "A", "married_separate": "A", "married": "B", "head_of_household": "B"},
    "NM": _AT_SINGLE_RATE | {"head_of_household": "head_of_household"},
    "NY": dict.fromkeys(
        ("blank", "single", "married", "head_of_household", "married_single_rate", "married_separate"), ""
    ),
    "OK": _AT_SINGLE_RATE,
    "OR": _AT_SINGLE_RATE,
    "UT": {"blank": "", "single": "", "head_of_household": "", "married": ""},
    "VT": _SINGLE | {"head_of_household": "single", "married_separate": "single", "married": "married"},
    "WI": _AT_SINGLE_RATE,
    "WV": {"blank": "two_earner", "married_both_work": "two_earner", "one_earner": "one_earner"},
}
"""The filing statuses that a state's form offers, and the column of the state's tables that each means."""

W4_STATUS_OF: Final[dict[str, tuple[str, str, str]]] = {
    "NM": ("single", "married", "head_of_household"),
    "ND": ("single", "married", "head_of_household"),
}
"""States that take the filing status from the federal W-4 (single, married, head of household) unless told."""
