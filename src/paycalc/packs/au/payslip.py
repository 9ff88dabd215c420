"""An Australian payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paycalc.packs.au import study_loan, super_guarantee, withholding, working_holiday

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

_LINES: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_bonus": "bonus_pay",
    "earned_allowance": "taxable_allowance",
    "paid_expenses": "expenses",
    "sacrificed": "salary_sacrifice",
    "giving": "workplace_giving",
    "deducted": "post_tax_deduction",
}
_TOTALS: Final = ("taxable_pay", "income_tax", "study_loan", "super_base", "super_guarantee", "sacrificed")


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    withholding.check(r)
    study_loan.check(r)
    working_holiday.check(r)
    for name in ("salary_sacrifice", "workplace_giving", "extra_tax", "post_tax_deduction"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_deduction", "A deduction cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, sacrifice, bases, tax, loan, super, net, running totals."""
    _earnings(r)
    _bases(r)
    withholding.withhold(r)
    study_loan.withhold(r)
    super_guarantee.contribute(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _LINES.items():
        if r.given(given):
            r[line] = r[given]


def _bases(r: Run) -> None:
    r.part("Taxable pay and ordinary time earnings", "ITAA 1997; SGAA 1992 s. 6")
    ordinary = r["earned_regular"] + r["earned_bonus"] + r["earned_allowance"]
    gross = ordinary + r["earned_overtime"]
    r["gross_pay"] = gross
    r["taxable_pay"] = gross - r["sacrificed"] - r["giving"]
    r["super_base"] = ordinary


def _net(r: Run) -> None:
    r.part("Net pay")
    net = r["taxable_pay"] + r["paid_expenses"] - r["income_tax"] - r["study_loan"] - r["deducted"]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in _TOTALS:
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
