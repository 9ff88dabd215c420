"""What every page's frame needs: navigation, clients, notices, and the person signed in.

Every value is made when a template first asks for it, so that a page without a frame reads nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.clients.queries import PROVIDER_ROLES, ROLE_NAMES
from openhro.core import clock, notices
from openhro.core.actor import Actor, Role
from openhro.portal import navigation

MOST_CLIENTS = 12


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout; the names are those that ui's base templates read."""
    by: Actor | None = getattr(request, "actor", None)
    kept: dict[str, Any] | None = getattr(request, "_shell", None)
    if kept is None or kept["actor"] is not by:
        kept = _desk(request, by) if by else {"actor": None, "layout": "base_plain.html"}
        kept["provider"] = cache(_provider)
        request._shell = kept  # type: ignore[attr-defined]
    return kept


def _provider() -> dict[str, str]:
    return {"name": clients.provider_name()}


def _desk(request: HttpRequest, by: Actor) -> dict[str, Any]:
    employee = navigation.only_employee(by)
    chosen = cache(lambda: _chosen(request, by))
    made: dict[str, Callable[[], Any]] = {
        "nav": lambda: navigation.items(request, by, chosen()),
        "client": chosen,
        "clients": lambda: _switcher(request, by, chosen()),
        "notices": lambda: _notices(by),
        "brand": lambda: _brand(by),
        "who": lambda: {"name": by.name, "role": _role(by)},
        "user_menu": _user_menu,
        "now": clock.now,
    }
    lazy: dict[str, Any] = {name: cache(make) for name, make in made.items()}
    return lazy | {
        "actor": by,
        "layout": "base_employee.html" if employee else "base.html",
        "search_url": "" if employee else "/search",
        "search_text": request.GET.get("q", "") if request.path == "/search" else "",
        "sign_out_url": "/logout/",
    }


def _chosen(request: HttpRequest, by: Actor) -> Any:
    """The client that the page is about: the view says so, or the address does by `client=<code>`."""
    shown = getattr(request, "client", None)
    code = request.GET.get("client", "")
    return shown or (clients.clients(by).filter(code=code).first() if code else None)


def _switcher(request: HttpRequest, by: Actor, chosen: Any) -> list[dict[str, Any]]:
    """The clients to work for; a list filters by the one that is chosen, any other page leads to the client."""
    rows = list(clients.clients(by)[: MOST_CLIENTS + 1])
    if len(rows) < 2:
        return []
    here = request.path if request.path in navigation.BY_CLIENT else ""
    found: list[dict[str, Any]] = [{"name": _("All clients"), "url": here or "/clients/", "current": chosen is None}]
    for row in rows[:MOST_CLIENTS]:
        url = f"{here}?client={row.code}" if here else f"/clients/{row.code}/"
        found.append({"name": row.name, "url": url, "current": bool(chosen and chosen.pk == row.pk)})
    if len(rows) > MOST_CLIENTS:
        found.append({"name": _("More clients …"), "url": "/clients/"})
    return found


def _notices(by: Actor) -> dict[str, Any]:
    rows = notices.mine(by)[:6]
    shown = [
        {"text": row.text, "url": f"/notices/{row.pk}/", "when": row.made_at, "unread": row.read_at is None}
        for row in rows
    ]
    return {"unread": notices.unread(by), "rows": shown, "url": "/notices/"}


def _brand(by: Actor) -> dict[str, str]:
    """The client's brand for its own people; the provider's people see none."""
    if by.all_roles & PROVIDER_ROLES or None in by.roles:
        return {}
    row = clients.clients(by).first()
    return {"name": row.brand_name or row.name, "colour": row.brand_colour} if row else {}


def _role(by: Actor) -> str:
    held = next((role for role in navigation.RANK if role in by.all_roles), None)
    return str(ROLE_NAMES[held]) if held and held is not Role.EMPLOYEE else ""


def _user_menu() -> list[dict[str, str]]:
    places = [(_("Your account"), "user", "/account/"), (_("API"), "book", "/api/docs")]
    return [{"label": label, "icon": icon, "url": url} for label, icon, url in places if is_valid_path(url)]
