"""The page of a pay run: overview, checks, results, variance, approvals, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.permission import may
from openhro.core.web import actor
from openhro.payroll import permissions, queries
from openhro.payroll.forms import AnswerForm
from openhro.payroll.queries import RunView
from openhro.payroll.rules.moves import PUBLISHED
from openhro.payroll.shown import charts, money, run, tables, words
from openhro.payroll.shown.columns import HEADS, STATE_OPTIONS
from openhro.payroll.views.asked import cursor_links, exports, in_group
from openhro.payroll.views.moves import approving, dialogs

CHANGES = 30
"""Changes on a page: as many as somebody reads before they answer."""


def page(request: HttpRequest, run_id: UUID, tab: str) -> tuple[Actor, RunView, dict[str, Any]]:
    """What every tab needs: the reader, the run, and the head of the page."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    in_group(request, by, view.row)
    shown = run.head(view, queries.run_counts(by, run_id), tab, clock.now())
    return by, view, HEADS | shown | {"dialogs": dialogs(by, view)}


@require_safe
def overview(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What matters of the run, on one screen."""
    by, view, shown = page(request, run_id, "run")
    past = queries.history(by, run_id)
    walk = queries.walk(by, run_id)
    shown |= {"plan": charts.plan(view, shown["now"])}
    if view.calculation_id is not None:
        changes = queries.variances(by, run_id, limit=5)
        shown |= {
            "tiles": tables.tiles(view, past),
            "variance": tables.variance(changes, view.row),
            "headcount": charts.headcount(walk, view.row.frequency) if walk else None,
            "cost": charts.cost(past, view.row.currency),
            "sign_offs": tables.sign_offs(queries.approvals(by, run_id), view.row.step),
            "cash": money.cash(queries.cash_requirement(by, run_id), view.row.id),
            "files": queries.files(by, run_id),
        }
    return render(request, "payroll/run/overview.html", shown)


@require_safe
def checks(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Errors, which leave people out, and warnings, which want an answer."""
    return render(request, "payroll/run/checks.html", checks_shown(request, run_id))


def checks_shown(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """The tab of checks; an answer that was refused is put back by its view."""
    by, view, shown = page(request, run_id, "checks")
    found = queries.problems(by, run_id)
    return shown | {
        "errors": tables.problems([row for row in found if row.severity == "error"], run_id),
        "warnings": tables.problems([row for row in found if row.severity == "warning"], run_id),
        "may_answer": answering(by, view),
        "form": AnswerForm(),
    }


def answering(by: Actor, view: RunView) -> bool:
    """Whether answers are still taken from this reader: until the results are handed on."""
    return view.row.state == "calculated" and view.row.step == "prepare" and may(by, permissions.RUN_ANSWER, view.row)


@require_safe
def results(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Totals and people."""
    by, view, shown = page(request, run_id, "results")
    if view.calculation_id is not None:
        check_names(request, *tables.RESULT_FILTERS, "cursor")
        asked = tables.result_filters(request.GET, view.row.currency)
        found = queries.results(by, run_id, asked.filters, request.GET.get("cursor"))
        past = queries.history(by, run_id)
        shown |= {
            "tiles": tables.tiles(view, past),
            "lines": money.lines(queries.line_totals(by, run_id)),
            "asked": asked,
            "page": found,
            "against": words.run_name(found.against, view.row.frequency),
            "links": cursor_links(request, found.next),
            "slips": may(by, permissions.PAYSLIP_READ, view.row),
            "state_options": STATE_OPTIONS,
            "exports": exports(request, "results_export", run_id),
        }
    return render(request, "payroll/run/results.html", shown)


@require_safe
def variance(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Difference before detail."""
    return render(request, "payroll/run/variance.html", variance_shown(request, run_id))


def variance_shown(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """The tab of changes; an answer that was refused is put back by its view."""
    by, view, shown = page(request, run_id, "variance")
    if view.calculation_id is None:
        return shown
    check_names(request, "reason", "cursor")
    reason = request.GET.get("reason", "")
    found = queries.variances(by, run_id, reason=reason, cursor=request.GET.get("cursor"), limit=CHANGES)
    walk = queries.walk(by, run_id)
    return shown | {
        "variance": tables.variance(found, view.row),
        "reasons": tables.reasons(found, view.row.id, reason),
        "links": cursor_links(request, found.next),
        "headcount": charts.headcount(walk, view.row.frequency) if walk else None,
        "may_answer": answering(by, view),
        "form": AnswerForm(),
    }


@require_safe
def approvals(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Three people, bound to the same results."""
    return render(request, "payroll/run/approvals.html", approvals_shown(request, run_id))


def approvals_shown(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """The tab of approvals, with the form of the one that this reader may give."""
    by, view, shown = page(request, run_id, "approvals")
    given = queries.approvals(by, run_id)
    past = queries.history(by, run_id) if view.calculation_id else []
    return shown | {
        "sign_offs": tables.sign_offs([one for one in given if not one.is_void], view.row.step),
        "void": tables.voided(given),
        "approving": approving(by, view),
        "left_out": next((one for one in given if one.left_out and not one.is_void), None),
        "why_not": tables.why_not(view, given, by.user),
        "tiles": tables.tiles(view, past) if past else [],
    }


@require_safe
def files(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Money out, what was made of it, and whether every book says the same."""
    by, view, shown = page(request, run_id, "files")
    if view.calculation_id is not None:
        published = view.row.state in PUBLISHED
        shown |= {
            "files": money.files(queries.files(by, run_id), view.row.currency),
            "equations": money.equations(queries.tie_out(by, run_id), view.row.currency) if published else [],
            "cash": money.cash(queries.cash_requirement(by, run_id), view.row.id),
            "funding": money.funding(view),
            "filings": money.filings(view),
        }
    return render(request, "payroll/run/files.html", shown)
