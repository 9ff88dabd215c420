"""Pay runs: the list, those that are due, one with its stages, and opening."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core.rest import Asked, Page, Router, by_of, listed, page_of
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, views

router = Router()


class RunFilters(Asked):
    """What a list of runs is narrowed to."""

    client_id: UUID | None = None
    group_id: UUID | None = None
    state: str = Field("", max_length=20)
    open_only: bool = Field(False, description="Without closed and cancelled ones.")
    paid_from: date | None = None
    paid_to: date | None = None
    cursor: str = Field("", max_length=60)
    limit: Annotated[int, Field(ge=1, le=500)] = 50


@router.read("/runs", Page[views.RunRow])
def list_runs(request: HttpRequest, asked: Query[RunFilters]) -> Any:
    """Runs: open ones by their next deadline, soonest first, then what is over, the latest first."""
    values = asked.model_dump()
    cursor, limit = values.pop("cursor"), values.pop("limit")
    page = queries.runs(by_of(request), queries.RunFilters(**values), cursor or None, limit)
    return page_of(page.rows, page.next)


@router.read("/due-runs", Page[views.DueRun])
def list_due_runs(request: HttpRequest) -> Any:
    """Open runs by the clock that runs out first."""
    return listed(queries.due_runs(by_of(request)))


@router.create("/runs", views.Run, key=True)
def open_run(request: HttpRequest, given: bodies.NewRun) -> Any:
    """Open the regular run of a period: the contract must cover it, and the country's pack must be installed."""
    by = by_of(request)
    return queries.run_view(by, services.open_run(by, given.period_id).pk)


@router.read("/runs/{run_id}", views.Run)
def get_run(request: HttpRequest, run_id: UUID) -> Any:
    """One run: stages, deadlines, totals, who holds it, what blocks it, and what one may do."""
    return queries.run_view(by_of(request), run_id)
