"""The moves of a request's life. The table of moves is in `rules/moves.py`."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.desk import events, rules
from openhro.desk.models import Agent, Queue, Survey, Task, Ticket, Wait
from openhro.desk.permissions import LEAD, WORK
from openhro.desk.services import clockwork
from openhro.desk.services.excluding import leave_out
from openhro.desk.services.records import led, own_or_worked, said, saved, worked
from openhro.desk.services.talking import MOST, hear, publish


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
    ticket = led(by, ticket_id, LEAD)
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
    """Nothing can be done until whoever asked answers; what the desk waits for stands in its answer, or here."""
    return _wait(by, ticket_id, "wait_for_requester", reason, needed=False)


def wait_for_third_party(by: Actor, ticket_id: UUID, reason: str) -> Ticket:
    """Nothing can be done until somebody else acts; say who."""
    return _wait(by, ticket_id, "wait_for_third_party", reason)


def hold(by: Actor, ticket_id: UUID, reason: str) -> Ticket:
    """Put it aside, for a reason."""
    return _wait(by, ticket_id, "hold", reason)


@transaction.atomic
def _wait(by: Actor, ticket_id: UUID, move: str, reason: str, *, needed: bool = True) -> Ticket:
    ticket = worked(by, ticket_id)
    before, state, now = ticket.state, rules.moved(ticket.state, move), clock.now()
    why = rules.check_text(reason, "reason", 200, needed=needed)
    saved(ticket, state=state, reason=why)
    wait = Wait.objects.create(client_id=ticket.client_id, ticket=ticket, at=now, reason=why)
    clockwork.follow_state(by, ticket, now)
    journal.record(by, events.PAUSED, ticket, {"from": before, "state": state, "reason": wait.pk})
    return ticket


@transaction.atomic
def resume(by: Actor, ticket_id: UUID) -> Ticket:
    """Go on."""
    ticket = worked(by, ticket_id)
    before = ticket.state
    saved(ticket, state=rules.moved(before, "resume"), reason="")
    clockwork.follow_state(by, ticket, clock.now())
    journal.record(by, events.RESUMED, ticket, {"from": before, "by": "agent"})
    return ticket


@transaction.atomic
def resolve(by: Actor, ticket_id: UUID, text: str = "") -> Ticket:
    """It is done. Somebody must have answered in public, now or before: an acknowledgment is no answer."""
    ticket = worked(by, ticket_id)
    before, state = ticket.state, rules.moved(ticket.state, "resolve")
    _check_tasks(ticket)
    now = clock.now()
    if text.strip():
        publish(by, ticket, text, now, resolving=True)
    elif ticket.answered_at is None:
        raise Invalid("REPLY_NEEDED", _("Nobody has answered yet. Say what was done."), field="text")
    clockwork.stop(by, ticket, now, "resolution", "next_response", "update")
    first = ticket.first_resolved_at or now
    saved(ticket, state=state, reason="", resolved_at=now, first_resolved_at=first)
    clockwork.note_due(ticket)
    Survey.objects.get_or_create(ticket=ticket, defaults={"client_id": ticket.client_id, "asked_at": now})
    journal.record(by, events.RESOLVED, ticket, {"number": ticket.number, "from": before})
    return ticket


def _check_tasks(ticket: Ticket) -> None:
    rules.check_tasks(str(task.title) for task in Task.objects.filter(ticket=ticket, done_at=None))


@transaction.atomic
def reopen(by: Actor, ticket_id: UUID, text: str, *, channel: str = "portal", message_id: str = "") -> Ticket:
    """It was not done after all: whoever asked says so within the days that the policy gives, an agent too, whose words
    are kept as an internal note."""
    ticket, own = own_or_worked(by, ticket_id)
    before, state = ticket.state, rules.moved(ticket.state, "reopen")
    now = clock.now()
    assert ticket.resolved_at is not None
    rules.check_reopen(ticket.resolved_at, now, rules.reopen_days(ticket.policy))
    saved(
        ticket, state=state, reopened=ticket.reopened + 1, reopened_at=ticket.reopened_at or now, resolved_at=None,
        closed_at=None,
    )  # fmt: skip
    clockwork.reopen(by, ticket, now)
    if own:
        entry = hear(by, ticket, text, now, channel=channel, message_id=message_id)
    else:
        entry = said(by, ticket, rules.check_text(text, "text", MOST), kind="internal", channel=channel, at=now)
    clockwork.follow_state(by, ticket, now)
    journal.record(by, events.REOPENED, ticket, {"number": ticket.number, "from": before, "entry": entry.pk})
    return ticket


@transaction.atomic
def close(by: Actor, ticket_id: UUID) -> Ticket:
    """Whoever asked agrees, or an agent closes it; by itself it closes some days after."""
    ticket, _own = own_or_worked(by, ticket_id)
    before, state = ticket.state, rules.moved(ticket.state, "close")
    _check_tasks(ticket)
    saved(ticket, state=state, closed_at=clock.now())
    journal.record(by, events.CLOSED, ticket, {"number": ticket.number, "from": before})
    return ticket


@transaction.atomic
def cancel(by: Actor, ticket_id: UUID, reason: str = "") -> Ticket:
    """Nobody needs it any more. Where whoever asked says so, what still runs counts nowhere; an agent says why, the
    clocks stop, and the client is asked whether they count. What was broken before stays broken."""
    ticket, own = own_or_worked(by, ticket_id)
    before, state, now = ticket.state, rules.moved(ticket.state, "cancel"), clock.now()
    why = rules.check_text(reason, "reason", 200, needed=not own)
    saved(ticket, state=state, reason=why)
    if own:
        clockwork.give_up(by, ticket, now)
    else:
        for row in clockwork.running(ticket):
            clockwork.change(by, row, lambda held: held.stop(now), now)
            leave_out(by, row, why)
    clockwork.note_due(ticket)
    journal.record(by, events.CANCELLED, ticket, {"number": ticket.number, "from": before, "own": own})
    return ticket
