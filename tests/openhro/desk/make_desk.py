"""A desk: a client whose contract covers it, its calendar and promises, an agent, and Tom who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from tests import make
from tests.openhro.engagements import make_engagements as contracts
from tests.openhro.people import make_people

from openhro.clients.models import Client, User
from openhro.core import clock, clocks
from openhro.core.actor import Actor, Role, system
from openhro.core.errors import Refused
from openhro.core.models import Deadline, JournalEntry, WorkCalendar
from openhro.core.scope import scope
from openhro.desk import models, services
from openhro.desk.models import Article, Delivery, Entry, KnownProblem, Survey, Task, Ticket, TicketClock
from openhro.people import services as people
from openhro.people.models import Person

WEEK = {str(day): [["09:00", "17:30"]] for day in range(5)}
HOLIDAYS = (("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (substitute)"))
CHRISTMAS_EVE = datetime(2026, 12, 24, 15, tzinfo=UTC)
HOURS = {"P1": 60, "P2": 120, "P3": 240, "P4": 480}
DAYS = {"P1": 240, "P2": 480, "P3": 960, "P4": 1_920}


def at(text: str) -> datetime:
    """An instant in UTC; in winter that is London's time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Desk:
    """The client with its setup, and the people who act."""

    client: Client
    world: contracts.World
    house: make_people.House
    lead: Actor
    agent: Actor
    hr: Actor
    tom: Actor
    tom_person: Person
    queue: models.Queue
    calendar: WorkCalendar
    policy: models.Policy
    general: models.Category
    secret: models.Category
    letter: models.CatalogueItem

    def act(self, service, *args, **kwargs):
        """As the agent."""
        return act(self.agent, service, *args, **kwargs)

    def asked(self, when: datetime = CHRISTMAS_EVE, **values) -> Ticket:
        """Tom asks at an instant: impact 3, urgency 1, so P3: an answer in four hours, done in sixteen."""
        given = {"subject": "Wrong tax code", "text": "My payslip says 0T.", "category_id": self.general.pk} | values
        with clock.travel(when), scope(self.tom):
            made = services.raise_ticket(self.tom, self.client.pk, services.Ask(**given))
        return fresh(made)

    def on(self, when: datetime | str, service, ticket, *args, by: Actor | None = None, **kwargs):
        """One verb on a request at an instant, by the agent unless somebody else is named."""
        when = at(when) if isinstance(when, str) else when
        with clock.travel(when):
            return act(by or self.agent, service, getattr(ticket, "pk", ticket), *args, **kwargs)


def desk(*, covered: bool = True) -> Desk:
    """The acceptance calendar: London, Monday to Friday 09:00 to 17:30, closed on 25 and 28 December 2026."""
    world = contracts.world()
    if covered:
        contracts.live(world, contracts.payroll_uk(world), contracts.payroll_uk(world, function="desk"))
    return set_up(world)


def set_up(world: contracts.World) -> Desk:
    """The desk of a client whose contract stands."""
    client = world.client
    hr = contracts.actor(Role.CLIENT_HR, client)
    house = make_people.House(client, world.us, world.uk, hr, world.ca)
    tom_person = make_people.person(house)
    with scope(hr):
        people.hire(hr, tom_person.pk, make_people.terms(house), post=make_people.post())
    tom = contracts.actor(Role.EMPLOYEE, client)
    with_mail(tom, "tom")
    act(world.ca, people.link_user, tom_person.pk, tom.user)
    agent = with_mail(contracts.actor(Role.DESK_SPECIALIST, client), "dev")
    lead = contracts.actor(Role.ENGAGEMENT_MANAGER, client)
    queue = act(lead, services.set_queue, client.pk, "people", make.unique("People questions"))
    act(lead, services.set_agent, queue.pk, agent.user, ["letters"])
    calendar = act(lead, services.publish_calendar, client.pk, london())
    policy = act(lead, services.publish_policy, client.pk, promises(lead))
    general = act(lead, services.set_category, client.pk, category("general", queue))
    secret = act(lead, services.set_category, client.pk, category("secret", queue, confidential=True))
    letter = act(lead, services.set_item, client.pk, letter_terms(general))
    return Desk(
        client, world, house, lead, agent, hr, make.as_actor(User.objects.get(pk=tom.user)), tom_person, queue,
        calendar, policy, general, secret, letter,
    )  # fmt: skip


def with_mail(by: Actor, name: str) -> Actor:
    """Somebody with an address."""
    User.objects.filter(pk=by.user).update(email=f"{make.unique(name)}@example.org")
    return by


def address(by: Actor) -> str:
    return User.objects.get(pk=by.user).email


def london(**values) -> services.CalendarTerms:
    given = {"name": "london", "zone": "Europe/London", "windows": WEEK, "holidays": HOLIDAYS} | values
    return services.CalendarTerms(**given)


def promises(lead: Actor | None = None, **values) -> services.PolicyTerms:
    """An answer in 1, 2, 4, 8 hours and a resolution in 4, 8, 16, 32, by priority; told at 75 % and each hour late."""
    goals = (
        services.GoalTerms("first_response", HOURS, "london"),
        services.GoalTerms("next_response", HOURS, "london"),
        services.GoalTerms("resolution", DAYS, "london"),
        services.GoalTerms("update", DAYS, "london"),
    )
    told = (
        services.EscalationTerms("first_response", ["SP-desk"], percent=75),
        services.EscalationTerms("first_response", ["EM"], every_minutes=60),
    )
    return services.PolicyTerms(**({"code": "standard", "goals": goals, "escalations": told} | values))


def category(code: str, queue: models.Queue, **values) -> services.CategoryTerms:
    given = {"code": code, "name": code.title(), "function": "desk", "queue_id": queue.pk} | values
    return services.CategoryTerms(**given)


def letter_terms(general: models.Category, **values) -> services.ItemTerms:
    fields = [
        {
            "name": "purpose",
            "label": "What is it for?",
            "kind": "choice",
            "choices": ["Bank", "Landlord"],
            "required": True,
        },
        {"name": "needed_by", "label": "Needed by", "kind": "date"},
    ]
    given = {
        "code": "letter",
        "name": "Employment letter",
        "about": "A letter that says you work here.",
        "category_id": general.pk,
        "fields": fields,
        "tasks": ["Write the letter"],
        "impact": 3,
        "urgency": 1,
    } | values
    return services.ItemTerms(**given)


def act(by: Actor, service, *args, **kwargs):
    """Call one service as somebody."""
    with scope(by):
        return service(by, *args, **kwargs)


def fresh(row):
    """The row as it is stored."""
    with scope(system()):
        return type(row).objects.get(pk=row.pk)


def due(ticket: Ticket, metric: str) -> datetime:
    """When a promise of a request is due: of its newest clock."""
    return newest(ticket, metric).deadline.due_at


def newest(ticket: Ticket, metric: str) -> TicketClock:
    with scope(system()):
        rows = TicketClock.objects.filter(ticket_id=ticket.pk, metric=metric).select_related("deadline")
        return rows.order_by("-pk").first()


def stands(ticket: Ticket, metric: str, when: datetime | str) -> str:
    """How a promise stands at an instant."""
    held = clocks.restore(newest(ticket, metric).deadline.clock)
    return str(held.state(at(when) if isinstance(when, str) else when))


def events(ticket, *names: str) -> list[str]:
    """The events of a record in order, of some names or all."""
    with scope(system()):
        found = JournalEntry.objects.filter(object_id=str(ticket.pk)).order_by("pk").values_list("event", flat=True)
        return [name for name in found if not names or name in names]


def refused(kind, by: Actor, service, *args, **kwargs) -> Refused:
    """The refusal of a call, after making sure that it wrote nothing at all."""
    before = written()
    with pytest.raises(kind) as caught, scope(by):
        service(by, *args, **kwargs)
    assert written() == before
    return caught.value


def written() -> list:
    tables = [Ticket, Entry, TicketClock, Deadline, Task, Survey, Article, KnownProblem, Delivery, JournalEntry]
    with scope(system()):
        return [list(table.objects.order_by("pk").values_list()) for table in tables]
