"""Leaving a clock out of the service levels: the provider asks with a reason, the client consents."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import check_other_person, permit
from openhro.desk import events, rules
from openhro.desk.models import TicketClock
from openhro.desk.permissions import CONSENT, EXCLUDE
from openhro.desk.services.records import locked


@transaction.atomic
def ask_to_exclude(by: Actor, clock_id: UUID, reason: str) -> TicketClock:
    """Say why a clock should not count; it counts until the client consents."""
    row = _locked(by, clock_id)
    permit(by, EXCLUDE, row)
    if row.consented_at:
        raise Conflict("EXCLUDED", _("The client has consented already."))
    return leave_out(by, row, rules.check_text(reason, "reason", 200))


def leave_out(by: Actor, row: TicketClock, reason: str) -> TicketClock:
    """Ask the client not to count a clock; the request is locked."""
    row.left_out_for, row.left_out_by = reason, by.user
    row.save(update_fields=["left_out_for", "left_out_by"])
    journal.record(by, events.EXCLUSION_ASKED, row.ticket, {"clock": row.pk, "metric": row.metric})
    return row


@transaction.atomic
def consent_to_exclusion(by: Actor, clock_id: UUID) -> TicketClock:
    """The client agrees; never whoever asked for it."""
    row = _locked(by, clock_id)
    permit(by, CONSENT, row)
    if not str(row.left_out_for) or row.consented_at:
        raise Conflict("NOTHING_TO_CONSENT", _("Nobody asks to leave this clock out, or it is left out already."))
    check_other_person(by, row.left_out_by)
    row.consented_by, row.consented_at = by.user, clock.now()
    row.save(update_fields=["consented_by", "consented_at"])
    journal.record(by, events.EXCLUDED, row.ticket, {"clock": row.pk, "metric": row.metric})
    return row


def _locked(by: Actor, clock_id: UUID) -> TicketClock:
    """A clock of a request that the actor sees: the request is locked first, as by every move."""
    found = TicketClock.objects.filter(pk=clock_id).values_list("ticket_id", flat=True).first()
    if found is None:
        raise NotFound("clock")
    try:
        locked(by, found)
    except NotFound:
        raise NotFound("clock") from None
    return TicketClock.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=clock_id)
