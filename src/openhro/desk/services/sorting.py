"""Another category for a request: with it come queue, contract line, promises and secrecy."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor, system
from openhro.core.errors import Invalid, NotFound
from openhro.desk import events, rules
from openhro.desk.models import Category, Ticket, Watcher
from openhro.desk.queries.setup import latest_policy
from openhro.desk.services import clockwork
from openhro.desk.services.asking import covered
from openhro.desk.services.records import said, saved, worked
from openhro.people import queries as people


@transaction.atomic
def recategorise(by: Actor, ticket_id: UUID, category_id: UUID, reason: str) -> Ticket:
    """It is about something else: it moves to that category's queue, line of the contract, promises and secrecy.

    Its clocks count to the new goals from the original start. Who followed a request that becomes confidential no
    longer does. The reason is for the desk, as an internal note.
    """
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "recategorise")
    told = rules.check_text(reason, "reason", 200)
    category = Category.objects.filter(pk=category_id, client_id=ticket.client_id).first()
    if category is None:
        raise NotFound("category")
    if category.pk == ticket.category_id:
        raise Invalid("CATEGORY_SAME", _("It is in this category already."), field="category_id")
    before, now = _told(ticket), clock.now()
    _put_into(by, ticket, category)
    clockwork.promise_anew(by, ticket, now)
    clockwork.follow_state(by, ticket, now)
    entry = said(by, ticket, told, kind="internal", channel="portal", at=now)
    journal.record(by, events.RECATEGORISED, ticket, {"from": before, "to": _told(ticket), "entry": entry.pk})
    return ticket


def _told(ticket: Ticket) -> dict[str, object]:
    return {
        "category": ticket.category.code, "queue": ticket.queue_id, "confidential": ticket.confidential,
        "policy": ticket.policy_id, "scope_item": ticket.scope_item_id, "out_of_scope": ticket.out_of_scope,
    }  # fmt: skip


def _put_into(by: Actor, ticket: Ticket, category: Category) -> None:
    held = ticket.policy
    policy = (
        held if held and held.code == category.policy_code else latest_policy(ticket.client_id, category.policy_code)
    )
    stays = category.queue_id == ticket.queue_id
    if category.confidential:
        Watcher.objects.filter(ticket=ticket).delete()
    ticket.category = category
    # The contract is asked in the product's own name: an agent need not see the person's employments.
    person = people.person(system(by.via), ticket.person_id) if ticket.person_id else None
    scope_item, code = covered(by, ticket, person)
    saved(
        ticket, category=category, queue_id=category.queue_id, confidential=category.confidential, policy=policy,
        assignee_id=ticket.assignee_id if stays else None, scope_item_id=scope_item, out_of_scope=code,
    )  # fmt: skip
