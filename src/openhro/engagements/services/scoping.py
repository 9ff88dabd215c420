"""Scope of a contract: taking work on and letting it go, each held against the model table and other contracts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import Engagement, ScopeItem
from openhro.engagements.permissions import DRAFT
from openhro.engagements.rules import ScopeTerms
from openhro.engagements.services.drafting import (
    check_changeable,
    check_term_holds,
    check_to_come,
    locked,
    new_version,
    shortened,
)


@transaction.atomic
def add_scope(by: Actor, engagement_id: UUID, terms: ScopeTerms) -> ScopeItem:
    """Take on a piece of work; refused where the model table or another contract stands against it."""
    engagement = locked(by, engagement_id, all_of_client=True)
    permit(by, DRAFT, engagement)
    item = fitting_scope(by, engagement, terms)
    check_changeable(engagement, "add_scope")
    check_to_come(engagement, terms.start)
    claim_scope(item)
    new_version(by, engagement, binding=True)
    journal.record(
        by,
        events.SCOPE_ADDED,
        engagement,
        {
            "item": item.pk,
            "function": item.function,
            "country": item.country,
            "entity": item.entity_id,
            "from": terms.start,
        },
    )
    return item


@transaction.atomic
def end_scope(by: Actor, scope_item_id: UUID, last_day: date) -> ScopeItem:
    """Let work leave the scope after a last day."""
    item = ScopeItem.objects.filter(pk=scope_item_id).first()
    if item is None:
        raise NotFound("scope item")
    engagement = locked(by, item.engagement_id)
    permit(by, DRAFT, engagement)
    check_changeable(engagement, "end_scope")
    item.valid = shortened(engagement, item.valid, last_day)
    item.save(update_fields=["valid"])
    new_version(by, engagement, binding=True)
    journal.record(
        by, events.SCOPE_ENDED, engagement, {"item": item.pk, "function": item.function, "last_day": last_day}
    )
    return item


def fitting_scope(by: Actor, engagement: Engagement, terms: ScopeTerms) -> ScopeItem:
    """A scope item that fits the model and the contract's days; it is not saved yet."""
    rules.check_holds_terms(engagement.framework)
    days = rules.Days.to_last(terms.start, terms.last_day)
    rules.check_words({"country": terms.country}, 2)
    rules.check_words({"process": terms.process, "population": terms.population}, 80)
    item = _scope_item(by, engagement, terms, days)
    rules.check_scope(queries.facts_of(by, engagement.client_id, [item])[item.pk], days)
    if terms.responsibility not in ("provider", "client", "shared"):
        raise Invalid("RESPONSIBILITY_INVALID", _("Provider, client or shared."), field="responsibility")
    check_term_holds(engagement, terms.start, terms.last_day)
    return item


def claim_scope(item: ScopeItem) -> None:
    """Save an item unless another contract claims its work."""
    rules.check_claims(claim(item), [claim(other) for other in _claims_of_client(item.client_id)])
    item.save()


def _scope_item(by: Actor, engagement: Engagement, terms: ScopeTerms, days: rules.Days) -> ScopeItem:
    ours = terms.provider_entity_id
    if ours is None and rules.MODELS[engagement.model].employer != "client":
        ours = engagement.provider_entity_id
    return ScopeItem(
        client_id=engagement.client_id,
        engagement=engagement,
        function=terms.function,
        process=terms.process,
        country=terms.country,
        entity_id=terms.entity_id,
        provider_entity_id=ours,
        population=terms.population,
        responsibility=terms.responsibility,
        valid=DateRange(days.start, days.end),
        recorded_by=by.user,
    )


def claim(item: ScopeItem) -> rules.Claim:
    """What a scope item claims."""
    engagement = item.engagement
    return rules.Claim(
        engagement=engagement.code,
        model=engagement.model,
        function=item.function,
        process=item.process,
        country=item.country,
        place=item.entity_id or item.provider_entity_id,
        provider=item.provider_entity_id,
        days=rules.Days(item.valid.lower, item.valid.upper),
    )


def _claims_of_client(client_id: UUID) -> list[ScopeItem]:
    return list(ScopeItem.objects.filter(client_id=client_id, binding=True).select_related("engagement"))
