"""Figures of price indices, and prices that follow them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core.rest import Page, Router, by_of, rows_page
from openhro.engagements import queries, services
from openhro.engagements.rest import agreed_schemas as schemas

router = Router()


@router.read("/index-values", Page[schemas.IndexValue])
def list_index_values(
    request: HttpRequest, index: str = Query("", max_length=40), cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Figures of price indices, newest month first."""
    return rows_page(queries.index_values(by_of(request), index), ["index", "-month", "pk"], cursor, limit)


@router.create("/index-values", schemas.IndexValue)
def enter_index_value(request: HttpRequest, given: schemas.NewIndexValue) -> Any:
    """Enter a figure with its source, or correct it until a price rests on it (`INDEX_USED`)."""
    return services.enter_index_value(by_of(request), given.index, given.month, given.change, given.source)


@router.act("/prices/{price_id}/actions/index", schemas.Amendment)
def index_price(request: HttpRequest, price_id: UUID) -> Any:
    """Let a price follow its index now; `PARAMETER_MISSING` names a figure that is not known."""
    return services.index_price(by_of(request), price_id)
