"""What the generic state columns mean in each state, in the words of the state's own form; anything else is refused."""

from __future__ import annotations

from typing import Final

from paycalc.columns import pack_code

__all__ = ["FORMS", "LOCALITIES", "STATUS"]

FORMS: Final[dict[str, dict[str, str]]] = {
    "none": {},
    "TX": {},
    "CA": {
        "state_status": "DE 4 filing status: single (also two earners), married (one income), head_of_household",
        "state_allowances": "DE 4 line 1a, regular allowances",
        "state_allowances_other": "DE 4 line 1b, allowances for estimated deductions",
        "state_additional": "DE 4 line 2",
        "state_exempt": "DE 4 line 3 or 4",
        "state_method": "Method B of the pay period, or the annual tables divided by the pay periods",
        "disability_exempt": "exempt from SDI",
    },
    "CO": {
        "state_amount": "DR 0004 line 2, annual withholding allowance in place of the default",
        "state_additional": "DR 0004, additional amount",
        "state_exempt": "exempt from Colorado withholding",
        "leave_exempt": "not covered by FAMLI",
    },
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
    },
}

STATUS: Final[dict[str, tuple[str, ...]]] = {
    "CA": ("blank", "single", "married", "head_of_household", "married_both_work", "married_separate"),
    "NY": ("blank", "single", "married", "head_of_household", "married_single_rate", "married_separate"),
}
"""The filing statuses that a state's form offers."""

LOCALITIES: Final[dict[str, tuple[int, ...]]] = {"NY": (pack_code("NYC"), pack_code("YONKERS"))}
"""Codes that a state knows in home_locality and work_locality."""
