"""Which columns a state reads and sets when an employee's states of work and of residence differ.

The state of work never sees the locality of the residence. With a certificate of reciprocity on file the state columns
describe the form of the state of residence, which takes the place of the work state's; otherwise the residence's form
has columns of its own (home_...).
"""

from __future__ import annotations

from typing import Final

from paycalc.packs.us.states.rows import Swap

__all__ = ["AS_RESIDENT", "AT_WORK", "BOTH", "EXEMPT_AT_WORK", "FORM_COLUMNS", "HOME_FORM", "RECIPROCAL"]

FORM_COLUMNS: Final = (
    "state_status",
    "state_allowances",
    "state_allowances_other",
    "state_allowances_third",
    "state_allowances_fourth",
    "state_amount",
    "state_table",
    "state_rate",
    "state_additional",
    "state_reduction",
    "state_specified",
    "state_form",
    "state_share",
    "state_method",
    "state_rounding",
    "state_documented",
)
"""What the form of a state of income tax fills."""

HOME_FORM: Final = {
    "state_status": "home_status",
    "state_allowances": "home_allowances",
    "state_allowances_other": "home_allowances_other",
    "state_amount": "home_amount",
    "state_table": "home_table",
    "state_rate": "home_rate",
    "state_additional": "home_additional",
}
_HOME_LINES: Final = {
    "state_income_tax": "home_state_income_tax",
    "local_income_tax": "home_local_income_tax",
    "state_wages": "home_state_wages",
    "state_credit": "",
}
_NOT_AT_HOME: Final = {"work_locality": 0, "state_share": 0}

AS_RESIDENT: Final = Swap()
AT_WORK: Final = Swap(fixed={"home_locality": 0}, nonresident=True)
EXEMPT_AT_WORK: Final = Swap(
    results={"state_income_tax": "", "state_credit": ""},
    fixed=dict.fromkeys(FORM_COLUMNS, 0) | {"home_locality": 0, "state_exempt": 1},
    nonresident=True,
)
RECIPROCAL: Final = Swap(results=_HOME_LINES, fixed=_NOT_AT_HOME)
BOTH: Final = Swap(
    inputs=HOME_FORM,
    results=_HOME_LINES,
    fixed=_NOT_AT_HOME
    | dict.fromkeys((name for name in FORM_COLUMNS if name not in HOME_FORM), 0)
    | {"state_exempt": 0, "local_additional": 0},
)
