"""Client 360: everything about one client that the actor may see, in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from openhro.billing import permissions as billing_permissions
from openhro.billing import queries as billing
from openhro.clients import permissions as client_permissions
from openhro.clients import queries as clients
from openhro.clients.queries import ROLE_NAMES, Client
from openhro.core import clock, deadlines
from openhro.core.actor import Actor, Role
from openhro.core.models import Deadline
from openhro.core.permission import may, permit
from openhro.engagements import permissions as engagement_permissions
from openhro.engagements import queries as engagements
from openhro.payroll import permissions as payroll_permissions
from openhro.payroll.queries import desk as payroll
from openhro.people import permissions as people_permissions
from openhro.people import queries as people


@dataclass(frozen=True, slots=True)
class ClientPage:
    """What stands on the page; None where the actor may not see it."""

    client: Client
    entities: list[dict[str, Any]]
    behind: list[dict[str, Any]]
    deadlines: list[Deadline]
    more_deadlines: bool
    headcount: int | None = None
    headcount_before: int | None = None
    engagements: list[Any] | None = None
    groups: list[Any] | None = None
    invoices: list[Any] | None = None
    links: dict[str, bool] = field(default_factory=dict)


def client_page(by: Actor, code: str) -> ClientPage:
    """The page of one client by its code."""
    client = clients.client(by, code)
    permit(by, client_permissions.CLIENT_READ, client.pk)
    today = clock.today(client.zone)
    sees = {
        "people": may(by, people_permissions.PERSON_VIEW, client.pk),
        "engagements": may(by, engagement_permissions.READ, client.pk),
        "payroll": may(by, payroll_permissions.GROUP_READ, client.pk),
        "billing": may(by, billing_permissions.READ, client.pk),
        "users": may(by, client_permissions.USER_READ, client.pk),
    }
    open_ = list(_deadlines(by, client)[:9])
    before = today.replace(day=1)
    return ClientPage(
        client,
        _entities(by, client),
        _behind(by, client),
        open_[:8],
        len(open_) > 8,
        people.headcount(by, client.pk, today) if sees["people"] else None,
        people.headcount(by, client.pk, before) if sees["people"] else None,
        list(engagements.engagements(by, client.pk)[:20]) if sees["engagements"] else None,
        payroll.groups(by, client.pk) if sees["payroll"] else None,
        list(billing.invoices(by, client.pk)[:6]) if sees["billing"] else None,
        sees,
    )


def _deadlines(by: Actor, client: Client) -> QuerySet[Deadline]:
    functions = clients.functions(by)
    rows = deadlines.open_deadlines(by).filter(client_id=client.pk)
    return rows if functions is None else rows.filter(function__in=functions)


def _entities(by: Actor, client: Client) -> list[dict[str, Any]]:
    """Each legal entity with the registrations that hold or are to come."""
    today = clock.today(client.zone)
    held: dict[Any, list[Any]] = {}
    for row in clients.registrations(by, client.pk):
        if row.valid.upper is None or row.valid.upper > today:
            held.setdefault(row.entity_id, []).append(row)
    return [{"entity": entity, "registrations": held.get(entity.pk, [])} for entity in clients.entities(by, client.pk)]


def _behind(by: Actor, client: Client) -> list[dict[str, Any]]:
    """The people who serve the client and who approve there, one line each with all their roles."""
    lines: dict[Any, dict[str, Any]] = {}
    for grant in clients.people_behind(by, client.pk):
        line = lines.setdefault(grant.user_id, {"name": grant.user.name, "roles": []})
        line["roles"].append(str(ROLE_NAMES[Role(grant.role)]))
    return [{"name": line["name"], "role": ", ".join(line["roles"])} for line in lines.values()]
