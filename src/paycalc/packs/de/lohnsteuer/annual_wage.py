"""MPARA and MRE4JL: the person's contribution rates, and the wage and allowances of the period as amounts of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.state import MILLION, State
from paycalc.rounding import trunc

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["mpara", "mre4jl", "upanteil"]

YEAR: Final = 1  # LZZ: 1 year, 2 month, 3 week, 4 day
_TIMES: Final = np.array([0, 1, 12, 360, 360], np.int64)
_PARTS: Final = np.array([1, 1, 1, 7, 1], np.int64)


def mpara(r: Run, p: State) -> None:
    """The rates of the Vorsorgepauschale that depend on the person; all other figures stand in `figures`."""
    r.part("Lohnsteuer, MPARA", "EStG s. 39b (2) sentence 5 no. 3")
    pv = {name: int(r.law.rate(f"tax.pvsatzan.{name}") * MILLION) for name in ("usual", "saxony", "childless", "child")}
    pvsatzan = np.where(p.pvs == 1, pv["saxony"], pv["usual"])
    pvsatzan = pvsatzan + np.where(p.pvz == 1, pv["childless"], -p.pva * pv["child"])
    kv = int(r.law.rate("tax.kvsatzan") * 2 * MILLION)
    p.kvpvsatzan = p.kvz + kv + 2 * pvsatzan
    r.note("KVZ", "Additional rate of the health fund", p.kvz, unit="rate")
    r.note("PVSATZAN", "Employee's rate of care insurance", pvsatzan, unit="rate")


def mre4jl(r: Run, p: State) -> None:
    """ZRE4J, ZVBEZJ, JLFREIB, JLHINZU."""
    r.part("Lohnsteuer, MRE4JL", "EStG s. 39b (2) sentence 2")
    p.zre4j = _year(p, p.re4)
    p.zvbezj = _year(p, p.vbez) if r.given("pension_pay") else p.zero
    p.jlfreib = _year(p, p.lzzfreib) if r.given("lzzfreib") else p.zero
    p.jlhinzu = _year(p, p.lzzhinzu) if r.given("lzzhinzu") else p.zero
    r.note("RE4", "Taxable wage of the period", p.re4)
    by = "period x 12, x 360/7 or x 360"
    r.note("ZRE4J", "Wage of a year", p.zre4j, formula=by, rounding="down to the cent")
    r.note("ZVBEZJ", "Pensions of a year", p.zvbezj, formula=by, rounding="down to the cent")
    r.note("JLFREIB", "Allowance of a year", p.jlfreib, formula=by, rounding="down to the cent")
    r.note("JLHINZU", "Addition of a year", p.jlhinzu, formula=by, rounding="down to the cent")


def _year(p: State, amount: Array) -> Array:
    return trunc(amount * _TIMES[p.lzz], _PARTS[p.lzz])


def upanteil(p: State, jw: Array) -> Array:
    """UPANTEIL: what of a year's amount falls to the period, down to the cent."""
    return trunc(jw * _PARTS[p.lzz], _TIMES[p.lzz])
