"""Deductions before tax, each held to its limit in the pay in which the limit is met, before any tax base is computed.

Law: IRC 125, 129, 132(f), 223, 402(g), 414(v); yearly limits from IRS Pub. 15-B and the notice of the year.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import NO_DATE, Array, day_number
from paycalc.packs.us.lines import present, put
from paycalc.run import Run

__all__ = ["deduct"]


def deduct(r: Run) -> None:
    """Set every pre-tax line, the Roth line and what went over the 401(k) limit."""
    r.part("Deductions before tax", "IRC 125, 129, 132(f), 223, 402(g)")
    if present(r, "cafeteria"):
        put(r, "cafeteria_deduction", r["cafeteria"])
    if present(r, "health_fsa"):
        _hold(r, "health_fsa", "ytd_health_fsa", r.law.money("limit.fsa.health"))
    if present(r, "dependent_care"):
        _held_or_entered(r, "dependent_care", "ytd_dependent_care", "limit.dependent_care")
    if present(r, "hsa") or present(r, "hsa_employer"):
        _hsa(r)
    if present(r, "transit"):
        _held_or_entered(r, "transit", "mtd_transit", "limit.transit")
    if present(r, "parking"):
        _held_or_entered(r, "parking", "mtd_parking", "limit.parking")
    if any(present(r, name) for name in ("retirement", "retirement_roth", "retirement_403b")):
        _retirement(r)
    if present(r, "simple_ira"):
        _held_or_entered(r, "simple_ira", "ytd_simple_ira", "limit.simple_ira")
    if present(r, "adoption"):
        _held_or_entered(r, "adoption", "ytd_adoption", "limit.adoption")
    if present(r, "retirement_employer"):
        _employer(r)


def _hold(r: Run, name: str, before: str, limit: Array | int) -> None:
    """The amount asked for, as far as the limit leaves room after what was taken before."""
    taken = np.minimum(r[name], np.maximum(limit - r[before], 0))
    r.note("", f"{r.pack.input(name).label}: limit", limit, formula="statutory, or entered by the client")
    r.note("", f"{r.pack.input(name).label}: taken before", r[before])
    put(r, f"{name}_deduction", taken)


def _held_or_entered(r: Run, name: str, before: str, figure: str) -> None:
    """A limit that the client may enter where the pack holds none: a row that needs it and has neither is refused."""
    entered = r[f"{name}_limit"]
    if r.law.has(figure):
        limit = np.where(entered > 0, entered, r.law.money(figure))
    else:
        limit = entered
        sentence = (
            f"The limit of {r.pack.input(name).label.lower()} is not held for {r.dates.pay.year}: enter {name}_limit "
            f"from IRS Pub. 15-B ({r.dates.pay.year})."
        )
        r.problem((entered == 0) & (r[name] > 0), name, "figure_missing", sentence)
    _hold(r, name, before, limit)


def _born_by(r: Run, age: int) -> NDArray[np.bool_]:
    """Whether the employee reaches the age by the end of the year."""
    last = day_number(date(r.dates.pay.year - age, 12, 31))
    reached: NDArray[np.bool_] = (r["birth_date"] <= last) & (r["birth_date"] != NO_DATE)
    return reached


def _hsa(r: Run) -> None:
    """The employer's contribution comes first; salary reduction fills what the limit leaves (IRC 223(b))."""
    own, family = r.law.money("limit.hsa.self"), r.law.money("limit.hsa.family")
    limit = np.where(r["hsa_coverage"] == 1, family, own)
    if r.given("birth_date"):
        limit = limit + np.where(_born_by(r, 55), r.law.money("limit.hsa.catch_up_55"), 0)
    put(r, "hsa_contribution", r["hsa_employer"])
    _hold(r, "hsa", "ytd_hsa", limit - r["hsa_employer"])


def _retirement(r: Run) -> None:
    """402(g) limit for traditional and Roth together, with the catch-up of 414(v) at 50 and at 60 to 63."""
    limit = r.law.money("limit.retirement.elective") + r.zeros()
    catch_up = r.zeros()
    if r.given("birth_date"):
        at_50, at_60 = r.law.money("limit.retirement.catch_up_50"), r.law.money("limit.retirement.catch_up_60")
        catch_up = np.where(_born_by(r, 60) & ~_born_by(r, 64), at_60, np.where(_born_by(r, 50), at_50, 0))
    traditional = limit + catch_up
    if present(r, "prior_year_fica_wages") and r.law.has("limit.retirement.roth_catch_up_over"):
        must_be_roth = r["prior_year_fica_wages"] > r.law.money("limit.retirement.roth_catch_up_over")
        traditional = np.where(must_be_roth, limit, traditional)
    before = r["ytd_retirement"] + r["ytd_roth"] + r["ytd_retirement_403b"]
    taken = np.minimum(r["retirement"], np.maximum(traditional - before, 0))
    by_403b = np.minimum(r["retirement_403b"], np.maximum(traditional - before - taken, 0))
    room = np.maximum(limit + catch_up - before - taken - by_403b, 0)
    roth = np.minimum(r["retirement_roth"], room)
    r.note("", "401(k): limit of elective deferrals", limit + catch_up, cite="IRC 402(g), 414(v)")
    r.note("", "401(k): deferred before", before)
    put(r, "retirement_deduction", taken)
    put(r, "retirement_403b_deduction", by_403b)
    put(r, "roth_deduction", roth)
    asked = r["retirement"] + r["retirement_roth"] + r["retirement_403b"]
    put(r, "retirement_over_limit", asked - taken - by_403b - roth)


def _employer(r: Run) -> None:
    """The employer's contribution fills what section 415(c) leaves after the deferrals, catch-up left out."""
    most = r.law.money("limit.retirement.additions")
    before = r["ytd_retirement"] + r["ytd_roth"] + r["ytd_retirement_403b"]
    now = r["retirement_deduction"] + r["roth_deduction"] + r["retirement_403b_deduction"]
    own = np.minimum(before + now, r.law.money("limit.retirement.elective"))
    room = np.maximum(most - own - r["ytd_retirement_employer"], 0)
    r.note("", "Limit of annual additions", most, cite="IRC 415(c)")
    put(r, "retirement_contribution", np.minimum(r["retirement_employer"], room))
