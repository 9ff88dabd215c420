"""A French payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.fr import csg, employer, reductions, retirement, withholding
from paycalc.packs.fr.columns import OTHER_ZONE
from paycalc.rounding import half_up, share

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
_TOTALS: Final = (
    "gross_pay",
    "net_taxable",
    "income_tax",
    "reduction_general",
    "reduction_health",
    "reduction_family",
)


def check(r: Run) -> None:
    """Rows that cannot be paid."""
    withholding.check(r)
    if r.given("alsace_moselle"):
        r.problem(
            r["alsace_moselle"] == 1,
            "alsace_moselle",
            "figure_missing",
            "The health contribution of Alsace-Moselle is not confirmed: Régime local d'Alsace-Moselle, taux.",
        )
    r.problem(r["employer_size"] < 1, "employer_size", "no_headcount", "The headcount is at least 1, not {value}.")
    if r.given("reduction_months_before"):
        months = r["reduction_months_before"]
        r.problem((months < 0) | (months > 12_000_000), "reduction_months_before", "too_many_months",
                  "The months before are between 0 and 12,000,000 millionths, not {value}.")  # fmt: skip
    if r.given("transport_rate"):
        unused = (r["transport_rate"] > 0) & (r["transport_zone"] != OTHER_ZONE)
        r.problem(unused, "transport_rate", "unused_rate", "A rate of {value} is given, but the zone is not other.")
    for name in ("benefits_in_kind", "post_tax_deduction"):
        if r.given(name):
            r.problem(r[name] < 0, name, "negative_deduction", "A deduction or benefit cannot be negative: {value}.")


def payslip(r: Run) -> None:
    """Earnings, bases, employee's contributions, CSG, PAS, employer's contributions, reductions, net, totals."""
    _earnings(r)
    retirement.contribute(r)
    csg.contribute(r)
    withholding.withhold(r)
    employer.contribute(r)
    reductions.reduce(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _LINES.items():
        if r.given(given):
            r[line] = r[given]
    r.part("Gross pay and ceiling", "Code de la sécurité sociale, art. L242-1, D242-16")
    r["gross_pay"] = r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] + r["benefits_in_kind"]
    whole = np.full(r.rows, r.law.money("fr.ceiling"), np.int64)
    r["ceiling"] = share(whole, r["working_time"], 1_000_000, half_up)


def _net(r: Run) -> None:
    r.part("Net pay")
    before = r["net_taxable"] - r["csg_imposable"] - r["crds"] - r["benefits_in_kind"]
    r["net_before_tax"] = before
    net = before + r["paid_expenses"] - r["income_tax"] - r["deducted"]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name in _TOTALS:
        r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
    r["reduction_months_ytd"] = r["reduction_months_before"] + r["working_time"]
