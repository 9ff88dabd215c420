"""The moves of a request's life. The table of moves is in `rules/moves.py`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import Agent, Queue, Survey, Task, Ticket
from openhro.desk.permissions import LEAD, WORK
from openhro.desk.queries import tickets as reads
from openhro.desk.services import clockwork
from openhro.desk.services.records import locked, saved, worked
from openhro.desk.services.talking import hear, publish


@transaction.atomic
def take(by: Actor, ticket_id: UUID) -> Ticket:
    """Work on it oneself."""
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "take")
    state = "open" if ticket.state == "new" else ticket.state
    saved(ticket, assignee_id=by.user, state=state)
    clockwork.follow_state(by, ticket, clock.now())
    journal.record(by, events.TAKEN, ticket, {"agent": by.user})
    return ticket


@transaction.atomic
def assign(by: Actor, ticket_id: UUID, *, agent_id: UUID | None = None, queue_id: UUID | None = None) -> Ticket:
    """Give it to an agent who has the skill, or to another queue."""
    ticket = locked(by, ticket_id)
    permit(by, LEAD, ticket)
    rules.moved(ticket.state, "assign")
    if (agent_id is None) == (queue_id is None):
        raise Invalid("ASSIGN_TO", _("Name an agent or a queue."), field="agent_id")
    if queue_id:
        if not Queue.objects.filter(pk=queue_id, client_id=ticket.client_id).exists():
            raise NotFound("queue")
        saved(ticket, queue_id=queue_id, assignee_id=None)
    else:
        _check_agent(ticket, agent_id)
        saved(ticket, assignee_id=agent_id, state="open" if ticket.state == "new" else ticket.state)
    clockwork.follow_state(by, ticket, clock.now())
    journal.record(by, events.ASSIGNED, ticket, {"agent": agent_id, "queue": queue_id})
    return ticket


def _check_agent(ticket: Ticket, agent_id: UUID | None) -> None:
    """Somebody who may work at this client, with the category's skill where it asks for one."""
    if agent_id not in clients.grant_holders(ticket.client_id, WORK.roles):
        raise NotFound("agent")
    skill = ticket.category.skill
    if (
        skill
        and not Agent.objects.filter(client_id=ticket.client_id, user_id=agent_id, skills__contains=[skill]).exists()
    ):
        raise Invalid("SKILL_MISSING", _("This needs somebody skilled in %s.") % skill, field="agent_id")


@transaction.atomic
def prioritise(by: Actor, ticket_id: UUID, impact: int, urgency: int) -> Ticket:
    """Another impact or urgency: running clocks count from their original start, with their pauses."""
    ticket = worked(by, ticket_id)
    rules.moved(ticket.state, "prioritise")
    before, after = ticket.priority, rules.priority(impact, urgency)
    saved(ticket, impact=impact, urgency=urgency, priority=after)
    if before != after:
        now = clock.now()
        clockwork.retarget(by, ticket, now)
        clockwork.note_due(ticket)
    journal.record(by, events.PRIORITISED, ticket, {"from": before, "to": after})
    return ticket


def wait_for_requester(by: Actor, ticket_id: UUID, reason: str = "") -> Ticket:
    """Nothing can be done until whoever asked answers."""
    return _wait(by, ticket_id, "wait_for_requester", reason or _("waiting for whoever asked"))


def wait_for_third_party(by: Actor, ticket_id: UUID, reason: str) -> Ticket:
    """Nothing can be done until somebody else acts; say who."""
    return _wait(by, ticket_id, "wait_for_third_party", reason)


def hold(by: Actor, ticket_id: UUID, reason: str) -> Ticket:
    """Put it aside, for a reason."""
    return _wait(by, ticket_id, "hold", reason)


@transaction.atomic
def _wait(by: Actor, ticket_id: UUID, move: str, reason: str) -> Ticket:
    ticket = worked(by, ticket_id)
    state = rules.moved(ticket.state, move)
    saved(ticket, state=state, reason=rules.check_text(reason, "reason", 200))
    clockwork.follow_state(by, ticket, clock.now())
    journal.record(by, events.PAUSED, ticket, {"state": state})
    return ticket


@transaction.atomic
def resume(by: Actor, ticket_id: UUID) -> Ticket:
    """Go on."""
    ticket = worked(by, ticket_id)
    saved(ticket, state=rules.moved(ticket.state, "resume"), reason="")
    clockwork.follow_state(by, ticket, clock.now())
    journal.record(by, events.RESUMED, ticket, {"by": "agent"})
    return ticket


@transaction.atomic
def resolve(by: Actor, ticket_id: UUID, text: str = "") -> Ticket:
    """It is done. Somebody must have answered in public, now or before: an acknowledgment is no answer."""
    ticket = worked(by, ticket_id)
    state = rules.moved(ticket.state, "resolve")
    _check_tasks(ticket)
    now = clock.now()
    if text.strip():
        if reads.is_own(by, ticket):
            raise Conflict("OWN_REQUEST", _("You asked this yourself, so somebody else must answer it."))
        publish(by, ticket, text, now)
    elif ticket.answered_at is None:
        raise Invalid("REPLY_NEEDED", _("Nobody has answered yet. Say what was done."), field="text")
    clockwork.stop(by, ticket, now, "resolution", "next_response", "update")
    first = ticket.first_resolved_at or now
    saved(ticket, state=state, reason="", resolved_at=now, first_resolved_at=first)
    clockwork.note_due(ticket)
    Survey.objects.get_or_create(ticket=ticket, defaults={"client_id": ticket.client_id, "asked_at": now})
    journal.record(by, events.RESOLVED, ticket, {"number": ticket.number})
    return ticket


def _check_tasks(ticket: Ticket) -> None:
    rules.check_tasks(Task.objects.filter(ticket=ticket, done_at=None).values_list("title", flat=True))


@transaction.atomic
def reopen(by: Actor, ticket_id: UUID, text: str, *, channel: str = "portal", message_id: str = "") -> Ticket:
    """It was not done after all: whoever asked says so within the days that the policy gives, an agent too."""
    ticket = locked(by, ticket_id)
    own = reads.is_own(by, ticket)
    if not own:
        permit(by, WORK, ticket)
        reads.check_readable(by, ticket)
    state = rules.moved(ticket.state, "reopen")
    now = clock.now()
    assert ticket.resolved_at is not None
    rules.check_reopen(ticket.resolved_at, now, ticket.policy.reopen_within_days if ticket.policy else 10)
    saved(
        ticket, state=state, reopened=ticket.reopened + 1, reopened_at=ticket.reopened_at or now, resolved_at=None,
        closed_at=None,
    )  # fmt: skip
    clockwork.reopen(by, ticket, now)
    if own:
        hear(by, ticket, text, now, channel=channel, message_id=message_id)
    clockwork.follow_state(by, ticket, now)
    journal.record(by, events.REOPENED, ticket, {"number": ticket.number})
    return ticket


@transaction.atomic
def close(by: Actor, ticket_id: UUID) -> Ticket:
    """Whoever asked agrees, or an agent closes it; by itself it closes some days after."""
    ticket = locked(by, ticket_id)
    if not reads.is_own(by, ticket):
        permit(by, WORK, ticket)
    state = rules.moved(ticket.state, "close")
    _check_tasks(ticket)
    saved(ticket, state=state, closed_at=clock.now())
    journal.record(by, events.CLOSED, ticket, {"number": ticket.number})
    return ticket


@transaction.atomic
def cancel(by: Actor, ticket_id: UUID, reason: str = "") -> Ticket:
    """Nobody needs it any more; its promises count nowhere. An agent says why."""
    ticket = locked(by, ticket_id)
    own = reads.is_own(by, ticket)
    if not own:
        permit(by, WORK, ticket)
    state = rules.moved(ticket.state, "cancel")
    saved(ticket, state=state, reason=rules.check_text(reason, "reason", 200, needed=not own))
    clockwork.cancel(by, ticket)
    clockwork.note_due(ticket)
    journal.record(by, events.CANCELLED, ticket, {"number": ticket.number})
    return ticket


@transaction.atomic
def merge(by: Actor, ticket_id: UUID, into_id: UUID) -> Ticket:
    """The same matter twice: this one ends in the other, which keeps the earliest start of both."""
    rows = {one: locked(by, one) for one in sorted({ticket_id, into_id})}
    if len(rows) < 2:
        raise Invalid("MERGE_SELF", _("A request cannot be merged into itself."), field="into_id")
    ticket, into = rows[ticket_id], rows[into_id]
    for one in (ticket, into):
        permit(by, LEAD, one)
    _check_mergeable(ticket, into)
    now, earliest = clock.now(), clockwork.earliest_start(ticket)
    saved(ticket, state=rules.moved(ticket.state, "merge"), merged_into=into)
    clockwork.cancel(by, ticket)
    clockwork.note_due(ticket)
    clockwork.begin_at(by, into, earliest, now)
    clockwork.note_due(into)
    Task.objects.filter(ticket=ticket, done_at=None).update(ticket=into)
    journal.record(by, events.MERGED, ticket, {"into": into.pk})
    return into


def _check_mergeable(ticket: Ticket, into: Ticket) -> None:
    """Of one client, one asker and one secrecy: nobody may read another's words through a merge."""
    if ticket.client_id != into.client_id:
        raise NotFound("request")
    rules.moved(into.state, "merge")
    same = (ticket.requester_id, ticket.person_id, ticket.confidential)
    if same != (into.requester_id, into.person_id, into.confidential):
        raise Conflict("MERGE_OTHERS", _("Only requests of the same person, about the same person, are merged."))
