"""What contributions are owed on: pay up to the ceilings, one-off pay within what the year has left, Midijobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.social import midijob, one_off
from paycalc.packs.de.social.people import is_minijob
from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["Bases", "assess"]

WHOLE: Final = np.array([30, 7, 1, 360], np.int64)
"""SV-Tage of a whole month, week, day and year."""
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


def _days(r: Run) -> Array:
    """SV-Tage of the period, BVV s. 1 (1)."""
    whole = WHOLE[r["pay_frequency"]]
    return np.where(r["sv_days"] == 0, whole, r["sv_days"]) if r.given("sv_days") else whole


def assess(r: Run) -> Bases:
    """The bases; sets the rooms that later one-off pay may fill. Needs sv_gross."""
    r.part("Contribution bases", "SGB IV s. 14, 20 (2a), 22, 23a; BVV s. 1")
    pay, days = r["sv_gross"], _days(r)
    kv_ceiling, rv_ceiling = (share(days, r.law.money(f"sv.bbg_{one}"), YEAR_DAYS, half_up) for one in ("kv", "rv"))
    kv, rv = np.minimum(pay, kv_ceiling), np.minimum(pay, rv_ceiling)
    r.note("AE", "Pay subject to contributions", pay)
    r.note("D", "Contribution days", days, unit="count")
    r.note("BBG", "Ceiling of health and care", kv_ceiling, formula="year x D / 360", rounding="half up")
    r.note("BBG", "Ceiling of pension and unemployment", rv_ceiling, formula="year x D / 360", rounding="half up")
    reduced = midijob.in_range(r, days)
    open_now = one_off.Parts(kv_ceiling - kv, rv_ceiling - rv)
    once, last_year = one_off.allot(r, open_now, is_minijob(r) | reduced)
    regular = rv
    kv, rv = kv + once.kv, rv + once.rv
    kv_employee, rv_employee = kv, rv
    if reduced.any():
        whole, employee = midijob.incomes(r, pay + r["one_off_pay"], days)
        kv, rv = np.where(reduced, whole, kv), np.where(reduced, whole, rv)
        kv_employee, rv_employee = np.where(reduced, employee, kv), np.where(reduced, employee, rv)
        regular = np.where(reduced, midijob.incomes(r, pay, days)[0], regular)
    one_off.remember(r, one_off.Parts(kv_ceiling - kv, rv_ceiling - rv), last_year)
    r.note("KV", "Base of health and care", kv)
    r.note("RV", "Base of pension and unemployment", rv)
    return Bases(days, kv, rv, kv_employee, rv_employee, reduced, regular, last_year)
