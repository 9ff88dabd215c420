"""Rows that cannot be paid, each with the reason and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import NO_DATE, day_number
from paycalc.errors import FigureMissing
from paycalc.packs.ca.periods import periods
from paycalc.packs.ca.places import CREDIT_METHODS, QUEBEC

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check"]

_DEDUCTIONS: Final = (
    "rpp_contribution", "rrsp_contribution", "bonus_rrsp", "union_dues", "maintenance", "labour_fund_shares",
    "post_tax_deduction", "employer_pension", "taxable_benefit", "additional_tax_request", "zone_deduction",
    "annual_deductions", "federal_credits", "provincial_credits", "federal_claim", "provincial_claim",
    "quebec_tax_given", "dependants_under_19", "disabled_dependants",
)  # fmt: skip
_PAY: Final = (
    "regular_pay",
    "overtime_pay",
    "vacation_pay",
    "taxable_allowance",
    "taxable_only_pay",
    "bonus_pay",
    "retroactive_pay",
)
_RANGES: Final = {
    "pay_periods": (0, 366, "A year has 1 to 366 pay periods, not {value}; 0 is the usual number."),
    "pensionable_months": (0, 12, "A year has at most 12 pensionable months, not {value}; 0 works them out."),
    "retroactive_periods": (
        0,
        366,
        "Retroactive pay covers 1 to 366 pay periods, not {value}; 0 treats it as a bonus.",
    ),
    "dependants_under_19": (0, 99, "{value} dependants are more than a form holds."),
    "disabled_dependants": (0, 99, "{value} dependants are more than a form holds."),
}
_QUEBEC_TAX: Final = "Revenu Québec, TP-1015.F-V, Formulas to Calculate Source Deductions and Contributions"


def check(r: Run) -> None:
    """Quebec without its tax, numbers out of range, negative amounts, a method without its input."""
    _quebec(r)
    for name, (low, high, sentence) in _RANGES.items():
        if r.given(name):
            r.problem((r[name] < low) | (r[name] > high), name, "out_of_range", sentence)
    for name in _DEDUCTIONS:
        if r.given(name):
            r.problem(
                r[name] < 0, name, "negative_deduction", "A deduction, claim or benefit cannot be negative: {value}."
            )
    for name in _PAY:
        if r.given(name):
            r.problem(
                r[name] < 0, name, "negative_pay", "Pay cannot be negative: {value}; correct the earlier payslip."
            )
    if r.given("birth_date"):
        future = (r["birth_date"] != NO_DATE) & (r["birth_date"] > day_number(r.dates.pay))
        r.problem(future, "birth_date", "out_of_range", "Nobody paid now was born on {value}.")
    _year_to_date(r)


def _quebec(r: Run) -> None:
    """Quebec's own income tax is not held: it must be given, or the row is refused with the missing publication."""
    here = r["province"] == QUEBEC
    if not here.any():
        return
    missing = FigureMissing("quebec.income_tax", r.dates.pay, _QUEBEC_TAX)
    sentence = f"{missing}; give the amount as quebec_tax_given with quebec_tax_known"
    r.problem(here & (r["quebec_tax_known"] == 0), "province", FigureMissing.code, sentence)


def _year_to_date(r: Run) -> None:
    """The year-to-date credit needs PR; Quebec tax is a Quebec line."""
    if r.given("credit_method"):
        left = r["pay_periods_left"]
        wanting = r["credit_method"] == CREDIT_METHODS.index("year_to_date")
        out = (left < 1) | (left > periods(r))
        sentence = "The year-to-date credit needs the pay periods left, 1 to those of the year, not {value}."
        r.problem(wanting & out, "pay_periods_left", "out_of_range", sentence)
    if r.given("quebec_tax_given"):
        stray = (r["quebec_tax_given"] != 0) & (r["province"] != QUEBEC)
        r.problem(np.asarray(stray), "quebec_tax_given", "not_in_quebec", "Quebec income tax is taken in Quebec only.")
