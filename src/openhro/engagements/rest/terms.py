"""Scope and prices of contracts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core.rest import Page, Router, by_of, rows_page
from openhro.engagements import queries, services
from openhro.engagements.rest import schemas

router = Router()


@router.read("/scope-items", Page[schemas.ScopeItem])
def list_scope_items(
    request: HttpRequest, engagement_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The scope of an engagement, at all times or on one day."""
    return rows_page(queries.scope_items(by_of(request), engagement_id, as_of), ["pk"], cursor, limit)


@router.create("/scope-items", schemas.ScopeItem)
def add_scope_item(request: HttpRequest, given: schemas.NewScopeItem) -> Any:
    """Take on a piece of work; refused where the model table or another contract stands against it."""
    values = given.model_dump()
    return services.add_scope(by_of(request), values.pop("engagement_id"), services.ScopeTerms(**values))


@router.act("/scope-items/{scope_item_id}/actions/end", schemas.ScopeItem)
def end_scope_item(request: HttpRequest, scope_item_id: UUID, given: schemas.LastDay) -> Any:
    """Let work leave the scope after a last day."""
    return services.end_scope(by_of(request), scope_item_id, given.last_day)


@router.read("/prices", Page[schemas.Price])
def list_prices(
    request: HttpRequest, engagement_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The prices of an engagement, at all times or on one day."""
    return rows_page(queries.prices(by_of(request), engagement_id, as_of), ["pk"], cursor, limit)


@router.create("/prices", schemas.PriceSaved)
def add_price(request: HttpRequest, given: schemas.NewPrice) -> Any:
    """Agree a price; an unusual kind for the model comes back with a warning."""
    terms = schemas.price_terms(given.model_dump(exclude={"engagement_id"}))
    return services.add_price(by_of(request), given.engagement_id, terms)


@router.act("/prices/{price_id}/actions/end", schemas.Price)
def end_price(request: HttpRequest, price_id: UUID, given: schemas.LastDay) -> Any:
    """Let a price end, so that another can follow."""
    return services.end_price(by_of(request), price_id, given.last_day)
