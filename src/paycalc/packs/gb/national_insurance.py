"""Class 1 National Insurance of a payment, with the earnings columns of the FPS and the totals by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.packs.gb import directors, letters
from paycalc.packs.gb.class_one import PERIODS, charge, tables

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute"]

CITE: Final = "HMRC, National Insurance calculator (exact percentage method); HMRC NI test data 2025-26 v1.1"


def contribute(r: Run) -> None:
    """Sets ni_employee, ni_employer, the FPS columns and their totals to date by letter; needs niable_pay."""
    r.part("National Insurance", CITE)
    letters.change(r)
    limits, rates = tables(r.law)
    letter = r["ni_letter"]
    due = charge(r, r["niable_pay"], limits.of(letter * len(PERIODS) + r["pay_frequency"]), rates.of(letter))
    if r.used("director"):
        due = directors.contribute(r, due)
    r["ni_employee"], r["ni_employer"] = due.employee, due.employer
    r["ni_at_lel"], r["ni_lel_to_pt"], r["ni_pt_to_uel"] = due.at_lel, due.lel_to_pt, due.pt_to_uel
    letters.keep(r)
