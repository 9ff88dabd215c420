"""Payslips on the web: the desk's twin, and the employee's own in the client's brand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.web import actor
from openhro.payroll import queries, services
from openhro.payroll.shown import run, slip
from openhro.payroll.views.asked import in_group


@require_safe
def payslip(request: HttpRequest, run_id: UUID, employment_id: UUID) -> HttpResponse:
    """Somebody's payslip at the desk: every line with how it came about."""
    by = actor(request)
    head = queries.run_view(by, run_id)
    view = queries.payslip(by, run_id, employment_id)
    in_group(request, by, head.row)
    crumbs = run.crumbs(head)
    crumbs[-1]["url"] = run.tab_url("results", run_id)
    shown = _shown(by, view) | {
        "run": head.row, "state": run.words.state(head.row.state), "now": clock.now(),
        "crumbs": [*crumbs, {"label": view.name}],
        "pdf_url": reverse("payroll:payslip_pdf", args=[run_id, employment_id]),
        "explain_url": reverse("payroll:explain", args=[run_id, employment_id]),
        "tax_url": reverse("payroll:tax", args=[employment_id]),
    }  # fmt: skip
    before = shown["before"]
    shown["before_url"] = reverse("payroll:payslip", args=[before.run_id, employment_id]) if before else ""
    return render(request, "payroll/payslip.html", shown)


def _shown(by: Actor, view: queries.PayslipView, *, own: bool = False) -> dict[str, Any]:
    before = queries.payslip_before(by, view)
    return slip.page(view, before, queries.explain(by, view.run_id, view.employment_id), own=own)


@require_safe
def pdf(request: HttpRequest, run_id: UUID, employment_id: UUID) -> HttpResponse:
    """The payslip on paper."""
    by = actor(request)
    return _pdf(services.render_payslip(by, run_id, employment_id), f"payslip-{run_id.hex[:8]}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@require_safe
def explain(request: HttpRequest, run_id: UUID, employment_id: UUID) -> HttpResponse:
    """The whole worksheet of a payslip."""
    by = actor(request)
    head = queries.run_view(by, run_id)
    in_group(request, by, head.row)
    view = queries.payslip(by, run_id, employment_id)
    back = reverse("payroll:payslip", args=[run_id, employment_id])
    crumbs = run.crumbs(head)
    crumbs[-1]["url"] = run.tab_url("results", run_id)
    shown = _worksheet(by, view) | {
        "crumbs": [*crumbs, {"label": view.name, "url": back}, {"label": _("Worksheet")}], "back": back,
        "layout": "base.html", "now": clock.now(),
    }  # fmt: skip
    return render(request, "payroll/worksheet.html", shown)


def _worksheet(by: Actor, view: queries.PayslipView) -> dict[str, Any]:
    told = queries.explain(by, view.run_id, view.employment_id)
    return {"slip": view, "currency": view.currency, "sections": slip.worksheet(told), "told": told}


@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """The reader's own payslips, newest first, with the year as a picture."""
    by = actor(request)
    found = queries.own_payslips(by)
    shown = {"rows": found, "year": slip.year(found), "next_pay": queries.next_pay(by), "now": clock.now()}
    return render(request, "payroll/own/list.html", shown)


def _own(request: HttpRequest, run_id: UUID) -> queries.PayslipView:
    """The reader's own payslip of a run; 404 for anybody else's, and before it is published."""
    by = actor(request)
    asked = request.GET.get("employment", "")
    mine = [one for one in queries.own_payslips(by) if one.run_id == run_id and asked in ("", str(one.employment_id))]
    if not mine:
        raise NotFound("payslip")
    return queries.payslip(by, run_id, mine[0].employment_id)


def _same(request: HttpRequest) -> str:
    """What an address needs to mean the same payslip of somebody with two jobs."""
    asked = request.GET.get("employment", "")
    return f"?{urlencode({'employment': asked})}" if asked else ""


@require_safe
def own(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The reader's own payslip."""
    view = _own(request, run_id)
    shown = _shown(actor(request), view, own=True) | {"now": clock.now()}
    before = shown["before"]
    shown |= {
        "pdf_url": reverse("payroll:own_pdf", args=[run_id]) + _same(request),
        "explain_url": reverse("payroll:own_explain", args=[run_id]) + _same(request),
        "before_url": reverse("payroll:own_payslip", args=[before.run_id]) if before else "",
    }  # fmt: skip
    return render(request, "payroll/own/payslip.html", shown)


@require_safe
def own_pdf(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The reader's own payslip on paper."""
    view = _own(request, run_id)
    content = services.render_payslip(actor(request), run_id, view.employment_id)
    return _pdf(content, f"payslip-{view.pay_date.isoformat()}")


@require_safe
def own_explain(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The whole worksheet of the reader's own payslip."""
    view = _own(request, run_id)
    back = reverse("payroll:own_payslip", args=[run_id]) + _same(request)
    shown = _worksheet(actor(request), view) | {"back": back, "layout": "base_employee.html", "now": clock.now()}
    return render(request, "payroll/worksheet.html", shown)
