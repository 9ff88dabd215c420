"""A German payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Section
from paycalc.packs.de import church_tax, lohnsteuer, social
from paycalc.packs.de.columns import TOTALS
from paycalc.packs.de.results import RESULTS

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["payslip"]

EARNED: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_allowance": "taxable_allowance",
    "earned_tax_only": "tax_only_pay",
    "earned_pension": "pension_pay",
    "earned_one_off": "one_off_pay",
    "earned_one_off_tax_only": "one_off_tax_only",
    "earned_severance": "severance_pay",
    "earned_pension_one_off": "pension_one_off",
    "earned_tax_free": "tax_free_pay",
    "paid_expenses": "expenses",
    "deferred": "conversion",
    "deferred_tax_free": "conversion_tax_free",
    "attached": "attachment",
    "deducted": "post_tax_deduction",
    "employer_pension_paid": "employer_pension",
}
CONTRIBUTORY: Final = ("regular_pay", "overtime_pay", "taxable_allowance", "benefit_in_kind")
TAXED_ONLY: Final = ("tax_only_pay", "pension_pay")
ONE_OFF: Final = ("one_off_pay", "one_off_tax_only", "severance_pay", "pension_one_off")
_PLUS: Final = tuple(column.name for column in RESULTS if column.section is Section.EARNING)
_LESS: Final = tuple(
    column.name for column in RESULTS if column.section in {Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX}
)


def payslip(r: Run) -> None:
    """Earnings, deferred pay, bases, social insurance, tax, church tax, net, running totals.

    Social insurance stands before the tax because the tax of the privately insured looks at the employer's subsidy.
    """
    _earnings(r)
    _bases(r)
    social.contribute(r)
    lohnsteuer.deduct(r)
    church_tax.deduct(r)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in EARNED.items():
        if r.given(given):
            r[line] = r[given]


def _sum(r: Run, names: tuple[str, ...]) -> Array:
    """The sum of inputs; those that are not given cost nothing."""
    total = r.zeros()
    for name in names:
        if r.given(name):
            total += r[name]
    return total


def _bases(r: Run) -> None:
    """What is taxed as the period's wage (RE4) and as sonstige Bezüge (SONSTB), and what contributions are owed on."""
    r.part(
        "Taxable wage and pay subject to contributions", "EStG s. 19, 38a, 3 no. 63, 40a (2); SGB IV s. 14, SvEV s. 1"
    )
    contributory = _sum(r, CONTRIBUTORY) - r["conversion"]
    by_class = r["flat_tax_rate"] == 0
    wage = contributory + _sum(r, TAXED_ONLY) - r["conversion_tax_free"]
    r["sv_gross"] = contributory
    r["tax_gross"] = np.where(by_class, wage, 0)
    r["one_off_gross"] = np.where(by_class, _sum(r, ONE_OFF), 0)
    r.problem(
        np.minimum(contributory, wage) < 0,
        "",
        "negative_pay",
        "More pay is deferred or taken back than is earned; correct the period that it belongs to.",
    )


def _net(r: Run) -> None:
    r.part("Net pay")
    net = r.zeros()
    for name in _PLUS:
        net += r[name]
    for name in _LESS:
        net -= r[name]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    for name, _ in TOTALS:
        if r.given(f"{name}_before") or r[name].any():
            r[f"{name}_ytd"] = r[f"{name}_before"] + r[name]
