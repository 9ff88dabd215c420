"""The transition plan: the Gantt with its table, waves, tasks, and the RAID log."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core import clock
from openhro.core.asked import check_names
from openhro.core.permission import may
from openhro.core.web import actor
from openhro.engagements import permissions, queries, rules
from openhro.engagements.models import Engagement, RaidEntry, Task, Wave
from openhro.engagements.views import preparing
from openhro.engagements.views import readiness_shown as shown
from openhro.ui import charts
from openhro.ui.formats import said
from openhro.ui.templatetags.ui import moment

RAID_TONES = {1: "plain", 2: "warn", 3: "bad"}
RAID_COLUMNS = [
    {"label": gettext_lazy("What")},
    {"label": gettext_lazy("Kind")},
    {"label": gettext_lazy("How bad")},
    {"label": gettext_lazy("Owner")},
    {"label": gettext_lazy("Until")},
    {"kind": "fit"},
]
TASK_COLUMNS = [
    {"label": gettext_lazy("Task")},
    {"label": gettext_lazy("Days")},
    {"label": gettext_lazy("Done by")},
    {"label": gettext_lazy("Waits for")},
    {"label": gettext_lazy("State")},
    {"kind": "fit"},
]


def page(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The plan as a picture and as a table, and the log."""
    by = actor(request)
    found = queries.one(by, engagement_id)
    request.client = found.client  # type: ignore[attr-defined]
    check_names(request)
    today = clock.today(found.client.zone)
    tasks, waves = list(queries.tasks(by, found.pk)), list(queries.waves(by, found.pk))
    early = queries.starts_too_early(tasks)
    context = {
        "engagement": found,
        "tabs": shown.tabs(found, "transition"),
        "chart": gantt(tasks, waves, early, today) if tasks or waves else None,
        "tasks": [_task(one, tasks, early, today) for one in tasks],
        "task_columns": TASK_COLUMNS,
        "raid": [_entry(one) for one in queries.raid(by, found.pk)],
        "raid_columns": RAID_COLUMNS,
        "may_plan": _open(found) and may(by, permissions.PLAN, found),
        "may_raise": _open(found) and may(by, permissions.RAID, found),
        "crumbs": [
            {"label": _("Engagements"), "url": f"/engagements/?client={found.client.code}"},
            {"label": found.code, "url": f"/engagements/{found.pk}/"},
            {"label": _("Transition")},
        ],
        "acts": preparing.offered(by, found, preparing.ACTS, "task", "wave"),
    }
    return render(request, "engagements/transition.html", context)


def _open(found: Engagement) -> bool:
    return found.state not in ("closed", "withdrawn")


def gantt(tasks: list[Task], waves: list[Wave], early: dict[UUID, list[str]], today: date) -> charts.Chart:
    """A bar for each task by its days, and each wave's day of going live at the end."""
    spans = []
    for one in tasks:
        spans.append(charts.Span(one.name, one.start, one.last_day, _tone(one, early, today), _note(one, early, today)))
    spans += [charts.Span(_("Live: %s") % one.name, one.go_live, one.go_live, "3", said(one.go_live)) for one in waves]
    late = sum(one.done_at is None and one.last_day < today for one in tasks)
    done = sum(one.done_at is not None for one in tasks)
    finding = _("%(done)s of %(all)s tasks are done") % {"done": done, "all": len(tasks)}
    if late:
        finding = _("%(late)s of %(all)s tasks are late") % {"late": late, "all": len(tasks)}
    caption = charts.Caption(finding, _("Tasks and waves of the transition by their days."), charts.Count(_("days")))
    within = min(one.start for one in spans) <= today <= max(one.end for one in spans)
    place = {one.pk: number for number, one in enumerate(tasks)}
    links = [(place[key], place[one.pk]) for one in tasks for key in one.needs if key in place]
    return charts.gantt(caption, spans, today=today if within else None, links=links)


def _tone(one: Task, early: dict[UUID, list[str]], today: date) -> Any:
    if one.done_at is not None:
        return "4"
    if one.last_day < today or one.pk in early:
        return "bad"
    return "1" if one.start <= today else "rest"


def _note(one: Task, early: dict[UUID, list[str]], today: date) -> str:
    if one.done_at is not None:
        return _("done")
    if one.last_day < today:
        return _("late")
    if one.pk in early:
        return _("too early")
    return _("under way") if one.start <= today else _("to come")


_BADGES = {"4": "good", "bad": "bad", "1": "info", "rest": "plain"}


def _task(one: Task, tasks: list[Task], early: dict[UUID, list[str]], today: date) -> dict[str, Any]:
    names = {task.pk: task.name for task in tasks}
    sides = {"client": _("the client"), "provider": _("the provider")}
    return {
        "id": one.pk,
        "name": one.name,
        "wave": one.wave.name if one.wave else "",
        "days": _("%(first)s to %(last)s") % {"first": said(one.start), "last": said(one.last_day)},
        "side": sides.get(one.side, one.side),
        "owner": one.owner,
        "needs": [names[key] for key in one.needs if key in names],
        "early": early.get(one.pk, []),
        "state": _note(one, early, today),
        "tone": _BADGES[_tone(one, early, today)],
        "done": one.done_at is not None,
    }


def _entry(one: RaidEntry) -> dict[str, Any]:
    closed = one.closed_at is not None
    return {
        "id": one.pk,
        "title": one.title,
        "detail": one.outcome if closed else one.detail,
        "kind": rules.RAID_KINDS[one.kind],
        "severity": rules.SEVERITIES[one.severity],
        "tone": "plain" if closed else RAID_TONES[one.severity],
        "owner": one.owner,
        "due": said(one.due) if one.due else "",
        "closed": moment(one.closed_at) if closed else "",
    }
