"""What time does by itself: escalations and breaches by the clock, and resolved requests that close."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Refused
from openhro.core.permission import permit
from openhro.desk import events, rules
from openhro.desk.models import EscalationRule, Ticket, TicketClock
from openhro.desk.permissions import SETUP
from openhro.desk.queries.clocks import restored
from openhro.desk.services import clockwork
from openhro.desk.services.moves import close
from openhro.desk.services.records import saved

logger = logging.getLogger(__name__)
AT_ONCE = 200
USUAL_DAYS = 7


@transaction.atomic
def escalate(by: Actor) -> int:
    """Look at the clocks whose time it is, some at once: note breaches, carry out each escalation once.

    Returns how many clocks were looked at; a caller goes on until none is left.
    """
    permit(by, SETUP)
    now = clock.now()
    rows = _due(now)
    for row in rows:
        held = restored(row)
        for step in rules.steps_due(held, clockwork.rules_of(row), clockwork.fired(row), now):
            if clockwork.carried_out(row, step, now):
                _tell(by, row, step)
        clockwork.settle(by, row, held, now)
    return len(rows)


def _due(now: datetime) -> list[TicketClock]:
    """The clocks whose time it is. Their requests are locked first, as by every other move; what somebody moves at this
    moment waits for the next minute."""
    due = TicketClock.objects.filter(next_check_at__lte=now, deadline__cancelled=False)
    first = due.order_by("next_check_at").values_list("ticket_id", flat=True)[:AT_ONCE]
    free = Ticket.objects.select_for_update(skip_locked=True).filter(pk__in=set(first)).order_by("pk")
    tickets = {one.pk: one for one in free}
    rows = due.filter(ticket_id__in=tickets).select_for_update(of=("self",)).order_by("pk")
    found = list(rows.select_related("deadline", "goal", "ticket")[:AT_ONCE])
    for row in found:
        row.ticket = tickets[row.ticket_id]
    return found


def _tell(by: Actor, row: TicketClock, step: rules.Step) -> None:
    """Tell the rule's roles, and move the request to its queue where it names one."""
    rule = EscalationRule.objects.get(pk=step.rule)
    if rule.to_queue_id and rule.to_queue_id != row.ticket.queue_id:
        saved(row.ticket, queue_id=rule.to_queue_id, assignee_id=None)
    told = {
        "clock": row.pk, "metric": row.metric, "percent": rule.percent, "step": step.number,
        "roles": list(rule.roles),
    }  # fmt: skip
    journal.record(by, events.ESCALATED, row.ticket, told)


def close_resolved(by: Actor) -> int:
    """Close what was resolved so many days ago as its policy says, each by itself: what cannot be closed is left, and
    keeps no other open. Returns how many were closed."""
    permit(by, SETUP)
    now, closed = clock.now(), 0
    days = F("policy__close_after_days") * timedelta(days=1)
    ready = Q(policy=None, resolved_at__lte=now - timedelta(days=USUAL_DAYS)) | Q(resolved_at__lte=now - days)
    found: list[UUID] = list(Ticket.objects.filter(ready, state="resolved").order_by("pk").values_list("pk", flat=True))
    for ticket_id in found:
        try:
            close(by, ticket_id)
        except Refused as refused:
            logger.info("request %s is not closed by itself: %s", ticket_id, refused.code)
        else:
            closed += 1
    return closed
