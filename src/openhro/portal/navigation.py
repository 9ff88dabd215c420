"""The way around: which pages each role has, and which of them is the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.translation import gettext_lazy as _

from openhro.billing import permissions as billing
from openhro.clients import permissions as clients
from openhro.clients.queries import PROVIDER_ROLES
from openhro.core.actor import Actor, Role
from openhro.core.permission import Permission
from openhro.desk import permissions as desk
from openhro.engagements import permissions as engagements
from openhro.payroll import permissions as payroll
from openhro.people import permissions as people
from openhro.portal import queries
from openhro.portal.permissions import TODAY

DESK = PROVIDER_ROLES
_CLIENT = frozenset({Role.CLIENT_ADMIN, Role.CLIENT_HR})
_LEADS = frozenset({Role.MANAGER, Role.HIRING_MANAGER})
# In this order a role decides about somebody's first page.
RANK = [
    *sorted(DESK),
    Role.CLIENT_ADMIN,
    Role.CLIENT_HR,
    Role.MANAGER,
    Role.HIRING_MANAGER,
    Role.AUDITOR,
    Role.EMPLOYEE,
]
# Lists that can be narrowed to one client by `client=<code>`.
BY_CLIENT = frozenset(
    {
        "/today/",
        "/people/",
        "/engagements/",
        "/billing/",
        "/payroll/",
        "/search",
        "/approvals/",
        "/desk/",
        "/scorecard/",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation: who sees it, and its key after `g`."""

    label: Any
    icon: str
    url: str
    key: str
    roles: frozenset[Role]


def _of(permission: Permission) -> frozenset[Role]:
    return permission.roles - {Role.SYSTEM}


PLACES = [
    Place(_("Approvals"), "check", "/approvals/", "a", _CLIENT),
    Place(_("Today"), "inbox", "/today/", "t", _of(TODAY)),
    Place(_("My team"), "people", "/team/", "m", _LEADS),
    Place(_("Home"), "home", "/home/", "h", frozenset({Role.EMPLOYEE})),
    Place(_("Pay"), "pay", "/payroll/", "p", _of(payroll.RUN_READ)),
    Place(_("People"), "people", "/people/", "e", _of(people.PERSON_VIEW)),
    Place(_("Service desk"), "mail", "/desk/", "d", _of(desk.ALL) | _of(desk.OF_FUNCTION)),
    Place(_("Requests"), "question", "/home/requests/", "r", _CLIENT | _LEADS),
    Place(_("Clients"), "building", "/clients/", "c", _of(clients.CLIENT_READ) - _LEADS),
]
SERVICE = [
    Place(_("Portfolio"), "chart", "/portfolio/", "o", _of(engagements.PORTFOLIO)),
    Place(_("Service levels"), "chart", "/scorecard/", "l", _CLIENT),
    Place(_("Engagements"), "shield", "/engagements/", "n", _of(engagements.READ)),
    Place(_("Advisor"), "question", "/advice/", "v", _of(engagements.ADVISE)),
    Place(_("Invoices"), "document", "/billing/", "i", _of(billing.READ)),
    Place(_("Price indices"), "chart", "/indices/", "x", _of(engagements.INDEX_ENTER)),
]
OWN = [
    Place(_("Home"), "home", "/home/", "h", frozenset({Role.EMPLOYEE})),
    Place(_("Payslips"), "pay", "/home/payslips/", "p", frozenset({Role.EMPLOYEE})),
    Place(_("Requests"), "mail", "/home/requests/", "r", frozenset({Role.EMPLOYEE})),
    Place(_("Account"), "user", "/account/", "u", frozenset({Role.EMPLOYEE})),
    Place(_("Who does what"), "people", "/home/who/", "w", frozenset({Role.EMPLOYEE})),
]


def only_employee(by: Actor) -> bool:
    """True for those who come as an employee and nothing else: they get the client's frame."""
    return by.all_roles == {Role.EMPLOYEE}


def first_page(by: Actor) -> str:
    """Where somebody begins, by their role."""
    for roles, url in ((DESK, "/today/"), (_CLIENT, "/approvals/"), (_LEADS, "/team/")):
        if by.all_roles & roles and is_valid_path(url):
            return url
    if by.all_roles & _CLIENT:
        return "/today/"
    if Role.AUDITOR in by.all_roles:
        return "/clients/"
    return "/home/" if Role.EMPLOYEE in by.all_roles and is_valid_path("/home/") else "/account/"


def items(request: HttpRequest, by: Actor, client: Any) -> list[dict[str, Any]]:
    """The navigation of the frame; lists keep the chosen client."""
    if only_employee(by):
        return [_item(place, request, None) for place in OWN if is_valid_path(place.url)]
    found = [_item(place, request, client) for place in PLACES if _shown(place, by)]
    for item in found:
        if item["shortcut"] == "t":
            item |= {"count": queries.pressing(by, client), "hot": True, "count_label": _("late or due today")}
    service = [_item(place, request, client) for place in SERVICE if _shown(place, by)]
    return [*found, {"group": _("Service")}, *service] if service else found


def _shown(place: Place, by: Actor) -> bool:
    return bool(by.all_roles & place.roles) and bool(is_valid_path(place.url))


def _item(place: Place, request: HttpRequest, client: Any) -> dict[str, Any]:
    narrowed = f"{place.url}?client={client.code}" if client and place.url in BY_CLIENT else place.url
    current = (request.path.startswith(place.url) and place.url != "/home/") or request.path == place.url
    return {
        "label": place.label,
        "icon": place.icon,
        "url": narrowed,
        "current": current,
        "shortcut": place.key,
    }
