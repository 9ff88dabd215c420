"""UPEVP and its parts: the Vorsorgepauschale, which was rebuilt for 2026."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.state import MILLION, State, figures, up_to_euro
from paycalc.rounding import part, trunc
from paycalc.since import since

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["upevp"]

_PER_TEN_THOUSAND: Final = 10_000
_SUBSIDISED: Final = 2
CITE_2025: Final = "EStG s. 39b (2) sentence 5 no. 3 as of 2025; BMF, Programmablaufplan 2025"
CITE_2026: Final = "EStG s. 39b (2) sentence 5 no. 3 as of 2026; BMF, Programmablaufplan 2026"
CENT: Final = "down to the cent"


@since(date(2025, 1, 1), cite=CITE_2025, key="period_end")
def upevp(r: Run, p: State) -> None:
    """VSP of 2025: the greater of pension + health and care, and pension + the minimum of 12 %; sets VKV too."""
    r.part("Lohnsteuer, UPEVP", CITE_2025)
    held, rv = figures(r.law), p.krv != 1
    r.note("BBGRV", "Ceiling of pension insurance", held.bbg_rv)
    r.note("BBGKVPV", "Ceiling of health and care", held.bbg_kv)
    vp = np.where(rv, np.minimum(p.zre4vp, held.bbg_rv), p.zre4vp)
    vsp1 = np.where(rv, part(vp, r.law.rate("tax.rvsatzan"), trunc), 0)
    maxima = [r.law.money(f"tax.vsp_minimum.{name}") for name in ("maximum", "maximum_stkl3")]
    vsp2 = np.minimum(part(vp, r.law.rate("tax.vsp_minimum.rate"), trunc), np.where(p.stkl == 3, maxima[1], maxima[0]))
    vspn = up_to_euro(vsp1 + vsp2)
    p.zre4vp = np.minimum(vp, held.bbg_kv)
    vsp3 = _vsp3(r, p)
    p.vsp = np.maximum(up_to_euro(vsp3 + vsp1), vspn)
    p.vkv = np.where(p.pkv > 0, np.maximum(vsp2, vsp3), 0)
    r.note("VSP1", "Pension part", vsp1, rounding=CENT)
    r.note("VSP2", "Minimum for health and care", vsp2, rounding=CENT)
    r.note("VSP3", "Health and care part", vsp3, rounding=CENT)
    r.note("VSP", "Vorsorgepauschale", p.vsp, formula="max(VSP3, VSP2) + VSP1", rounding="up to the euro")


def _vsp3(r: Run, p: State) -> Array:
    """MVSP: by rate for members of a fund; the premium told, less the employer's typical subsidy, for the others."""
    fund = trunc(p.zre4vp * p.kvpvsatzan, 2 * MILLION)
    if not p.pkv.any():
        return fund
    kv, pv = r.law.rate("tax.kvsatzag"), [r.law.rate(f"tax.pvsatzag.{name}") for name in ("usual", "saxony")]
    employer = np.array([int((kv + one) * _PER_TEN_THOUSAND) for one in pv], np.int64)[p.pvs]
    premium = p.pkpv * 12
    less = trunc(premium * _PER_TEN_THOUSAND - p.zre4vp * employer, _PER_TEN_THOUSAND)
    private = np.where(p.stkl == 6, 0, np.where(p.pkv == _SUBSIDISED, less, premium))
    return np.where(p.pkv > 0, private, fund)


@since(date(2026, 1, 1), cite=CITE_2026, key="period_end")  # type: ignore[no-redef]
def upevp(r: Run, p: State) -> None:  # noqa: F811
    """VSP of 2026: pension + health and care, or pension + (unemployment, health and care up to their maximum)."""
    r.part("Lohnsteuer, UPEVP", CITE_2026)
    held = figures(r.law)
    r.note("BBGRVALV", "Ceiling of pension and unemployment", held.bbg_rv)
    r.note("BBGKVPV", "Ceiling of health and care", held.bbg_kv)
    vpr = np.minimum(p.zre4vp, held.bbg_rv)
    vspr = np.where(p.krv == 1, 0, part(vpr, r.law.rate("tax.rvsatzan"), trunc))
    r.note("VSPR", "Pension part", vspr, rounding=CENT)
    vspkvpv = _vspkvpv(r, p)
    vsp = up_to_euro(vspkvpv + vspr)
    vspn = _vspn(r, vpr, vspr, vspkvpv)
    p.vsp = np.where((p.alv != 1) & (p.stkl != 6), np.maximum(vsp, vspn), vsp)
    r.note("VSP", "Vorsorgepauschale", p.vsp, formula="max(VSPKVPV + VSPR, VSPN)", rounding="up to the euro")


def _vspkvpv(r: Run, p: State) -> Array:
    """MVSPKVPV: by rate for members of a fund; the premium told less the subsidy for the others."""
    vspkvpv = trunc(np.minimum(p.zre4vp, figures(r.law).bbg_kv) * p.kvpvsatzan, 2 * MILLION)
    if p.pkv.any():
        private = np.where(p.stkl == 6, 0, np.maximum(12 * (p.pkpv - p.pkpvagz), 0))
        vspkvpv = np.where(p.pkv > 0, private, vspkvpv)
    r.note("VSPKVPV", "Health and care part", vspkvpv, rounding=CENT)
    return vspkvpv


def _vspn(r: Run, vpr: Array, vspr: Array, vspkvpv: Array) -> Array:
    """MVSPHB: unemployment with health and care, limited."""
    vspalv = part(vpr, r.law.rate("tax.avsatzan"), trunc)
    vsphb = np.minimum(vspalv + vspkvpv, r.law.money("tax.vsphb"))
    r.note("VSPALV", "Unemployment part", vspalv, rounding=CENT)
    r.note("VSPHB", "Unemployment, health and care, limited", vsphb)
    vspn = up_to_euro(vspr + vsphb)
    r.note("VSPN", "With the limited part", vspn, formula="VSPR + VSPHB", rounding="up to the euro")
    return vspn
