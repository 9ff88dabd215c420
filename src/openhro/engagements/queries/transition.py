"""The transition plan of an engagement: waves, tasks with what they wait for, and the RAID log."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import RaidEntry, Task, Wave
from openhro.engagements.permissions import READ
from openhro.engagements.queries.contracts import one


def waves(by: Actor, engagement_id: UUID) -> models.QuerySet[Wave]:
    """The waves, by the day on which they go live."""
    return Wave.objects.filter(engagement=one(by, engagement_id))


def tasks(by: Actor, engagement_id: UUID) -> models.QuerySet[Task]:
    """The tasks, by the day on which they start."""
    return Task.objects.filter(engagement=one(by, engagement_id)).select_related("wave")


def task(by: Actor, task_id: UUID) -> Task:
    """One task, with its engagement."""
    found = Task.objects.select_related("engagement__client", "wave").filter(pk=task_id).first()
    if found is None:
        raise NotFound("task")
    permit(by, READ, found)
    return found


def starts_too_early(rows: list[Task]) -> dict[UUID, list[str]]:
    """For each task of a plan the names of those that it waits for and that end only after it starts."""
    by_id = {row.pk: row for row in rows}
    found = {}
    for row in rows:
        ends = {by_id[key].name: by_id[key].last_day for key in row.needs if key in by_id}
        late = rules.too_early(row.start, ends)
        if late:
            found[row.pk] = late
    return found


def raid(by: Actor, engagement_id: UUID) -> models.QuerySet[RaidEntry]:
    """The log: open entries by how bad they are, closed ones last."""
    rows = RaidEntry.objects.filter(engagement=one(by, engagement_id))
    return rows.order_by(models.F("closed_at").asc(nulls_first=True), "-severity", "due", "pk")


def raid_entry(by: Actor, entry_id: UUID) -> RaidEntry:
    """One entry of the log, with its engagement."""
    found = RaidEntry.objects.select_related("engagement__client").filter(pk=entry_id).first()
    if found is None:
        raise NotFound("entry")
    permit(by, READ, found)
    return found
