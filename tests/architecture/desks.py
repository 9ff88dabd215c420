"""The service desk of the world: requests in every state, promises that broke, articles, a cause, mails sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests import make

from openhro.clients.models import Client, Grant, User
from openhro.core import clock
from openhro.core.actor import Actor, Role, system
from openhro.core.scope import scope
from openhro.desk import services
from openhro.desk.models import Entry, MailTrace, ReplyToken, Task, Ticket, TicketClock, Wait

BEGIN = datetime(2026, 11, 19, 10, tzinfo=UTC)
WEEK = {str(day): [["09:00", "17:30"]] for day in range(5)}
HOUR = dict.fromkeys(("P1", "P2", "P3", "P4"), 60)
DAY = dict.fromkeys(("P1", "P2", "P3", "P4"), 960)


def requests(em: Actor, client: Client, size: int) -> dict[str, Any]:
    """A desk, with one request of the employee that is open, one that is resolved, and more in the larger world."""
    agent, employee = of_role(client, Role.DESK_SPECIALIST), of_role(client, Role.EMPLOYEE)
    with clock.travel(BEGIN):
        ids = setup(em, client, agent, size)
        tickets = [asked(employee, client, ids) for _number in range(size + 2)]
    with clock.travel(BEGIN + timedelta(hours=2)):
        with scope(system()):
            services.escalate(system())
        problem = act(agent, services.open_problem, client.pk, make.unique("The same cause"), major=True)
        act(agent, services.solve_problem, problem.pk, make.unique("What it was"))
        act(agent, services.answer, tickets[0].pk, make.unique("Our answer"))
        act(agent, services.link_to_problem, tickets[0].pk, problem.pk)
        act(agent, services.resolve, tickets[-1].pk, make.unique("Done now"))
        for user in everybody(client):
            act(agent, services.share, tickets[0].pk, user)
        articles = [written(em, client, employee) for _number in range(size)]
    with scope(system()):
        said = Entry.objects.filter(ticket=tickets[0], kind="auto").first()
        services.send_mail(system(), said.pk)
        MailTrace.objects.create(client=client, at=BEGIN, code="MAIL_EMPTY", sender=b"0" * 16)
        ReplyToken.objects.create(client=client, ticket=tickets[0], user_id=agent.user, token=uuid4().hex)
        Wait.objects.create(client=client, ticket=tickets[0], at=BEGIN, reason=make.unique("The bank"))
        held = {
            "ticket_id": tickets[0].pk,
            "own_ticket_id": tickets[0].pk,
            "clock_id": TicketClock.objects.filter(ticket=tickets[0]).first().pk,
            "task_id": Task.objects.filter(ticket=tickets[0]).first().pk,
            "article_id": articles[0].pk,
            "known_problem_id": problem.pk,
            "agent_id": agent.user,
            "into_ticket_id": tickets[1].pk,
        }
        assert Ticket.objects.filter(client=client).count() == size + 2
    return ids | held


def of_role(client: Client, role: Role) -> Actor:
    """Somebody who holds a role at the client; made where there is nobody."""
    with scope(system()):
        held = Grant.objects.filter(client=client, role=role).order_by("pk").first()
    return make.as_actor(User.objects.get(pk=held.user_id)) if held else make.actor(role, client)


def everybody(client: Client) -> list[UUID]:
    """Whoever holds every role: the only one with the auditor's and the employee's."""
    with scope(system()):
        held = Grant.objects.filter(client=client)
        both = set(held.filter(role=Role.AUDITOR).values_list("user_id", flat=True))
        return sorted(both & set(held.filter(role=Role.EMPLOYEE).values_list("user_id", flat=True)))


def setup(em: Actor, client: Client, agent: Actor, size: int) -> dict[str, Any]:
    """Queue, agent, calendar, promises, category, catalogue and ready answers."""
    queues = [act(em, services.set_queue, client.pk, f"q{number}", make.unique("Queue")) for number in range(size)]
    queue = queues[0]
    act(em, services.set_agent, queue.pk, agent.user, ["letters"])
    hours = services.CalendarTerms("desk", "Europe/London", WEEK, (("2026-12-25", "Christmas Day"),))
    calendar = act(em, services.publish_calendar, client.pk, hours)
    goals = [services.GoalTerms(one, HOUR, "desk") for one in ("first_response", "next_response", "update")]
    goals.append(services.GoalTerms("resolution", DAY, "desk"))
    told = [services.EscalationTerms("first_response", ["SP-desk"], percent=50)]
    for _version in range(size):
        policy = act(em, services.publish_policy, client.pk, services.PolicyTerms("standard", goals, told))
    general = services.CategoryTerms("general", make.unique("Category"), "desk", queue.pk)
    category = act(em, services.set_category, client.pk, general)
    fields = [{"name": "purpose", "label": "What is it for?", "kind": "text", "required": True}]
    for number in range(size):
        terms = services.ItemTerms(
            f"letter{number}", make.unique("Letter"), category.pk, make.unique("About the letter"), fields
        )
        item = act(em, services.set_item, client.pk, terms)
        macro = act(em, services.set_macro, client.pk, f"m{number}", make.unique("Macro"), make.unique("Dear {name}"))
    return {
        "queue_id": queue.pk, "policy_id": policy.pk, "category_id": category.pk, "catalogue_item_id": item.pk,
        "calendar_id": calendar.pk, "macro_id": macro.pk,
    }  # fmt: skip


def asked(employee: Actor, client: Client, ids: dict[str, Any]) -> Ticket:
    """A request of the employee, from the catalogue."""
    ask = services.Ask(
        item_id=ids["catalogue_item_id"], answers={"purpose": make.unique("Purpose")}, text=make.unique("Please help")
    )
    ticket = act(employee, services.raise_ticket, client.pk, ask)
    with scope(system()):
        Task.objects.create(client=client, ticket=ticket, position=1, title="Write it", done_at=BEGIN)
    return ticket


def written(em: Actor, client: Client, reader: Actor) -> Any:
    """A published article that somebody has read."""
    text = services.Text(make.unique("Article"), make.unique("What it says"))
    made = act(em, services.write_article, client.pk, text)
    act(em, services.publish_article, made.pk)
    act(reader, services.note_reading, made.pk)
    return made


def act(by: Actor, service: Any, *args: Any, **kwargs: Any) -> Any:
    """Call one service as somebody."""
    with scope(by):
        return service(by, *args, **kwargs)
