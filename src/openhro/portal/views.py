"""The first pages: dispatch by role, Today, Client 360, clients, team, search, notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openhro.clients import permissions as client_permissions
from openhro.clients import queries as clients
from openhro.core import notices, paging
from openhro.core.asked import check_names, one_of
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.core.web import actor
from openhro.people import queries as people
from openhro.people.permissions import TEAM_VIEW
from openhro.portal import navigation, permissions, queries, shown


def first(request: HttpRequest) -> HttpResponse:
    """Everybody's own first page."""
    return redirect(navigation.first_page(actor(request)))


def today(request: HttpRequest) -> HttpResponse:
    """What is due to the reader, by clock, and what waits for others."""
    by = actor(request)
    permit(by, permissions.TODAY)
    check_names(request, "client")
    client = _client(request)
    found = queries.queue(by, client.pk if client else None)
    return render(request, "portal/today.html", shown.today(found))


def client(request: HttpRequest, code: str) -> HttpResponse:
    """Client 360."""
    page = queries.client_page(actor(request), code)
    request.client = page.client  # type: ignore[attr-defined]
    return render(request, "portal/client.html", shown.client(page))


def clients_list(request: HttpRequest) -> HttpResponse:
    """The clients that the reader works for."""
    by = actor(request)
    permit(by, client_permissions.CLIENT_READ)
    check_names(request, "q", "cursor")
    text = request.GET.get("q", "").strip()
    rows = clients.clients(by)
    rows = rows.filter(name__icontains=text) if text else rows
    page = paging.page(rows, ("name", "id"), request.GET.get("cursor", ""))
    if not text and not request.GET.get("cursor") and len(page.rows) == 1:
        return redirect("portal:client", code=page.rows[0].code)
    return render(request, "portal/clients.html", shown.clients(by, page, text))


def team(request: HttpRequest) -> HttpResponse:
    """Who reports to the reader; with `all`, also who reports to them."""
    by = actor(request)
    permit(by, TEAM_VIEW)
    check_names(request, "all")
    whole = one_of(request, "all", "1") == "1"
    rows = people.team(by, whole=whole)
    return render(request, "portal/team.html", shown.team(rows, whole))


def search(request: HttpRequest) -> HttpResponse:
    """People, runs, engagements and clients that begin with the words."""
    check_names(request, "q")
    text = request.GET.get("q", "").strip()
    found = queries.search(actor(request), text)
    return render(request, "portal/search.html", shown.search(found, text))


def notices_list(request: HttpRequest) -> HttpResponse:
    """The reader's notices, newest first."""
    check_names(request, "cursor")
    page = paging.page(notices.mine(actor(request)), ("-id",), request.GET.get("cursor", ""))
    following = f"?cursor={page.next}" if page.next else ""
    return render(request, "portal/notices.html", {"rows": page.rows, "next": following})


def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark a notice read and go where it points."""
    by = actor(request)
    row = notices.mine(by).filter(pk=notice_id).first()
    if row is None:
        raise NotFound("notice")
    notices.mark_read(by, [row.pk])
    ours = row.url.startswith("/") and url_has_allowed_host_and_scheme(row.url, None)
    return redirect(row.url if ours else "portal:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices read."""
    if notices.mark_read(actor(request)):
        messages.success(request, _("All notices are marked as read."))
    return redirect("portal:notices")


def _client(request: HttpRequest) -> Any:
    """The client that the address narrows to; 404 for one that is not the reader's."""
    code = request.GET.get("client", "")
    return clients.client(actor(request), code) if code else None
