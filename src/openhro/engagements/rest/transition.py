"""The transition plan over REST: waves, tasks with dependencies, the RAID log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.core.rest import Page, Router, by_of, listed, version_of
from openhro.engagements import queries, services
from openhro.engagements.rest import readiness_schemas as schemas

router = Router()


@router.read("/transition-waves", Page[schemas.TransitionWave])
def list_transition_waves(request: HttpRequest, engagement_id: UUID) -> Any:
    """The waves of a transition, by the day on which they go live."""
    return listed(queries.waves(by_of(request), engagement_id))


@router.create("/transition-waves", schemas.TransitionWave)
def plan_transition_wave(request: HttpRequest, given: schemas.NewWave) -> Any:
    """Plan what goes live together on a day."""
    terms = services.WaveTerms(given.name, given.go_live, tuple(given.functions))
    return services.plan_wave(by_of(request), given.engagement_id, terms)


@router.read("/transition-tasks", Page[schemas.TransitionTask])
def list_transition_tasks(request: HttpRequest, engagement_id: UUID) -> Any:
    """The tasks of a transition, by the day on which they start."""
    return listed(queries.tasks(by_of(request), engagement_id))


@router.create("/transition-tasks", schemas.TransitionTask)
def plan_transition_task(request: HttpRequest, given: schemas.NewTask) -> Any:
    """Plan a task and what it waits for; a circle is refused (`DEPENDENCY_CYCLE`)."""
    values = given.model_dump()
    engagement_id = values.pop("engagement_id")
    terms = services.TaskTerms(**values | {"needs": tuple(given.needs)})
    return services.plan_task(by_of(request), engagement_id, terms)


@router.read("/transition-tasks/{transition_task_id}", schemas.TransitionTask)
def get_transition_task(request: HttpRequest, transition_task_id: UUID) -> Any:
    """One task."""
    return queries.task(by_of(request), transition_task_id)


@router.change("/transition-tasks/{transition_task_id}", schemas.TransitionTask)
def replan_transition_task(request: HttpRequest, transition_task_id: UUID, given: schemas.TaskChange) -> Any:
    """Change a task that is not done."""
    changes = given.model_dump(exclude_unset=True)
    if "needs" in changes:
        changes["needs"] = tuple(changes["needs"])
    return services.replan_task(by_of(request), transition_task_id, version_of(request), changes)


@router.act("/transition-tasks/{transition_task_id}/actions/finish", schemas.TransitionTask)
def finish_transition_task(request: HttpRequest, transition_task_id: UUID) -> Any:
    """Say that a task is done; everything that it waits for must be (`NEEDS_OPEN`)."""
    return services.finish_task(by_of(request), transition_task_id)


@router.act("/transition-tasks/{transition_task_id}/actions/reopen", schemas.TransitionTask)
def reopen_transition_task(request: HttpRequest, transition_task_id: UUID) -> Any:
    """Open a task again."""
    return services.reopen_task(by_of(request), transition_task_id)


@router.read("/raid-entries", Page[schemas.RaidRow])
def list_raid_entries(request: HttpRequest, engagement_id: UUID) -> Any:
    """The log: open entries by severity, closed ones last."""
    return listed(queries.raid(by_of(request), engagement_id))


@router.create("/raid-entries", schemas.RaidRow)
def raise_raid_entry(request: HttpRequest, given: schemas.NewRaidEntry) -> Any:
    """Write a risk, assumption, issue or dependency into the log."""
    values = given.model_dump()
    engagement_id = values.pop("engagement_id")
    return services.raise_raid(by_of(request), engagement_id, services.RaidTerms(**values))


@router.act("/raid-entries/{raid_entry_id}/actions/close", schemas.RaidRow)
def close_raid_entry(request: HttpRequest, raid_entry_id: UUID, given: schemas.Outcome) -> Any:
    """Close an entry and say what came of it."""
    return services.close_raid(by_of(request), raid_entry_id, given.outcome)
