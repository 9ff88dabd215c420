"""Earnings: what is paid in money, and what only counts as wages."""

from __future__ import annotations

from paycalc.packs.us.lines import put
from paycalc.run import Run

__all__ = ["earn"]


def earn(r: Run) -> None:
    """Set the earning lines, gross pay and imputed income."""
    r.part("Earnings")
    put(r, "regular_pay", r["regular"])
    put(r, "overtime_premium_pay", r["overtime_premium"])
    put(r, "supplemental_pay", r["supplemental"])
    put(r, "reimbursement_pay", r["reimbursement"])
    put(r, "gross_pay", r["regular"] + r["overtime_premium"] + r["supplemental"])
    if r.given("noncash_fringe") or r.given("group_term_life"):
        put(r, "noncash_wages", r["noncash_fringe"] + r["group_term_life"])
