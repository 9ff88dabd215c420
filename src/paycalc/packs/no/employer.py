"""The employer's contribution and occupational pension, at rates that the employer gives: the pack holds no zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute"]

MILLION: Final = 1_000_000


def contribute(r: Run) -> None:
    """Sets pension_employer, contribution_base and employer_contribution; needs gross_pay."""
    r.part("Employer's contributions", "folketrygdloven § 23-2; the rates are given by the employer")
    pension = share(r["earned_regular"], r["pension_employer_rate"], MILLION, half_up)
    r.note("1", "Rate of the pension scheme", r["pension_employer_rate"], unit="rate")
    r["pension_employer"] = pension
    base = r["gross_pay"] + r["benefits_in_kind"] + pension
    r["contribution_base"] = base
    r.note("2", "Rate of the employer's zone", r["employer_contribution_rate"], unit="rate")
    due = share(base, r["employer_contribution_rate"], MILLION, half_up)
    r.note("3", "Contribution", due, formula="base x rate", rounding="half up to the øre")
    r["employer_contribution"] = due
