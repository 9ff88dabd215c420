"""The moves of a pay run, one action each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.core.rest import Router, by_of
from openhro.core.rest.background import Job
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, views

router = Router()
_ACTIONS = "/runs/{run_id}/actions"


@router.act(f"{_ACTIONS}/lock", views.Run)
def lock_run(request: HttpRequest, run_id: UUID) -> Any:
    """End the collecting of inputs; from here on an input is late."""
    by = by_of(request)
    return queries.run_view(by, services.lock_run(by, run_id).pk)


@router.act(f"{_ACTIONS}/calculate", Job)
def calculate_run(request: HttpRequest, run_id: UUID) -> Any:
    """Queue the calculation; the job shows its progress. Asking twice gives the same job."""
    return services.calculate_run(by_of(request), run_id)


@router.act(f"{_ACTIONS}/unlock", views.Run)
def unlock_run(request: HttpRequest, run_id: UUID, given: bodies.Reason) -> Any:
    """Back to collecting inputs: results and approvals given so far are void."""
    by = by_of(request)
    return queries.run_view(by, services.unlock_run(by, run_id, reason=given.reason).pk)


@router.act(f"{_ACTIONS}/cancel", views.Run)
def cancel_run(request: HttpRequest, run_id: UUID, given: bodies.Reason) -> Any:
    """Give up a run before it was calculated."""
    by = by_of(request)
    return queries.run_view(by, services.cancel_run(by, run_id, reason=given.reason).pk)


@router.act(f"{_ACTIONS}/prepare", views.Run, key=True)
def prepare_run(request: HttpRequest, run_id: UUID, given: bodies.Preparation) -> Any:
    """The preparer hands the results on; warnings and changes are answered, and who is left out is said to be known."""
    by = by_of(request)
    return queries.run_view(by, services.prepare_run(by, run_id, **given.model_dump()).pk)


@router.act(f"{_ACTIONS}/review", views.Run, key=True)
def review_run(request: HttpRequest, run_id: UUID, given: bodies.Approval) -> Any:
    """The provider's second pair of eyes; not the preparer (`SELF_APPROVAL`)."""
    by = by_of(request)
    return queries.run_view(by, services.review_run(by, run_id, seen=given.seen, note=given.note).pk)


@router.act(f"{_ACTIONS}/client_approve", views.Run, key=True)
def approve_run(request: HttpRequest, run_id: UUID, given: bodies.Approval) -> Any:
    """The client, who is the employer, says yes."""
    by = by_of(request)
    return queries.run_view(by, services.approve_run(by, run_id, seen=given.seen, note=given.note).pk)


@router.act(f"{_ACTIONS}/fund", views.Run, key=True)
def confirm_funding(request: HttpRequest, run_id: UUID, given: bodies.Funding) -> Any:
    """Record that the money is there, or that somebody decided to pay on credit."""
    by = by_of(request)
    return queries.run_view(by, services.confirm_funding(by, run_id, **given.model_dump()).pk)


@router.act(f"{_ACTIONS}/release", views.Run, key=True)
def release_run(request: HttpRequest, run_id: UUID) -> Any:
    """The second person sends the payments: bank files, journal and register are made, payslips are published."""
    by = by_of(request)
    return queries.run_view(by, services.release_run(by, run_id).pk)


@router.act(f"{_ACTIONS}/mark_paid", views.Run)
def mark_run_paid(request: HttpRequest, run_id: UUID) -> Any:
    """The payments have settled; not before the pay date."""
    by = by_of(request)
    return queries.run_view(by, services.mark_paid(by, run_id).pk)


@router.act(f"{_ACTIONS}/mark_filed", views.Run)
def mark_run_filed(request: HttpRequest, run_id: UUID, given: bodies.Filings) -> Any:
    """Record what was filed under which reference."""
    by = by_of(request)
    return queries.run_view(by, services.mark_filed(by, run_id, filings=given.filings).pk)


@router.act(f"{_ACTIONS}/close", views.Run)
def close_run(request: HttpRequest, run_id: UUID) -> Any:
    """The end: only where register, bank files, liabilities and journal tie out (`CLOSE_DIFFERENCE`)."""
    by = by_of(request)
    return queries.run_view(by, services.close_run(by, run_id).pk)
