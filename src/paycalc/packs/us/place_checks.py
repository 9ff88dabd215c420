"""State forms and places that mean nothing together, each with a sentence that says what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Array, pack_code
from paycalc.errors import FigureMissing
from paycalc.packs.us.places import HOME_RULE, NO_WAGE_TAX, STATE_STATUS, STATES
from paycalc.packs.us.states.forms import FORMS, STATUS
from paycalc.packs.us.states.maryland import NAMED_COUNTIES
from paycalc.packs.us.states.municipal import DETROIT, PHILADELPHIA
from paycalc.packs.us.states.residence import FORM_COLUMNS, HOME_FORM
from paycalc.packs.us.tables import compiled
from paycalc.parameters import Law
from paycalc.run import Run

__all__ = ["places"]

Rows = NDArray[np.bool_]
_REFUSE, _, _RECIPROCAL, _BOTH = range(len(HOME_RULE))
_OF_FORM: Final = (*(name for name in FORM_COLUMNS if name != "state_form"), "state_exempt", "local_additional")
_OF_WORK: Final = ("work_locality", "local_days", "local_allowances")
_FIXED_CODES: Final = {
    "NY": (pack_code("NYC"), pack_code("YONKERS")),
    "PA": (PHILADELPHIA,),
    "MI": (DETROIT,),
    "MD": NAMED_COUNTIES,
}
_TABLES: Final = {"IN": "in.county", "MD": "md.county", "OH": "oh.school"}


def places(r: Run) -> None:
    """Report rows whose states, forms and localities do not fit together."""
    work = r["work_state"]
    home = np.where(r["home_state"] > 0, r["home_state"] - 1, work)
    differs = home != work
    _residence(r, home, differs)
    rule = r["home_state_rule"]
    of_form = np.where(differs & (rule == _RECIPROCAL), home, work)
    for name in _OF_FORM:
        _column(r, name, name, of_form)
    for name in _OF_WORK:
        _column(r, name, name, work)
    _column(r, "home_locality", "home_locality", np.where(differs & (rule == 1), -1, home))
    for generic, name in HOME_FORM.items():
        _column(r, name, generic, np.where(differs & (rule == _BOTH), home, 0))


def _residence(r: Run, home: Array, differs: Rows) -> None:
    if not differs.any():
        return
    taxed = ~np.isin(home, [STATES.index(state) for state in (*NO_WAGE_TAX, "none")])
    rule = r["home_state_rule"]
    r.problem(
        differs & taxed & (rule == _REFUSE),
        "home_state",
        "not_covered",
        "The state of residence {value} is not the state of work: say in home_state_rule whether the employer "
        "withholds for the state of work only, for the residence under a certificate of reciprocity, or for both.",
    )
    agreed = compiled(r.law, _agreements)[r["work_state"], home] == 1
    r.problem(
        differs & (rule == _RECIPROCAL) & ~agreed,
        "home_state",
        "form",
        "The state of work has no reciprocity with {value}: set home_state_rule to work_state_only or both.",
    )


def _agreements(law: Law) -> Array:
    """[work, home]: 1 where a certificate of the resident frees from the work state's tax."""
    held = np.zeros((len(STATES), len(STATES)), np.int64)
    for index, state in enumerate(STATES):
        if law.has(f"reciprocity.{state}"):
            with_ = law.value(f"reciprocity.{state}")["residents_of"]
            agreed = [n for n, other in enumerate(STATES) if other in with_ or "any" in with_]
            held[index, [n for n in agreed if n not in (0, index)]] = 1
    return held


def _allowed(generic: str) -> NDArray[np.bool_]:
    """Whether a column means anything on the form of each state; the last place stands for a state nobody looks at."""
    return np.array([*(generic in FORMS[state] for state in STATES), True])


_KNOWN_STATUS: Final = np.array(
    [[status in STATUS[state] if state in STATUS else True for status in STATE_STATUS] for state in STATES]
)
_LOOKED_AT: Final = {name: _allowed(name) for name in {*_OF_FORM, *_OF_WORK, *HOME_FORM, "home_locality"}}


def _column(r: Run, name: str, generic: str, of: Array) -> None:
    """A column that is filled in must mean something on the form of the row's state."""
    if not r.given(name) or not r[name].any():
        return
    values, label = r[name], r.pack.input(name).label
    filled = values != 0
    foreign = filled & ~_LOOKED_AT[generic][of]
    if foreign.any():
        for state, rows in _groups(of, foreign):
            r.problem(rows, name, "form", f"{label}: {{value}} means nothing on the forms of {state}.")
        filled &= ~foreign
    if generic == "state_status":
        unknown = filled & (of >= 0) & ~_KNOWN_STATUS[of, values]
        for state, rows in _groups(of, unknown):
            r.problem(rows, name, "form", f"{label}: {{value}} is not on the form of {state}.")
    elif generic.endswith("_locality"):
        for state, rows in _groups(of, filled):
            _locality(r, name, state, rows)


def _groups(of: Array, where: Rows) -> Iterator[tuple[str, Rows]]:
    """Each state of the rows in question."""
    for index in np.unique(of[where]):
        if index >= 0:
            yield STATES[index], where & (of == index)


def _locality(r: Run, name: str, state: str, rows: Rows) -> None:
    label = r.pack.input(name).label
    known = np.isin(r[name], _FIXED_CODES.get(state, ()))
    if state in _TABLES:
        try:
            codes = [pack_code(str(row[0])) for row in r.law.value(_TABLES[state])]
        except FigureMissing:
            return  # the formula names the missing notice, or takes the rate that is entered
        known |= np.isin(r[name], codes)
    r.problem(rows & ~known, name, "not_covered", f"{label}: {{value}} is not a taxing locality held for {state}.")
