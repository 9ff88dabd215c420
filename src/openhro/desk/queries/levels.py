"""What service levels count of the desk: the clocks of one kind of promise, each explained where it ran."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.desk.models import TicketClock
from openhro.desk.permissions import FIGURES
from openhro.desk.queries.clocks import why_left_out
from openhro.desk.queries.figures import ended
from openhro.engagements.services.levels import Item
from openhro.ui import formats


def promises_of(metric: str) -> Callable[[Actor, UUID, datetime, datetime], list[Item]]:
    """How one of the desk's clocks is measured."""
    return partial(_clocks, metric)


def _clocks(metric: str, by: Actor, client_id: UUID, start: datetime, end: datetime) -> list[Item]:
    """The clocks that ended or were breached in a window. A request that no contract covers is charged, not promised:
    its clocks help the desk and count for no level."""
    permit(by, FIGURES, client_id)
    rows = ended(client_id, start, end).filter(metric=metric, ticket__scope_item__isnull=False)
    return [_item(by, row) for row in rows.select_related("client", "ticket", "deadline").order_by("pk")]


def _item(by: Actor, row: TicketClock) -> Item:
    assert row.deadline is not None
    stopped, met = row.deadline.stopped_at, row.breached_at is None
    words = {"due": _moment(row.deadline.due_at, row), "done": _moment(stopped, row)}
    if stopped:
        because = _("Promised by %(due)s, done %(done)s.") % words
    else:
        because = _("Promised by %(due)s, and not done by then.") % words
    at = row.breached_at or stopped or row.deadline.due_at
    url = f"/desk/tickets/{row.ticket_id}/#clock-{row.pk}"
    return Item(
        row.pk, "desk_clock", f"#{row.ticket.number}", met, why_left_out(by, row), row.consented_at is not None, at,
        row.ticket.scope_item_id, because, url,
    )  # fmt: skip


def _moment(at: datetime | None, row: TicketClock) -> str:
    return formats.moment(at, ZoneInfo(row.client.zone), formats.current_locale()) if at else ""
