"""What an address asks for: a request that the reader sees by role, or a client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core.actor import Actor
from openhro.core.web import actor
from openhro.desk import queries
from openhro.desk.models import Ticket


def opened(request: HttpRequest, ticket_id: UUID) -> Ticket:
    """A request that the reader sees by role; whoever only asked has pages of their own."""
    by = actor(request)
    ticket = queries.one(by, ticket_id)
    queries.permit_any(by, ticket.client_id)
    request.client = ticket.client  # type: ignore[attr-defined]
    return ticket


def crumbs(ticket: Ticket, *more: Any) -> list[dict[str, Any]]:
    """The way here."""
    found: list[dict[str, Any]] = [{"label": _("Service desk"), "url": f"/desk/?client={ticket.client.code}"}]
    found.append({"label": f"#{ticket.number}", "url": f"/desk/tickets/{ticket.pk}/"})
    return [*found, *({"label": one} for one in more)]


def asked_client(request: HttpRequest, by: Actor) -> Client | None:
    """The client of the address, or the only one."""
    code = request.GET.get("client", "")
    if code:
        found = clients.client(by, code)
    else:
        only = list(clients.clients(by)[:2])
        found = only[0] if len(only) == 1 else None  # type: ignore[assignment]
    if found is not None:
        request.client = found  # type: ignore[attr-defined]
    return found


def choose(request: HttpRequest, by: Actor, url: str) -> HttpResponse:
    rows = [{"name": one.name, "url": f"{url}?client={one.code}"} for one in clients.clients(by)[:200]]
    return render(request, "desk/choose.html", {"rows": rows})
