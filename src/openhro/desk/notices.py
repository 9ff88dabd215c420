"""Who hears of what: the bell of whoever asked, works or must look, and the mail that carries an answer."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from procrastinate.exceptions import AlreadyEnqueued

from openhro.clients import queries as clients
from openhro.core import journal, notices
from openhro.core.actor import Role
from openhro.core.models import JournalEntry
from openhro.desk import events
from openhro.desk.models import Agent, Entry, Ticket
from openhro.desk.permissions import WORK

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
TO_LEADS = {events.MAIL_REFUSED: "Security: a mail to request %s was refused"}
LEADS = frozenset({Role.ENGAGEMENT_MANAGER, Role.PROVIDER_ADMIN})
MAILED = (events.ANSWERED, events.ACKNOWLEDGED)
MAILED_TO_AGENT = (events.ASKED_AGAIN, events.REOPENED, events.ASSIGNED)


def tell(entry: JournalEntry) -> None:
    """Put one event into the bells of those it is for, and queue the mail."""
    if entry.event == events.MAIL_RETURNED:
        _mail("mail_back", entry.object_id, trace_id=entry.object_id)
        return
    ticket = Ticket.objects.filter(pk=entry.object_id).first()
    if ticket is None:
        return
    if entry.event in TO_ASKER and ticket.requester_id:
        url = f"/home/requests/{ticket.pk}/"
        notices.tell(entry, [ticket.requester_id], TO_ASKER[entry.event] % ticket.number, url)
    url = f"/desk/tickets/{ticket.pk}/"
    if entry.event in TO_AGENT:
        notices.tell(entry, _agents(ticket, entry), TO_AGENT[entry.event] % ticket.number, url)
    if entry.event in TO_LEADS:
        leads = clients.grant_holders(ticket.client_id, LEADS)
        notices.tell(entry, leads, TO_LEADS[entry.event] % ticket.number, url)
    if entry.event in MAILED:
        _mail("mail", entry.data["entry"], entry_id=entry.data["entry"])
    if entry.event in MAILED_TO_AGENT and ticket.assignee_id and ticket.assignee_id != entry.actor:
        _mail_agent(ticket)


def _mail_agent(ticket: Ticket) -> None:
    """Send whoever works on it what whoever asked said last; the reply goes by the agent's own token."""
    said = Entry.objects.filter(ticket=ticket, kind="public", from_desk=False).order_by("-at", "-pk").first()
    if said is not None:
        _mail("mail", f"{said.pk}:{ticket.assignee_id}", entry_id=str(said.pk), user_id=str(ticket.assignee_id))


def _mail(name: str, key: str, **values: str) -> None:
    from openhro.desk import tasks

    with suppress(AlreadyEnqueued):
        getattr(tasks, name).configure(queueing_lock=f"desk.{name}:{key}").defer(**values)


def _agents(ticket: Ticket, entry: JournalEntry) -> list[UUID]:
    """Whoever works on it and the roles of an escalation; else its queue's people, else the desk's."""
    roles = entry.data.get("roles", [])
    if roles:
        told = set(clients.grant_holders(ticket.client_id, frozenset(map(Role, roles))))
        return sorted(told | ({ticket.assignee_id} if ticket.assignee_id else set()))
    if ticket.assignee_id:
        return [ticket.assignee_id]
    serving = clients.grant_holders(ticket.client_id, WORK.roles)
    members = Agent.objects.filter(queue_id=ticket.queue_id, user_id__in=serving)
    return list(members.values_list("user_id", flat=True)) or clients.grant_holders(ticket.client_id, DESK)


def follow_all() -> None:
    """Hear of every event that somebody is told of."""
    for name in {*TO_ASKER, *TO_AGENT, *TO_LEADS, *MAILED, *MAILED_TO_AGENT, events.MAIL_RETURNED}:
        journal.follow(name, tell)
