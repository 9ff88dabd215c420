"""Service levels: promising them, measuring and closing months, the rows behind a figure, and what a miss costs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core import paging
from openhro.core.errors import check_choice
from openhro.core.rest import Page, Router, by_of, listed, page_of, rows_page
from openhro.engagements import queries, rules, services
from openhro.engagements.rest import level_schemas as schemas
from openhro.engagements.services.levels import metrics

router = Router()


@router.read("/sla-metrics", Page[schemas.LevelMetric])
def list_sla_metrics(request: HttpRequest) -> Any:
    """What can be promised: everything that a function of this installation measures."""
    return listed(metrics(by_of(request)))


@router.read("/service-levels", Page[schemas.LevelSet])
def list_service_levels(
    request: HttpRequest, engagement_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """What an engagement promises, at all times or on one day."""
    return rows_page(queries.level_sets(by_of(request), engagement_id, as_of), ["pk"], cursor, limit)


@router.create("/service-levels", schemas.LevelSet)
def set_service_levels(request: HttpRequest, given: schemas.NewLevelSet) -> Any:
    """Promise service levels from a day on; what both sides have signed changes by amendment only."""
    values = given.model_dump()
    engagement_id, levels = values.pop("engagement_id"), values.pop("levels")
    promised = tuple(services.LevelTerms(**one | {"exclusions": tuple(one["exclusions"])}) for one in levels)
    return services.set_levels(by_of(request), engagement_id, services.LevelSetTerms(**values, levels=promised))


@router.read("/sla-measurements", Page[schemas.Measurement])
def list_sla_measurements(
    request: HttpRequest, engagement_id: UUID, month: date | None = None, status: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """What was measured, of one month or of all."""
    check_choice(status, rules.STATUSES, "status")
    rows = queries.measurements(by_of(request), engagement_id, month)
    return rows_page(rows.filter(status=status) if status else rows, ["month", "pk"], cursor, limit)


@router.read("/sla-measurements/{measurement_id}", schemas.Measurement)
def get_sla_measurement(request: HttpRequest, measurement_id: UUID) -> Any:
    """One level in one month."""
    return queries.measurement(by_of(request), measurement_id)


@router.read("/sla-measurements/{measurement_id}/evidence", Page[schemas.LevelEvidence])
def list_sla_evidence(
    request: HttpRequest, measurement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """Every thing that was counted, misses first, with why it was met or missed."""
    return rows_page(queries.evidence_of(by_of(request), measurement_id), ["met", "at", "pk"], cursor, limit)


@router.act("/engagements/{engagement_id}/actions/measure_month", Page[schemas.Measurement])
def measure_engagement_month(request: HttpRequest, engagement_id: UUID, given: schemas.LevelMonth) -> Any:
    """Measure a month as it stands now; a closed one is refused (`MONTH_CLOSED`)."""
    return listed(services.measure_month(by_of(request), engagement_id, given.month))


@router.act("/engagements/{engagement_id}/actions/close_month", Page[schemas.Measurement])
def close_engagement_month(request: HttpRequest, engagement_id: UUID, given: schemas.LevelMonth) -> Any:
    """Measure a month that is over for the last time: its figures and rows are fixed, and credits follow."""
    return listed(services.close_month(by_of(request), engagement_id, given.month))


@router.read("/engagements/{engagement_id}/credits", Page[schemas.LevelCredit])
def list_engagement_credits(
    request: HttpRequest, engagement_id: UUID, month: date,
    charges_minor: int = Query(..., ge=0, le=10**15, description="The charges of that month, in minor units."),
) -> Any:  # fmt: skip
    """What the misses of a closed month cost, and what it earns back; `MONTH_OPEN` until it is closed."""
    return listed(queries.credits_for(by_of(request), engagement_id, month, charges_minor))


@router.act("/sla-evidence/{evidence_id}/actions/ask_exclusion", schemas.LevelEvidence)
def ask_sla_exclusion(request: HttpRequest, evidence_id: UUID, given: schemas.ExclusionAsked) -> Any:
    """Ask the client that a row does not count; until they consent it counts."""
    return services.ask_exclusion(by_of(request), evidence_id, given.ground, given.reason)


@router.act("/sla-evidence/{evidence_id}/actions/consent", schemas.LevelEvidence)
def consent_to_sla_exclusion(request: HttpRequest, evidence_id: UUID) -> Any:
    """Consent for the client that a row does not count; never whoever asked for it."""
    return services.consent_to_exclusion(by_of(request), evidence_id)


@router.read("/portfolio", Page[schemas.PortfolioLine])
def get_portfolio(
    request: HttpRequest, state: str = "", cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """Every engagement that one answers for, the worst first: health, attainment and money at risk."""
    check_choice(state, rules.STATES, "state")
    by = by_of(request)
    rows = queries.portfolio(by)
    page = paging.page(rows.filter(state=state) if state else rows, queries.WORST_FIRST, cursor, limit)
    return page_of(queries.portfolio_lines(by, page.rows), page.next)
