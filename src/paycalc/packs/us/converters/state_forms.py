"""How the state vectors write forms: which of their words is which column of the pack."""

from __future__ import annotations

from typing import Final

__all__ = ["COUNTS", "PROGRAMMES", "STATUS_OF", "STATUS_WORDS"]

STATUS_WORDS: Final = {
    "": "",
    "none": "",
    "blank": "",
    "single": "single",
    "single_or_hoh": "single",
    "single_or_mfs": "single",
    "single_or_dual_income": "single",
    "single_or_both": "single",
    "other": "single",
    "married": "married",
    "married_joint": "married",
    "married_jointly": "married",
    "joint": "married",
    "married_one": "married",
    "married_one_income": "married",
    "married_spouse_does_not_work": "married",
    "head_of_household": "head_of_household",
    "head_of_family": "head_of_household",
    "hoh": "head_of_household",
    "married_separate": "married_separate",
    "married_both": "married_both_work",
    "married_both_work": "married_both_work",
    "married_spouse_works": "married_both_work",
    "married_joint_spouse_earns": "married_both_work",
    "married_at_higher_single_rate": "married_single_rate",
    "married_at_single_rate": "married_single_rate",
    "married_single_rate": "married_single_rate",
    "two_earner": "",
    "one_earner": "one_earner",
}
"""The words of the filing_status cell; a letter after the last underscore is the form's own and adds nothing."""

STATUS_OF: Final[dict[str, dict[str, str]]] = {
    "AL": {"0": "", "S": "single", "MS": "married_separate", "M": "married", "H": "head_of_household"},
    "GA": {"A": "single", "B": "married_both_work", "C": "married", "D": "head_of_household"},
    "ID": {"A": "single", "B": "married", "C": "married_single_rate"},
}
"""Letters of a state's own form."""

COUNTS: Final[dict[str, tuple[str, ...]]] = {
    "state_allowances": (
        "allowances",
        "exemptions",
        "regular_allowances",
        "personal",
        "personal_exemptions",
        "personal_credits",
        "line1_allowances",
        "line1",
        "total_exemptions",
        "pre2024_allowances",
        "block_a",
        "dependent_allowances",
        "credits",
    ),
    "state_allowances_other": (
        "line2_allowances",
        "line2",
        "estimated_deduction_allowances",
        "age_blind_exemptions",
        "age_blind",
        "dependent",
        "dependent_exemptions",
    ),
    "state_allowances_third": ("first_time_dependent", "first_time_dependents"),
    "state_allowances_fourth": ("adopted", "adopted_child", "adopted_children"),
}
"""Counts of the forms by the column that holds them; "dependents" is the first count of AL and GA, the second of IN."""

PROGRAMMES: Final = {
    "FAMLI": "state_leave",
    "PFML": "state_leave",
    "PFL": "state_leave",
    "FLI": "state_leave",
    "PL": "state_leave",
    "SDI": "state_disability",
    "DBL": "state_disability",
    "TDI": "state_disability",
    "UC": "state_unemployment",
    "UI": "state_unemployment",
    "CARES": "state_other_tax",
    "TRANSIT": "state_other_tax",
    "CCC": "state_other_tax",
}
"""What the third part of a jurisdiction's code asks for (US-CO-FAMLI)."""
