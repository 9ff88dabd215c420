"""A Polish payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.packs.pl import income_tax, ppk, zus

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

_LINES: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_bonus": "bonus_pay",
    "paid_expenses": "expenses",
    "deducted": "post_tax_deduction",
}
_TOTALS: Final = ("gross_pay", "social_base", "tax_base", "income_tax")


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    for name in ("regular_pay", "overtime_pay", "bonus_pay", "benefits_in_kind", "post_tax_deduction"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_amount", "Pay and deductions cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, social and health insurance, PPK, PIT advance, employer's contributions, net, running totals."""
    _earnings(r)
    zus.contribute(r)
    ppk.contribute(r)
    income_tax.advance(r)
    zus.contribute_as_employer(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _LINES.items():
        if r.given(given):
            r[line] = r[given]
    r["gross_pay"] = r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] + r["benefits_in_kind"]


def _net(r: Run) -> None:
    r.part("Net pay")
    insurance = r["gross_pay"] - r["health_base"]
    taken = insurance + r["health_insurance"] + r["income_tax"] + r["ppk_employee"] + r["deducted"]
    net = r["gross_pay"] - r["benefits_in_kind"] + r["paid_expenses"] - taken
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in _TOTALS:
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
