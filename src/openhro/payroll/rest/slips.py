"""Payslips: one's own, anybody's by permission, on paper, and why each cent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from openhro.core.rest import Page, Router, by_of, listed
from openhro.payroll import queries, services
from openhro.payroll.rest import figures

router = Router()


@router.read("/payslips", Page[figures.OwnPayslip])
def list_own_payslips(request: HttpRequest) -> Any:
    """One's own released payslips, newest first."""
    return listed(queries.own_payslips(by_of(request)))


@router.read("/runs/{run_id}/payslips/{employment_id}", figures.Payslip)
def get_payslip(request: HttpRequest, run_id: UUID, employment_id: UUID) -> Any:
    """One payslip; reading somebody else's is journaled."""
    return queries.payslip(by_of(request), run_id, employment_id)


@router.file("/runs/{run_id}/payslips/{employment_id}/pdf", "application/pdf")
def get_payslip_pdf(request: HttpRequest, run_id: UUID, employment_id: UUID) -> HttpResponse:
    """The payslip on paper: the same bytes each time."""
    content = services.render_payslip(by_of(request), run_id, employment_id)
    return HttpResponse(content, content_type="application/pdf")


@router.read("/runs/{run_id}/payslips/{employment_id}/explain", figures.Explanation)
def explain_payslip(request: HttpRequest, run_id: UUID, employment_id: UUID) -> Any:
    """The client's own lines, then the country's worksheet with its law, down to each figure of the payslip."""
    return queries.explain(by_of(request), run_id, employment_id)
