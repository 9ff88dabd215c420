"""Student and postgraduate loan deductions: on pay for National Insurance, in whole pounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb.columns import FREQUENCIES
from paycalc.rounding import floor, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["deduct"]

PLANS: Final = ("none", "plan1", "plan2", "plan4", "plan5")
_NEVER: Final = 2**60
_WEEKS: Final = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
CITE: Final = "HMRC, Rates and thresholds for employers; HMRC tax-kalculator v2.16.0"


def deduct(r: Run) -> None:
    """Sets student_loan and postgraduate_loan; needs niable_pay."""
    r.part("Student loans", CITE)
    pay, frequency = r["niable_pay"], r["pay_frequency"]
    if r.given("student_loan_plan"):
        thresholds: Array = r.law.once("gb.student_loan.plans", lambda: _thresholds(r.law, PLANS))
        threshold = thresholds[r["student_loan_plan"] * len(FREQUENCIES) + frequency]
        r["student_loan"] = _repayment(r, pay, threshold, "undergraduate")
    if r.given("has_postgraduate_loan"):
        thresholds = r.law.once("gb.student_loan.postgraduate", lambda: _thresholds(r.law, ("none", "postgraduate")))
        threshold = thresholds[r["has_postgraduate_loan"] * len(FREQUENCIES) + frequency]
        r["postgraduate_loan"] = _repayment(r, pay, threshold, "postgraduate")


def _repayment(r: Run, pay: Array, threshold: Array, kind: str) -> Array:
    rate = r.law.rate(f"loan.rate.{kind}")
    above = np.maximum(pay - threshold, 0)
    r.note("0", f"Threshold of the period ({kind})", threshold, rounding="down to the penny")
    r.note("1", f"Pay above the {kind} threshold of the period", above)
    pounds = share(above, rate.numerator, rate.denominator * 100, floor)
    r.note("2", f"Repayment ({kind})", pounds * 100, formula="1 x rate", rounding="down to the pound")
    return pounds * 100


def _thresholds(law: Law, plans: tuple[str, ...]) -> Array:
    """Pence per plan x frequency, cut to the penny; unreachable without a plan.

    Plan 5 has no threshold before 6 April 2026, when its deductions through payroll begin: until then none is due.
    """
    rows = []
    for plan in plans:
        if plan == "none" or (plan == "plan5" and not law.has("loan.plan5")):
            rows += [_NEVER] * len(FREQUENCIES)
            continue
        year = law.money(f"loan.{plan}")
        rows += [year // 12 if name == "monthly" else year * _WEEKS[name] // 52 for name in FREQUENCIES]
    return np.array(rows, np.int64)
