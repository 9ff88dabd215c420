"""Requests: which of them an actor sees, what of them, and who they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core.actor import Actor, Role
from openhro.core.errors import Forbidden, NotFound, check_choice
from openhro.core.permission import in_clients, may, permit
from openhro.desk.models import Entry, KnownProblem, Survey, Task, Ticket, Watcher
from openhro.desk.permissions import ALL, OF_FUNCTION, SECRET
from openhro.desk.rules import ACTIVE, STATES
from openhro.people import queries as people
from openhro.people.queries import PersonView


@dataclass(frozen=True, slots=True)
class TicketView:
    """A request as lists and programs see it; of a confidential one the words are hidden."""

    id: UUID
    client_id: UUID
    number: int
    subject: str
    state: str
    priority: str
    impact: int
    urgency: int
    category_id: UUID
    category: str
    queue_id: UUID
    channel: str
    confidential: bool
    requester_id: UUID | None
    person_id: UUID | None
    assignee_id: UUID | None
    scope_item_id: UUID | None
    out_of_scope: str
    billable: bool
    linked_type: str
    linked_id: str
    problem_id: UUID | None
    merged_into_id: UUID | None
    reason: str
    opened_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened: int
    breach_at: datetime
    version: int


def visible(by: Actor) -> QuerySet[Ticket]:
    """What an actor sees: a client's requests by role, an expert those of the own function, everybody what they asked
    or follow. What somebody else asked about the actor is not theirs to see, whatever their role."""
    rows, sees = Ticket.objects.select_related("category", "client"), in_clients(by, ALL)
    if by.user is None:
        return rows.filter(sees)
    if sees != Q():  # Q() is everything: a provider administrator's reach
        sees |= _of_functions(by) | Q(assignee_id=by.user) | _watched(by.user)
    return rows.filter(Q(requester_id=by.user) | (sees & ~about(by.user)))


def about(user: UUID) -> Q:
    """Whom a request is about: that user's own person."""
    return Q(person__isnull=False, person__user_id=user)


def _of_functions(by: Actor) -> Q:
    """An expert's requests: at each client those of the functions that the actor works in there."""
    clients_of: dict[frozenset[str], set[UUID | None]] = {}
    for client, functions in clients.functions_at(by, OF_FUNCTION.roles).items():
        clients_of.setdefault(functions, set()).add(client)
    found = Q(pk=None)
    for functions, held in clients_of.items():
        at = Q() if None in held else Q(client_id__in=held)
        found |= at & Q(category__function__in=functions)
    return found


def _watched(user: UUID) -> Q:
    return Q(Exists(Watcher.objects.filter(ticket=OuterRef("pk"), user_id=user)))


def one(by: Actor, ticket_id: UUID) -> Ticket:
    """One request that the actor sees, or 404."""
    found = visible(by).select_related("category", "client", "queue", "item", "policy").filter(pk=ticket_id).first()
    if found is None:
        raise NotFound("request")
    return found


def queue(
    by: Actor, client_id: UUID | None = None, state: str = "active", queue_id: UUID | None = None
) -> QuerySet[Ticket]:
    """The desk's list, by the time to the next breach; `state` is one of the states, or active, or empty for all."""
    permit_any(by, client_id)
    check_choice(state, ("active", "", *STATES), "state")
    rows = visible(by).order_by("breach_at", "pk")
    if client_id:
        rows = rows.filter(client_id=client_id)
    if queue_id:
        rows = rows.filter(queue_id=queue_id)
    if state == "active":
        return rows.filter(state__in=ACTIVE)
    return rows.filter(state=state) if state else rows


def permit_any(by: Actor, client_id: UUID | None) -> None:
    """The desk's pages are for those who see requests by role, whole or of their function."""
    if not may(by, OF_FUNCTION, client_id):
        permit(by, ALL, client_id)


def own(by: Actor) -> QuerySet[Ticket]:
    """What the actor asked or follows, newest first."""
    if by.user is None:
        return Ticket.objects.none()
    rows = Ticket.objects.filter(Q(requester_id=by.user) | _watched(by.user))
    return rows.select_related("category", "client", "item").order_by("-opened_at", "-pk")


def own_one(by: Actor, ticket_id: UUID) -> Ticket:
    """One of the actor's own."""
    found = own(by).select_related("category", "client", "policy").filter(pk=ticket_id).first()
    if found is None:
        raise NotFound("request")
    return found


def is_own(by: Actor, ticket: Ticket) -> bool:
    """Whether the actor asked."""
    return by.user is not None and ticket.requester_id == by.user


def may_read(by: Actor, ticket: Ticket) -> bool:
    """Whether the actor may read the words of a request that it sees."""
    if not ticket.confidential or is_own(by, ticket):
        return True
    return (by.user is not None and ticket.assignee_id == by.user) or may(by, SECRET, ticket)


def check_readable(by: Actor, ticket: Ticket) -> None:
    """403 for words that are not the actor's to read."""
    if not may_read(by, ticket):
        raise Forbidden("CONFIDENTIAL", _("This request is confidential. Ask whoever works on it."))


def _hidden(by: Actor, ticket: Ticket, *, listed: bool) -> bool:
    return ticket.confidential and not is_own(by, ticket) and (listed or not may_read(by, ticket))


def shown_reason(by: Actor, ticket: Ticket, *, listed: bool = True) -> str:
    """Why a request waits or was cancelled, hidden as its subject is."""
    return "" if _hidden(by, ticket, listed=listed) else str(ticket.reason)


def shown_subject(by: Actor, ticket: Ticket, *, listed: bool = True) -> str:
    """The subject as lists show it: of a confidential request to nobody but whoever asked."""
    return _("Confidential") if _hidden(by, ticket, listed=listed) else str(ticket.subject)


def view(by: Actor, ticket: Ticket, *, listed: bool = True) -> TicketView:
    """A request for lists and programs."""
    return TicketView(
        ticket.pk, ticket.client_id, ticket.number, shown_subject(by, ticket, listed=listed), ticket.state,
        ticket.priority, ticket.impact, ticket.urgency, ticket.category_id, ticket.category.name, ticket.queue_id,
        ticket.channel, ticket.confidential, ticket.requester_id, ticket.person_id, ticket.assignee_id,
        ticket.scope_item_id, ticket.out_of_scope, bool(ticket.out_of_scope), ticket.linked_type, ticket.linked_id,
        ticket.problem_id, ticket.merged_into_id, shown_reason(by, ticket, listed=listed), ticket.opened_at,
        ticket.answered_at, ticket.resolved_at, ticket.closed_at, ticket.reopened, ticket.breach_at, ticket.version,
    )  # fmt: skip


def entries(by: Actor, ticket: Ticket) -> QuerySet[Entry]:
    """What was said, oldest first; whoever asked or follows reads no internal notes."""
    check_readable(by, ticket)
    rows = Entry.objects.filter(ticket=ticket).order_by("at", "pk")
    return rows if sees_inside(by, ticket) else rows.exclude(kind="internal")


def sees_inside(by: Actor, ticket: Ticket) -> bool:
    """Whether the actor sees the desk's own side: by a role of the provider, and not of an own request."""
    if is_own(by, ticket):
        return False
    provider = by.roles_at(ticket.client_id) & (clients.PROVIDER_ROLES | {Role.SYSTEM})
    return bool(provider) and (may(by, ALL, ticket) or may(by, OF_FUNCTION, ticket))


def tasks(by: Actor, ticket: Ticket) -> QuerySet[Task]:
    """The steps of the work, in order: the desk's own side of a request."""
    check_readable(by, ticket)
    if not sees_inside(by, ticket):
        raise Forbidden("DESK_ONLY", _("How the desk goes about a request is for the desk."))
    return Task.objects.filter(ticket=ticket)


@dataclass(frozen=True, slots=True)
class Context:
    """Who a request is about, as far as the actor's role may know, and what else they asked."""

    person: PersonView | None
    others: list[Ticket]


def context_of(by: Actor, ticket: Ticket) -> Context:
    """The side panel of an agent."""
    found = None
    if ticket.person_id:
        try:
            found = people.person(by, ticket.person_id)
        except NotFound:
            found = None
    asked = Q(requester_id=ticket.requester_id) if ticket.requester_id else Q(pk=None)
    about = asked | (Q(person_id=ticket.person_id) if ticket.person_id else Q(pk=None))
    others = visible(by).filter(about, client_id=ticket.client_id).exclude(pk=ticket.pk).order_by("-opened_at")[:5]
    return Context(found, list(others))


def survey_open(by: Actor, ticket: Ticket) -> bool:
    """Whether the actor asked and may still say how it was."""
    return is_own(by, ticket) and Survey.objects.filter(ticket=ticket, score=None).exists()


def people_asking(by: Actor, tickets: Iterable[Ticket]) -> dict[UUID, str]:
    """The names of those who ask and those who work, for lists."""
    rows = list(tickets)
    return clients.user_names(by, [row.requester_id for row in rows] + [row.assignee_id for row in rows])


def known_problems(by: Actor, client_id: UUID | None = None) -> QuerySet[KnownProblem]:
    """The causes behind several requests, unsolved first; for those who see requests by role."""
    permit_any(by, client_id)
    sees = in_clients(by, ALL)
    rows = KnownProblem.objects.filter(sees if sees == Q() else sees | in_clients(by, OF_FUNCTION)).order_by("-pk")
    return rows.filter(client_id=client_id) if client_id else rows


def known_problem(by: Actor, problem_id: UUID) -> KnownProblem:
    """One cause."""
    found = KnownProblem.objects.filter(pk=problem_id).first()
    if found is None:
        raise NotFound("problem")
    permit_any(by, found.client_id)
    return found
