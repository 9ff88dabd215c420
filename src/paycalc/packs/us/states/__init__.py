"""State and local taxes: which state's formula runs for which rows.

A chunk of many states is put in the order of its states once; each state then sees a slice. An employee whose states of
work and residence differ is passed a second time, for the state of residence. Most states are figures alone
(`<st>.income_tax`, see rule.py); a state of its own kind is one module and an entry in income.OWN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.places import HOME_RULE, NO_WAGE_TAX
from paycalc.packs.us.places import STATES as CODES
from paycalc.packs.us.states import california, colorado, income, municipal, new_york, programmes
from paycalc.packs.us.states.residence import AS_RESIDENT, AT_WORK, BOTH, EXEMPT_AT_WORK, RECIPROCAL
from paycalc.packs.us.states.rows import Grouped, StateRows, Swap
from paycalc.run import Run

__all__ = ["withhold"]

Step = Callable[[StateRows], None]

_INCOME: Final[dict[str, Step]] = {"CA": california.withhold, "CO": colorado.withhold, "NY": new_york.withhold}
_INSURE: Final[dict[str, Step]] = {"CA": california.insure, "CO": colorado.insure, "NY": new_york.insure}
_AT_WORK: Final = (AS_RESIDENT, AT_WORK, EXEMPT_AT_WORK)
_AT_HOME: Final = {HOME_RULE.index("reciprocal"): RECIPROCAL, HOME_RULE.index("both"): BOTH}


def withhold(r: Run) -> None:
    """Set the state and local results of every row."""
    work = r["work_state"]
    differs = _differs(r)
    kind = np.zeros(r.rows, np.int64)
    if differs.any():
        kind = np.where(differs, np.where(r["home_state_rule"] == HOME_RULE.index("reciprocal"), 2, 1), 0)
    local = municipal.wanted(r)
    _pass(r, work * len(_AT_WORK) + kind, lambda s: _of_work(s, local), _AT_WORK)
    if differs.any():
        _at_home(r, differs)


def _differs(r: Run) -> NDArray[np.bool_]:
    """Rows whose state of residence is not the state of work."""
    if not r.given("home_state"):
        return np.zeros(r.rows, np.bool_)
    home = r["home_state"] - 1
    differs: NDArray[np.bool_] = (home >= 0) & (home != r["work_state"])
    return differs


def _pass(r: Run, key: Array, step: Step, swaps: tuple[Swap, ...], rows: Array | None = None) -> None:
    """Run a step for each state of the rows; key = state x number of swaps + swap."""
    first = int(key[0])
    if rows is None and bool((key == first).all()):
        group, bounds, keys = Grouped(r, None), [0, r.rows], [first]
    else:
        order = np.argsort(key.astype(np.int16), kind="stable")  # few keys: sorted by counting, not by comparing
        ordered = key[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        bounds, keys = [*starts.tolist(), len(key)], ordered[starts].tolist()
        group = Grouped(r, order if rows is None else rows[order])
    for number, one in enumerate(keys):
        state, swap = divmod(one, len(swaps))
        s = StateRows(group, CODES[state], slice(bounds[number], bounds[number + 1]), swaps[swap])
        try:
            step(s)
        except FigureMissing as missing:
            s.problem(s.every(), "work_state", missing.code, f"{{value}}: {missing}")


def _of_work(s: StateRows, local: bool) -> None:
    if s.state == "none":
        return
    if s.state not in NO_WAGE_TAX:
        _INCOME.get(s.state, income.withhold)(s)
    _INSURE.get(s.state, programmes.charge)(s)
    if local:
        municipal.withhold(s)


def _of_home(s: StateRows) -> None:
    if s.state != "none" and s.state not in NO_WAGE_TAX:
        _INCOME.get(s.state, income.withhold)(s)


def _at_home(r: Run, differs: NDArray[np.bool_]) -> None:
    """The state of residence: in place of the work state's tax under an agreement, or less a credit for it."""
    for rule, swap in _AT_HOME.items():
        wanted = differs & (r["home_state_rule"] == rule)
        rows = np.flatnonzero(wanted)
        if not len(rows):
            continue
        _pass(r, r["home_state"][rows] - 1, _of_home, (swap,), rows)
        if swap is RECIPROCAL:
            r["state_wages"] = np.where(wanted, 0, r["state_wages"])
        else:
            credit = np.where(wanted, r["state_income_tax"], 0)
            r.note("", "Credit for the tax of the state of work", credit)
            r["home_state_income_tax"] = np.maximum(r["home_state_income_tax"] - credit, 0)
