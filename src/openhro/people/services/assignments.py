"""Verbs of the post: assign somebody to other work, another place or another manager, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import permit
from openhro.people.models import LIVING, Assignment, Employment
from openhro.people.permissions import EMPLOYMENT_EDIT
from openhro.people.rules import Post, dates, fields, history, managers
from openhro.people.services.records import POST_FIELDS, bounds, locked_employment, post_values, store, versions_of
from openhro.ui.formats import said

ASSIGNED = journal.event("people.assigned", "Somebody's work, place or manager changes")


@transaction.atomic
def assign(by: Actor, employment_id: UUID, day: date, changes: Mapping[str, Any]) -> Assignment:
    """Let some values of the assignment change from a day on; later versions take them over unless they changed the
    same value themselves. On a version's own first day this is a correction of it."""
    job = locked_employment(by, employment_id)
    permit(by, EMPLOYMENT_EDIT, job)
    values = fields.post(changes)
    check_within(job, day)
    if change_post(by, job, day, values):
        journal.record(by, ASSIGNED, job, {"from": day.isoformat(), "fields": sorted(changes)})
    return Assignment.objects.get(LIVING, employment=job, valid__contains=day)


def begin_post(by: Actor, job: Employment, post: Post) -> None:
    """The first assignment of a new employment."""
    change_post(by, job, job.start, fields.post(asdict(post)))


def change_post(by: Actor, job: Employment, day: date, values: Mapping[str, Any]) -> bool:
    """Write a change of the assignment that is already permitted and checked by itself; False where nothing changes."""
    if values.get("manager_id"):
        lock_managers(job.client_id)
    rows = living(job)
    held = versions_of(rows, post_values)
    if history.on(held, day) is None:
        values = dict.fromkeys(POST_FIELDS) | {"site": "", "department": "", "cost_centre": "", "fte": 1} | dict(values)
        if not values["job_title"]:
            raise Invalid("REQUIRED", "The first assignment needs a job title.", field="job_title")
    after = history.splice(held, day, values, until=day_after(job.end))
    if after == held:
        return False
    check_managers(job, [version for version in after if version.key is None])
    store(by, job, Assignment, rows, after)
    return True


def living(job: Employment) -> list[Assignment]:
    """The versions in force, held against other writers."""
    return list(Assignment.objects.filter(LIVING, employment=job).select_for_update())


def day_after(last: date | None) -> date | None:
    """The first day on which something no longer holds."""
    return last + timedelta(days=1) if last else None


def check_within(job: Employment, day: date) -> None:
    """A change takes effect on a day of the employment."""
    dates.check_day(day, "day")
    if day < job.start or (job.end and day > job.end):
        days = f"{said(job.start)} to {said(job.end)}" if job.end else f"{said(job.start)} on"
        raise Invalid("OUTSIDE_EMPLOYMENT", f"The employment lasts from {days}: choose a day within it.", field="day")


def lock_managers(client_id: UUID) -> None:
    """One change of the manager graph at a time in a client: two harmless ones together can close a loop."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"managers:{client_id}"])


def check_managers(job: Employment, versions: list[history.Version]) -> None:
    """Every manager in these versions is a colleague who works on all their days, and not under the employee."""
    for version in versions:
        manager_id = version.values["manager_id"]
        if not manager_id:
            continue
        manager = Employment.objects.select_related("person").filter(pk=manager_id, client_id=job.client_id).first()
        if manager is None:
            raise NotFound("manager")
        span = managers.Span(version.first, version.until)
        if manager.person_id == job.person_id:
            raise Invalid("MANAGER_CYCLE", "Nobody is their own manager. Choose somebody else.", field="manager")
        managers.check_no_cycle(job.pk, manager_id, span, edges_of)
        managers.check_manager_stays(str(manager.person), manager.start, manager.end, span)


def edges_of(employment_id: UUID) -> list[managers.Edge]:
    """The stored managers of one employment, over time."""
    rows = Assignment.objects.filter(LIVING, employment_id=employment_id, manager__isnull=False)
    return [managers.Edge(row.manager_id, managers.Span(*bounds(row))) for row in rows if row.manager_id]
