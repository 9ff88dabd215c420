"""Raising a request: from the catalogue or in plain words, for oneself or for somebody else."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import CatalogueItem, Category, Task, Ticket
from openhro.desk.permissions import RAISE, RAISE_FOR, WORK
from openhro.desk.queries.setup import latest_policy
from openhro.desk.services import clockwork
from openhro.desk.services.records import said
from openhro.engagements import queries as engagements
from openhro.people import queries as people
from openhro.people.queries import PersonView

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request before it is one: an item of the catalogue, or a category with a subject.

    `person_id` is whom it is about; with `for_them` that person is also the one who asks. `entity_id` names the
    company where nobody's employment does. Impact and urgency are the desk's to say.
    """

    subject: str = ""
    text: str = ""
    item_id: UUID | None = None
    category_id: UUID | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    person_id: UUID | None = None
    for_them: bool = False
    entity_id: UUID | None = None
    impact: int | None = None
    urgency: int | None = None
    channel: str = "portal"
    linked: tuple[str, str] = ("", "")
    message_id: str = ""


@transaction.atomic
def raise_ticket(by: Actor, client_id: UUID, ask: Ask) -> Ticket:
    """Ask the desk: the request gets its number, its line of the contract, its promises and an acknowledgment."""
    permit(by, RAISE_FOR if ask.for_them else RAISE, client_id)
    clients.check_client(by, client_id)
    if ask.impact is not None or ask.urgency is not None:
        permit(by, WORK, client_id)
    item, category = _wanted(client_id, ask)
    if ask.channel not in rules.CHANNELS:
        raise Invalid("CHANNEL", _("A channel is one of: %s.") % ", ".join(rules.CHANNELS), field="channel")
    answers = rules.answered(item.fields if item else [], ask.answers)
    person = people.person(by, ask.person_id) if ask.person_id else people.person_of(by, client_id)
    if person and person.client_id != client_id:
        raise NotFound("person")
    if ask.for_them and ask.person_id is None:
        raise Invalid("PERSON_NEEDED", _("Say for whom you ask."), field="person_id")
    ticket = _made(by, client_id, ask, item, category)
    _about(by, ticket, ask, person)
    ticket.subject = rules.check_text(ask.subject or (item.name if item else ""), "subject", 160)
    ticket.answers = json.dumps(answers) if answers else ""
    ticket.save()
    told = {
        "number": ticket.number, "category": category.code, "priority": ticket.priority,
        "scope_item": ticket.scope_item_id, "out_of_scope": ticket.out_of_scope,
    }  # fmt: skip
    journal.record(by, events.RAISED, ticket, told)
    _open(by, ticket, item, ask)
    return ticket


def _wanted(client_id: UUID, ask: Ask) -> tuple[CatalogueItem | None, Category]:
    if ask.item_id:
        item = CatalogueItem.objects.select_related("category").filter(pk=ask.item_id, client_id=client_id).first()
        if item is None or not item.active:
            raise NotFound("catalogue item")
        return item, item.category
    if ask.category_id is None:
        raise Invalid("CATEGORY_NEEDED", _("Choose something from the catalogue, or a category."), field="item_id")
    category = Category.objects.filter(pk=ask.category_id, client_id=client_id).first()
    if category is None:
        raise NotFound("category")
    return None, category


def _made(by: Actor, client_id: UUID, ask: Ask, item: CatalogueItem | None, category: Category) -> Ticket:
    impact = ask.impact or (item.impact if item else 3)
    urgency = ask.urgency or (item.urgency if item else 2)
    return Ticket(
        client_id=client_id, number=_next_number(client_id), category=category, item=item,
        queue_id=category.queue_id, channel=ask.channel, impact=impact, urgency=urgency,
        priority=rules.priority(impact, urgency), confidential=category.confidential,
        policy=latest_policy(client_id, category.policy_code), raised_by=by.user, linked_type=ask.linked[0][:60],
        linked_id=ask.linked[1][:60], reply_token="".join(secrets.choice(_ALPHABET) for _n in range(26)),
        opened_at=clock.now(), breach_at=rules.NEVER,
    )  # fmt: skip


def _next_number(client_id: UUID) -> int:
    """One after the client's last; whoever raises at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"desk:{client_id}"])
    return (Ticket.objects.filter(client_id=client_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _about(by: Actor, ticket: Ticket, ask: Ask, person: PersonView | None) -> None:
    """Who asks, whom it is about, and which line of the contract covers it."""
    ticket.person_id = person.id if person else None
    ticket.requester_id = person.user_id if ask.for_them and person else by.user
    ticket.entity_id = ask.entity_id
    ticket.scope_item_id, ticket.out_of_scope = covered(by, ticket, person)


def covered(by: Actor, ticket: Ticket, person: PersonView | None) -> tuple[UUID | None, str]:
    """The one scope item for such work today, or the code that says why there is none: then it is billable."""
    code = "OUT_OF_SCOPE"
    zone = clients.clients(by).filter(pk=ticket.client_id).values_list("zone", flat=True).first() or "UTC"
    for country, entity, provider_entity in _places(by, ticket.client_id, person, ticket.entity_id):
        work = engagements.Work(
            ticket.client_id, ticket.category.function, country, entity, provider_entity, clock.today(zone)
        )
        try:
            return engagements.required_scope(by, work).pk, ""
        except Invalid as refused:
            code = refused.code
    return None, code


def _places(
    by: Actor, client_id: UUID, person: PersonView | None, entity_id: UUID | None
) -> list[tuple[str, UUID | None, UUID | None]]:
    """Where the work is: somebody's employments, else the named company, else any of the client's."""
    jobs = [job for job in person.employments if job.state != "ended"] if person else []
    if jobs:
        return [(job.country, job.entity_id, job.provider_entity_id) for job in jobs]
    companies = clients.entities(by, client_id)
    named = companies.filter(pk=entity_id) if entity_id else companies
    if entity_id and not named.exists():
        raise NotFound("legal entity")
    return [(one.country, one.pk, None) for one in named[:50]]


def _open(by: Actor, ticket: Ticket, item: CatalogueItem | None, ask: Ask) -> None:
    """The first entry, the acknowledgment that answers nobody, the tasks and the clocks."""
    now = ticket.opened_at
    text = rules.check_text(ask.text, "text", 20_000, needed=not ticket.answers and item is None)
    said(
        by, ticket, text, kind="public", from_desk=False, channel=ask.channel, at=now, message_id=ask.message_id
    )  # fmt: skip
    acknowledged = _("Thank you. Your request has the number %(number)s. We read it and answer you here.")
    entry = said(
        by, ticket, acknowledged % {"number": ticket.number}, kind="auto", channel=ask.channel, at=now
    )  # fmt: skip
    Task.objects.bulk_create(
        Task(client_id=ticket.client_id, ticket=ticket, position=place, title=title)
        for place, title in enumerate(item.tasks if item else [], start=1)
    )
    for metric in ("first_response", "resolution", "update"):
        clockwork.start(by, ticket, metric, now)
    clockwork.note_due(ticket)
    journal.record(by, events.ACKNOWLEDGED, ticket, {"entry": entry.pk})
