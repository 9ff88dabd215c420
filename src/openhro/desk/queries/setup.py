"""How a desk is set up: what can be asked, who works where, what is promised and by which calendar."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.models import WorkCalendar
from openhro.core.permission import in_clients, permit
from openhro.desk.models import Agent, CatalogueItem, Category, Macro, Policy, Queue, Ticket, TicketClock
from openhro.desk.permissions import ALL, OF_FUNCTION, RAISE, WORK
from openhro.desk.queries.tickets import permit_any


def catalogue(by: Actor, client_id: UUID | None = None) -> QuerySet[CatalogueItem]:
    """What the actor can ask for, by category and name."""
    permit(by, RAISE, client_id)
    rows = CatalogueItem.objects.filter(in_clients(by, RAISE), active=True).select_related("category", "client")
    rows = rows.order_by("category__name", "name", "pk")
    return rows.filter(client_id=client_id) if client_id else rows


def asked_item(by: Actor, item_id: UUID) -> CatalogueItem:
    """One thing that the actor can ask for."""
    found = CatalogueItem.objects.select_related("category", "client").filter(pk=item_id).first()
    if found is None or not found.active:
        raise NotFound("catalogue item")
    permit(by, RAISE, found)
    return found


def categories(by: Actor, client_id: UUID | None = None) -> QuerySet[Category]:
    """What requests can be about; for those who see requests by role."""
    permit_any(by, client_id)
    sees = in_clients(by, ALL)
    rows = Category.objects.filter(sees if sees == Q() else sees | in_clients(by, OF_FUNCTION)).order_by("name", "pk")
    return rows.filter(client_id=client_id) if client_id else rows


def category(by: Actor, category_id: UUID) -> Category:
    """One category."""
    found = Category.objects.select_related("client").filter(pk=category_id).first()
    if found is None:
        raise NotFound("category")
    permit_any(by, found.client_id)
    return found


def category_tree(by: Actor, client_id: UUID) -> list[tuple[UUID, str]]:
    """The same with the branches above each, as in Pay: Tax code, in that order."""
    rows = list(categories(by, client_id))
    held = {row.pk: row for row in rows}

    def path(row: Category) -> str:
        above = held.get(row.parent_id) if row.parent_id else None
        return f"{path(above)}: {row.name}" if above else row.name

    return sorted(((row.pk, path(row)) for row in rows), key=lambda one: one[1].casefold())


def queues(by: Actor, client_id: UUID | None = None) -> QuerySet[Queue]:
    """The piles."""
    permit(by, ALL, client_id)
    rows = Queue.objects.filter(in_clients(by, ALL)).order_by("name", "pk")
    return rows.filter(client_id=client_id) if client_id else rows


def agents(by: Actor, ticket: Ticket) -> list[tuple[UUID, str]]:
    """Who works in a request's queue, by name; those without the skill that its category asks for are left out, and
    those who no longer work for the client."""
    rows = Agent.objects.filter(
        queue_id=ticket.queue_id, user_id__in=clients.grant_holders(ticket.client_id, WORK.roles)
    )
    if ticket.category.skill:
        rows = rows.filter(skills__contains=[ticket.category.skill])
    names = clients.user_names(by, rows.values_list("user_id", flat=True))
    return sorted(names.items(), key=lambda pair: pair[1])


def queue_agents(by: Actor, queue_id: UUID) -> list[Agent]:
    """Who works in a queue, and what they are skilled in."""
    queue = Queue.objects.filter(pk=queue_id).first()
    if queue is None:
        raise NotFound("queue")
    permit(by, ALL, queue)
    return list(Agent.objects.filter(queue=queue).order_by("user_id"))


def agents_at(by: Actor, client_id: UUID) -> list[Agent]:
    """Who works in which queue of a client."""
    permit(by, ALL, client_id)
    return list(Agent.objects.filter(client_id=client_id).order_by("queue_id", "user_id"))


def macros(by: Actor, client_id: UUID) -> QuerySet[Macro]:
    """The ready answers of a client's desk."""
    permit(by, WORK, client_id)
    return Macro.objects.filter(client_id=client_id).order_by("name", "pk")


def macro_text(by: Actor, macro_id: UUID, ticket: Ticket) -> tuple[str, str]:
    """A ready answer with its blanks filled in, and the move that follows it; nothing but the three known names is
    replaced."""
    found = Macro.objects.filter(pk=macro_id, client_id=ticket.client_id).first()
    if found is None:
        raise NotFound("macro")
    permit(by, WORK, found)
    asked = clients.user_names(by, [ticket.requester_id]).get(ticket.requester_id) if ticket.requester_id else ""
    blanks = {"{number}": str(ticket.number), "{name}": (asked or "").split(" ")[0], "{agent}": by.name}
    text = str(found.body)
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text, found.then


def policies(by: Actor, client_id: UUID | None = None) -> QuerySet[Policy]:
    """What is and was promised, newest version first."""
    permit(by, ALL, client_id)
    rows = Policy.objects.filter(in_clients(by, ALL)).prefetch_related("goals", "escalations")
    rows = rows.order_by("code", "-version", "pk")
    return rows.filter(client_id=client_id) if client_id else rows


def latest_policy(client_id: UUID, code: str) -> Policy | None:
    """The newest version of a policy."""
    return Policy.objects.filter(client_id=client_id, code=code).order_by("-version").first()


def calendars(by: Actor, client_id: UUID | None = None) -> QuerySet[WorkCalendar]:
    """The business calendars, newest version first."""
    permit(by, ALL, client_id)
    rows = WorkCalendar.objects.filter(in_clients(by, ALL)).order_by("name", "-version", "pk")
    return rows.filter(client_id=client_id) if client_id else rows


def calendar(by: Actor, calendar_id: UUID) -> WorkCalendar:
    """One version of a calendar."""
    found = WorkCalendar.objects.filter(pk=calendar_id).first()
    if found is None:
        raise NotFound("calendar")
    permit(by, ALL, found)
    return found


def latest_calendar(client_id: UUID, name: str) -> WorkCalendar | None:
    """The newest version of a calendar."""
    return WorkCalendar.objects.filter(client_id=client_id, name=name).order_by("-version").first()


def policy(by: Actor, policy_id: UUID) -> Policy:
    """One version of a policy."""
    found = Policy.objects.filter(pk=policy_id).first()
    if found is None:
        raise NotFound("policy")
    permit(by, ALL, found)
    return found


def running_under(by: Actor, calendar: WorkCalendar) -> list[TicketClock]:
    """The clocks that still run under a calendar of this name, whatever its version: what an edit could move."""
    permit(by, ALL, calendar)
    return list(_running(calendar.client_id).filter(goal__calendar=calendar.name))


def running_before(by: Actor, policy: Policy) -> list[TicketClock]:
    """The clocks that still run under an earlier version of a policy."""
    permit(by, ALL, policy)
    return list(
        _running(policy.client_id).filter(goal__policy__code=policy.code, goal__policy__version__lt=policy.version)
    )


def _running(client_id: UUID) -> QuerySet[TicketClock]:
    rows = TicketClock.objects.filter(client_id=client_id, deadline__stopped_at=None, deadline__cancelled=False)
    return rows.select_related("deadline", "goal__policy", "ticket").order_by("deadline__due_at", "pk")
