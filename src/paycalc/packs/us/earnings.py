"""Earnings: what is paid in money, and what only counts as wages."""

from __future__ import annotations

import numpy as np

from paycalc.packs.us import overtime
from paycalc.packs.us.lines import present, put
from paycalc.run import Run

__all__ = ["earn"]


def _education(r: Run) -> None:
    """IRC 127: no wages up to the limit of the year, wages for every tax above it."""
    entered = r["education_limit"]
    held = r.law.has("limit.education")
    limit = np.where(entered > 0, entered, r.law.money("limit.education") if held else 0)
    if not held:
        r.problem(
            (entered == 0) & (r["education"] > 0),
            "education",
            "figure_missing",
            f"The limit of educational assistance is not held for {r.dates.pay.year}: enter education_limit from IRS "
            f"Pub. 15-B ({r.dates.pay.year}).",
        )
    free = np.minimum(r["education"], np.maximum(limit - r["ytd_education"], 0))
    put(r, "education_pay", r["education"])
    put(r, "education_wages", r["education"] - free)
    put(r, "gross_pay", r["gross_pay"] + r["education_wages"])


def earn(r: Run) -> None:
    """Set the earning lines, gross pay and imputed income."""
    r.part("Earnings")
    put(r, "regular_pay", r["regular"])
    overtime.earn(r)
    put(r, "supplemental_pay", r["supplemental"])
    put(r, "reimbursement_pay", r["reimbursement"])
    put(r, "gross_pay", r["regular"] + r["hourly_pay"] + r["overtime_premium_pay"] + r["supplemental"])
    if present(r, "education"):
        _education(r)
    if any(r.given(name) for name in ("noncash_fringe", "group_term_life", "tips")):
        put(r, "noncash_wages", r["noncash_fringe"] + r["group_term_life"] + r["tips"])
