"""What every verb of the desk begins with: the locked request, and whether the actor may work on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import Permission, permit
from openhro.desk.models import Entry, Ticket
from openhro.desk.permissions import WORK
from openhro.desk.queries import tickets as reads


def locked(by: Actor, ticket_id: UUID) -> Ticket:
    """A request that the actor sees, locked."""
    found = reads.visible(by).select_related("category", "client", "policy").filter(pk=ticket_id)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("request")
    return row


def worked(by: Actor, ticket_id: UUID) -> Ticket:
    """A request that the actor works on, locked; its words are the actor's to read."""
    return led(by, ticket_id, WORK)


def led(by: Actor, ticket_id: UUID, permission: Permission) -> Ticket:
    """A request that somebody of the desk decides on, locked; its words are the actor's to read too."""
    ticket = locked(by, ticket_id)
    permit(by, permission, ticket)
    reads.check_readable(by, ticket)
    return ticket


def own_or_worked(by: Actor, ticket_id: UUID) -> tuple[Ticket, bool]:
    """A request that the actor asked (True) or works on, locked."""
    ticket = locked(by, ticket_id)
    own = reads.is_own(by, ticket)
    if not own:
        permit(by, WORK, ticket)
        reads.check_readable(by, ticket)
    return ticket, own


def asked(by: Actor, ticket_id: UUID) -> Ticket:
    """A request that the actor raised, locked; to everybody else it is not there."""
    ticket = locked(by, ticket_id)
    if not reads.is_own(by, ticket):
        raise NotFound("request")
    return ticket


def saved(ticket: Ticket, **values: Any) -> Ticket:
    """Write some fields, and count the version on."""
    for name, value in values.items():
        setattr(ticket, name, value)
    ticket.version += 1
    ticket.save(update_fields=[*values, "version"])
    return ticket


def said(by: Actor, ticket: Ticket, body: str, **values: Any) -> Entry:
    """Put an entry into the conversation."""
    values = {"author_id": by.user, **values}
    return Entry.objects.create(client_id=ticket.client_id, ticket=ticket, body=body, **values)
