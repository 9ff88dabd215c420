"""MBERECH, UPLSTLZZ, MSOLZ: the tax of the pay period, the solidarity surcharge, the base of church tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.packs.de.lohnsteuer.allowances import mre4abz, mztabfb
from paycalc.packs.de.lohnsteuer.annual_wage import upanteil
from paycalc.packs.de.lohnsteuer.state import State, figures, times
from paycalc.packs.de.lohnsteuer.tariff import mlstjahr
from paycalc.rounding import part, trunc

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["mberech"]


def mberech(r: Run, p: State) -> None:
    """LSTLZZ, SOLZLZZ, BK, and what of the year's allowances was used (VFRB, WVFRB, in 2025 VKVLZZ)."""
    mztabfb(r, p)
    p.vfrb = p.anp + p.fvb + p.fvbz
    mlstjahr(r, p)
    p.wvfrb = np.maximum(p.zve - figures(r.law).gfb, 0)
    lstjahr = times(r, p.st, p.f)
    r.note("LSTJAHR", "Tax of the year with the factor", lstjahr, formula="ST x f", rounding="down to the euro")
    p.lstlzz = upanteil(p, lstjahr)
    p.vkvlzz = upanteil(p, p.vkv) if p.pkv.any() else p.zero
    jbmg = lstjahr
    children = np.flatnonzero(p.kfb)
    if len(children):
        jbmg = np.array(lstjahr)
        jbmg[children] = _with_children(r, p.take(children))
    _msolz(r, p, jbmg)


def _with_children(r: Run, p: State) -> Array:
    """The year's tax with the allowances for children: the base of the surcharge and of church tax, EStG s. 51a."""
    p.ztabfb = p.ztabfb + p.kfb
    mre4abz(r, p)
    mlstjahr(r, p)
    return times(r, p.st, p.f)


def _msolz(r: Run, p: State, jbmg: Array) -> None:
    r.part("Lohnsteuer, MSOLZ", "SolZG 1995 s. 3, 4; EStG s. 51a (2), (2a)")
    solzfrei = figures(r.law).solzfrei * p.kztab
    rate, mitigation = r.law.rate("tax.solz.rate"), r.law.rate("tax.solz.mitigation")
    above = np.maximum(jbmg - solzfrei, 0)
    solzj = np.minimum(part(jbmg, rate, trunc), part(above, mitigation, trunc))
    r.note("JBMG", "Base of surcharge and church tax", jbmg)
    r.note("SOLZFREI", "Free of the surcharge", solzfrei, formula="SOLZFREI x KZTAB")
    r.note("SOLZJ", "Surcharge of the year", solzj, rounding="down to the cent")
    p.solzlzz = upanteil(p, solzj)
    p.bk = np.where(p.r > 0, upanteil(p, jbmg), 0)
