"""Amendments and change requests, versions of the contract on paper, and its head on any day."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from openhro.core import clock
from openhro.core.rest import Page, Router, by_of, rows_page, version_of
from openhro.engagements import queries, services
from openhro.engagements.rest import agreed_schemas as schemas
from openhro.engagements.rest.schemas import Side, Signature, price_terms

router = Router()


@router.read("/amendments", Page[schemas.Amendment])
def list_amendments(
    request: HttpRequest, engagement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """Amendments, change requests and indexations of an engagement, newest first."""
    return rows_page(queries.amendments(by_of(request), engagement_id), ["-number", "pk"], cursor, limit)


@router.create("/amendments", schemas.Amendment)
def draft_amendment(request: HttpRequest, given: schemas.NewAmendment) -> Any:
    """Put a change of a signed contract forward; what would be refused on its day is refused at once."""
    values = given.model_dump(exclude={"engagement_id", "changes"})
    terms = services.AmendmentTerms(**values, changes=_changes(given.changes))
    return services.draft_amendment(by_of(request), given.engagement_id, terms)


@router.read("/amendments/{amendment_id}", schemas.Amendment)
def get_amendment(request: HttpRequest, amendment_id: UUID) -> Any:
    """One amendment."""
    return queries.amendment(by_of(request), amendment_id)


@router.change("/amendments/{amendment_id}", schemas.Amendment)
def revise_amendment(request: HttpRequest, amendment_id: UUID, given: schemas.AmendmentRevision) -> Any:
    """Say an amendment anew while it is a draft; signatures that it bears become void."""
    by = by_of(request)
    values = given.model_dump(exclude_unset=True, exclude={"changes"})
    if "changes" in given.model_fields_set:
        values["changes"] = _changes(given.changes)
    before = services.amendment_terms(queries.amendment(by, amendment_id))
    return services.revise_amendment(by, amendment_id, version_of(request), dataclasses.replace(before, **values))


@router.act("/amendments/{amendment_id}/actions/sign", schemas.Amendment)
def sign_amendment(request: HttpRequest, amendment_id: UUID, given: Side) -> Any:
    """Agree for one side; with both it is agreed. Nobody signs what they drafted themselves (`SELF_APPROVAL`)."""
    return services.sign_amendment(by_of(request), amendment_id, given.side)


@router.act("/amendments/{amendment_id}/actions/withdraw", schemas.Amendment)
def withdraw_amendment(request: HttpRequest, amendment_id: UUID) -> Any:
    """Take an amendment back before both have signed."""
    return services.withdraw_amendment(by_of(request), amendment_id)


@router.read("/amendments/{amendment_id}/signatures", Page[Signature])
def list_amendment_signatures(
    request: HttpRequest, amendment_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """Who has signed an amendment, oldest first, void ones included."""
    rows = queries.amendment_signatures(by_of(request), amendment_id)
    return rows_page(rows, ["signed_at", "pk"], cursor, limit)


@router.read("/engagements/{engagement_id}/head", schemas.Head)
def get_engagement_head(request: HttpRequest, engagement_id: UUID, as_of: date | None = None) -> Any:
    """The head as agreed for a day: what amendments changed later is taken back."""
    by = by_of(request)
    found = queries.one(by, engagement_id)
    return queries.head_on(by, engagement_id, as_of or clock.today(found.client.zone))


@router.read("/contract-versions", Page[schemas.ContractVersion])
def list_contract_versions(
    request: HttpRequest, engagement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """The versions of a contract on paper, newest first."""
    return rows_page(queries.versions(by_of(request), engagement_id), ["-number", "pk"], cursor, limit)


@router.read("/contract-versions/{version_id}", schemas.ContractVersion)
def get_contract_version(request: HttpRequest, version_id: UUID) -> Any:
    """One version of a contract on paper."""
    return queries.version(by_of(request), version_id)


@router.file("/contract-versions/{version_id}/document", "application/pdf")
def get_contract_document(request: HttpRequest, version_id: UUID, signed: bool = True) -> HttpResponse:
    """The kept bytes: with both signatures where there are, or (`signed=false`) those that were signed."""
    pdf = services.contract_pdf(by_of(request), version_id, signed=signed)
    return HttpResponse(pdf, content_type="application/pdf")


@router.file("/engagements/{engagement_id}/contract", "application/pdf")
def preview_contract(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The contract as it would be printed now; nothing is kept."""
    pdf = services.contract_preview(by_of(request), engagement_id)
    return HttpResponse(pdf, content_type="application/pdf")


def _changes(given: list[schemas.AmendmentChange]) -> tuple[services.Change, ...]:
    return tuple(_change(one) for one in given)


def _change(given: schemas.AmendmentChange) -> services.Change:
    """A change as the services take it. What begins, begins on the amendment's day: the start here only stands in."""
    stands_in = date(2000, 1, 1)
    return services.Change(
        given.what,
        given.head.model_dump(exclude_unset=True) if given.head else {},
        services.ScopeTerms(**given.scope.model_dump(), start=stands_in) if given.scope else None,
        price_terms(given.price.model_dump() | {"start": stands_in}) if given.price else None,
        given.item_id,
    )
