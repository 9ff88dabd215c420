"""MRE4, MRE4ALTE, MRE4ABZ, MZTABFB: allowances for pensions and age, the wage after them, the fixed allowances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.annual_wage import YEAR
from paycalc.packs.de.lohnsteuer.state import EURO, State, figures, up_to_euro
from paycalc.rounding import away, floor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["mre4", "mre4abz", "mztabfb"]

_PER_MILLE: Final = 1000
_FIRST_YEAR: Final = 2005
_LAST_PLACE: Final = 53


def mre4(r: Run, p: State) -> None:
    """Versorgungsfreibetrag and its Zuschlag, for the wage (FVB, FVBZ) and for the sonstige Bezüge (FVBSO, FVBZSO)."""
    r.part("Lohnsteuer, MRE4", "EStG s. 39b (2) sentence 3, 19 (2)")
    p.fvb = p.fvbz = p.fvbso = p.fvbzso = p.zero
    has = p.zvbezj != 0
    if has.any():
        _for_pensions(r, p)
        for name in ("fvb", "fvbz", "fvbso", "fvbzso"):
            setattr(p, name, np.where(has, getattr(p, name), 0))
        r.note("FVB", "Allowance for pensions", p.fvb, rounding="up to the cent")
        r.note("FVBZ", "Supplement to it", p.fvbz, rounding="up to the euro")
    _mre4alte(r, p)


def _for_pensions(r: Run, p: State) -> None:
    tab1, tab2, tab3 = figures(r.law).tables[:3]
    j = np.clip(p.vjahr - _FIRST_YEAR, 0, _LAST_PLACE)
    share, most, extra = tab1[j], tab2[j], tab3[j]
    year = p.lzz == YEAR
    vbezb = p.vbezm * np.where(year, p.zmvb, 12) + p.vbezs
    hfvb = np.where(year, away(most * p.zmvb, 12 * EURO) * EURO, most)
    fvbz = np.where(year, away(extra * p.zmvb, 12 * EURO) * EURO, extra)
    fvb = np.minimum(np.minimum(away(vbezb * share, _PER_MILLE), hfvb), p.zvbezj)
    fvbso = np.minimum(away(fvb * _PER_MILLE + p.vbezbso * share, _PER_MILLE), most)
    hfvbzso = vbezb + p.vbezbso - fvbso
    fvbzso = up_to_euro(fvbz + p.vbezbso)
    fvbzso = np.where(fvbzso > hfvbzso, up_to_euro(hfvbzso), fvbzso)
    p.fvbzso = np.minimum(fvbzso, extra)
    hfvbz = vbezb - fvb
    p.fvb, p.fvbso, p.fvbz = fvb, fvbso, np.where(fvbz > hfvbz, up_to_euro(hfvbz), fvbz)
    r.note("VBEZB", "Base of the allowance for pensions", vbezb)
    r.note("HFVB", "Greatest allowance for pensions", hfvb, rounding="up to the euro")


def _mre4alte(r: Run, p: State) -> None:
    """Altersentlastungsbetrag."""
    p.alte = p.zero
    if not p.alter1.any():
        return
    r.part("Lohnsteuer, MRE4ALTE", "EStG s. 39b (2) sentence 3, 24a")
    tab4, tab5 = figures(r.law).tables[3:]
    k = np.clip(p.ajahr - _FIRST_YEAR, 0, _LAST_PLACE)
    bmg = p.zre4j - p.zvbezj
    alte = np.minimum(away(bmg * tab4[k], _PER_MILLE * EURO) * EURO, tab5[k])
    p.alte = np.where(p.alter1 == 1, alte, 0)
    r.note("BMG", "Wage without pensions", bmg)
    r.note("ALTE", "Relief for age", p.alte, rounding="up to the euro")


def mre4abz(r: Run, p: State) -> None:
    """ZRE4, ZRE4VP, ZVBEZ: the year's wage and pensions after the allowances."""
    r.part("Lohnsteuer, MRE4ABZ", "EStG s. 39b (2) sentences 3, 4")
    p.zre4 = np.maximum(p.zre4j - p.fvb - p.alte - p.jlfreib + p.jlhinzu, 0)
    p.zre4vp = p.zre4j
    p.zvbez = np.maximum(p.zvbezj - p.fvb, 0)
    r.note("ZRE4", "Wage after allowances", p.zre4, formula="ZRE4J - FVB - ALTE - JLFREIB + JLHINZU")


def mztabfb(r: Run, p: State) -> None:
    """ANP, KZTAB, KFB and ZTABFB: the fixed allowances without the Vorsorgepauschale."""
    r.part("Lohnsteuer, MZTABFB", "EStG s. 39b (2) sentence 5 nos. 1, 2, 4")
    held = figures(r.law)
    below_six = p.stkl < 6
    pensions = _of_pensions(p, below_six, held.anp_pension) if p.zvbez.any() or p.fvbz.any() else p.zero
    wage = p.zre4 - p.zvbez
    anp = np.where(wage < held.anp, up_to_euro(wage), held.anp)
    p.anp = pensions + np.where(below_six & (wage > 0), anp, 0)
    p.kztab = np.where(p.stkl == 3, 2, 1)
    p.kfb = p.zkf * held.kfb[p.stkl - 1] if p.zkf.any() else p.zero
    fixed = np.array([held.sap] * 5 + [0], np.int64)
    fixed[1] += held.efa
    p.ztabfb = p.anp + p.fvbz + fixed[p.stkl - 1]
    r.note("ANP", "Lump sum for expenses", p.anp, rounding="up to the euro")
    r.note("KFB", "Allowances for children", p.kfb)
    r.note("ZTABFB", "Fixed allowances", p.ztabfb, formula="EFA + ANP + SAP + FVBZ")


def _of_pensions(p: State, below_six: NDArray[np.bool_], most: int) -> Array:
    """The lump sum of pensions; FVBZ is cut to them, and class VI has neither."""
    fvbz = np.where(p.zvbez < p.fvbz, floor(p.zvbez, EURO) * EURO, p.fvbz)
    rest = p.zvbez - fvbz
    lump: Array = np.where(below_six & (p.zvbez > 0), np.where(rest < most, up_to_euro(rest), most), 0)
    p.fvbz = np.where(below_six, fvbz, 0)
    p.fvbzso = np.where(below_six, p.fvbzso, 0)
    return lump
