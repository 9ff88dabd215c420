"""Rows that cannot be paid as entered, each with a sentence that says what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paycalc.columns import Kind, Type
from paycalc.packs.us.columns import INPUTS
from paycalc.packs.us.places import NO_WAGE_TAX, STATE_STATUS, STATES
from paycalc.packs.us.states import COVERED
from paycalc.packs.us.states.forms import FORMS, LOCALITIES, STATUS
from paycalc.run import Run

__all__ = ["check"]

_MOST: Final = 10**11
"""Cents of one amount of one pay: what all products of the formulas can bear."""
_STATE_COLUMNS: Final = tuple(
    column.name
    for column in INPUTS
    if column.name in {name for meaning in FORMS.values() for name in meaning}
    and column.name not in ("disability_exempt", "leave_exempt")
)


def check(r: Run) -> None:
    """Report every row that cannot be paid as entered."""
    if not r.rows:
        return
    _amounts(r)
    _w4(r)
    _places(r)
    _state_form(r)
    _client(r)


def _amounts(r: Run) -> None:
    for column in INPUTS:
        if not r.given(column.name) or column.type not in (Type.MONEY, Type.INT):
            continue
        values, least = r[column.name], 0
        if column.kind is Kind.ACCUMULATOR:
            continue
        most = _MOST if column.type is Type.MONEY else 1_000
        if column.name == "employer_size":
            most = 10**8
        if int(values.min()) < least:
            r.problem(
                values < least,
                column.name,
                "negative",
                f"{column.label}: {{value}} is below zero; correct it in a reversal run.",
            )
        if int(values.max()) > most:
            r.problem(
                values > most, column.name, "out_of_range", f"{column.label}: {{value}} is more than one pay holds."
            )


def _w4(r: Run) -> None:
    if not r.given("w4_form"):
        if r.given("w4_allowances"):
            r.problem(r["w4_allowances"] > 0, "w4_allowances", "form", "Form W-4 of 2020 or later has no allowances.")
        return
    old = r["w4_form"] == 1
    r.problem(
        old & (r["w4_status"] == 2),
        "w4_status",
        "form",
        "Form W-4 of 2019 or earlier has no head of household: enter single or married.",
    )
    for name in ("w4_step2", "w4_step3", "w4_step4a", "w4_step4b"):
        if r.given(name):
            r.problem(
                old & (r[name] > 0), name, "form", f"Form W-4 of 2019 or earlier has no {r.pack.input(name).label}."
            )
    r.problem(~old & (r["w4_allowances"] > 0), "w4_allowances", "form", "Form W-4 of 2020 or later has no allowances.")


def _states(r: Run) -> Iterator[tuple[str, NDArray[np.bool_] | None]]:
    """Each state of the chunk with its rows; None for all."""
    work = r["work_state"]
    present = np.flatnonzero(np.bincount(work, minlength=len(STATES)))
    for index in present:
        yield STATES[index], None if len(present) == 1 else work == index


def _all(r: Run, rows: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    return np.ones(r.rows, np.bool_) if rows is None else rows


def _places(r: Run) -> None:
    for state, rows in _states(r):
        if state not in COVERED:
            r.problem(
                _all(r, rows),
                "work_state",
                "not_covered",
                f"{state} is not covered yet; covered: {', '.join(sorted(COVERED)[:-1])}.",
            )
    if r.given("home_state"):
        home = r["home_state"] - 1
        untaxed = np.array([state in NO_WAGE_TAX or state == "none" for state in STATES])
        differs = (r["home_state"] > 0) & (home != r["work_state"]) & ~untaxed[np.maximum(home, 0)]
        r.problem(
            differs & (r["home_state_rule"] == 0),
            "home_state",
            "not_covered",
            "The state of residence {value} is not the state of work: reciprocity and withholding for it are "
            "not covered yet. If the employer withholds nothing there, set home_state_rule to work_state_only.",
        )


def _state_form(r: Run) -> None:
    """A state column that is filled in must mean something in the state of work."""
    filled = [name for name in _STATE_COLUMNS if r.given(name) and bool(r[name].any())]
    if not filled:
        return
    for state, rows in _states(r):
        for name in filled:
            label = r.pack.input(name).label
            if name not in FORMS.get(state, {}):
                where = r[name] != 0 if rows is None else rows & (r[name] != 0)
                r.problem(where, name, "form", f"{label}: {{value}} means nothing on the forms of {state}.")
            elif name == "state_status":
                known = np.array([status in STATUS[state] for status in STATE_STATUS])
                r.problem(
                    _all(r, rows) & ~known[r[name]], name, "form", f"{label}: {{value}} is not on the form of {state}."
                )
            elif name.endswith("_locality"):
                unknown = (r[name] != 0) & ~np.isin(r[name], LOCALITIES[state])
                r.problem(
                    _all(r, rows) & unknown,
                    name,
                    "not_covered",
                    f"{label}: {{value}} is not a taxing locality held for {state}.",
                )


def _client(r: Run) -> None:
    if r.given("futa_net_rate"):
        entered = r["futa_net_rate"]
        r.problem(
            (entered > 0) & ((entered < 6_000) | (entered > 60_000)),
            "futa_net_rate",
            "out_of_range",
            "The net FUTA rate {value} is not between 0.6% and 6.0%.",
        )
    if r.given("sui_account"):
        r.problem(
            (r["sui_account"] == 2) & (r["sui_rate"] > 0),
            "sui_rate",
            "conflict",
            "sui_account is none, but a rate of {value} is entered.",
        )
