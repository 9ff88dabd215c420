"""A Canadian payslip from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.ca import checks, income_tax, insurance, pension_plan
from paycalc.packs.ca.columns import TOTALS

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "payslip"]

check = checks.check

_GIVEN: Final = {
    "earned_regular": "regular_pay",
    "earned_overtime": "overtime_pay",
    "earned_vacation": "vacation_pay",
    "earned_allowance": "taxable_allowance",
    "earned_taxable_only": "taxable_only_pay",
    "earned_bonus": "bonus_pay",
    "earned_retroactive": "retroactive_pay",
    "paid_expenses": "expenses",
    "rpp": "rpp_contribution",
    "rrsp": "rrsp_contribution",
    "rrsp_of_bonus": "bonus_rrsp",
    "union": "union_dues",
    "maintenance_paid": "maintenance",
    "labour_fund": "labour_fund_shares",
    "deducted": "post_tax_deduction",
    "rpp_employer": "employer_pension",
    "quebec_tax": "quebec_tax_given",
}
_TAKEN: Final = (
    "rpp", "rrsp", "rrsp_of_bonus", "union", "cpp", "cpp2", "qpp", "qpp2", "ei", "qpip", "federal_tax",
    "provincial_tax", "federal_bonus_tax", "provincial_bonus_tax", "additional_tax", "quebec_tax", "maintenance_paid",
    "labour_fund", "deducted",
)  # fmt: skip


def payslip(r: Run) -> None:
    """Earnings and given deductions, bases, CPP, EI, tax, net, running totals."""
    _earnings(r)
    _bases(r)
    contributions = pension_plan.contribute(r)
    premiums = insurance.insure(r)
    income_tax.deduct(r, contributions, premiums)
    _net(r)
    _totals(r)


def _earnings(r: Run) -> None:
    r.part("Earnings and given deductions")
    for line, given in _GIVEN.items():
        if r.given(given):
            r[line] = r[given]


def _bases(r: Run) -> None:
    """Pay in money and benefits in kind; what is pensionable; what is insurable: benefits in kind are not."""
    r.part(
        "Bases",
        "Income Tax Act ss. 5, 6; CPP Regulations; Insurable Earnings and Collection of Premiums Regulations s. 2",
    )
    bonus = r["earned_bonus"] + r["earned_retroactive"]
    insurable = r["earned_regular"] + r["earned_overtime"] + r["earned_vacation"] + r["earned_allowance"] + bonus
    gross = insurable + r["earned_taxable_only"]
    r["gross_pay"] = gross
    r["employment_income"] = gross + r["taxable_benefit"]
    r["non_periodic_pay"] = bonus
    r["pensionable_earnings"] = insurable + r["taxable_benefit"]
    r["insurable_earnings"] = insurable


def _net(r: Run) -> None:
    r.part("Net pay")
    net = r["gross_pay"] + r["paid_expenses"]
    for name in _TAKEN:
        net = net - r[name]
    r["net_pay"] = net
    r.problem(net < 0, "", "deductions_above_pay", "The deductions are more than the pay, so nothing can be paid.")


def _totals(r: Run) -> None:
    r.part("Totals to date")
    tax = (
        r["federal_tax"]
        + r["provincial_tax"]
        + r["federal_bonus_tax"]
        + r["provincial_bonus_tax"]
        + r["additional_tax"]
    )
    made = {
        "income_tax": tax,
        "bonus": r["non_periodic_pay"],
        "bonus_deductions": r["rrsp_of_bonus"],
        "bonus_additional": r.memo["ca.f5b"],
        "rrsp": r["rrsp"] + r["rrsp_of_bonus"],
    }
    for name, *_ in TOTALS:
        now = made[name] if name in made else r[name]
        if r.given(f"{name}_before") or now.any():  # a column that stays zero is not written
            r[f"{name}_ytd"] = r[f"{name}_before"] + now
    regular = r["employment_income"] - r["non_periodic_pay"]
    r["recent_pay"] = np.where(regular > 0, regular, r["recent_pay_before"])
