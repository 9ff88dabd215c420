"""Lists: runs by state and clock, a pay group with its calendar, the client's pay elements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import may
from openhro.core.web import actor
from openhro.payroll import permissions, queries
from openhro.payroll.forms import RunFilterForm
from openhro.payroll.queries import GroupView, RunFilters
from openhro.payroll.shown import lists
from openhro.payroll.views.asked import cursor_links, in_group


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """What is due by clock, then every run by its state."""
    by = actor(request)
    client = _client(by, request.GET.get("client", ""))
    groups = queries.pay_groups(by, client.pk if client else None)
    given = asked(request, RunFilterForm(request.GET, groups=lists.group_options(groups)), "client", "cursor")
    filters = _filters(given, client.pk if client else None)
    found = queries.runs(by, filters, request.GET.get("cursor"))
    plain = filters == RunFilters(client_id=filters.client_id) and not request.GET.get("cursor")
    due = queries.due_runs(by, limit=12) if plain else []
    if client:
        due = [one for one in due if one.row.client_id == client.pk]
    shown = {
        "now": clock.now(),
        "client": client,
        "due": lists.due(due),
        "rows": lists.runs(found.rows),
        "columns": lists.RUN_COLUMNS,
        "links": cursor_links(request, found.next),
        "asked": {
            "state": filters.state, "group": str(filters.group_id or ""), "open": filters.open_only,
            "from": filters.paid_from or "", "to": filters.paid_to or "",
        },
        "states": lists.state_options(),
        "group_options": lists.group_options(groups),
        "applied": lists.applied(request, groups),
        "groups": lists.groups(groups),
        "clear": f"?client={client.code}" if client else "?",
        "narrowed": not plain,
    }  # fmt: skip
    return render(request, "payroll/runs.html", shown)


def _client(by: Actor, code: str) -> Any:
    return clients.client(by, code) if code else None


def _filters(given: dict[str, Any], client_id: UUID | None) -> RunFilters:
    group = UUID(given["group"]) if given["group"] else None
    return RunFilters(client_id, group, given["state"], bool(given["open"]), given["from"], given["to"])


@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A pay group: its calendar, with what banks' holidays did to it, and its runs."""
    by = actor(request)
    found = _group(by, group_id)
    in_group(request, by, found)
    check_names(request, "year")
    years = sorted({one.pay_date.year for one in queries.calendar(by, group_id)})
    chosen = _year(request.GET.get("year", ""), years)
    periods = queries.calendar(by, group_id, chosen) if chosen else []
    shown = {
        "now": clock.now(),
        "group": lists.groups([found])[0],
        "view": found,
        "crumbs": lists.group_crumbs(found),
        "periods": lists.periods(periods, found.country, clock.today()),
        "columns": lists.PERIOD_COLUMNS,
        "years": [{"label": str(year), "url": f"?year={year}", "current": year == chosen} for year in years],
        "may_open": found.installed and may(by, permissions.RUN_OPEN, found),
        "elements": queries.elements(by, found.client_id, found.pack),
    }
    return render(request, "payroll/group.html", shown)


def _group(by: Actor, group_id: UUID) -> GroupView:
    found = next((one for one in queries.pay_groups(by) if one.id == group_id), None)
    if found is None:
        raise NotFound("pay group")
    return found


def _year(text: str, years: list[int]) -> int | None:
    """The year that is asked for, else the present one, else the last that there is."""
    if text:
        if text not in map(str, years):
            raise Invalid("INVALID_FIELD", _("The calendar does not have this year."), field="year")
        return int(text)
    present = clock.today().year
    return present if present in years else (years[-1] if years else None)


@require_safe
def elements(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The pay elements that a group's client uses, and what each of them is to the law."""
    by = actor(request)
    found = _group(by, group_id)
    in_group(request, by, found)
    shown = {
        "view": found,
        "crumbs": [*lists.group_crumbs(found, linked=True), {"label": _("Pay elements")}],
        "columns": lists.ELEMENT_COLUMNS,
        "rows": lists.elements(queries.elements(by, found.client_id, found.pack)),
    }
    return render(request, "payroll/elements.html", shown)
