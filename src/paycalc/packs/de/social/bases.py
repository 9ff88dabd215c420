"""What contributions are owed on: pay up to the ceilings, one-off pay within what the year has left, Midijobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.social import midijob, one_off
from paycalc.packs.de.social.month import earlier, this_month
from paycalc.packs.de.social.people import is_minijob
from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["Bases", "assess"]

WHOLE: Final = np.array([30, 7, 1, 360], np.int64)
"""SV-Tage of a whole month, week, day and year."""
MOST: Final = np.array([30, 30, 30, 360], np.int64)
"""SV-Tage that the payments of a month, or of a year paid at once, can have together."""
YEAR_DAYS: Final = 360


@dataclass(frozen=True, slots=True)
class Bases:
    """Cents per row, whoever is insured: the groups are for the branches to look at."""

    days: Array
    kv: Array  # health and care, one-off pay counted
    rv: Array  # pension and unemployment, one-off pay counted
    kv_employee: Array  # what the employee's half is taken of; other than `kv` in the transition range only
    rv_employee: Array
    reduced: NDArray[np.bool_]  # in the transition range
    regular: Array  # of U1 and U2: as rv, without one-off pay
    last_year: one_off.Parts  # one-off pay that belongs to the year before


def _days(r: Run) -> tuple[Array, Array]:
    """SV-Tage of the period, and with the earlier payments of the month, BVV s. 1 (1): of a part its calendar days."""
    whole = WHOLE[r["pay_frequency"]]
    if r.given("employed_days"):
        whole = np.where(r["employed_days"] == 0, whole, np.minimum(r["employed_days"], whole))
    days = np.where(r["sv_days"] == 0, whole, r["sv_days"]) if r.given("sv_days") else whole
    return days, np.minimum(earlier(r, "sv_days_month") + days, MOST[r["pay_frequency"]])


def _within(r: Run, name: str, month: Array) -> tuple[Array, Array]:
    """(regular pay within the ceiling of a branch, what of the ceiling this payment opened and left)."""
    year = r.law.money(f"sv.bbg_{name}")
    ceiling = share(month, year, YEAR_DAYS, half_up)
    before = earlier(r, f"{name}_regular_month")
    base = np.maximum(np.minimum(r["sv_gross_month"], ceiling) - before, 0)
    opened = ceiling - share(earlier(r, "sv_days_month"), year, YEAR_DAYS, half_up)
    r.note("BBG", f"Ceiling of {_NAMES[name]}", ceiling, formula="year x days / 360", rounding="half up")
    r.note("AE", f"Pay within the ceiling of {_NAMES[name]}", base)
    r[f"{name}_regular_month"] = before + base
    return base, opened - base


_NAMES: Final = {"kv": "health and care", "rv": "pension and unemployment"}


def assess(r: Run) -> Bases:
    """The bases; sets the rooms that later one-off pay may fill. Needs sv_gross."""
    r.part("Contribution bases", "SGB IV s. 14, 20 (2a), 22, 23a; BVV s. 1")
    pay, (days, month) = r["sv_gross"], _days(r)
    r["sv_month"], r["sv_days_month"], r["sv_gross_month"] = this_month(r), month, earlier(r, "sv_gross_month") + pay
    regular_kv, kv_open = _within(r, "kv", month)
    regular_rv, rv_open = _within(r, "rv", month)
    reduced = midijob.in_range(r, days)
    once, last_year = one_off.allot(r, one_off.Parts(kv_open, rv_open), is_minijob(r) | reduced)
    kv, rv = regular_kv + once.kv, regular_rv + once.rv
    kv_employee, rv_employee, levied = kv, rv, regular_rv
    if reduced.any():
        whole, employee = midijob.incomes(r, pay + r["one_off_pay"], days)
        kv, rv = np.where(reduced, whole, kv), np.where(reduced, whole, rv)
        kv_employee, rv_employee = np.where(reduced, employee, kv), np.where(reduced, employee, rv)
        regular = midijob.incomes(r, pay, days)[0] if r["one_off_pay"].any() else whole
        levied = np.where(reduced, regular, levied)
    left = one_off.Parts(kv_open + regular_kv - kv, rv_open + regular_rv - rv)
    one_off.remember(r, left, last_year)
    return Bases(days, kv, rv, kv_employee, rv_employee, reduced, levied, last_year)
