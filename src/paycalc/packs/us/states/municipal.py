"""Taxes of municipalities: Philadelphia, Detroit, rates that the employer enters, and flat local services taxes.

No state publishes all of its municipal rates in one place, so the client enters them: Pennsylvania's earned income tax
(Act 32: the higher of the residence's rate and the work place's rate for nonresidents), Ohio's and Kentucky's cities
and the like (the rate of the place of work, and what remains of the residence's).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from paycalc.columns import Array, pack_code
from paycalc.packs.us.lines import present
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.states.rows import StateRows
from paycalc.rounding import floor, half_up, share
from paycalc.run import Run

__all__ = ["DETROIT", "PHILADELPHIA", "wanted", "withhold"]

_COLUMNS: Final = ("local_home_rate", "local_work_rate", "lst_annual", "home_locality", "work_locality")
"""Inputs without which nothing is due here."""
PHILADELPHIA: Final = pack_code("PHL")
DETROIT: Final = pack_code("DETROIT")
_MILLION: Final = 1_000_000
_OHIO_DAYS: Final = 20


def wanted(r: Run) -> bool:
    """Whether any row may owe a municipal tax."""
    return any(present(r, name) for name in _COLUMNS)


def withhold(s: StateRows) -> None:
    """Set the municipal tax on wages and the local services tax."""
    _services(s)
    home, work = s["local_home_rate"], s["local_work_rate"]
    if s.state == "IN":
        home = s.zeros()  # there it is the county's rate
    if s.state == "PA" and _named(s, PHILADELPHIA):
        home, work = _philadelphia(s, home, work)
    detroit = s.state == "MI" and _named(s, DETROIT)
    if not detroit and not home.any() and not work.any():
        return
    s.part("Municipal tax on wages", "rate of the municipality's ordinance, as entered by the employer")
    wages = np.maximum(s["state_wages"], 0)
    if s.state == "OH" and s.filled("local_days"):
        days = s["local_days"]
        work = np.where((days > 0) & (days <= _OHIO_DAYS), 0, work)
        s.note("", "Days worked in the municipality", days, unit="count", cite="R.C. 718.011: taxed from the 21st day")
    rate = np.maximum(home, work) if s.state == "PA" else home + work
    tax = share(wages, rate, _MILLION, half_up)
    if detroit:
        tax = _detroit(s, wages, tax)
    s.note("", "Rate", rate, unit="rate")
    s["municipal_tax"] = tax


def _named(s: StateRows, place: int) -> bool:
    return any(bool((s[name] == place).any()) for name in ("home_locality", "work_locality"))


def _philadelphia(s: StateRows, home: Array, work: Array) -> tuple[Array, Array]:
    held = s.law.value("pa.philadelphia")
    of_home, of_work = (int(held[name] * _MILLION) for name in ("home", "work"))
    return (
        np.where(s["home_locality"] == PHILADELPHIA, of_home, home),
        np.where(s["work_locality"] == PHILADELPHIA, of_work, work),
    )


def _detroit(s: StateRows, wages: Array, elsewhere: Array) -> Array:
    """Form 5469: residents bear their rate less what the city of work takes; others the nonresident rate."""
    held = s.law.value("mi.detroit")
    amounts = s.law.value("mi.detroit_exemption")
    of_frequency = np.array([int(amounts.get(name, 0) * 100) for name in FREQUENCIES], np.int64)[s["frequency"]]
    s.problem(
        (of_frequency == 0) & (s["local_allowances"] > 0),
        "frequency",
        "figure_missing",
        "Form 5469 of Detroit prints no exemption for this pay frequency.",
    )
    exempt = of_frequency * s["local_allowances"]
    taxable = np.maximum(wages - exempt, 0)
    resident, worker = s["home_locality"] == DETROIT, s["work_locality"] == DETROIT
    home, work = (int(held[name] * _MILLION) for name in ("home", "work"))
    of_home = np.where(worker, home, np.maximum(home - s["local_work_rate"], 0))
    tax = elsewhere + np.where(resident, share(taxable, of_home, _MILLION, half_up), 0)
    return tax + np.where(worker & ~resident, share(taxable, work, _MILLION, half_up), 0)


def _services(s: StateRows) -> None:
    """A flat tax of the year: annual amount / pay periods, cents dropped; small ones in one sum (Pennsylvania LST)."""
    if not s.filled("lst_annual"):
        return
    annual = s["lst_annual"]
    s.part("Local services tax", "annual amount of the municipality, as entered by the employer")
    each = floor(annual, s.periods())
    lump = s.law.money("pa.lst_lump_sum")
    each = np.where(annual <= lump, annual, each)
    left = np.maximum(annual - s["ytd_local_services"], 0)
    paid = (s["gross_pay"] > 0) & (s["lst_exempt"] == 0)
    s["local_services_tax"] = np.where(paid, np.minimum(each, left), 0)
