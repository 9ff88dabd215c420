"""From the published vectors to golden rows: one converter a file."""

from __future__ import annotations

from typing import Final

from paycalc.golden import Converter
from paycalc.packs.us.converters import federal, state

__all__ = ["CONVERTERS"]

CONVERTERS: Final = (
    Converter("us.w4-2020", "vectors_fed_p15t2025_wage_bracket_w4_2020", federal.wage_bracket),
    Converter("us.w4-2019", "vectors_fed_p15t2025_wage_bracket_w4_2019", federal.wage_bracket),
    Converter("us.percentage", "vectors_fed_python_taxes", federal.percentage),
    Converter("us.annual", "vectors_fed_policyengine", federal.annual),
    Converter("us.irs-examples", "vectors_fed_irs_examples", federal.irs_examples),
    Converter("us.state", "vectors_state", state.state),
    Converter(
        "us.deposit-rules",
        "vectors_deposit_rules",
        None,
        "vectors_deposit_rules.csv holds rules of when tax is deposited (filing dates), not amounts of a payslip: "
        "there is nothing in it that a golden row could compare",
    ),
)
