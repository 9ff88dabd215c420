"""Working holiday makers: Schedule 15, by bands of the income of the year to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.au.columns import TREATMENTS
from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "withheld"]

HOLIDAY: Final = TREATMENTS.index("working_holiday")
HUNDREDTHS: Final = 100


def check(r: Run) -> None:
    """The bands are held from 1 July 2026 only."""
    if not r.law.has("au.working_holiday"):
        r.problem(
            r["tax_treatment"] == HOLIDAY,
            "tax_treatment",
            "figure_missing",
            "The bands of working holiday makers are not held for the pay date: ATO, Schedule 15, of 2025-26.",
        )


def withheld(r: Run, earnings: Array) -> Array:
    """Cents: what the bands take of the payment on top of the income of the year so far, half up to the dollar."""
    before = np.maximum(r["taxable_pay_before"], 0)
    total = np.zeros_like(earnings)
    start = 0
    for number, (end, rate) in enumerate(r.law.table("au.working_holiday"), 1):
        top = int(end) or 2**60
        within = np.clip(before + earnings, start, top) - np.clip(before, start, top)
        r.note(f"15.{number}", f"Part of the payment in band {number}", within)
        total = total + share(within, int(rate * HUNDREDTHS), 1, half_up)
        start = top
    due = half_up(total, HUNDREDTHS * 100) * 100
    r.note("15", "Working holiday maker", due, formula="bands x rates", rounding="half up to the dollar")
    return due
