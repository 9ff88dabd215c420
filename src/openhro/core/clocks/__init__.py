"""Deadlines: a `Clock` in business time ends at an instant, a `DateClock` on a date; both can explain why then."""

from __future__ import annotations

from openhro.core.clocks.clock import Breach, Clock, Pause, Retarget
from openhro.core.clocks.date_clock import DateClock, DayPause, Term
from openhro.core.clocks.steps import Kind, State, Step
from openhro.core.clocks.stored import Deadline, restore, stored

__all__ = [
    "Breach",
    "Clock",
    "DateClock",
    "DayPause",
    "Deadline",
    "Kind",
    "Pause",
    "Retarget",
    "State",
    "Step",
    "Term",
    "restore",
    "stored",
]
