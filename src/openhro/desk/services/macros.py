"""Ready answers in use: said, and followed by the move that stands behind them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from openhro.core.actor import Actor
from openhro.desk.models import Ticket
from openhro.desk.queries import tickets as reads
from openhro.desk.queries.setup import macro_text
from openhro.desk.services.moves import resolve, wait_for_requester
from openhro.desk.services.records import worked
from openhro.desk.services.talking import answer


@transaction.atomic
def use_macro(by: Actor, ticket_id: UUID, macro_id: UUID) -> Ticket:
    """Answer with a ready answer, and do what it says follows."""
    text, then = macro_text(by, macro_id, worked(by, ticket_id))
    return answer_and(by, ticket_id, text, then)


@transaction.atomic
def answer_and(by: Actor, ticket_id: UUID, text: str, then: str) -> Ticket:
    """Answer in public, and then wait for whoever asked, or resolve it with this answer, or neither."""
    if then == "resolve":
        return resolve(by, ticket_id, text)
    answer(by, ticket_id, text)
    return wait_for_requester(by, ticket_id) if then == "wait_for_requester" else reads.one(by, ticket_id)
