"""Social insurance: bases, the four branches, Minijob, levies, subsidies to private insurance.

`contribute` is the order; `bases`, `midijob` and `one_off` say on what, `branches` and `minijob` how much.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from paycalc.calendars import Dates
from paycalc.errors import FigureMissing
from paycalc.packs.de.social import levies, minijob, private
from paycalc.packs.de.social.bases import Bases, assess
from paycalc.packs.de.social.branches import Month, charge
from paycalc.packs.de.social.one_off import prior_rate
from paycalc.packs.de.social.people import is_minijob
from paycalc.parameters import Law

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["contribute"]


def contribute(r: Run) -> None:
    """Sets all contribution, levy and subsidy lines and their bases; needs sv_gross."""
    bases = assess(r)
    mini = is_minijob(r)
    month = Month(r.law, r["kvz"], bases.kv, bases.rv, bases.kv_employee, bases.rv_employee, bases.reduced)
    lines = charge(r, month)
    before = r.law
    late = (bases.last_year.kv > 0) | (bases.last_year.rv > 0)
    if late.any():
        before = _year_before(r, late)
        lines = _with_last_year(r, lines, bases, before)
    r.part("Contributions", "SGB IV s. 28d, 28e, 28g; BVV s. 2")
    for name, amount in lines.items():
        r[name] = amount
    in_kv, in_rv = r["kv_group"] + r["pv_group"] > 0, r["rv_group"] + r["av_group"] > 0
    r["kv_base"] = np.where(in_kv & ~mini, bases.kv + bases.last_year.kv, 0)
    r["rv_base"] = np.where(in_rv & ~mini, bases.rv + bases.last_year.rv, 0)
    if bases.reduced.any():
        r["midijob_base"] = np.where(bases.reduced, bases.rv, 0)
        r["midijob_employee_base"] = np.where(bases.reduced, bases.rv_employee, 0)
    if late.any():
        r["last_year_kv_base"], r["last_year_rv_base"] = bases.last_year.kv, bases.last_year.rv
    minijob.charge(r, np.where(mini, r["sv_gross"] + r["one_off_pay"], 0), bases)
    levies.charge(r, bases, before)
    private.subsidise(r, bases)


def _with_last_year(r: Run, lines: dict[str, Array], bases: Bases, before: Law) -> dict[str, Array]:
    """The contributions on one-off pay that belongs to the year before, at that year's rates."""
    kv, rv = bases.last_year.kv, bases.last_year.rv
    nobody = np.zeros(r.rows, np.bool_)
    late = charge(r, Month(before, prior_rate(r), kv, rv, kv, rv, nobody))
    return {name: amount + late[name] for name, amount in lines.items()}


def _year_before(r: Run, late: NDArray[np.bool_]) -> Law:
    """The law at the end of the year before; rows that need one that is not held are problems."""
    held: Law = r.law.once("de.year_before", lambda: _law(r))
    try:
        held.money("sv.bbg_kv")
    except FigureMissing as missing:
        r.problem(late, "one_off_pay", "figure_missing", f"The clause of March, SGB IV s. 23a (4): {missing}.")
        return r.law
    return held


def _law(r: Run) -> Law:
    end = date(r.dates.end.year - 1, 12, 31)
    return Law(r.pack.package, Dates.on(end), r.pack.currency)
