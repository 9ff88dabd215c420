"""What changed since the last run, and why: reasons that the facts give, and what is left for a person to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

REASONS = {
    "hire": "joined in this period",
    "leaver": "left in this period",
    "moved": "moved between pay groups",
    "part_period": "paid for part of this or the last period",
    "rate_change": "pay terms changed",
    "one_off": "given for one period: this one or the last",
    "tax_facts": "tax facts changed",
    "follows_pay": "follows from the change of gross pay",
    "law_change": "a new tax year began, or the law changed, between the two pay dates",
    "error": "left out of one of the runs because of an error",
}


@dataclass(frozen=True, slots=True)
class Situations:
    """What the facts say about people between two runs, one flag a person."""

    joined: Flags
    left: Flags
    moved: Flags
    part_period: Flags
    terms_changed: Flags
    facts_changed: Flags
    refused: Flags


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below this a change needs no answer: under `percent` of the prior amount, or under `minor` units."""

    percent: int
    minor: int

    def reached(self, prior: Ints, current: Ints) -> Flags:
        """Where the change is big enough to be looked at."""
        change = np.abs(current - prior)
        return (change >= self.minor) & (change * 100 >= np.abs(prior) * self.percent)


def reasons(
    line: str, s: Situations, one_off: Flags, gross_moved: Flags, law_changed: bool = False
) -> NDArray[np.str_]:
    """The reason for each person's change of one line, or empty where the facts give none; the first that holds."""
    element = line.startswith("element:")
    law = np.full(len(s.joined), law_changed)
    cases = {
        "error": s.refused,
        "hire": s.joined,
        "moved": s.moved,
        "leaver": s.left,
        "one_off": one_off & element,
        "rate_change": s.terms_changed,
        "part_period": s.part_period,
        "tax_facts": s.facts_changed & (not element),
        "law_change": law & (not element),
        "follows_pay": gross_moved & (not element),
    }
    return np.select(list(cases.values()), list(cases), "")


WALK = ("opening", "hires", "moved_in", "returned", "leavers", "moved_out", "refused", "unexplained", "paid")
"""The steps of the headcount walk; `unexplained` are those who came less those who went for no reason that is known."""


def walk(heads: Mapping[str, int]) -> dict[str, int]:
    """The walk: paid last time + hires + moved here + paid again - leavers - moved away - left out now = paid now."""
    steps = {name: heads.get(name, 0) for name in WALK}
    gone = sum(steps[name] for name in ("leavers", "moved_out", "refused"))
    come = sum(steps[name] for name in ("opening", "hires", "moved_in", "returned", "unexplained"))
    return steps | {"paid": come - gone}
