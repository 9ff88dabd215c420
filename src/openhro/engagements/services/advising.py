"""Advising a prospect: keep what was answered, and turn the advice into drafts of engagements with scope and prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.clients import services as client_services
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.permission import permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import Engagement, KeptAdvice
from openhro.engagements.permissions import ADVISE, DRAFT
from openhro.engagements.queries.advice import may_advise
from openhro.engagements.queries.ratecard import rate_card
from openhro.engagements.queries.work import client_party
from openhro.engagements.rules import EngagementTerms, PriceTerms, ScopeTerms, advice
from openhro.engagements.services.drafting import add_price, draft_engagement
from openhro.engagements.services.levels import offer_levels
from openhro.engagements.services.scoping import add_scope

_LONGEST_CODE = 36


@dataclass(frozen=True, slots=True)
class DraftInto:
    """Where drafts go: into a client that is there, or into a new one of this code.

    `code` begins the code of each draft, which ends in its model: ENG-1 makes ENG-1-HRO.
    """

    code: str
    client_id: UUID | None = None
    client_code: str = ""


@transaction.atomic
def keep_advice(by: Actor, answers: advice.Answers) -> KeptAdvice:
    """Keep what a prospect answered, with the models that this gives today."""
    permit(by, ADVISE)
    found = queries.recommendation(by, answers)
    kept = KeptAdvice.objects.create(
        name=answers.name,
        answers=advice.plain(answers),
        decided=found.decided(),
        made_by=by.user,
        made_at=clock.now(),
    )
    journal.record(by, events.ADVICE_KEPT, kept, {"models": found.advice.models, "cells": len(found.advice.cells)})
    return kept


@transaction.atomic
def draft_from_advice(by: Actor, advice_id: UUID, into: DraftInto) -> list[Engagement]:
    """One draft for each model that fits today, with scope, and with prices where they are the provider's own.

    A company that the prospect named is added to the client where there is none in its country, registered as
    answered: whoever proposes the contract checks it against papers first.
    """
    kept = may_advise(by, KeptAdvice.objects.select_for_update().filter(pk=advice_id).first)
    if kept.drafted_at:
        raise Conflict("ADVICE_DRAFTED", _("Drafts were made from this advice already. Answer anew for others."))
    if not into.code or len(into.code) > _LONGEST_CODE:
        text = _("Give a code of 1 to %s characters.") % _LONGEST_CODE
        raise Invalid("CODE_INVALID", text, field="code")
    found = queries.recommendation(by, advice.read_answers(kept.answers))
    if not found.advice.models:
        raise Conflict("NOTHING_FITS", _("No model fits today, so there is nothing to draft. See what is missing."))
    client_id = _client(by, found.answers, into)
    permit(by, DRAFT, client_id)
    entities = {place.country: _entity(by, client_id, place, found.answers) for place in found.answers.places}
    made = [_draft(by, client_id, into.code, found, model) for model in found.advice.models]
    for engagement in made:
        _fill(by, engagement, found, entities)
    kept.client_id, kept.drafted_at, kept.drafts = client_id, clock.now(), [one.pk for one in made]
    kept.save(update_fields=["client", "drafted_at", "drafts"])
    journal.record(by, events.ADVICE_DRAFTED, kept, {"engagements": kept.drafts, "models": found.advice.models})
    return made


def _client(by: Actor, answers: advice.Answers, into: DraftInto) -> UUID:
    """The client that is named, or a new one of the prospect's name."""
    if into.client_id:
        clients.check_client(by, into.client_id)
        return into.client_id
    if not into.client_code:
        raise Invalid("CLIENT_REQUIRED", _("Choose a client, or give a code for a new one."), field="client_code")
    try:
        return client_services.add_client(by, into.client_code, answers.name).pk
    except (Invalid, Conflict) as refused:
        # There the code is the client's; here that of the drafts has this name.
        refused.field = "client_code" if refused.field == "code" else refused.field
        raise


def _entity(by: Actor, client_id: UUID, place: advice.Place, answers: advice.Answers) -> UUID | None:
    """The client's company in a country: one that is registered there, another, or a new one as answered."""
    if not place.entity:
        return None
    there = clients.entities(by, client_id).filter(country=place.country).prefetch_related("registrations")
    day = rules.Days.one(answers.start)
    parties = [client_party(one) for one in there]
    held = sorted(parties, key=lambda one: not one.holds("payroll_withholding", place.country, day))
    if held:
        return held[0].id
    made = client_services.add_entity(by, client_id, place.country, place.entity, place.country)
    if place.registered:
        client_services.register_entity(
            by, made.pk, "payroll_withholding", place.country, start=min(answers.start, clock.today())
        )
    return made.pk


def _draft(by: Actor, client_id: UUID, code: str, found: queries.Recommendation, model: str) -> Engagement:
    answers = found.answers
    terms = EngagementTerms(
        code=f"{code}-{model}",
        model=model,
        currency=answers.currency,
        effective_from=answers.start,
        effective_to=rules.months_after(answers.start, answers.months) - timedelta(days=1),
        term_months=answers.months,
    )
    return draft_engagement(by, client_id, terms)


def _fill(by: Actor, engagement: Engagement, found: queries.Recommendation, entities: dict[str, UUID | None]) -> None:
    """Scope for each cell of the model, the provider's own prices for it, and the usual service levels."""
    employer = rules.MODELS[engagement.model].employer
    for cell in found.advice.cells:
        if cell.model != engagement.model or cell.facts is None:
            continue
        provider = cell.facts.provider
        terms = ScopeTerms(
            function=cell.function,
            country=cell.country,
            start=engagement.effective_from,
            last_day=engagement.effective_to,
            entity_id=entities[cell.country] if employer in ("client", "co-employment") else None,
            provider_entity_id=provider.id if provider else None,
        )
        add_scope(by, engagement.pk, terms)
    for price in _prices(found, engagement):
        add_price(by, engagement.pk, price)
    offer_levels(by, engagement, {cell.function for cell in found.advice.cells if cell.model == engagement.model})


def _prices(found: queries.Recommendation, engagement: Engagement) -> list[PriceTerms]:
    """The provider's own rates for what the draft holds; what the market asks is nobody's offer."""
    answers, card = found.answers, rate_card()
    who = advice.heads(answers, found.advice, engagement.model)
    if not card.start <= answers.start <= card.until:
        return []
    return [
        advice.price_of(rate, engagement.effective_from, engagement.effective_to)
        for rate in card.rates
        if rate.own and rate.model == engagement.model and rate.currency == answers.currency and advice.asked(rate, who)
    ]
