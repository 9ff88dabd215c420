"""Lohnsteuer, Solidaritätszuschlag and the base of church tax, by the BMF's Programmablaufplan (PAP) of the year.

The routines have the PAP's names and stand in its order; `annual_wage`, `allowances`, `provisions`, `tariff`, `period`
and `one_off` hold one topic each. Read `main` first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.allowances import mre4, mre4abz
from paycalc.packs.de.lohnsteuer.annual_wage import mpara, mre4jl
from paycalc.packs.de.lohnsteuer.one_off import msonst
from paycalc.packs.de.lohnsteuer.period import mberech
from paycalc.packs.de.lohnsteuer.projection import expected_year
from paycalc.packs.de.lohnsteuer.state import State
from paycalc.packs.de.places import in_saxony

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["deduct", "main"]

LZZ: Final = np.array([2, 3, 4, 1], np.int64)  # of monthly, weekly, daily, annual
_AUTO: Final = 0
_SHOWN: Final = {
    "lohnsteuer": "lstlzz", "lohnsteuer_one_off": "sts", "soli": "solzlzz", "soli_one_off": "solzs", "bk": "bk",
    "bks": "bks", "vkvlzz": "vkvlzz", "vkvsonst": "vkvsonst", "vfrb": "vfrb", "vfrbs1": "vfrbs1", "vfrbs2": "vfrbs2",
    "wvfrb": "wvfrb", "wvfrbo": "wvfrbo", "wvfrbm": "wvfrbm",
}  # fmt: skip


def deduct(r: Run) -> None:
    """Sets the tax and surcharge lines, BK, BKS and the PAP's other outputs; needs the tax bases and the subsidies."""
    p = state_of(r)
    main(r, p)
    r.part("Lohnsteuer and Solidaritätszuschlag", "EStG s. 39b; SolZG 1995")
    for column, name in _SHOWN.items():
        values = getattr(p, name)
        if values.strides[0] or r.tracer is not None:  # zeros that all rows share are there already
            r[column] = values


def main(r: Run, p: State) -> None:
    """The PAP's control: its routines in its order."""
    mpara(r, p)
    mre4jl(r, p)
    mre4(r, p)
    mre4abz(r, p)
    mberech(r, p)
    msonst(r, p)


def state_of(r: Run) -> State:
    """The PAP's inputs of each row, its working fields and outputs zero."""
    zero = np.broadcast_to(np.int64(0), r.rows)
    jre4, jre4ent, jvbez = expected_year(r)
    given = {
        name: r[name]
        for name in (
            "lzzfreib", "lzzhinzu", "jfreib", "jhinzu", "alter1", "ajahr", "vbezm", "vbezs", "vjahr", "zmvb", "pkpv",
            "kvz", "pvz", "pva", "zkf", "sterbe", "mbv",
        )
    }  # fmt: skip
    made: dict[str, Array] = dict.fromkeys(State.__dataclass_fields__, zero) | given
    return State(
        **made
        | {
            "lzz": LZZ[r["pay_frequency"]],
            "stkl": r["stkl"] + 1,
            "f": r["factor"],
            "r": r["church_member"],
            "re4": r["tax_gross"],
            "vbez": r["pension_pay"],
            "krv": _marker(r, "krv", r["rv_group"] != 1),
            "alv": _marker(r, "alv", r["av_group"] != 1),
            "pkv": _pkv(r),
            "pkpvagz": r["pkpvagz"] + r["private_health_subsidy"] + r["private_care_subsidy"],
            "pvs": in_saxony(r),
            "sonstb": r["one_off_gross"],
            "sonstent": r["severance_pay"],
            "vbs": r["pension_one_off"],
            "jre4": jre4,
            "jre4ent": jre4ent,
            "jvbez": jvbez,
        }
    )


def _marker(r: Run, name: str, outside: Array) -> Array:
    """KRV and ALV: as told, else 1 for who is not insured in the branch."""
    told = r[name]
    return np.where(told == _AUTO, outside, told - 1)


def _pkv(r: Run) -> Array:
    """PKV: as told, else 1 for a private premium and 2 where the employer subsidises it."""
    told = r["pkv"]
    private = ((r["pkpv"] > 0) | (r["private_health"] > 0)).astype(np.int64) + (r["private_health_subsidy"] > 0)
    return np.where(told == _AUTO, np.where(r["kv_group"] == 0, private, 0), told - 1)
