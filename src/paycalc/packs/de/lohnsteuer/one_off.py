"""MSONST, MOSONST, MRE4SONST, STSMIN, MSOLZSTS: the tax on sonstige Bezüge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.allowances import mre4, mre4abz, mztabfb
from paycalc.packs.de.lohnsteuer.annual_wage import YEAR
from paycalc.packs.de.lohnsteuer.state import EURO, State, figures, times
from paycalc.packs.de.lohnsteuer.tariff import mlstjahr, tax_on
from paycalc.rounding import part, trunc

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["msonst"]

OUTPUTS: Final = (
    "lstlzz", "solzlzz", "bk", "sts", "solzs", "bks", "vkvsonst", "vfrbs1", "vfrbs2", "wvfrbo", "wvfrbm",
)  # fmt: skip
CITE: Final = "EStG s. 39b (3)"


def msonst(r: Run, p: State) -> None:
    """STS, SOLZS, BKS for those who have sonstige Bezüge or untaxed Vermögensbeteiligungen."""
    rows = np.flatnonzero((p.sonstb != 0) | (p.mbv != 0))
    if len(rows):
        q = p.take(rows)
        _for_rows(r, q)
        p.put(rows, q, OUTPUTS)


def _for_rows(r: Run, p: State) -> None:
    p.lzz = np.full_like(p.lzz, YEAR)
    p.zmvb = np.where(p.zmvb == 0, 12, p.zmvb)
    _mosonst(r, p)
    lstoso, vkv = p.st, p.vkv
    r.note("LSTOSO", "Tax of the year without it", lstoso)
    p.zre4j, p.zvbezj, p.vbezbso = p.jre4 + p.sonstb, p.jvbez + p.vbs, p.sterbe
    _mre4sonst(r, p)
    mlstjahr(r, p)
    p.wvfrbm = np.maximum(p.zve - figures(r.law).gfb, 0)
    p.vkvsonst = p.vkv - vkv
    p.sts = times(r, p.st - lstoso, p.f)
    r.part("Lohnsteuer, MSONST", CITE)
    r.note("LSTSO", "Tax of the year with it", p.st)
    r.note(
        "STS", "Tax on sonstige Bezüge", p.sts, formula="(LSTSO - LSTOSO) x f", rounding="down to the euro by amount"
    )
    _stsmin(r, p)


def _mosonst(r: Run, p: State) -> None:
    """The year without the sonstige Bezüge."""
    r.part("Lohnsteuer, MOSONST", CITE)
    p.zre4j, p.zvbezj, p.jlfreib, p.jlhinzu = p.jre4, p.jvbez, p.jfreib, p.jhinzu
    r.note("JRE4", "Wage of the year without it", p.jre4)
    mre4(r, p)
    mre4abz(r, p)
    p.zre4vp = p.zre4vp - p.jre4ent
    mztabfb(r, p)
    p.vfrbs1 = p.anp + p.fvb + p.fvbz
    mlstjahr(r, p)
    p.wvfrbo = np.maximum(p.zve - figures(r.law).gfb, 0)


def _mre4sonst(r: Run, p: State) -> None:
    """The year with them."""
    r.part("Lohnsteuer, MRE4SONST", CITE)
    r.note("SONSTB", "Sonstige Bezüge", p.sonstb)
    mre4(r, p)
    p.fvb = p.fvbso
    mre4abz(r, p)
    p.zre4vp = p.zre4vp + p.mbv - p.jre4ent - p.sonstent
    p.fvbz = p.fvbzso
    mztabfb(r, p)
    p.vfrbs2 = p.anp + p.fvb + p.fvbz - p.vfrbs1


def _stsmin(r: Run, p: State) -> None:
    """A negative tax is none; one that comes from an untaxed Vermögensbeteiligung lowers the tax of the period."""
    rate = r.law.rate("tax.solz.rate")
    lower = (p.sts < 0) & (p.mbv != 0)
    solz = trunc(p.solzlzz * rate.denominator + p.sts * rate.numerator, rate.denominator)
    p.lstlzz = np.where(lower, np.maximum(p.lstlzz + p.sts, 0), p.lstlzz)
    p.solzlzz = np.where(lower, np.maximum(solz, 0), p.solzlzz)
    p.bk = np.where(lower, np.maximum(p.bk + p.sts, 0), p.bk)
    p.sts = np.maximum(p.sts, 0)
    p.solzs = _msolzsts(r, p)
    p.bks = np.where(p.r > 0, p.sts, 0)


def _msolzsts(r: Run, p: State) -> Array:
    """The surcharge on the tax of the sonstige Bezüge: none where the year's base is free of it."""
    r.part("Lohnsteuer, MSOLZSTS", "SolZG 1995 s. 3 (3), 4 sentence 3")
    solzszve = p.zve - p.kfb
    solzsbmg = times(r, tax_on(r, p, np.where(solzszve < EURO, 0, solzszve)), p.f)
    solzs = part(p.sts, r.law.rate("tax.solz.rate"), trunc)
    r.note("SOLZSBMG", "Base of the exemption limit", solzsbmg)
    return np.where(solzsbmg > figures(r.law).solzfrei * p.kztab, solzs, 0)
