"""What a run came to, and what is to be looked at before it goes on."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core.rest import Asked, Minor, Page, Router, by_of, listed
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, figures

router = Router()


class ResultFilters(Asked):
    """What the results are narrowed to."""

    text: str = Field("", max_length=200, description="Beginnings of a name, or a staff number.")
    state: str = Field("", max_length=10, description="paid or left out.")
    net_from: Minor | None = None
    net_to: Minor | None = None
    cursor: str = Field("", max_length=60)
    limit: Annotated[int, Field(ge=1, le=500)] = 50


@router.read("/runs/{run_id}/results", figures.Results)
def list_run_results(request: HttpRequest, run_id: UUID, asked: Query[ResultFilters]) -> Any:
    """The results person by person, in stored order."""
    values = asked.model_dump()
    cursor, limit = values.pop("cursor"), values.pop("limit")
    page = queries.results(by_of(request), run_id, queries.ResultFilters(**values), cursor or None, limit)
    return {"items": page.rows, "next": page.next, "currency": page.currency, "against": page.against}


@router.read("/runs/{run_id}/variances", figures.Changes)
def list_run_variances(
    request: HttpRequest, run_id: UUID, reason: str = "", cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """Changes against the run before, those without a reason first; `reason=unexplained` shows only these."""
    page = queries.variances(by_of(request), run_id, reason=reason, cursor=cursor, limit=limit)
    told = {"items": page.rows, "next": page.next, "reasons": page.reasons}
    return told | {"open": page.open, "against": page.against}


@router.act("/variances/{variance_id}/actions/answer", figures.Change)
def answer_variance(request: HttpRequest, variance_id: UUID, given: bodies.Answer) -> Any:
    """Answer an unexplained change: why it is right."""
    return services.answer_variance(by_of(request), variance_id, answer=given.answer)


@router.read("/runs/{run_id}/problems", Page[figures.RunProblem])
def list_run_problems(request: HttpRequest, run_id: UUID, severity: str = "", open_only: bool = False) -> Any:
    """Errors first, then warnings; at most 1,000."""
    return listed(queries.problems(by_of(request), run_id, severity=severity, open_only=open_only))


@router.act("/problems/{problem_id}/actions/answer", figures.RunProblem)
def answer_problem(request: HttpRequest, problem_id: UUID, given: bodies.Answer) -> Any:
    """Answer a warning: why it may go on. Errors cannot be answered, only mended."""
    return services.answer_problem(by_of(request), problem_id, answer=given.answer)


@router.read("/runs/{run_id}/walk", Page[figures.Walk])
def get_run_walk(request: HttpRequest, run_id: UUID) -> Any:
    """The headcount walk; empty before the run is calculated."""
    held = queries.walk(by_of(request), run_id)
    return listed([held] if held else [])


@router.read("/runs/{run_id}/approvals", Page[figures.RunApproval])
def list_run_approvals(request: HttpRequest, run_id: UUID) -> Any:
    """Every approval that was given, void ones too."""
    return listed(queries.approvals(by_of(request), run_id))


@router.read("/runs/{run_id}/cash-requirement", figures.CashRequirement)
def get_cash_requirement(request: HttpRequest, run_id: UUID) -> Any:
    """Net pay by scheme, and what others are owed and until when."""
    return queries.cash_requirement(by_of(request), run_id)


@router.read("/runs/{run_id}/tie-out", Page[figures.Equation])
def get_tie_out(request: HttpRequest, run_id: UUID) -> Any:
    """Whether every book says the same: results, payments, bank files, liabilities and journal."""
    return listed(queries.tie_out(by_of(request), run_id))
