"""What a deadline says about itself: its state, and the ordered steps that lead to its due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """How a deadline stands. Met and breached are for good, except that a reopened one may run again."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


class Kind(StrEnum):
    """What a step of an explanation is about; a page chooses its icon and words by it."""

    START = "start"
    TARGET = "target"
    RETARGET = "retarget"
    WINDOW = "window"
    HOLIDAY = "holiday"
    PAUSE = "pause"
    EXTENSION = "extension"
    ROLL = "roll"
    DUE = "due"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    `at` and `until` are instants in UTC for a Clock and dates for a DateClock. `counted` is what a window used of the
    target, or what a pause gave back; `total` is the part of the target used once the step is over. `text` is a
    sentence in the deadline's own zone.
    """

    kind: Kind
    at: datetime | date
    text: str
    until: datetime | date | None = None
    counted: timedelta = timedelta(0)
    total: timedelta = timedelta(0)


def spoken(length: timedelta) -> str:
    """A length as people say it: 2 h 30 min."""
    seconds = int(length.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds % 3600 // 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 min"


def counted(amount: int, noun: str) -> str:
    """A number with its noun: 1 month, 3 months."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"
