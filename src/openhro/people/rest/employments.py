"""Employments: of a person, one as of a day, hiring and ending."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.core.rest import Page, Router, by_of, listed, version_if_given
from openhro.people import queries, services
from openhro.people.rest import schemas

router = Router()


@router.read("/employments", Page[schemas.Employment])
def list_employments(request: HttpRequest, person_id: UUID, as_of: date | None = None) -> Any:
    """The employments of a person, with what holds on a day."""
    return listed(queries.person(by_of(request), person_id, as_of).employments)


@router.create("/employments", schemas.Employment, key=True)
def hire(request: HttpRequest, given: schemas.NewEmployment) -> Any:
    """Employ a person at the company that the engagement makes the legal employer; who was here before is rehired."""
    by, values = by_of(request), given.model_dump()
    person_id, post, pay, account = (values.pop(name) for name in ("person_id", "post", "pay", "account"))
    made = services.hire(
        by, person_id, services.Terms(**values), post=services.Post(**post),
        pay=services.Pay(**pay) if pay else None, account=services.Account(**account) if account else None,
    )  # fmt: skip
    return queries.employment(by, made.pk, max(given.start, made.start))


@router.read("/employments/{employment_id}", schemas.Employment)
def get_employment(request: HttpRequest, employment_id: UUID, as_of: date | None = None) -> Any:
    """One employment, with what holds on a day."""
    return queries.employment(by_of(request), employment_id, as_of)


@router.act("/employments/{employment_id}/actions/end", schemas.Employment)
def end_employment(request: HttpRequest, employment_id: UUID, given: schemas.EmploymentEnd) -> Any:
    """Let an employment end with a day. Who reports to the leaver needs another manager (`rehome_to`)."""
    by, leaving = by_of(request), services.Leaving(end=given.end, reason=given.reason, regretted=given.regretted)
    services.end_employment(by, employment_id, leaving, rehome_to=given.rehome_to, version=version_if_given(request))
    return queries.employment(by, employment_id)


@router.act("/employments/{employment_id}/actions/take_back_end", schemas.Employment)
def take_back_end(request: HttpRequest, employment_id: UUID) -> Any:
    """Let an employment that was to end go on."""
    by = by_of(request)
    services.take_back_end(by, employment_id, version=version_if_given(request))
    return queries.employment(by, employment_id)
