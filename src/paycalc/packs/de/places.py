"""The Länder: where the establishment lies decides the church tax rate and the shares of care insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["LAENDER", "in_saxony"]

LAENDER: Final = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")


def in_saxony(r: Run) -> Array:
    """1 where employees bear more of care insurance, SGB XI s. 58 (3)."""
    saxony: Array = (r["land"] == LAENDER.index("SN")).astype(np.int64)
    return saxony
