"""What changed since the last run, and why: reasons that the facts give, and what is left for a person to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REASONS = {
    "hire": "joined in this period",
    "leaver": "left in this period",
    "part_period": "paid for part of this or the last period",
    "rate_change": "pay terms changed",
    "one_off": "given for one period: this one or the last",
    "tax_facts": "tax facts changed",
    "follows_pay": "follows from the change of gross pay",
    "law_change": "the law changed between the two pay dates",
    "error": "left out of one of the runs because of an error",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the facts say about one person between two runs."""

    start: date
    end: date | None
    joined: bool
    left: bool
    part_period: bool
    terms_changed: bool
    facts_changed: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below this a change needs no answer: under `percent` of the prior amount, or under `minor` units."""

    percent: int
    minor: int

    def reached(self, prior: int, current: int) -> bool:
        """True where the change is big enough to be looked at."""
        change = abs(current - prior)
        return change >= self.minor and change * 100 >= abs(prior) * self.percent


def reason(line: str, situation: Situation, one_off: bool, gross_moved: bool) -> str:
    """The reason for a change of one line, or empty where the facts give none. The first that holds is given."""
    if situation.refused:
        return "error"
    if situation.joined:
        return "hire"
    if situation.left:
        return "leaver"
    if line.startswith("element:") and one_off:
        return "one_off"
    if situation.terms_changed:
        return "rate_change"
    if situation.part_period:
        return "part_period"
    if not line.startswith("element:"):
        if situation.facts_changed:
            return "tax_facts"
        if gross_moved:
            return "follows_pay"
    return ""


def walk(before: int, hires: int, leavers: int, refused: int) -> dict[str, int]:
    """The headcount walk: paid last time + hires - leavers - left out now = paid now."""
    return {
        "opening": before,
        "hires": hires,
        "leavers": leavers,
        "refused": refused,
        "paid": before + hires - leavers - refused,
    }
