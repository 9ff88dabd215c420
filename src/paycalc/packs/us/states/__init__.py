"""State and local taxes: which state's formula runs for which rows.

A new state is one module with `withhold(s: StateRows)` and one entry in STATES and in forms.FORMS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.lines import put
from paycalc.packs.us.places import STATES as CODES
from paycalc.packs.us.states import california, colorado, new_york
from paycalc.packs.us.states.rows import StateRows
from paycalc.run import Run

__all__ = ["COVERED", "withhold"]


def _no_income_tax(_: StateRows) -> None:
    """A state without income tax on wages and without a programme that is charged on them."""


COVERED: Final[dict[str, Callable[[StateRows], None]]] = {
    "none": _no_income_tax,
    "CA": california.withhold,
    "CO": colorado.withhold,
    "NY": new_york.withhold,
    "TX": _no_income_tax,
}


def withhold(r: Run) -> None:
    """Set the state and local results of every row."""
    work = r["work_state"]
    first = int(work[0])
    if bool((work == first).all()):
        _of_state(r, first, None)
        return
    whole: dict[str, Array] = {}
    for index in np.flatnonzero(np.bincount(work, minlength=len(CODES))):
        rows = np.flatnonzero(work == index)
        for name, values in _of_state(r, int(index), rows).items():
            whole.setdefault(name, r.zeros())[rows] = values
    for name, values in whole.items():
        put(r, name, values)


def _of_state(r: Run, index: int, rows: np.ndarray | None) -> dict[str, Array]:
    """The results of one state's rows; a state-year that is not held refuses its rows only."""
    s = StateRows(r, CODES[index], rows)
    try:
        COVERED[s.state](s)
    except FigureMissing as missing:
        s.problem(s.every(), "work_state", missing.code, f"{{value}}: {missing}")
        return {}
    return s.results
