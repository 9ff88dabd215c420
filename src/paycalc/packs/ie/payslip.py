"""An Irish payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.packs.ie import paye, prsi, usc
from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

_LINES: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_bonus": "bonus_pay",
    "earned_allowance": "taxable_allowance",
    "paid_expenses": "expenses",
    "pension_taken": "pension_employee",
    "deducted": "post_tax_deduction",
}
_TOTALS: Final = ("taxable_pay", "paye", "usc_pay", "usc", "prsi_pay", "prsi_employee", "prsi_employer")


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    usc.check(r)
    prsi.check(r)
    if r.given("auto_enrolled"):
        r.problem(
            r["auto_enrolled"] == 1,
            "auto_enrolled",
            "figure_missing",
            "The contribution rates of My Future Fund are not held: NAERSA, Automatic Enrolment Retirement Savings.",
        )
    for name in ("tax_credits", "rate_cut_off", "benefits_in_kind", "pension_employee", "post_tax_deduction"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_deduction", "A credit or deduction cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, pension, bases, PAYE, USC, PRSI, net, running totals."""
    _earnings(r)
    _bases(r)
    paye.deduct(r)
    usc.deduct(r)
    prsi.contribute(r)
    _pension(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _LINES.items():
        if r.given(given):
            r[line] = r[given]


def _bases(r: Run) -> None:
    """A pension contribution is relieved from income tax alone."""
    r.part("Pay for income tax, USC and PRSI", "TCA 1997 ss. 112, 531AM, 774; Social Welfare Consolidation Act 2005")
    gross = r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] + r["earned_allowance"]
    r["gross_pay"] = gross
    r["usc_pay"] = r["prsi_pay"] = gross + r["benefits_in_kind"]
    r["taxable_pay"] = r["usc_pay"] - r["pension_taken"]


def _pension(r: Run) -> None:
    if r.given("pension_employer_rate"):
        r.part("Employer pension", "rules of the employer's scheme")
        r["pension_employer"] = share(r["earned_regular"], r["pension_employer_rate"], 1_000_000, half_up)


def _net(r: Run) -> None:
    r.part("Net pay")
    net = (
        r["gross_pay"]
        + r["paid_expenses"]
        - r["pension_taken"]
        - r["paye"]
        - r["usc"]
        - r["prsi_employee"]
        - r["deducted"]
    )
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in _TOTALS:
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
    r["emergency_weeks_ytd"] = paye.emergency_weeks(r)
