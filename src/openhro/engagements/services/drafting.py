"""Drafting a contract: its head and prices, each held against the model table on save. Scope is in `scoping.py`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Stale, illegal_move
from openhro.core.permission import permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.permissions import DRAFT
from openhro.engagements.rules import EngagementTerms, PriceTerms
from openhro.ui.formats import said


@transaction.atomic
def draft_engagement(by: Actor, client_id: UUID, terms: EngagementTerms) -> Engagement:
    """Begin a contract with a client; nothing binds yet."""
    permit(by, DRAFT, client_id)
    clients.check_client(by, client_id)
    rules.check_term(terms)
    check_links(by, client_id, terms)
    if Engagement.objects.filter(client_id=client_id, code=terms.code).exists():
        raise Conflict("CODE_TAKEN", _("This client already has an engagement of that code."), field="code")
    made = Engagement(client_id=client_id, drafted_by=by.user)
    write(made, terms)
    made.save()
    journal.record(by, events.DRAFTED, made, {"code": made.code, "model": made.model, "currency": made.currency})
    return made


@transaction.atomic
def revise_engagement(by: Actor, engagement_id: UUID, version: int, changes: Mapping[str, Any]) -> Engagement:
    """Change the head of a contract: freely until both have signed, afterwards by amendment only."""
    engagement = locked(by, engagement_id)
    permit(by, DRAFT, engagement)
    if engagement.version != version:
        raise Stale("STALE", _("Somebody changed this engagement since you opened it. Reload it and try again."))
    before = head(engagement)
    unknown = sorted(set(changes) - {field.name for field in dataclasses.fields(EngagementTerms)})
    if unknown:
        raise Invalid("UNKNOWN_FIELD", _("There is no such field: %s.") % ", ".join(unknown), field=unknown[0])
    if changes.get("model", before.model) != before.model:
        changes = {"plan_sponsor": "", **changes}
    after = dataclasses.replace(before, **changes)
    rules.check_term(after)
    changed = [
        field.name for field in dataclasses.fields(after) if getattr(after, field.name) != getattr(before, field.name)
    ]
    rules.check_changes(engagement.state, changed)
    check_links(by, engagement.client_id, after)
    if (
        after.code != before.code
        and Engagement.objects.filter(client_id=engagement.client_id, code=after.code).exists()
    ):
        raise Conflict("CODE_TAKEN", _("This client already has an engagement of that code."), field="code")
    write(engagement, after)
    recheck(by, engagement)
    new_version(by, engagement, binding=bool(set(changed) - rules.FREE_WHEN_SIGNED))
    journal.record(by, events.REVISED, engagement, {"fields": sorted(changed)})
    return engagement


@dataclass(frozen=True, slots=True)
class PriceSaved:
    """A saved price, and what the engagement manager should look at again."""

    item: PriceItem
    warnings: list[str]


@transaction.atomic
def add_price(by: Actor, engagement_id: UUID, terms: PriceTerms) -> PriceSaved:
    """Agree a price; an unusual kind for the model comes back as a warning."""
    engagement = locked(by, engagement_id)
    permit(by, DRAFT, engagement)
    item = fitting_price(by, engagement, terms)
    check_changeable(engagement, "add_price")
    check_to_come(engagement, terms.start)
    hold_price(item)
    new_version(by, engagement, binding=True)
    journal.record(by, events.PRICE_ADDED, engagement, {"item": item.pk, "kind": item.kind, "code": item.code})
    return PriceSaved(item, rules.unusual_price(engagement.model, item.kind))


@transaction.atomic
def end_price(by: Actor, price_item_id: UUID, last_day: date) -> PriceItem:
    """Let a price end, so that another can follow."""
    item = PriceItem.objects.filter(pk=price_item_id).first()
    if item is None:
        raise NotFound("price")
    engagement = locked(by, item.engagement_id)
    permit(by, DRAFT, engagement)
    check_changeable(engagement, "end_price")
    item.valid = shortened(engagement, item.valid, last_day)
    item.save(update_fields=["valid"])
    new_version(by, engagement, binding=True)
    journal.record(by, events.PRICE_ENDED, engagement, {"item": item.pk, "code": item.code, "last_day": last_day})
    return item


def locked(by: Actor, engagement_id: UUID, *, all_of_client: bool = False) -> Engagement:
    """The engagement, held until the transaction ends; with all of its client's where they are compared."""
    rows = Engagement.objects.select_for_update().order_by("pk")
    if all_of_client:
        own = Engagement.objects.filter(pk=engagement_id).values("client_id")
        found = {one.pk: one for one in rows.filter(client_id__in=own)}.get(engagement_id)
    else:
        found = rows.filter(pk=engagement_id).first()
    if found is None:
        raise NotFound("engagement")
    return found


def head(engagement: Engagement) -> EngagementTerms:
    """The terms that a stored engagement carries."""
    return EngagementTerms(
        **{field.name: getattr(engagement, field.name) for field in dataclasses.fields(EngagementTerms)}
    )


def write(engagement: Engagement, terms: EngagementTerms) -> None:
    for field in dataclasses.fields(terms):
        setattr(engagement, field.name, getattr(terms, field.name))
    engagement.plan_sponsor = terms.plan_sponsor or rules.MODELS[terms.model].plan_sponsors[0]


def check_links(by: Actor, client_id: UUID, terms: EngagementTerms) -> None:
    """The provider's entity exists; the framework is one of the same client, and the days keep within its own."""
    if terms.provider_entity_id and not clients.provider_entities(by).filter(pk=terms.provider_entity_id).exists():
        raise NotFound("provider entity")
    rules.check_framework_terms(terms)
    if terms.parent_id is None:
        return
    found = Engagement.objects.filter(pk=terms.parent_id, client_id=client_id, framework=True).first()
    if found is None:
        raise NotFound("framework engagement")
    rules.check_child(terms, framework(found))


def children(engagement: Engagement) -> list[rules.Child]:
    """What rests on a framework, as its rules see it."""
    return [rules.Child(one.code, one.state, one.effective_to) for one in Engagement.objects.filter(parent=engagement)]


def framework(found: Engagement) -> rules.Framework:
    """A framework as the rules of its children see it."""
    return rules.Framework(found.code, found.state, found.effective_from, found.effective_to)


def fitting_price(by: Actor, engagement: Engagement, terms: PriceTerms) -> PriceItem:
    """A price that fits the model and the contract's days; it is not saved yet."""
    rules.check_holds_terms(engagement.framework)
    rules.check_price(engagement.model, terms)
    known = set(clients.entities(by, engagement.client_id).values_list("pk", flat=True))
    if not set(terms.entities) <= known | {entity.pk for entity in clients.provider_entities(by)}:
        raise NotFound("legal entity")
    if not terms.code or len(terms.code) > 40:
        raise Invalid("CODE_INVALID", _("Give the price a code of 1 to 40 characters."), field="code")
    check_term_holds(engagement, terms.start, terms.last_day)
    return price_item(by, engagement, terms)


def hold_price(item: PriceItem) -> None:
    """Save a price unless one of its code holds on some of its days."""
    if PriceItem.objects.filter(engagement=item.engagement, code=item.code, valid__overlap=item.valid).exists():
        raise Conflict(
            "PRICE_OVERLAP", _("A price of this code already holds on some of these days. End it first."), field="start"
        )
    item.save()


_INDEX = ("index", "index_floor", "index_cap", "index_from", "index_lag_months")


def price_item(by: Actor, engagement: Engagement, terms: PriceTerms) -> PriceItem:
    days = rules.Days.to_last(terms.start, terms.last_day)
    plain = {
        "code",
        "kind",
        "rate_minor",
        "rate",
        "tier_mode",
        "count_basis",
        "count_on",
        "minimum_minor",
        "cap_minor",
        "guarantee_days",
        *_INDEX,
    }
    return PriceItem(
        client_id=engagement.client_id,
        engagement=engagement,
        tiers=[list(band) for band in terms.tiers],
        functions=list(terms.functions),
        entities=list(terms.entities),
        valid=DateRange(days.start, days.end),
        recorded_by=by.user,
        **{name: getattr(terms, name) for name in plain},
    )


def price_terms(item: PriceItem) -> PriceTerms:
    """The terms that a stored price carries."""
    plain = (
        "code",
        "kind",
        "rate_minor",
        "tier_mode",
        "count_basis",
        "count_on",
        "minimum_minor",
        "cap_minor",
        "guarantee_days",
        *_INDEX,
    )
    return PriceTerms(
        start=item.valid.lower,
        last_day=item.valid.upper - timedelta(days=1) if item.valid.upper else None,
        rate=Decimal(item.rate) if item.rate is not None else None,
        tiers=tuple((upto, minor) for upto, minor in item.tiers),
        functions=tuple(item.functions),
        entities=tuple(item.entities),
        **{name: getattr(item, name) for name in plain},
    )


def check_changeable(engagement: Engagement, action: str) -> None:
    if engagement.state not in rules.CHANGEABLE:
        raise illegal_move("engagement", engagement.state, action, rules.ALLOWED[engagement.state])


def check_to_come(engagement: Engagement, start: date) -> None:
    """What a contract at work takes on begins today or later: nobody agrees afterwards to what was done."""
    if engagement.live_from and start < clock.today(engagement.client.zone):
        raise Conflict(
            "PAST_FIXED",
            _("Days of service that have passed stay as they were. Begin it today or later."),
            field="start",
        )


def check_term_holds(engagement: Engagement, start: date, last_day: date | None) -> None:
    """Scope and prices lie within the contract's own days."""
    last = engagement.effective_to
    if start < engagement.effective_from or (last is not None and max(start, last_day or start) > last):
        raise Invalid(
            "OUTSIDE_TERM",
            _("The engagement runs from %(start)s to %(end)s; keep within it.")
            % {"start": said(engagement.effective_from), "end": said(last) if last else _("open end")},
            field="start",
        )


def shortened(engagement: Engagement, valid: Any, last_day: date) -> DateRange:
    """A shorter range; days of service that have passed are not rewritten."""
    days = rules.Days.to_last(valid.lower, last_day)
    if valid.upper is not None and days.end is not None and days.end > valid.upper:
        raise Invalid(
            "ALREADY_ENDED", _("This ends on an earlier day already. Add a new one instead."), field="last_day"
        )
    if engagement.live_from and last_day < clock.today(engagement.client.zone) - timedelta(days=1):
        raise Conflict(
            "PAST_FIXED",
            _("Days of service that have passed stay as they were. End it today or later."),
            field="last_day",
        )
    return DateRange(days.start, days.end)


def recheck(by: Actor, engagement: Engagement) -> None:
    """After the head changed: scope and prices must still fit the model."""
    items = list(ScopeItem.objects.filter(engagement=engagement, binding=True))
    for item in items:
        item.engagement = engagement
    facts = queries.facts_of(by, engagement.client_id, items)
    for item in items:
        rules.check_scope(facts[item.pk], rules.Days(item.valid.lower, item.valid.upper))
    prices = list(PriceItem.objects.filter(engagement=engagement))
    for price in prices:
        rules.check_price(engagement.model, price_terms(price))
    rules.check_holds_terms(engagement.framework and bool(items or prices))
    rules.check_stays(engagement.framework, children(engagement))
    if engagement.framework and engagement.effective_to:
        rules.check_outlived(children(engagement), engagement.effective_to)


def new_version(by: Actor, engagement: Engagement, *, binding: bool) -> None:
    """A new version; where the terms themselves changed before both had signed, what was signed is void."""
    engagement.version += 1
    engagement.save()
    if binding and engagement.state in rules.UNSIGNED:
        signed = Signature.objects.filter(engagement=engagement, void=False)
        if signed.update(void=True):
            journal.record(by, events.SIGNATURES_VOID, engagement, {"version": engagement.version})
