"""Setting up a client's desk: queues, agents, categories, catalogue, macros; promises and calendars by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.calendars import BusinessCalendar
from openhro.core.errors import Invalid, NotFound
from openhro.core.models import WorkCalendar
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import Agent, CatalogueItem, Category, EscalationRule, Goal, Macro, Policy, Queue
from openhro.desk.permissions import SETUP, WORK
from openhro.desk.queries import setup as reads
from openhro.desk.services import clockwork
from openhro.engagements import queries as engagements

_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class CategoryTerms:
    """What requests can be about. `function` is the contract's that covers them."""

    code: str
    name: str
    function: str
    queue_id: UUID
    parent_id: UUID | None = None
    policy_code: str = "standard"
    skill: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """Something that can be asked for, with its form and the tasks that fulfil it."""

    code: str
    name: str
    category_id: UUID
    about: str = ""
    fields: Sequence[Mapping[str, Any]] = ()
    tasks: Sequence[str] = ()
    impact: int = 3
    urgency: int = 2
    active: bool = True


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What is promised."""

    code: str
    goals: Sequence[rules.GoalTerms]
    escalations: Sequence[rules.EscalationTerms] = ()
    close_after_days: int = 7
    reopen_within_days: int = 10


@dataclass(frozen=True, slots=True)
class CalendarTerms:
    """When a desk is open: windows by weekday (Monday is 0), holidays, exceptional openings."""

    name: str
    zone: str
    windows: Mapping[str, Sequence[Sequence[str]]]
    holidays: Sequence[tuple[str, str]] = field(default_factory=tuple)
    openings: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


def _begin(by: Actor, client_id: UUID, code: str) -> None:
    permit(by, SETUP, client_id)
    clients.check_client(by, client_id)
    rules.check_code(code)


def _set(by: Actor, table: type[_Row], client_id: UUID, code: str, values: dict[str, Any]) -> _Row:
    """Add the row of a code, or change it."""
    made, _new = table._default_manager.update_or_create(client_id=client_id, code=code, defaults=values)
    journal.record(by, events.SET_UP, made, {"kind": table._meta.model_name, "code": code})
    return made


@transaction.atomic
def set_queue(by: Actor, client_id: UUID, code: str, name: str) -> Queue:
    """Add a queue, or give it another name."""
    _begin(by, client_id, code)
    return _set(by, Queue, client_id, code, {"name": rules.check_text(name, "name", 80)})


@transaction.atomic
def set_agent(by: Actor, queue_id: UUID, user_id: UUID, skills: Sequence[str] = ()) -> Agent:
    """Let somebody of the provider work in a queue, and say what they are skilled in."""
    queue = Queue.objects.filter(pk=queue_id).first()
    if queue is None:
        raise NotFound("queue")
    permit(by, SETUP, queue)
    if user_id not in clients.grant_holders(queue.client_id, WORK.roles):
        raise NotFound("user")
    if len(skills) > 40 or not all(0 < len(skill) <= 40 for skill in skills):
        raise Invalid("SKILLS", _("A skill has 1 to 40 characters."), field="skills")
    made, _new = Agent.objects.update_or_create(
        queue=queue, user_id=user_id, defaults={"client_id": queue.client_id, "skills": sorted(set(skills))}
    )
    journal.record(by, events.SET_UP, queue, {"kind": "agent", "user": user_id})
    return made


@transaction.atomic
def remove_agent(by: Actor, queue_id: UUID, user_id: UUID) -> Queue:
    """Somebody no longer works in a queue; what they work on stays theirs until it is given to others."""
    queue = Queue.objects.filter(pk=queue_id).first()
    if queue is None:
        raise NotFound("queue")
    permit(by, SETUP, queue)
    gone, _kinds = Agent.objects.filter(queue=queue, user_id=user_id).delete()
    if not gone:
        raise NotFound("agent")
    journal.record(by, events.SET_UP, queue, {"kind": "agent", "user": user_id, "removed": True})
    return queue


@transaction.atomic
def set_category(by: Actor, client_id: UUID, terms: CategoryTerms) -> Category:
    """Add a category, or change it; requests that exist keep their queue and secrecy."""
    _begin(by, client_id, terms.code)
    rules.check_code(terms.policy_code)
    if terms.function not in engagements.FUNCTIONS:
        raise Invalid("FUNCTION", _("A function is one of: %s.") % ", ".join(engagements.FUNCTIONS), field="function")
    if not Queue.objects.filter(pk=terms.queue_id, client_id=client_id).exists():
        raise NotFound("queue")
    _check_parent(client_id, terms)
    values = {
        "name": rules.check_text(terms.name, "name", 80), "function": terms.function, "queue_id": terms.queue_id,
        "parent_id": terms.parent_id, "policy_code": terms.policy_code, "confidential": terms.confidential,
        "skill": rules.check_text(terms.skill, "skill", 40, needed=False),
    }  # fmt: skip
    return _set(by, Category, client_id, terms.code, values)


def _check_parent(client_id: UUID, terms: CategoryTerms) -> None:
    """The branch above is of the same client, and not below this one."""
    above, seen = terms.parent_id, 0
    while above is not None:
        row = Category.objects.filter(pk=above, client_id=client_id).first()
        if row is None:
            raise NotFound("category")
        if row.code == terms.code or seen > 8:
            raise Invalid("CATEGORY_CYCLE", _("A category cannot stand below itself."), field="parent_id")
        above, seen = row.parent_id, seen + 1


@transaction.atomic
def set_item(by: Actor, client_id: UUID, terms: ItemTerms) -> CatalogueItem:
    """Add something to the catalogue, or change it."""
    _begin(by, client_id, terms.code)
    rules.check_fields(terms.fields)
    rules.check_item(terms.tasks)
    rules.check_matrix(terms.impact, terms.urgency)
    if not Category.objects.filter(pk=terms.category_id, client_id=client_id).exists():
        raise NotFound("category")
    values = {
        "name": rules.check_text(terms.name, "name", 120), "category_id": terms.category_id,
        "about": rules.check_text(terms.about, "about", 300, needed=False),
        "fields": [dict(one) for one in terms.fields], "tasks": [one.strip() for one in terms.tasks],
        "impact": terms.impact, "urgency": terms.urgency, "active": terms.active,
    }  # fmt: skip
    return _set(by, CatalogueItem, client_id, terms.code, values)


@transaction.atomic
def set_macro(by: Actor, client_id: UUID, code: str, name: str, body: str, then: str = "") -> Macro:
    """Add a ready answer, or change it."""
    _begin(by, client_id, code)
    if then not in ("", "wait_for_requester", "resolve"):
        raise Invalid("MACRO_THEN", _("After a macro comes nothing, wait_for_requester or resolve."), field="then")
    values = {"name": rules.check_text(name, "name", 80), "body": rules.check_text(body, "body", 4_000), "then": then}
    return _set(by, Macro, client_id, code, values)


@transaction.atomic
def publish_policy(by: Actor, client_id: UUID, terms: PolicyTerms) -> Policy:
    """A new version of what is promised; clocks that run keep theirs until `recalculate_policy`."""
    _begin(by, client_id, terms.code)
    rules.check_policy(terms.goals, terms.escalations)
    for goal in terms.goals:
        held = reads.latest_calendar(client_id, goal.calendar)
        if held is None:
            raise Invalid("CALENDAR_UNKNOWN", _("There is no calendar %s.") % goal.calendar[:80], field="goals")
        clockwork.business(held).add_business(clock.now(), max(goal.targets.values()))
    for days, name in ((terms.close_after_days, "close_after_days"), (terms.reopen_within_days, "reopen_within_days")):
        if not 0 < days <= 365:
            raise Invalid("DAYS", _("Give 1 to 365 days."), field=name)
    before = reads.latest_policy(client_id, terms.code)
    made = Policy.objects.create(
        client_id=client_id, code=terms.code, version=before.version + 1 if before else 1,
        close_after_days=terms.close_after_days, reopen_within_days=terms.reopen_within_days,
        published_at=clock.now(), published_by=by.user,
    )  # fmt: skip
    _add_goals(made, terms)
    journal.record(by, events.POLICY_PUBLISHED, made, {"code": made.code, "version": made.version})
    return made


def _add_goals(policy: Policy, terms: PolicyTerms) -> None:
    for goal in terms.goals:
        Goal.objects.create(
            client_id=policy.client_id, policy=policy, metric=goal.metric, targets=dict(goal.targets),
            calendar=goal.calendar, pauses_in=goal.pauses,
        )  # fmt: skip
    for rule in terms.escalations:
        to = rule.to_queue_id
        if to and not Queue.objects.filter(pk=to, client_id=policy.client_id).exists():
            raise NotFound("queue")
        EscalationRule.objects.create(
            client_id=policy.client_id, policy=policy, metric=rule.metric, percent=rule.percent,
            every_minutes=rule.every_minutes, roles=sorted(set(map(str, rule.roles))), to_queue_id=rule.to_queue_id,
        )  # fmt: skip


@transaction.atomic
def publish_calendar(by: Actor, client_id: UUID, terms: CalendarTerms) -> WorkCalendar:
    """A new version of a calendar. Running clocks keep theirs: `recalculate` lists them, and moves them if asked to."""
    permit(by, SETUP, client_id)
    clients.check_client(by, client_id)
    before = reads.latest_calendar(client_id, terms.name)
    version = before.version + 1 if before else 1
    held = BusinessCalendar.of(terms.zone, terms.windows, terms.holidays, terms.openings, version)
    if not any(held.week) and not held.openings:
        raise Invalid("WINDOW_INVALID", _("A calendar is open at some time."), field="windows")
    for targets in Goal.objects.filter(client_id=client_id, calendar=terms.name).values_list("targets", flat=True):
        held.add_business(clock.now(), max(targets.values()))
    made = WorkCalendar.objects.create(
        client_id=client_id, name=rules.check_text(terms.name, "name", 80), **held.stored()
    )  # fmt: skip
    journal.record(by, events.CALENDAR_PUBLISHED, made, {"name": made.name, "version": made.version})
    return made
