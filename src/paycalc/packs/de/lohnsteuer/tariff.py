"""MLSTJAHR, UPMLST, UPTAB, MST5_6, UP5_6: the taxable income of a year and the tax on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.lohnsteuer.provisions import upevp
from paycalc.packs.de.lohnsteuer.state import EURO, Figures, State, figures
from paycalc.rounding import floor, part
from paycalc.since import since

if TYPE_CHECKING:
    from fractions import Fraction

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["mlstjahr", "tax_on"]

_MICRO: Final = 1_000_000
CITE: Final = "EStG s. 32a (1), (5), 39b (2) sentences 6, 7"


def mlstjahr(r: Run, p: State) -> None:
    """ZVE and ST, the tax of the year."""
    upevp(r, p)
    r.part("Lohnsteuer, MLSTJAHR", CITE)
    zve = p.zre4 - p.ztabfb - p.vsp
    p.zve = np.where(zve < EURO, 0, zve)
    r.note("ZVE", "Taxable income", p.zve, formula="ZRE4 - ZTABFB - VSP")
    p.st = tax_on(r, p, p.zve)


def tax_on(r: Run, p: State, zve: Array) -> Array:
    """UPMLST: the tax on an income that is zero or at least one euro, by class."""
    held = figures(r.law)
    x = np.where(p.kztab == 2, floor(zve, 2 * EURO), floor(zve, EURO)) * EURO
    r.note("X", "Income for the tariff", x, formula="ZVE / KZTAB", rounding="down to the euro")
    r.note("GFB", "Basic allowance", held.gfb)
    r.note("", "End of the first progressive zone", held.zone2[0])
    r.note("", "End of the second progressive zone", held.zone3[0])
    r.note("", "End of the zone of 42 %", held.zone4[0])
    st = _uptab(held, x) * p.kztab
    second = np.flatnonzero(p.stkl >= 5)
    if len(second):
        st[second] = _mst5_6(r, x[second])
    r.note("ST", "Tax of the year", st, rounding="down to the euro")
    return st


def _uptab(held: Figures, x: Array) -> Array:
    """UPTAB25, UPTAB26 for one person; X may have cents. The products of the zones stay below 2**61.

    Y and Z of the law are (X - limit) / 10,000 to six places: that is the difference in cents, read as millionths.
    """
    end2, a2, b2 = held.zone2
    end3, a3, b3, c3 = held.zone3
    y = np.clip(x - held.gfb, 0, end2 + EURO - 1 - held.gfb)
    z = np.clip(x - end2, 0, end3 + EURO - 1 - end2)
    tax2 = floor((a2 * y + b2 * _MICRO) * y, _MICRO * _MICRO)
    tax3 = floor((a3 * z + b3 * _MICRO) * z + c3 * _MICRO * _MICRO, _MICRO * _MICRO)
    tax4 = _linear(x, held.zone4[1], held.zone4[2])
    tax5 = _linear(x, held.zone5[0], held.zone5[1])
    tax = np.where(x < end2 + EURO, tax2, np.where(x < end3 + EURO, tax3, tax4))
    tax = np.where(x < held.zone4[0] + EURO, tax, tax5)
    return np.where(x < held.gfb + EURO, 0, floor(tax, EURO) * EURO)


def _linear(x: Array, rate: Fraction, less: int) -> Array:
    """x times the rate less a deduction, down to the cent; the euro is cut later."""
    return floor(x * rate.numerator - less * rate.denominator, rate.denominator)


def _mst5_6(r: Run, x: Array) -> Array:
    """Classes V and VI."""
    w1, w2, w3 = figures(r.law).stkl5
    for number, limit in enumerate((w1, w2, w3), 1):
        r.note(f"W{number}STKL5", f"Limit {number} of classes V and VI", limit)
    upper, top = r.law.rate("tax.stkl5_rates.upper"), r.law.rate("tax.stkl5_rates.top")
    at_w1, at_w2 = _up5_6(r, np.array([w1, w2], np.int64))
    vergl = _up5_6(r, np.minimum(x, w2))
    hoch = _euro(at_w1 + part(np.maximum(x - w1, 0), upper, floor))
    st = np.where((x > w1) & (x <= w2), np.minimum(hoch, vergl), vergl)
    above = _euro(at_w2 + part(np.clip(x - w2, 0, w3 - w2), upper, floor))
    beyond = _euro(above + part(np.maximum(x - w3, 0), top, floor))
    return np.where(x > w3, beyond, np.where(x > w2, above, st))


def _euro(cents: Array) -> Array:
    return floor(cents, EURO) * EURO


@since(date(2025, 1, 1), cite="BMF, Programmablaufplan 2025", key="period_end")
def _up5_6(r: Run, zx: Array) -> Array:
    """Twice the difference of the tax on 1.25 and on 0.75 of ZX, both to the cent; at least the minimum rate."""
    return _difference(r, zx, _multiples(r, zx))


@since(date(2026, 1, 1), cite="BMF, Programmablaufplan 2026", key="period_end")  # type: ignore[no-redef]
def _up5_6(r: Run, zx: Array) -> Array:
    """As before, but both incomes are cut to the euro."""
    high, low = _multiples(r, zx)
    return _difference(r, zx, (_euro(high), _euro(low)))


def _multiples(r: Run, zx: Array) -> tuple[Array, Array]:
    high, low = (part(zx, r.law.rate(f"tax.stkl5_rates.{name}"), floor) for name in ("high", "low"))
    return high, low


def _difference(r: Run, zx: Array, at: tuple[Array, Array]) -> Array:
    held = figures(r.law)
    diff = 2 * (_uptab(held, at[0]) - _uptab(held, at[1]))
    least: Array = np.maximum(diff, _euro(part(zx, r.law.rate("tax.stkl5_rates.minimum"), floor)))
    return least
