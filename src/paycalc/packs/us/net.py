"""Deductions after tax and net pay."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Section
from paycalc.packs.us.columns import RESULTS
from paycalc.packs.us.lines import present, put, total
from paycalc.packs.us.orders import ORDER_INPUTS
from paycalc.run import Run

__all__ = ["settle"]

_EARNINGS = tuple(column.name for column in RESULTS if column.section is Section.EARNING)
_PRETAX = tuple(column.name for column in RESULTS if column.section is Section.PRETAX)
_ORDERS = tuple(column.name for column in RESULTS if column.section is Section.ORDER)
_TAXES = tuple(column.name for column in RESULTS if column.section is Section.TAX)


def settle(r: Run) -> None:
    """Set the lines after tax and net pay; a pay that cannot bear its taxes and deductions before tax is refused."""
    r.part("Net pay")
    before = total(r, _EARNINGS) - total(r, _PRETAX) - total(r, _TAXES) - r["roth_deduction"]
    if any(present(r, name) for name in ORDER_INPUTS):
        before = before - total(r, _ORDERS)
    r.problem(
        before < 0,
        "regular",
        "net_negative",
        "Taxes and deductions exceed the pay: lower the deductions or the extra withholding.",
    )
    taken = np.minimum(r["post_tax"], np.maximum(before, 0))
    put(r, "other_deductions", taken)
    put(r, "deductions_not_taken", r["post_tax"] - taken)
    put(r, "net_pay", before - taken)
