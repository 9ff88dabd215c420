"""Contracts: the list, one with signatures and breaches, drafting and revising its head."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core import clock
from openhro.core.errors import check_choice
from openhro.core.rest import Page, Router, by_of, listed, rows_page, version_of
from openhro.engagements import queries, rules, services
from openhro.engagements.rest import schemas

router = Router()


@router.read("/engagements", Page[schemas.Engagement])
def list_engagements(
    request: HttpRequest, client_id: UUID | None = None, state: str = "", parent_id: UUID | None = None,
    cursor: str = "", limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Engagements of the clients that one serves, by code; those of one framework (`parent_id`)."""
    check_choice(state, rules.STATES, "state")
    rows = queries.engagements(by_of(request), client_id)
    rows = rows.filter(parent_id=parent_id) if parent_id else rows
    return rows_page(rows.filter(state=state) if state else rows, ["code", "pk"], cursor, limit)


@router.create("/engagements", schemas.Engagement)
def draft_engagement(request: HttpRequest, given: schemas.NewEngagement) -> Any:
    """Begin a contract with a client."""
    values = given.model_dump()
    client_id = values.pop("client_id")
    return services.draft_engagement(by_of(request), client_id, services.EngagementTerms(**values))


@router.read("/engagements/{engagement_id}", schemas.Engagement)
def get_engagement(request: HttpRequest, engagement_id: UUID) -> Any:
    """One engagement."""
    return queries.one(by_of(request), engagement_id)


@router.change("/engagements/{engagement_id}", schemas.Engagement)
def revise_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.EngagementChange) -> Any:
    """Change the head: freely until both have signed, afterwards by amendment only (`AMENDMENT_REQUIRED`)."""
    changes = given.model_dump(exclude_unset=True)
    return services.revise_engagement(by_of(request), engagement_id, version_of(request), changes)


@router.read("/engagements/{engagement_id}/signatures", Page[schemas.Signature])
def list_signatures(request: HttpRequest, engagement_id: UUID) -> Any:
    """Who has signed, oldest first, void ones included."""
    return listed(queries.signatures(by_of(request), engagement_id))


@router.read("/engagements/{engagement_id}/breaches", Page[schemas.Breach])
def list_breaches(request: HttpRequest, engagement_id: UUID, as_of: date | None = None) -> Any:
    """Every model rule that the scope breaks on a day: what keeps it from going live, or has broken since."""
    by = by_of(request)
    engagement = queries.one(by, engagement_id)
    return listed(queries.breaches_on(by, engagement, as_of or clock.today(engagement.client.zone)))


@router.read("/coverage", schemas.Coverage)
def get_coverage(request: HttpRequest, asked: Query[schemas.Work]) -> Any:
    """Which contract line covers a piece of work on a day, and who employs; `OUT_OF_SCOPE` says why none does."""
    by = by_of(request)
    item = queries.required_scope(by, queries.Work(**asked.model_dump()))
    queries.one(by, item.engagement_id)
    return {"scope_item": item, "employer": queries.employer_of(by, item)}
