"""Twenty requests to the desk in November, nineteen done in time; and the months of the service levels closed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from openhro.core.calendars import add_months
from openhro.core.scope import scope
from openhro.demo.screen import Bar
from openhro.demo.world import World, moment
from openhro.desk import queries as desk
from openhro.desk import services
from openhro.engagements import queries as engagements
from openhro.engagements import services as contracts

CLIENT, CODE = "halden", "standard"
ASKED = (
    "A letter for my bank", "When is the next pay day?", "My address changed", "A certificate of employment",
    "How do I read my payslip?",
)  # fmt: skip
TWO_DAYS = dict.fromkeys(("P1", "P2", "P3", "P4"), 960)
WEEK = {str(day): [["09:00", "17:00"]] for day in range(5)}
REQUESTS, LATE = 20, 7


def tell(world: World, bar: Bar) -> None:
    """What is left of it: the desk set up, the requests, and every month whose time has come."""
    client_id, month = world.client(CLIENT), world.story.months[-1]
    bar.total(REQUESTS + 2)
    category_id = _set_up(world, client_id)
    with scope(world.actor("dev")) as by:
        done = desk.queue(by, client_id, "").filter(category_id=category_id).count()
    world.found["request"] += done
    days = [day for day in (month + timedelta(days=number) for number in range(30)) if day.weekday() < 5]
    for number, day in enumerate(days[:REQUESTS]):
        if number >= done:
            _request(world, client_id, category_id, number, day)
            world.made["request"] += 1
        bar.add(1, ASKED[number % len(ASKED)])
    for over in (month, add_months(month, 1)):
        _close(world, client_id, over + timedelta(days=5))
        bar.add(1, f"levels closed {over:%B}")


def _set_up(world: World, client_id: UUID) -> UUID:
    """Queue, calendar, promise and category, by the engagement manager before the desk opens."""
    with scope(world.actor("aisha")) as by:
        held = list(desk.categories(by, client_id))
    if held:
        return held[0].pk
    with world.acting("aisha", moment(world.story.months[0], 9)) as by:
        queue = services.set_queue(by, client_id, "people", "People questions")
        agent = world.actor("dev").user
        assert agent is not None
        services.set_agent(by, queue.pk, agent, [])
        services.publish_calendar(by, client_id, services.CalendarTerms("desk", "America/Denver", WEEK))
        goal = services.GoalTerms("resolution", TWO_DAYS, "desk")
        services.publish_policy(by, client_id, services.PolicyTerms(CODE, [goal]))
        terms = services.CategoryTerms("people", "People questions", "desk", queue.pk)
        return services.set_category(by, client_id, terms).pk


def _request(world: World, client_id: UUID, category_id: UUID, number: int, day: date) -> None:
    """Asked in the morning, done the same day; one of them a week later."""
    ask = services.Ask(subject=ASKED[number % len(ASKED)], text="Please help me with this.", category_id=category_id)
    made = world.act("cora", moment(day, 17), services.raise_ticket, client_id, ask)
    done = day + timedelta(days=7 if number == LATE else 0)
    world.act("dev", moment(done, 21), services.resolve, made.pk, "Done. The answer is in your documents.")


def _close(world: World, client_id: UUID, day: date) -> None:
    """What the nightly job does on a day: measures what is open, and closes what is over."""
    with world.acting("system", moment(day, 7)) as by:
        held = engagements.engagements(by, client_id).filter(level_sets__isnull=False).distinct()
        for engagement in held:
            closed = engagements.measurements(by, engagement.pk).filter(closed_at__isnull=False)
            before = closed.count()
            contracts.measure_due(by, engagement.pk)
            world.made["closed service level"] += closed.count() - before
