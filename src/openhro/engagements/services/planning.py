"""The transition plan: waves, tasks with dependencies, and the RAID log."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Stale
from openhro.core.permission import Permission, permit
from openhro.engagements import events, rules
from openhro.engagements.models import RaidEntry, ScopeItem, Task, Wave
from openhro.engagements.permissions import PLAN, RAID
from openhro.engagements.rules import RaidTerms, TaskTerms, WaveTerms
from openhro.engagements.services.documenting import open_engagement

MOST_TASKS = 500


@transaction.atomic
def plan_wave(by: Actor, engagement_id: UUID, terms: WaveTerms) -> Wave:
    """Plan what goes live together on a day."""
    engagement = open_engagement(by, engagement_id)
    permit(by, PLAN, engagement)
    rules.check_wave(terms)
    held = set(ScopeItem.objects.filter(engagement=engagement, binding=True).values_list("function", flat=True))
    missing = sorted(set(terms.functions) - held)
    if missing:
        raise Invalid("NOT_IN_SCOPE", _("Not in scope: %s.") % ", ".join(missing), field="functions")
    if Wave.objects.filter(engagement=engagement, name=terms.name).exists():
        raise Conflict("NAME_TAKEN", _("There is a wave of that name already."), field="name")
    values = asdict(terms) | {"functions": list(terms.functions)}
    made = Wave.objects.create(client_id=engagement.client_id, engagement=engagement, **values)
    journal.record(by, events.WAVE_PLANNED, engagement, {"wave": made.pk, "day": made.go_live})
    return made


@transaction.atomic
def plan_task(by: Actor, engagement_id: UUID, terms: TaskTerms) -> Task:
    """Plan a task and what it waits for."""
    engagement = open_engagement(by, engagement_id)
    permit(by, PLAN, engagement)
    if Task.objects.filter(engagement=engagement).count() >= MOST_TASKS:
        raise Conflict("TOO_MANY_TASKS", _("A plan holds at most %s tasks.") % MOST_TASKS)
    made = Task(client_id=engagement.client_id, engagement=engagement)
    return _write(by, made, terms)


@transaction.atomic
def replan_task(by: Actor, task_id: UUID, version: int, changes: dict[str, Any]) -> Task:
    """Change a task that is not done: its days, owner, wave, or what it waits for."""
    task = _locked(by, task_id, PLAN)
    if task.version != version:
        raise Stale("STALE", _("Somebody changed this task since you opened it. Reload it and try again."))
    _check_open(task)
    names = ("name", "start", "last_day", "owner", "side", "wave_id")
    before = {name: getattr(task, name) for name in names} | {"needs": tuple(task.needs)}
    unknown = sorted(set(changes) - set(before))
    if unknown:
        raise Invalid("UNKNOWN_FIELD", _("There is no such field: %s.") % ", ".join(unknown), field=unknown[0])
    task.version += 1
    return _write(by, task, TaskTerms(**before | changes))


@transaction.atomic
def finish_task(by: Actor, task_id: UUID) -> Task:
    """Say that a task is done; everything that it waits for must be."""
    task = _locked(by, task_id, PLAN)
    _check_open(task)
    open_ = list(Task.objects.filter(pk__in=task.needs, done_at=None).values_list("name", flat=True))
    if open_:
        raise Conflict(
            "NEEDS_OPEN",
            _("It waits for: %s. Finish that first.") % ", ".join(sorted(open_)),
            detail={"open": sorted(open_)},
        )
    task.done_at, task.done_by, task.version = clock.now(), by.user, task.version + 1
    task.save()
    journal.record(by, events.TASK_DONE, task.engagement, {"task": task.pk})
    return task


@transaction.atomic
def reopen_task(by: Actor, task_id: UUID) -> Task:
    """Open a task again, unless another one was finished because it was done."""
    task = _locked(by, task_id, PLAN)
    if task.done_at is None:
        raise Conflict("TASK_OPEN", _("This task is open."))
    followers = Task.objects.filter(engagement=task.engagement, needs__contains=[task.pk]).exclude(done_at=None)
    done = sorted(followers.values_list("name", flat=True))
    if done:
        raise Conflict("FOLLOWERS_DONE", _("Open these again first: %s.") % ", ".join(done), detail={"done": done})
    task.done_at, task.done_by, task.version = None, None, task.version + 1
    task.save()
    journal.record(by, events.TASK_REOPENED, task.engagement, {"task": task.pk})
    return task


@transaction.atomic
def raise_raid(by: Actor, engagement_id: UUID, terms: RaidTerms) -> RaidEntry:
    """Write a risk, assumption, issue or dependency into the log."""
    engagement = open_engagement(by, engagement_id)
    permit(by, RAID, engagement)
    rules.check_raid(terms)
    made = RaidEntry.objects.create(
        client_id=engagement.client_id, engagement=engagement, raised_by=by.user, raised_at=clock.now(), **asdict(terms)
    )
    journal.record(by, events.RAID_RAISED, engagement, {"entry": made.pk, "kind": made.kind})
    return made


@transaction.atomic
def close_raid(by: Actor, entry_id: UUID, outcome: str) -> RaidEntry:
    """Close an entry and say what came of it."""
    found = RaidEntry.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=entry_id).first()
    if found is None:
        raise NotFound("entry")
    permit(by, RAID, found)
    if found.closed_at is not None:
        raise Conflict("ALREADY_CLOSED", _("This entry is closed already."))
    if not outcome.strip():
        raise Invalid("OUTCOME_REQUIRED", _("Say what came of it."), field="outcome")
    rules.check_words({"outcome": outcome}, 500)
    found.closed_at, found.closed_by, found.outcome = clock.now(), by.user, outcome
    found.save(update_fields=["closed_at", "closed_by", "outcome"])
    journal.record(by, events.RAID_CLOSED, found.engagement, {"entry": found.pk, "kind": found.kind})
    return found


def _write(by: Actor, task: Task, terms: TaskTerms) -> Task:
    rules.check_task(terms)
    rows = Task.objects.filter(engagement=task.engagement).exclude(pk=task.pk)
    others = {one.pk: one for one in rows}
    if terms.wave_id and not Wave.objects.filter(pk=terms.wave_id, engagement=task.engagement).exists():
        raise NotFound("wave")
    if not set(terms.needs) <= others.keys() | {task.pk}:
        raise NotFound("task")
    needs = {key: one.needs for key, one in others.items()} | {task.pk: terms.needs}
    names = {key: one.name for key, one in others.items()} | {task.pk: terms.name}
    rules.check_no_cycle(task.pk, needs, names)
    for name, value in asdict(terms).items():
        setattr(task, name, value)
    task.needs = list(dict.fromkeys(terms.needs))
    task.save()
    data = {"task": task.pk, "start": task.start, "last_day": task.last_day, "needs": len(task.needs)}
    journal.record(by, events.TASK_PLANNED, task.engagement, data)
    return task


def _check_open(task: Task) -> None:
    if task.done_at is not None:
        raise Conflict("TASK_DONE", _("This task is done. Open it again to change it."))


def _locked(by: Actor, task_id: UUID, permission: Permission) -> Task:
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise NotFound("task")
    permit(by, permission, found)
    open_engagement(by, found.engagement_id)
    return Task.objects.select_related("engagement").get(pk=task_id)
