"""National Insurance totals by category letter: the current letter's, and those of up to three earlier ones.

The FPS reports each letter of the tax year with its own totals. When the letter changes, the totals so far move to an
earlier letter's place; a letter that returns takes up its own totals again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb.columns_statutory import LETTER_SLOTS, LETTER_TOTALS

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["Held", "before", "change", "check", "held", "keep", "several", "total"]

NAMES: Final = tuple(name for name, _ in LETTER_TOTALS)
_PLACES: Final = (
    ("ni_letter", *NAMES),
    *((f"ni{slot}_letter", *(f"ni{slot}_{name}" for name in NAMES)) for slot in LETTER_SLOTS),
)


@dataclass(frozen=True)
class Held:
    """Of the rows whose letters are several: their letters (number + 1, 0 for none) and totals, [place, row]."""

    rows: Array
    letters: Array  # place 0 is the current letter
    totals: dict[str, Array]


def _letters(r: Run) -> list[Array]:
    """The letter of the totals before this payment, and those of the earlier places; empty where nobody has any."""
    columns = [f"{place}_before" for place, *_ in _PLACES]
    if not any(r.used(column) for column in columns):
        return []
    first, *earlier = (r[column] for column in columns)
    return [np.where(first == 0, r["ni_letter"] + 1, first), *earlier]


def check(r: Run) -> None:
    """A fifth letter in one tax year does not fit the FPS."""
    if not (known := _letters(r)):
        return
    now = r["ni_letter"] + 1
    full = np.ones(r.rows, np.bool_)
    for letter in known:
        full &= (letter != 0) & (letter != now)
    r.problem(
        full,
        "ni_letter",
        "too_many_letters",
        "{value} is a fifth category letter in this tax year; a Full Payment Submission reports four.",
    )


def change(r: Run) -> None:
    """Where the letter is another than before: put the totals so far away and take up those of the new letter."""
    now = r["ni_letter"] + 1
    r["ni_letter_ytd"] = now
    if not (known := _letters(r)):
        return
    moved = known[0] != now
    for letter in known[1:]:
        moved |= letter != 0
    some = np.flatnonzero(moved)
    if len(some):
        _take(r, some, now[some], np.stack([letter[some] for letter in known]))


def _take(r: Run, some: Array, now: Array, letters: Array) -> None:
    totals = {
        name: np.stack([r[f"{names[number]}_before"][some] for _, *names in _PLACES])
        for number, name in enumerate(NAMES)
    }
    match = letters == now
    other = np.where(match.any(axis=0), match.argmax(axis=0), (letters == 0).argmax(axis=0))
    row = np.arange(len(some))
    for values in (letters, *totals.values()):
        values[0], values[other, row] = values[other, row].copy(), values[0].copy()
    letters[0] = now
    r.memo["gb.letters.rows"], r.memo["gb.letters"] = some, letters
    for name, values in totals.items():
        r.memo[f"gb.letters.{name}"] = values
        whole = r[f"{name}_before"].copy()
        whole[some] = values[0]
        r.memo[f"gb.before.{name}"] = whole
    r.note("L", "Pay with earlier letters in this tax year", totals["niable_pay"][1:].sum(axis=0))


def before(r: Run, name: str) -> Array:
    """A total of the current letter before this payment."""
    moved = r.memo.get(f"gb.before.{name}")
    return r[f"{name}_before"] if moved is None else moved


def several(r: Run) -> bool:
    """Whether anybody in the chunk had another letter earlier in the tax year."""
    return "gb.letters" in r.memo


def held(r: Run) -> Held:
    """The rows with several letters."""
    return Held(r.memo["gb.letters.rows"], r.memo["gb.letters"], {name: r.memo[f"gb.letters.{name}"] for name in NAMES})


def keep(r: Run) -> None:
    """Sets the totals to date of the current letter and of earlier ones."""
    for name in NAMES:
        r[f"{name}_ytd"] = before(r, name) + r[name]
    if not several(r):
        return
    kept = held(r)
    for place, (letter, *names) in enumerate(_PLACES):
        if place:
            _put(r, kept.rows, f"{letter}_ytd", kept.letters[place])
        for number, name in enumerate(NAMES):
            stacked = r.memo.get(f"gb.stacked.{name}")
            if place or stacked is not None:
                _put(r, kept.rows, f"{names[number]}_ytd", _of(r, kept, name, place))


def _of(r: Run, kept: Held, name: str, place: int) -> Array:
    """The total of a place: as held, or for a director what the annual calculation makes of it."""
    values = kept.totals[name][place] if place else r[f"{name}_ytd"][kept.rows]
    stacked = r.memo.get(f"gb.stacked.{name}")
    if stacked is None:
        return values
    return np.where(r.memo["gb.stacked"] == 1, stacked[place], values)


def _put(r: Run, rows: Array, name: str, values: Array) -> None:
    column = r[name].copy()
    column[rows] = values
    r[name] = column


def total(r: Run, name: str) -> Array:
    """A total of all letters before this payment."""
    values = before(r, name)
    if several(r):
        kept = held(r)
        values = values.copy()
        values[kept.rows] += kept.totals[name][1:].sum(axis=0)
    return values
