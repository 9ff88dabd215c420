"""Who does what: the RACI matrix of an engagement, its gaps, and in plain words for the people of a company."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core import clock
from openhro.core.rest import Page, Router, by_of, listed, rows_page
from openhro.engagements import queries, services
from openhro.engagements.rest import agreed_schemas as schemas
from openhro.engagements.rest.schemas import Work

router = Router()


@router.read("/duties", Page[schemas.Duty])
def list_duties(
    request: HttpRequest, engagement_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The RACI matrix of an engagement, at all times or on one day."""
    return rows_page(queries.duties(by_of(request), engagement_id, as_of), ["pk"], cursor, limit)


@router.create("/duties", schemas.Duty)
def set_duty(request: HttpRequest, given: schemas.NewDuty) -> Any:
    """Say who does a step and who answers for it; the same step again holds from today, the old words are kept."""
    parts = {name: tuple(getattr(given, name)) for name in ("responsible", "accountable", "consulted", "informed")}
    values = given.model_dump(exclude={"engagement_id"}) | parts
    return services.set_duty(by_of(request), given.engagement_id, services.DutyTerms(**values))


@router.act("/duties/{duty_id}/actions/end", schemas.Duty)
def end_duty(request: HttpRequest, duty_id: UUID) -> Any:
    """Let a step be nobody's any more, from today on."""
    return services.end_duty(by_of(request), duty_id)


@router.act("/engagements/{engagement_id}/actions/propose_duties", Page[schemas.Duty])
def propose_duties(request: HttpRequest, engagement_id: UUID) -> Any:
    """The usual matrix for every function in scope that has none yet."""
    return listed(services.propose_duties(by_of(request), engagement_id))


@router.read("/engagements/{engagement_id}/duty-gaps", Page[schemas.Gap])
def list_duty_gaps(request: HttpRequest, engagement_id: UUID, as_of: date | None = None) -> Any:
    """What the matrix leaves open for the scope of a day; none: it is complete."""
    by = by_of(request)
    found = queries.one(by, engagement_id)
    day = as_of or max(found.effective_from, clock.today(found.client.zone))
    return listed({"message": gap} for gap in queries.raci_gaps(by, found, day))


@router.read("/who-does-what", schemas.WhoDoesWhat)
def get_who_does_what(request: HttpRequest, asked: Query[Work]) -> Any:
    """For the people of a company in a country on a day: their legal employer and who does what, in plain words."""
    return queries.who_does_what(by_of(request), queries.Work(**asked.model_dump()))
