"""Church tax: a share of the tax base that the Programmablaufplan gives, by Land; parts of a cent are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.places import LAENDER
from paycalc.rounding import floor, share

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["deduct"]

_PER_MILLE: Final = 1000
CITE: Final = "EStG s. 51a; church tax laws of the Länder, AVKirchStG (Bavaria) for the rounding"


def deduct(r: Run) -> None:
    """Sets church_tax and church_tax_one_off; needs BK and BKS, which are zero for who owes none."""
    r.part("Church tax", CITE)
    rates: Array = r.law.once("de.church.rates", lambda: _rates(r.law))
    rate = rates[r["land"]]
    r.note("BK", "Base of church tax", r["bk"])
    r.note("%", "Rate of the Land", rate, unit="rate", scale=_PER_MILLE)
    r["church_tax"] = share(r["bk"], rate, _PER_MILLE, floor)
    r.note("BKS", "Base of church tax on sonstige Bezüge", r["bks"])
    r["church_tax_one_off"] = share(r["bks"], rate, _PER_MILLE, floor)


def _rates(law: Law) -> Array:
    return np.array([int(law.rate(f"church.rate.{land}") * _PER_MILLE) for land in LAENDER], np.int64)
