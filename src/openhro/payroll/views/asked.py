"""What a request asks for, read once: which client the page is about, and the addresses of the next page."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.payroll.queries import GroupView, RunRow


def in_client(request: HttpRequest, by: Actor, client_id: UUID) -> None:
    """Tell the frame which client the page is about; read only if the frame asks."""
    request.client = SimpleLazyObject(lambda: clients.clients(by).get(pk=client_id))  # type: ignore[attr-defined]


def in_group(request: HttpRequest, by: Actor, row: RunRow | GroupView) -> None:
    """As `in_client`, for a page about one pay group: its times are those of where the group is paid."""
    in_client(request, by, row.client_id)
    timezone.activate(ZoneInfo(row.zone))


def with_query(request: HttpRequest, **changes: Any) -> str:
    """This page's address with other filters; None or nothing takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


def exports(request: HttpRequest, name: str, run_id: UUID) -> list[dict[str, Any]]:
    """The page's table as files, narrowed as the page is."""
    query = request.GET.copy()
    query.pop("cursor", None)
    ending = f"?{query.urlencode()}" if query else ""
    return [
        {"label": kind.upper(), "icon": "download", "url": reverse(f"payroll:{name}", args=[run_id, kind]) + ending}
        for kind in ("xlsx", "csv")
    ]


def cursor_links(request: HttpRequest, following: str | None) -> dict[str, str]:
    """The addresses of the first and the next page; cursors only lead forwards."""
    return {
        "first": with_query(request, cursor=None) if request.GET.get("cursor") else "",
        "next": with_query(request, cursor=following) if following else "",
    }
