"""Deadlines as JSON values and back: what a row keeps, and with it the calendar that a clock was given under."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from openhro.core.calendars.business import BusinessCalendar
from openhro.core.calendars.statutory import Roll
from openhro.core.clocks.clock import Breach, Clock, Pause, Retarget
from openhro.core.clocks.date_clock import DateClock, DayPause, Term

Deadline = Clock | DateClock


def stored(deadline: Deadline) -> dict[str, Any]:
    """Values that JSON can hold; `restore` gives an equal deadline back."""
    if isinstance(deadline, DateClock):
        return _stored_date(deadline)
    return {
        "kind": "business",
        "started_at": deadline.started_at.isoformat(),
        "target_seconds": deadline.target // timedelta(seconds=1),
        "calendar": deadline.calendar.stored(),
        "pauses": [
            [p.started_at.isoformat(), p.ended_at and p.ended_at.isoformat(), p.reason] for p in deadline.pauses
        ],
        "stopped_at": deadline.stopped_at and deadline.stopped_at.isoformat(),
        "retargets": [[r.at.isoformat(), r.before // timedelta(seconds=1), r.why] for r in deadline.retargets],
        "broken": deadline.broken and [deadline.broken.at.isoformat(), deadline.broken.cause],
    }


def restore(values: dict[str, Any]) -> Deadline:
    """The deadline that `stored` described."""
    if values["kind"] == "date":
        return _restored_date(values)
    return Clock(
        datetime.fromisoformat(values["started_at"]),
        timedelta(seconds=values["target_seconds"]),
        BusinessCalendar.of(**values["calendar"]),
        tuple(Pause(datetime.fromisoformat(a), b and datetime.fromisoformat(b), why) for a, b, why in values["pauses"]),
        values["stopped_at"] and datetime.fromisoformat(values["stopped_at"]),
        tuple(
            Retarget(datetime.fromisoformat(at), timedelta(seconds=before), *why)
            for at, before, *why in values["retargets"]
        ),
        _restored_breach(values.get("broken")),
    )


def _restored_breach(values: list[Any] | None) -> Breach | None:
    return Breach(datetime.fromisoformat(values[0]), values[1]) if values else None


def _stored_date(clock: DateClock) -> dict[str, Any]:
    return {
        "kind": "date",
        "started_on": clock.started_on.isoformat(),
        "term": _stored_term(clock.term),
        "jurisdiction": clock.jurisdiction,
        "zone": clock.zone,
        "roll": clock.roll.value,
        "pauses": [[p.started_on.isoformat(), p.ended_on and p.ended_on.isoformat(), p.reason] for p in clock.pauses],
        "stopped_on": clock.stopped_on and clock.stopped_on.isoformat(),
        "extension": clock.extension and _stored_term(clock.extension),
        "extended_on": clock.extended_on and clock.extended_on.isoformat(),
    }


def _restored_date(values: dict[str, Any]) -> DateClock:
    return DateClock(
        date.fromisoformat(values["started_on"]),
        Term(**values["term"]),
        values["jurisdiction"],
        values["zone"],
        Roll(values["roll"]),
        tuple(DayPause(date.fromisoformat(a), b and date.fromisoformat(b), why) for a, b, why in values["pauses"]),
        values["stopped_on"] and date.fromisoformat(values["stopped_on"]),
        values["extension"] and Term(**values["extension"]),
        values["extended_on"] and date.fromisoformat(values["extended_on"]),
    )


def _stored_term(term: Term) -> dict[str, Any]:
    return {
        "months": term.months,
        "days": term.days,
        "business_days": term.business_days,
        "first_day_counts": term.first_day_counts,
    }
