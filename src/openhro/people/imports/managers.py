"""The managers that a file names, taken together: each works on the days of the reports, and nobody in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from openhro.core.errors import Invalid, Refused
from openhro.people.imports.sheet import RowPlan, Sheet
from openhro.people.imports.state import among
from openhro.people.models import LIVING, Assignment
from openhro.people.rules import managers
from openhro.people.rules.history import Version

Refuse = Callable[[int, Refused], None]
Edges = dict[UUID, list[managers.Edge]]


def check(sheet: Sheet, plans: Iterable[RowPlan], refuse: Refuse) -> None:
    """Refuse the rows whose managers do not work on all the days, or close a circle."""
    changed = [(plan, plan.posts.after) for plan in plans if plan.posts]
    if not any(version.values["manager_id"] for _, posts in changed for version in posts):
        return
    days, good = _days_of_managers(sheet), []
    for plan, posts in changed:
        try:
            for version in posts:
                if version.key is None:
                    _check_one(plan, version, days)
        except Refused as fault:
            refuse(plan.number, fault)
        else:
            good.append(plan)
    _check_circles(sheet, good, refuse)


Days = Mapping[UUID, tuple[str, UUID, date, date | None]]


def _days_of_managers(sheet: Sheet) -> Days:
    here = {job[0]: (key, *job[1:]) for key, job in sheet.state.managers.items()}
    for key, job in sheet.state.jobs.items():
        here[job.id] = (key, job.person.id, job.values["start"], job.values["end"])
    return here


def _check_one(plan: RowPlan, version: Version, days: Days) -> None:
    manager_id = version.values["manager_id"]
    if manager_id is None:
        return
    if manager_id not in days:
        raise Invalid("UNKNOWN_MANAGER", "The manager's own row is refused.", field="manager")
    key, person_id, start, end = days[manager_id]
    if person_id == plan.person.id:
        raise Invalid("MANAGER_CYCLE", "Nobody is their own manager. Choose somebody else.", field="manager")
    managers.check_manager_stays(key, start, end, managers.Span(version.first, version.until))


def _check_circles(sheet: Sheet, changed: list[RowPlan], refuse: Refuse) -> None:
    edges: Edges = {job.id: _edges(job.posts) for job in sheet.state.jobs.values()}
    _add_stored(edges)
    suspects = managers.undated_cycles({who: [edge.manager for edge in above] for who, above in edges.items()})
    for plan in changed:
        if plan.job.id not in suspects:
            continue
        for edge in edges[plan.job.id]:
            try:
                managers.check_no_cycle(plan.job.id, edge.manager, edge.span, lambda who: edges.get(who, ()))
            except Refused as fault:
                refuse(plan.number, fault)
                break


def _edges(versions: Iterable[Version]) -> list[managers.Edge]:
    return [
        managers.Edge(version.values["manager_id"], managers.Span(version.first, version.until))
        for version in versions
        if version.values["manager_id"]
    ]


def _add_stored(edges: Edges) -> None:
    """The managers' managers who are not in the file, up to the top."""
    while missing := {edge.manager for above in edges.values() for edge in above} - set(edges):
        edges |= {who: [] for who in missing}
        rows = Assignment.objects.filter(LIVING, among("employment_id", missing), manager__isnull=False)
        for who, manager, valid in rows.values_list("employment_id", "manager_id", "valid"):
            if manager:
                edges[who].append(managers.Edge(manager, managers.Span(valid.lower, valid.upper)))
