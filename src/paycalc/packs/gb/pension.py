"""Workplace pension: its basis, the employee's contribution by way of tax relief, the employer's, the trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb import statutory
from paycalc.packs.gb.columns import FREQUENCIES
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["contribute"]

NET_PAY, AT_SOURCE, SACRIFICE = 1, 2, 3
QUALIFYING, REGULAR = 0, 1
MILLION: Final = 1_000_000
CITE: Final = "DWP, review of the automatic enrolment earnings trigger and qualifying earnings band 2026/27"


def contribute(r: Run) -> None:
    """Sets the three employee lines, pension_employer, pensionable_pay and the trigger; needs the earnings.

    Contributions apply to pay before any sacrifice (notional pay), each rounded to the nearest penny, an exact half up.
    """
    r.part("Pension", CITE)
    earnings = (
        r["earned_regular"] + r["earned_overtime"] + r["earned_bonus"] + r["earned_allowance"] + statutory.paid(r)
    )
    lower, upper, trigger = _limits(r.law)
    frequency = r["pay_frequency"]
    r["over_enrolment_trigger"] = (earnings > trigger[frequency]).astype(np.int64)
    if not r.given("pension_method"):
        return
    method, choice = r["pension_method"], r["pension_basis"]
    band = np.maximum(np.minimum(earnings, upper[frequency]) - lower[frequency], 0)
    chosen = np.where(choice == QUALIFYING, band, np.where(choice == REGULAR, r["earned_regular"], earnings))
    basis = np.where(method == 0, 0, np.maximum(chosen, 0))
    r["pensionable_pay"] = basis
    employee = share(basis, r["pension_employee_rate"], MILLION, half_up) + np.where(method == 0, 0, r["pension_extra"])
    r.note("1", "Employee's contribution with tax relief", employee, formula="basis x rate + extra", rounding="half up")
    employer = share(basis, r["pension_employer_rate"], MILLION, half_up)
    r.note("2", "Employer's own contribution", employer, formula="basis x rate", rounding="half up")
    sacrificed = np.where(method == SACRIFICE, employee, 0)
    r["pension_sacrifice"] = sacrificed
    r["pension_net_pay"] = np.where(method == NET_PAY, employee, 0)
    r["pension_relief_at_source"] = _at_source(r, np.where(method == AT_SOURCE, employee, 0))
    r["pension_employer"] = employer + sacrificed


def _at_source(r: Run, gross: Array) -> Array:
    """What the employee pays: the contribution less the basic rate, which the scheme claims."""
    relief = r.law.rate("pension.relief")
    return part(gross, 1 - relief, half_up)


def _limits(law: Law) -> tuple[Array, Array, Array]:
    built: tuple[Array, Array, Array] = law.once(
        "gb.pension.limits",
        lambda: (_by_frequency(law, "lower"), _by_frequency(law, "upper"), _by_frequency(law, "trigger")),
    )
    return built


def _by_frequency(law: Law, name: str) -> Array:
    return np.array([law.money(f"pension.{name}.{frequency}") for frequency in FREQUENCIES], np.int64)
