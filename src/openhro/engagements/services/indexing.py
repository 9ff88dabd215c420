"""Indexation: figures are entered with their source, and a price follows its index on the anniversary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.permission import permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.models import Amendment, Engagement, IndexValue, PriceItem
from openhro.engagements.rules import Change
from openhro.engagements.rules.terms import check_day
from openhro.engagements.services.amending import supersede
from openhro.engagements.services.drafting import locked, price_item, price_terms


@transaction.atomic
def enter_index_value(by: Actor, index: str, month: date, change: Decimal, source: str) -> IndexValue:
    """Enter by how much an index rose in the twelve months to a month; a figure that a price rests on stays."""
    permit(by, permissions.INDEX_ENTER)
    rules.check_code(index)
    check_day(month, "month")
    rules.check_percent(change, "change")
    rules.check_source(source)
    first = month.replace(day=1)
    held = IndexValue.objects.select_for_update().filter(index=index, month=first).first()
    if held and held.used_at:
        raise Conflict(
            "INDEX_USED",
            _("Prices rest on this figure already. Agree another price by an amendment instead."),
            field="change",
        )
    made = held or IndexValue(index=index, month=first)
    made.change, made.source, made.entered_by, made.entered_at = change, source.strip(), by.user, clock.now()
    made.save()
    data = {"index": index, "month": first, "change": change, "corrected": held is not None}
    journal.record(by, events.INDEX_ENTERED, made, data)
    return made


@transaction.atomic
def index_price(by: Actor, price_item_id: UUID) -> Amendment:
    """Let a price follow its index; `PARAMETER_MISSING` where the figure is not known, `INDEX_NOT_DUE` too early."""
    price = PriceItem.objects.filter(pk=price_item_id).first()
    if price is None:
        raise NotFound("price")
    engagement = locked(by, price.engagement_id)
    permit(by, permissions.AMEND, engagement)
    price = PriceItem.objects.get(pk=price_item_id)
    today = clock.today(engagement.client.zone)
    if not _due(price, today) or engagement.state not in rules.WORKING:
        raise Conflict("INDEX_NOT_DUE", _("No anniversary of this price has come since it was last changed."))
    return _follow(by, engagement, price, today)


@transaction.atomic
def index_prices(by: Actor) -> list[Amendment]:
    """Every price whose anniversary has come and whose figure is known; a missing figure is told once."""
    permit(by, permissions.TERMS_DUE)
    rows = PriceItem.objects.exclude(index="").filter(engagement__state__in=rules.WORKING, index_from__isnull=False)
    found = []
    for one in rows.order_by("engagement_id", "pk"):
        engagement = locked(by, one.engagement_id)
        today = clock.today(engagement.client.zone)
        if not _due(one, today):
            continue
        try:
            found.append(_follow(by, engagement, one, today))
        except Invalid as missing:
            _tell_missing(by, engagement, one, missing)
    return found


def _due(price: PriceItem, today: date) -> bool:
    """True from the anniversary on, for a price that began before today and goes on."""
    return bool(
        price.index
        and price.index_from
        and price.index_from <= today
        and price.valid.lower < today
        and (price.valid.upper is None or price.valid.upper > today)
    )


def _follow(by: Actor, engagement: Engagement, price: PriceItem, today: date) -> Amendment:
    """End the old version and begin the new one, on the anniversary or, where the figure came late, today."""
    figure = queries.index_value_for(price)
    old = price_terms(price)
    assert price.index_from is not None
    found = rules.indexed(old, Decimal(figure.change))
    start = max(price.index_from, today)
    new = rules.starting(found.terms, start)
    price.valid = DateRange(price.valid.lower, start)
    price.save(update_fields=["valid"])
    price_item(by, engagement, new).save()
    figure.used_at = figure.used_at or clock.now()
    figure.save(update_fields=["used_at"])
    engagement.version += 1
    engagement.save(update_fields=["version"])
    return _recorded(by, engagement, price, (old, found, figure, start))


def _recorded(
    by: Actor, engagement: Engagement, price: PriceItem, made: tuple[rules.PriceTerms, rules.Indexed, IndexValue, date]
) -> Amendment:
    """The record beside the amendments: agreed when the contract was, so that nobody signs it again."""
    old, found, figure, start = made
    last = Amendment.objects.filter(engagement=engagement).order_by("-number").values_list("number", flat=True).first()
    changes = (Change("end_price", item_id=price.pk), Change("add_price", price=rules.starting(found.terms, start)))
    amendment = Amendment.objects.create(
        client_id=engagement.client_id, engagement=engagement, number=(last or 0) + 1, kind="indexation",
        state="effective", title=f"{old.index}: {old.code} {found.applied.normalize():+f} %", effective_on=start,
        changes=[rules.written(one) for one in changes], drafted_by=by.user, drafted_side="provider",
        drafted_at=clock.now(), agreed_at=clock.now(),
        calculation=rules.calculation(old, found, figure.month, figure.source),
    )  # fmt: skip
    data = {"amendment": amendment.pk, "number": amendment.number, "code": old.code, "applied": found.applied}
    journal.record(by, events.INDEXED, engagement, data)
    supersede(by, amendment)
    return amendment


def _tell_missing(by: Actor, engagement: Engagement, price: PriceItem, missing: Invalid) -> None:
    data = {"item": str(price.pk), "code": price.code, "on": str(price.index_from), **missing.detail}
    told = JournalEntry.objects.filter(object_id=str(engagement.pk), event=events.INDEX_MISSING)
    if not told.filter(data__item=data["item"], data__on=data["on"]).exists():
        journal.record(by, events.INDEX_MISSING, engagement, data)
