"""Student and postgraduate loan deductions: on pay for National Insurance, in whole pounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb.columns import FREQUENCIES, LETTERS
from paycalc.rounding import floor, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "deduct"]

PLANS: Final = ("none", "plan1", "plan2", "plan4", "plan5", "unknown")
UNKNOWN: Final = PLANS.index("unknown")
_NEVER: Final = 2**60
_NO_CLASS_ONE: Final = LETTERS.index("X")
_WEEKS: Final = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
CITE: Final = "HMRC, Rates and thresholds for employers; HMRC tax-kalculator v2.16.0"


def check(r: Run) -> None:
    """Who does not know the plan is refused on a day for which no plan is held as the default."""
    if r.used("student_loan_plan") and not r.law.has("loan.default"):
        r.lacking(r["student_loan_plan"] == UNKNOWN, "student_loan_plan", "loan.default")


def deduct(r: Run) -> None:
    """Sets student_loan and postgraduate_loan; needs niable_pay.

    Only pay on which employer's contributions may be due counts, so none with letter X. Of two undergraduate plans the
    one with the lower threshold is deducted; a postgraduate loan is deducted beside it, each in whole pounds.
    """
    if not (r.used("student_loan_plan") or r.used("has_postgraduate_loan") or r.used("student_loan_second_plan")):
        return
    r.part("Student loans", CITE)
    pay, frequency = np.where(r["ni_letter"] == _NO_CLASS_ONE, 0, r["niable_pay"]), r["pay_frequency"]
    if r.used("student_loan_plan") or r.used("student_loan_second_plan"):
        thresholds: Array = r.law.once("gb.student_loan.plans", lambda: _thresholds(r.law, PLANS))
        threshold = thresholds[r["student_loan_plan"] * len(FREQUENCIES) + frequency]
        if r.used("student_loan_second_plan"):
            second = thresholds[r["student_loan_second_plan"] * len(FREQUENCIES) + frequency]
            threshold = np.minimum(threshold, second)
        r["student_loan"] = _repayment(r, pay, threshold, "undergraduate")
    if r.used("has_postgraduate_loan"):
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
    for choice in plans:
        plan = law.text("loan.default") if choice == "unknown" and law.has("loan.default") else choice
        if plan in ("none", "unknown") or (plan == "plan5" and not law.has("loan.plan5")):
            rows += [_NEVER] * len(FREQUENCIES)
            continue
        year = law.money(f"loan.{plan}")
        rows += [year // 12 if name == "monthly" else year * _WEEKS[name] // 52 for name in FREQUENCIES]
    return np.array(rows, np.int64)
