"""Which rows are Minijobs, Midijobs, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.packs.de.columns import EMPLOYMENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.run import Run

__all__ = ["is_midijob", "is_minijob"]


def is_minijob(r: Run) -> NDArray[np.bool_]:
    """Rows of a geringfügig entlohnte employment, SGB IV s. 8 (1) no. 1."""
    mini: NDArray[np.bool_] = r["employment"] == EMPLOYMENTS.index("minijob")
    return mini


def is_midijob(r: Run) -> NDArray[np.bool_]:
    """Rows whose regular pay lies in the transition range, SGB IV s. 20 (2)."""
    midi: NDArray[np.bool_] = r["employment"] == EMPLOYMENTS.index("midijob")
    return midi
