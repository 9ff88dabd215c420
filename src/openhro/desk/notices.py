"""Who hears of what: the bell of whoever asked, works or must look, and the mail that carries an answer."""

from __future__ import annotations

from uuid import UUID

from openhro.clients import queries as clients
from openhro.core import journal, notices
from openhro.core.actor import Role
from openhro.core.models import JournalEntry
from openhro.desk import events
from openhro.desk.models import Agent, Ticket

DESK = frozenset({Role.DESK_SPECIALIST})

TO_ASKER = {
    events.ANSWERED: "There is an answer to your request %s",
    events.RESOLVED: "Your request %s is resolved",
    events.CLOSED: "Your request %s is closed",
}
TO_AGENT = {
    events.RAISED: "A new request: %s",
    events.ASKED_AGAIN: "Somebody wrote again on request %s",
    events.REOPENED: "Request %s was reopened",
    events.ASSIGNED: "Request %s was given to you",
    events.ESCALATED: "Request %s needs somebody soon",
    events.BREACHED: "A promise on request %s was broken",
}
MAILED = (events.ANSWERED, events.ACKNOWLEDGED)


def tell(entry: JournalEntry) -> None:
    """Put one event into the bells of those it is for, and queue the mail."""
    ticket = Ticket.objects.filter(pk=entry.object_id).first()
    if ticket is None:
        return
    if entry.event in TO_ASKER and ticket.requester_id:
        url = f"/home/requests/{ticket.pk}/"
        notices.tell(entry, [ticket.requester_id], TO_ASKER[entry.event] % ticket.number, url)
    if entry.event in TO_AGENT:
        url = f"/desk/tickets/{ticket.pk}/"
        notices.tell(entry, _agents(ticket, entry), TO_AGENT[entry.event] % ticket.number, url)
    if entry.event in MAILED:
        from openhro.desk import tasks

        tasks.mail.configure(queueing_lock=f"desk.mail:{entry.data['entry']}").defer(entry_id=entry.data["entry"])


def _agents(ticket: Ticket, entry: JournalEntry) -> list[UUID]:
    """Whoever works on it and the roles of an escalation; else its queue's people, else the desk's."""
    roles = entry.data.get("roles", [])
    if roles:
        told = set(clients.grant_holders(ticket.client_id, frozenset(map(Role, roles))))
        return sorted(told | ({ticket.assignee_id} if ticket.assignee_id else set()))
    if ticket.assignee_id:
        return [ticket.assignee_id]
    members = list(Agent.objects.filter(queue_id=ticket.queue_id).values_list("user_id", flat=True))
    return members or clients.grant_holders(ticket.client_id, DESK)


def follow_all() -> None:
    """Hear of every event that somebody is told of."""
    for name in {*TO_ASKER, *TO_AGENT, *MAILED}:
        journal.follow(name, tell)
