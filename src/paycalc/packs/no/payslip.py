"""A Norwegian payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.packs.no import employer, withholding

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

_LINES: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_bonus": "bonus_pay",
    "earned_allowance": "taxable_allowance",
    "earned_untaxed": "pay_without_withholding",
    "paid_expenses": "expenses",
    "pension_taken": "pension_employee",
    "deducted": "post_tax_deduction",
}
_TOTALS: Final = ("taxable_pay", "tax_withheld", "employer_contribution", "pension_employer")


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    withholding.check(r)
    for name in ("benefits_in_kind", "pension_employee", "extra_tax", "post_tax_deduction"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_deduction", "A deduction or benefit cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, pension, bases, withholding, employer's contributions, net, running totals."""
    _earnings(r)
    _bases(r)
    withholding.withhold(r)
    employer.contribute(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _LINES.items():
        if r.given(given):
            r[line] = r[given]


def _bases(r: Run) -> None:
    """The employee's pension contribution is no basis of withholding; benefits in kind are."""
    r.part("Pay for withholding", "skattebetalingsloven kapittel 5")
    taxed = r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] + r["earned_allowance"]
    r["gross_pay"] = taxed + r["earned_untaxed"]
    r["taxable_pay"] = taxed + r["benefits_in_kind"] - r["pension_taken"]


def _net(r: Run) -> None:
    r.part("Net pay")
    net = r["gross_pay"] + r["paid_expenses"] - r["pension_taken"] - r["tax_withheld"] - r["deducted"]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in _TOTALS:
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
