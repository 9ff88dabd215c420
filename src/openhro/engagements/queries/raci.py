"""Who does what: the matrix of an engagement, what it leaves open, and in plain words for those it is done for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import Duty, Engagement, ScopeItem
from openhro.engagements.permissions import DUTY_TOLD, READ
from openhro.engagements.queries.contracts import one
from openhro.engagements.queries.work import Employer, Work, employer_of, employing_scope, items_on


@dataclass(frozen=True, slots=True)
class WhoDoesWhat:
    """Who employs somebody on a day (None: no contract covers it), the two sides by name, and the steps in words."""

    employer: Employer | None
    client: str
    provider: str
    told: list[rules.Told]


def duties(by: Actor, engagement_id: UUID, day: date | None = None) -> models.QuerySet[Duty]:
    """The matrix of an engagement, at all times or on one day."""
    rows = Duty.objects.filter(engagement=one(by, engagement_id)).order_by("function", "process", "pk")
    return rows.filter(valid__contains=day) if day else rows


def duty(by: Actor, duty_id: UUID) -> Duty:
    """One row of a matrix."""
    found = Duty.objects.select_related("engagement__client").filter(pk=duty_id).first()
    if found is None:
        raise NotFound("duty")
    permit(by, READ, found)
    return found


def duty_terms(row: Duty) -> rules.DutyTerms:
    """The terms that a stored row carries."""
    return rules.DutyTerms(
        row.function, row.step, row.name, tuple(row.responsible), (row.accountable,), tuple(row.consulted),
        tuple(row.informed), row.process, row.employer_decision,
    )  # fmt: skip


def raci_gaps(by: Actor, engagement: Engagement, day: date) -> list[str]:
    """What the matrix leaves open for the scope in force on a day, in sentences; none: it is complete."""
    if engagement.framework:
        return []
    if not by.sees(engagement.client_id):
        raise NotFound("engagement")
    scope = [rules.InScope(one.function, one.process, one.responsibility) for one in items_on(engagement, day)]
    rows = Duty.objects.filter(engagement=engagement, valid__contains=day)
    return rules.gaps(scope, [duty_terms(row) for row in rows])


def who_does_what(by: Actor, work: Work) -> WhoDoesWhat:
    """For the people of one employer in a country on a day: their legal employer, and who does what (any function)."""
    permit(by, DUTY_TOLD, work.client_id)
    items = list(_in_force(work))
    client = clients.clients(by).filter(pk=work.client_id).first()
    provider = next((one.engagement.provider_entity for one in items if one.engagement.provider_entity), None)
    names = (client.brand_name or client.name if client else "", provider.name if provider else clients.provider_name())
    rows = Duty.objects.filter(engagement__in={one.engagement_id for one in items}, valid__contains=work.day)
    held = [duty_terms(row) for row in rows if any(_belongs(row, item) for item in items)]
    silent = [item for item in items if not any(one.function == item.function for one in held)]
    told = rules.told([*held, *_by_scope(silent)], *names)
    return WhoDoesWhat(_employer(by, work), *names, told)


def _in_force(work: Work) -> Iterable[ScopeItem]:
    rows = ScopeItem.objects.filter(
        client_id=work.client_id,
        country=work.country,
        valid__contains=work.day,
        binding=True,
        engagement__state__in=rules.WORKING,
        engagement__live_from__lte=work.day,
    ).exclude(engagement__effective_to__lt=work.day)
    place = (
        models.Q(entity_id=work.entity_id) if work.entity_id else models.Q(provider_entity_id=work.provider_entity_id)
    )
    return rows.filter(place).select_related("engagement__provider_entity").order_by("function", "process", "pk")


def _belongs(row: Duty, item: ScopeItem) -> bool:
    same = (row.engagement_id, row.function) == (item.engagement_id, item.function)
    return same and row.process in ("", item.process)


def _by_scope(items: Iterable[ScopeItem]) -> Iterable[rules.DutyTerms]:
    """Where nobody has named steps, the scope still says whose work it is."""
    does = {"provider": ("EM",), "client": ("CH",), "shared": ("EM", "CH")}
    for item in items:
        name = str(rules.FUNCTIONS.get(item.function, item.function))
        answers = "CA" if item.responsibility == "client" else "EM"
        yield rules.DutyTerms(item.function, "all", name, does[item.responsibility], (answers,))


def _employer(by: Actor, work: Work) -> Employer | None:
    try:
        return employer_of(by, employing_scope(by, work))
    except (Invalid, Conflict):
        return None
