"""What the routines of the Programmablaufplan (PAP) work on: its variables as arrays, and the figures of MPARA.

Every amount is whole cents, also where the PAP keeps euros: a rounding "to the euro" gives a multiple of 100. The PAP
rounds negative numbers by their amount (ROUND_DOWN and ROUND_UP of its pseudo-code); `trunc` and `away` do the same.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.rounding import away, share, trunc

if TYPE_CHECKING:
    from fractions import Fraction

    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["EURO", "MILLION", "Figures", "State", "figures", "times", "up_to_euro"]

EURO: Final = 100
MILLION: Final = 1_000_000
_PER_MILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """MPARA and the constants of the other routines: cents, and rates as exact fractions."""

    gfb: int
    zone2: tuple[int, int, int]  # its end, coefficients
    zone3: tuple[int, int, int, int]
    zone4: tuple[int, Fraction, int]  # its end, rate, deduction
    zone5: tuple[Fraction, int]
    stkl5: tuple[int, ...]  # W1STKL5, W2STKL5, W3STKL5
    bbg_rv: int
    bbg_kv: int
    anp: int
    anp_pension: int
    sap: int
    efa: int
    kfb: Array  # per half ZKF, by class
    solzfrei: int
    tables: tuple[Array, ...]  # TAB1 to TAB5: per mille or cents, by year since 2005


def figures(law: Law) -> Figures:
    """The figures of the day, worked out once per run."""
    built: Figures = law.once("de.lohnsteuer.figures", lambda: _build(law))
    return built


def _build(law: Law) -> Figures:
    half, half_stkl4 = law.money("tax.kfb") // 2, law.money("tax.kfb_stkl4") // 2
    rates = [np.array([int(rate * _PER_MILLE) for rate in law.rates(f"tax.{name}")], np.int64) for name in _SHARES]
    amounts = [np.array(law.moneys(f"tax.{name}"), np.int64) for name in _MAXIMA]
    end2, a2, b2 = law.moneys("tax.zone2")
    end3, a3, b3, c3 = law.moneys("tax.zone3")
    return Figures(
        law.money("tax.gfb"),
        (end2, a2, b2),
        (end3, a3, b3, c3),
        (law.money("tax.zone4.end"), law.rate("tax.zone4.rate"), law.money("tax.zone4.less")),
        (law.rate("tax.zone5.rate"), law.money("tax.zone5.less")),
        law.moneys("tax.stkl5"),
        law.money("tax.bbg_rv"),
        law.money("tax.bbg_kv"),
        law.money("tax.anp.wage"),
        law.money("tax.anp.pension"),
        law.money("tax.sap"),
        law.money("tax.efa"),
        np.array([half, half, half, half_stkl4, 0, 0], np.int64),
        law.money("tax.solzfrei"),
        (rates[0], amounts[0], amounts[1], rates[1], amounts[2]),
    )


_SHARES: Final = ("tab1", "tab4")
_MAXIMA: Final = ("tab2", "tab3", "tab5")


@dataclass(slots=True)
class State:
    """The PAP's inputs, working fields and outputs, one array each; its names in small letters."""

    # inputs, in cents; `stkl` counts from 1, `lzz` as the PAP does, `zkf` in halves, `f` and `kvz` in millionths
    lzz: Array
    stkl: Array
    f: Array
    zkf: Array
    r: Array
    re4: Array
    lzzfreib: Array
    lzzhinzu: Array
    jfreib: Array
    jhinzu: Array
    alter1: Array
    ajahr: Array
    vbez: Array
    vbezm: Array
    vbezs: Array
    vjahr: Array
    zmvb: Array
    krv: Array
    alv: Array
    pkv: Array
    pkpv: Array
    pkpvagz: Array
    kvz: Array
    pvs: Array
    pvz: Array
    pva: Array
    sonstb: Array
    sonstent: Array
    vbs: Array
    sterbe: Array
    jre4: Array
    jre4ent: Array
    jvbez: Array
    mbv: Array
    # working fields
    kvpvsatzan: Array  # KVSATZAN + PVSATZAN in two-millionths
    pvsatzag: Array  # in ten-thousandths
    zre4j: Array
    zvbezj: Array
    jlfreib: Array
    jlhinzu: Array
    vbezbso: Array
    fvb: Array
    fvbz: Array
    fvbso: Array
    fvbzso: Array
    alte: Array
    zre4: Array
    zre4vp: Array
    zvbez: Array
    anp: Array
    kfb: Array
    kztab: Array
    ztabfb: Array
    vsp: Array
    vkv: Array  # 2025: the greater of VSP2 and VSP3
    zve: Array
    st: Array
    # outputs
    lstlzz: Array
    solzlzz: Array
    bk: Array
    sts: Array
    solzs: Array
    bks: Array
    vkvlzz: Array
    vkvsonst: Array
    vfrb: Array
    vfrbs1: Array
    vfrbs2: Array
    wvfrb: Array
    wvfrbo: Array
    wvfrbm: Array

    def take(self, rows: Array) -> State:
        """The same of some rows. Zeros that all rows share stay one zero."""
        few = len(rows)
        parts = (getattr(self, name) for name in _FIELDS)
        return State(*(part[rows] if part.strides[0] else part[:few] for part in parts))

    def put(self, rows: Array, part: State, names: tuple[str, ...]) -> None:
        """Set fields of some rows."""
        for name in names:
            whole = np.array(getattr(self, name))
            whole[rows] = getattr(part, name)
            setattr(self, name, whole)

    @property
    def zero(self) -> Array:
        """Zeros that nobody may write into."""
        return np.broadcast_to(np.int64(0), self.re4.shape)


_FIELDS: Final = tuple(field.name for field in fields(State))


def up_to_euro(cents: Array) -> Array:
    """Whole euros, up by amount."""
    return away(cents, EURO) * EURO


def times(r: Run, amount: Array, factor: Array) -> Array:
    """An amount times f, down to the euro; most people have no factor."""
    if not r.given("factor"):
        return amount
    return share(amount, factor, MILLION * EURO, trunc) * EURO
