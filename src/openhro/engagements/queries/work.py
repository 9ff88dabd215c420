"""Which contract covers a piece of work on a day, whether its model's rules hold on that day, and who employs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.engagements import rules
from openhro.engagements.models import Engagement, ScopeItem
from openhro.ui.formats import said


@dataclass(frozen=True, slots=True)
class Work:
    """A unit of work: a function for the people of one employer in a country on a day.

    `process` "" is the whole function.
    """

    client_id: UUID
    function: str
    country: str
    entity_id: UUID | None
    provider_entity_id: UUID | None
    day: date
    process: str = ""


@dataclass(frozen=True, slots=True)
class Employer:
    """Who is printed as employer. In co-employment this is the company that files, and `worksite` the client's."""

    kind: str
    name: str
    address: str
    country: str
    tax_ids: dict[str, Any]
    entity_id: UUID | None
    provider_entity_id: UUID | None = None
    worksite: Employer | None = None


def required_scope(by: Actor, work: Work) -> ScopeItem:
    """The one scope item that covers the work, or a refusal that says why none does.

    The model's rules are asked again for the day of the work, because registrations expire. A suspended engagement
    lets statutory functions through.
    """
    if not by.sees(work.client_id):
        raise NotFound("client")
    open_ = _open_items(work)
    candidates = [item for item in open_ if item.process == work.process] or [
        item for item in open_ if not item.process
    ]
    if not candidates:
        raise _out_of_scope(work, _("no live engagement holds it on that day"))
    facts = facts_of(by, work.client_id, candidates)
    item = _named(work, candidates, facts)
    for refused in rules.in_force(facts[item.pk], work.day):
        raise refused
    return item


# In this order the functions are asked who employs: whoever holds the employment itself knows best.
_EMPLOYING = ("employment", "payroll", "lifecycle", "compliance", "benefits")


def employing_scope(by: Actor, work: Work) -> ScopeItem:
    """The scope item under which somebody may be employed: of any function that acts in the employer's name.

    What keeps every one of them from it is told by the refusal that says most (`work.function` is not read).
    """
    refusals: list[Invalid] = []
    for function in _EMPLOYING:
        try:
            return required_scope(by, replace(work, function=function))
        except Invalid as refused:
            refusals.append(refused)
    raise next((one for one in refusals if one.code != "OUT_OF_SCOPE"), refusals[0])


def _open_items(work: Work) -> list[ScopeItem]:
    """The items of engagements at work on the day; refuses where only a suspension stands in the way."""
    items = ScopeItem.objects.filter(
        client_id=work.client_id,
        function=work.function,
        country=work.country,
        valid__contains=work.day,
        binding=True,
        process__in={work.process, ""},
        engagement__state__in=rules.WORKING,
        engagement__live_from__lte=work.day,
    ).exclude(engagement__effective_to__lt=work.day)
    ours = list(items.exclude(responsibility="client").select_related("engagement", "entity", "provider_entity"))
    going = [item for item in ours if item.engagement.state != "suspended" or work.function in rules.STATUTORY]
    if ours and not going:
        raise _out_of_scope(work, _("the engagement is suspended, and only statutory work goes on"))
    return going


def _named(work: Work, candidates: list[ScopeItem], facts: dict[UUID, rules.ScopeFacts]) -> ScopeItem:
    """The candidate that covers work in the named employer's name."""
    refusals: list[Invalid] = []
    for item in candidates:
        if rules.names(facts[item.pk], work.entity_id, work.provider_entity_id):
            return item
        try:
            rules.check_employer(facts[item.pk], work.entity_id, work.provider_entity_id)
        except Invalid as refused:
            refusals.append(refused)
    if len(refusals) == len(candidates):
        raise refusals[0]
    raise _out_of_scope(work, _("no live engagement holds it for that company"))


def _out_of_scope(work: Work, why: str) -> Invalid:
    return Invalid(
        "OUT_OF_SCOPE",
        _("%(function)s in %(country)s on %(day)s is not covered: %(why)s. Ask your engagement manager.")
        % {"function": work.function, "country": work.country, "day": said(work.day), "why": why},
        rule="1.2",
        detail={"function": work.function, "country": work.country, "day": work.day.isoformat()},
    )


def facts_of(by: Actor, client_id: UUID, items: Iterable[ScopeItem]) -> dict[UUID, rules.ScopeFacts]:
    """What the rules look at, for stored or yet unsaved items of one client: two reads however many items."""
    entities = {one.pk: client_party(one) for one in clients.entities(by, client_id).prefetch_related("registrations")}
    providers = {one.pk: provider_party(one) for one in clients.provider_entities(by)}
    return {
        item.pk: rules.ScopeFacts(
            model=item.engagement.model,
            function=item.function,
            country=item.country,
            entity=_party(entities, item.entity_id, "legal entity"),
            provider=_party(providers, item.provider_entity_id, "provider entity"),
        )
        for item in items
    }


def _party(parties: dict[UUID, rules.Party], id_: UUID | None, what: str) -> rules.Party | None:
    if id_ is None:
        return None
    if id_ not in parties:
        raise NotFound(what)
    return parties[id_]


def client_party(entity: Any) -> rules.Party:
    """A company of a client as the rules see it; its registrations are best prefetched."""
    held = tuple(
        rules.Registered(one.type, one.jurisdiction, rules.Days(one.valid.lower, one.valid.upper))
        for one in entity.registrations.all()
    )
    return rules.Party(entity.pk, entity.name, entity.country, held)


def provider_party(entity: Any) -> rules.Party:
    """A company of the provider as the rules see it."""
    held = tuple(
        rules.Registered(
            one.type,
            one.jurisdiction,
            rules.Days(one.valid_from, one.valid_to + timedelta(days=1) if one.valid_to else None),
        )
        for one in entity.registrations.all()
    )
    return rules.Party(entity.pk, entity.name, entity.country, held)


def items_on(engagement: Engagement, day: date) -> list[ScopeItem]:
    """The scope in force on a day."""
    rows = ScopeItem.objects.filter(engagement=engagement, valid__contains=day, binding=True)
    return list(rows.select_related("engagement", "entity", "provider_entity"))


def breaches_on(by: Actor, engagement: Engagement, day: date) -> list[Invalid]:
    """Every model rule that the engagement's scope breaks on a day."""
    items = items_on(engagement, day)
    facts = facts_of(by, engagement.client_id, items)
    return [refused for item in items for refused in rules.in_force(facts[item.pk], day)]


def employer_of(by: Actor, item: ScopeItem) -> Employer:
    """Who employs the people of a scope item, as contract, payslip and filing print it."""
    if not by.sees(item.client_id):
        raise NotFound("scope item")
    kind = rules.MODELS[item.engagement.model].employer
    client = _employer("client", item.entity, entity_id=item.entity_id) if item.entity else None
    ours = item.provider_entity
    provider = _employer("provider", ours, provider_entity_id=item.provider_entity_id) if ours else None
    if kind == "co-employment" and provider and client:
        return Employer(
            kind,
            provider.name,
            provider.address,
            provider.country,
            provider.tax_ids,
            item.entity_id,
            provider.provider_entity_id,
            client,
        )
    named = client if kind == "client" else provider
    if named is None:
        raise Conflict("NO_EMPLOYER", _("This scope touches nobody's employees, so it names no employer."), rule="1.2")
    return named


def _employer(
    kind: str, company: Any, *, entity_id: UUID | None = None, provider_entity_id: UUID | None = None
) -> Employer:
    return Employer(
        kind, company.name, company.address, company.country, company.tax_ids, entity_id, provider_entity_id
    )
