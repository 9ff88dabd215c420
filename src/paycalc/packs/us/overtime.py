"""Overtime: hours of a workweek by the FLSA and by California's day, the regular rate, and the premium on a payslip.

Straight time is paid for every hour; the premium is the half (or the whole, for double time) of the regular rate that
the law adds. The regular rate is all remuneration of the workweek that 29 USC 207(e) does not exclude, by the hours
worked; it is carried as a fraction and the premium is rounded once. Hours are hundredths of an hour, amounts cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.packs.us.lines import present, put
from paycalc.parameters import Law
from paycalc.rounding import half_up, share
from paycalc.run import Run

__all__ = ["HOUR_INPUTS", "Hours", "earn", "premium", "workweek"]

HOUR_INPUTS: Final = ("hours_worked", "hours_overtime", "hours_double")
_HUNDREDTHS: Final = 100
_WEEK: Final = 7


@dataclass(frozen=True)
class Hours:
    """The hours of workweeks, in hundredths: all that were worked, and of these overtime and double time."""

    worked: Array
    overtime: Array
    doubled: Array


def workweek(law: Law, by_day: Array, california: NDArray[np.bool_]) -> Hours:
    """Hours of each workweek from its seven days, shape [weeks, 7]; raises ValueError for another shape.

    FLSA: what passes 40 in the week. California: what passes 8 in a day, double what passes 12; on the seventh day in a
    row 8 hours are overtime and the rest double; of the hours that no day has counted, what passes 40 in the week.
    """
    if by_day.ndim != 2 or by_day.shape[1] != _WEEK:
        raise ValueError("a workweek has seven days")
    most = law.whole("overtime.hours_of_week") * _HUNDREDTHS
    day = law.whole("overtime.california.hours_of_day") * _HUNDREDTHS
    double_day = law.whole("overtime.california.double_hours_of_day") * _HUNDREDTHS
    worked = by_day.sum(axis=1)
    doubled = np.maximum(by_day - double_day, 0)
    over = np.maximum(np.minimum(by_day, double_day) - day, 0)
    straight = np.minimum(by_day, day)
    seventh = (by_day > 0).all(axis=1)
    last = by_day[:, -1]
    doubled[:, -1] = np.where(seventh, np.maximum(last - day, 0), doubled[:, -1])
    over[:, -1] = np.where(seventh, np.minimum(last, day), over[:, -1])
    straight[:, -1] = np.where(seventh, 0, straight[:, -1])
    daily = over.sum(axis=1) + np.maximum(straight.sum(axis=1) - most, 0)
    overtime = np.where(california, daily, np.maximum(worked - most, 0))
    return Hours(worked, overtime, np.where(california, doubled.sum(axis=1), 0))


def premium(remuneration: Array, hours: Hours) -> Array:
    """The half of the regular rate for overtime and the whole for double time, half up to the cent."""
    halves = hours.overtime + 2 * hours.doubled
    return share(remuneration, halves, np.maximum(2 * hours.worked, 1), half_up)


def earn(r: Run) -> None:
    """Set straight time, the overtime premium and what the pay is short of the minimum wage."""
    given = r["overtime_premium"]
    if not present(r, "hours_worked"):
        put(r, "overtime_premium_pay", given)
        return
    hours = Hours(r["hours_worked"], r["hours_overtime"], r["hours_double"])
    straight = share(hours.worked, r["hour_rate"], _HUNDREDTHS, half_up)
    remuneration = straight + r["regular_rate_pay"]
    added = premium(remuneration, hours)
    least = share(hours.worked, r.law.money("orders.minimum_wage"), _HUNDREDTHS, half_up)
    r.note("", "Straight time", straight, formula="hours x hourly rate", cite="29 CFR 778.109")
    r.note("", "Remuneration of the regular rate", remuneration, cite="29 USC 207(e)")
    r.note("", "Overtime premium", added, formula="regular rate x (half the overtime + the double time)")
    put(r, "hourly_pay", straight)
    put(r, "overtime_premium_pay", given + added)
    put(r, "minimum_wage_shortfall", np.maximum(least - remuneration - r["tips"], 0))
