"""PRSI class A: never cumulative; the subclass and the credit follow the pay of one week."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array, pack_code
from paycalc.packs.ie.columns import CLASSES
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "contribute"]

MILLION: Final = 1_000_000
CLASS_A: Final = CLASSES.index("A")
_SUBCLASSES: Final = np.array([0] + [pack_code(text) for text in ("A0", "AX", "AL", "A1")], np.int64)
_WEEKS: Final = (np.array([1, 2, 4, 13], np.int64), np.array([1, 1, 1, 3], np.int64))
"""Weeks of a period in the order of FREQUENCIES; a month is 13/3 of them, as its published threshold is."""
CITE: Final = "Social Welfare Consolidation Act 2005 ss. 13, 13A; DSP, PRSI class A rates"


def check(r: Run) -> None:
    """Only class A has figures; pay below its range would be class J."""
    if r.given("prsi_class"):
        r.problem(
            r["prsi_class"] != CLASS_A,
            "prsi_class",
            "figure_missing",
            "The rates of PRSI class {value} are not held: DSP, PRSI contribution rates and user guide (SW 14).",
        )


def contribute(r: Run) -> None:
    """Sets prsi_employee, prsi_employer and prsi_subclass; needs prsi_pay."""
    r.part("PRSI", CITE)
    pay, frequency = np.maximum(r["prsi_pay"], 0), r["pay_frequency"]
    weeks, per = _WEEKS[0][frequency], _WEEKS[1][frequency]
    scaled = share(pay, per, 1, half_up)  # `weeks` times the pay of one week
    r.note("1", "Pay of one week", half_up(scaled, weeks), rounding="shown half up, not rounded")
    bounds = [r.law.money(f"ie.prsi.{name}") for name in ("weekly.credit_from", "weekly.credit_to", "employer_low_to")]
    level = np.where(pay > 0, 1, 0)
    for bound in bounds:
        level = level + (scaled > bound * weeks)
    r["prsi_subclass"] = _SUBCLASSES[level]
    low = (pay > 0) & (scaled < r.law.money("ie.prsi.weekly.class_a_from") * weeks)
    r.problem(
        low, "", "figure_missing", "Pay below class A is class J, whose rates are not held: DSP, PRSI rates (SW 14)."
    )
    r["prsi_employee"] = np.where(level >= 2, _employee(r, pay, scaled, level == 2), 0)
    r["prsi_employer"] = _employer(r, pay, level)


def _employee(r: Run, pay: Array, scaled: Array, credited: Array) -> Array:
    """pay x rate - weeks x (12 - (weekly pay - 352.01) / 6), rounded once at the end (DSP's examples)."""
    weeks, per = (some[r["pay_frequency"]] for some in _WEEKS)
    rate = r.law.rate("ie.prsi.employee")
    given = r["prsi_employee_rate"]
    millionths = np.where(given > 0, given, int(rate * MILLION))
    r.note("2", "Employee's rate", millionths, unit="rate")
    charge = share(pay, millionths, 1, half_up)  # millionths of a cent
    r.note("3", "Charge", half_up(charge, MILLION), formula="pay x rate", rounding="shown half up, not rounded")
    full, from_ = r.law.money("ie.prsi.weekly.credit"), r.law.money("ie.prsi.weekly.credit_from") + 1
    taper: Fraction = r.law.rate("ie.prsi.credit_taper")
    # Times weeks, since `scaled` is: the credit of the period in 1/(6 x per) cents.
    unit = taper.denominator
    credit = np.clip(unit * full * weeks - (scaled - from_ * weeks) * taper.numerator, 0, unit * full * weeks)
    credit = np.where(credited, credit, 0)
    r.note("4", "PRSI credit", half_up(credit, unit * per), formula="weeks x (12 - (1 - 352.01) / 6)",
           rounding="shown half up, not rounded")  # fmt: skip
    net = half_up(charge * unit * per - credit * MILLION, MILLION * unit * per)
    r.note("5", "Employee's contribution", net, formula="3 - 4", rounding="half up to the cent, once")
    return np.maximum(net, 0)


def _employer(r: Run, pay: Array, level: Array) -> Array:
    names = ("employer_a0", "employer_low", "employer_low", "employer_high")
    due = np.zeros_like(pay)
    for number, name in enumerate(names, 1):
        due = np.where(level == number, part(pay, r.law.rate(f"ie.prsi.{name}"), half_up), due)
    rates = np.array([0] + [int(r.law.rate(f"ie.prsi.{name}") * MILLION) for name in names], np.int64)
    r.note("6", "Employer's rate", rates[level], unit="rate")
    return due
