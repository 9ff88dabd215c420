"""A United States payslip from top to bottom."""

from __future__ import annotations

from paycalc.packs.us import (
    bases,
    earnings,
    income_tax,
    net,
    orders,
    pretax,
    social_security,
    states,
    supplemental,
    to_date,
    unemployment,
)
from paycalc.run import Run

__all__ = ["payslip"]


def payslip(r: Run) -> None:
    """Set every result of the chunk."""
    earnings.earn(r)
    pretax.deduct(r)
    bases.taxable(r)
    sheet = income_tax.withhold(r)
    supplemental.withhold(r, sheet)
    social_security.contribute(r)
    unemployment.federal(r)
    states.withhold(r)
    unemployment.state(r)
    orders.take(r)
    net.settle(r)
    to_date.accumulate(r)
