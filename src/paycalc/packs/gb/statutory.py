"""What a payslip has of statutory payments: the amount given, and those worked out where anybody has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["paid"]


def paid(r: Run) -> Array:
    """Statutory payments of the payslip; lines that nobody in the chunk has are not even read."""
    total = r["earned_statutory"]
    for line, fact in (("earned_ssp", "sick_from"), ("earned_family", "family_payment")):
        if r.used(fact):
            total = total + r[line]
    return total
