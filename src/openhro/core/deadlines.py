"""Deadlines on records: start, pause, stop, and the queue of what is due. The arithmetic is in `clocks`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from openhro.core import clock, clocks
from openhro.core.actor import Actor, Role
from openhro.core.errors import NotFound
from openhro.core.models import Deadline


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done: a kind that is unique on the record, a title in plain words, whose work it is, and where."""

    kind: str
    title: str
    function: str
    owner: Role
    url: str = ""


def start(by: Actor, obj: models.Model, duty: Duty, due: clocks.Deadline | datetime, *, because: str = "") -> Deadline:
    """Put a deadline on a record: a clock that counts, or a planned instant with the reason for it.

    Started again, it takes the new due time and runs anew.
    """
    stored: dict[str, Any] = {"kind": "instant", "because": because}
    due_at = due if isinstance(due, datetime) else due.due_at()
    if not isinstance(due, datetime):
        stored = clocks.stored(due)
    row, _ = Deadline.objects.update_or_create(
        client_id=obj.client_id,  # type: ignore[attr-defined]
        object_id=str(obj.pk),
        kind=duty.kind,
        defaults={
            "title": duty.title,
            "function": duty.function,
            "owner_role": duty.owner,
            "url": duty.url,
            "clock": stored,
            "due_at": due_at,
            "stopped_at": None,
            "cancelled": False,
            "paused": False,
        },
    )
    return row


def stop(by: Actor, obj: models.Model, *kinds: str) -> None:
    """It is done: the deadline stops now, met or not. Stopping a stopped one changes nothing."""
    now = clock.now()
    for row in Deadline.objects.select_for_update().filter(object_id=str(obj.pk), kind__in=kinds, stopped_at=None):
        if row.clock["kind"] != "instant":
            row.clock = clocks.stored(clocks.restore(row.clock).stop(now))
        row.stopped_at = now
        row.save(update_fields=["clock", "stopped_at"])


def change(by: Actor, row: Deadline, move: Callable[[clocks.Clock], clocks.Clock]) -> clocks.Clock:
    """Let a deadline in business time move: pause, resume, stop, reopen, count to another target. The caller has locked
    its record."""
    held = clocks.restore(row.clock)
    assert isinstance(held, clocks.Clock)
    after = move(held)
    row.clock, row.due_at = clocks.stored(after), after.due_at()
    row.stopped_at, row.paused = after.stopped_at, after.open_pause is not None
    row.save(update_fields=["clock", "due_at", "stopped_at", "paused"])
    return after


def cancel(by: Actor, obj: models.Model) -> None:
    """Nothing is due any more on this record."""
    Deadline.objects.filter(object_id=str(obj.pk), stopped_at=None).update(cancelled=True)


def open_deadlines(
    by: Actor, *, functions: Iterable[str] = (), owners: Iterable[Role] = ()
) -> models.QuerySet[Deadline]:
    """What is still to be done for the actor's clients, most urgent first; what stands still waits for others."""
    rows = (
        Deadline.objects.filter(stopped_at=None, cancelled=False, paused=False)
        .select_related("client")
        .order_by("due_at")
    )
    functions, owners = list(functions), list(owners)
    if functions:
        rows = rows.filter(function__in=functions)
    return rows.filter(owner_role__in=owners) if owners else rows


def one(by: Actor, deadline_id: UUID) -> Deadline:
    """One deadline of a client of the actor's."""
    found = Deadline.objects.select_related("client").filter(pk=deadline_id).first()
    if found is None:
        raise NotFound("deadline")
    return found


def of_object(by: Actor, obj: models.Model) -> models.QuerySet[Deadline]:
    """All deadlines of one record, in order of their due time."""
    return Deadline.objects.filter(object_id=str(obj.pk), cancelled=False).order_by("due_at")


def explain(deadline: Deadline) -> list[clocks.Step]:
    """How the due time came about, step by step; empty for a planned instant, whose reason stands on the row."""
    if deadline.clock["kind"] == "instant":
        return []
    return clocks.restore(deadline.clock).explain(deadline.stopped_at or clock.now())
