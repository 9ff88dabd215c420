"""Requests: the queue, one's own, what was said, clocks with their explanation, tasks, figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core.actor import Actor
from openhro.core.rest import Page, Router, Step, by_of, listed, rows_page
from openhro.desk import queries, services
from openhro.desk.rest import schemas

router = Router()
EVIDENCE = 500
"""How many clocks a page of evidence has."""


@router.read("/tickets", Page[schemas.Ticket])
def list_tickets(
    request: HttpRequest, client_id: UUID | None = None, queue_id: UUID | None = None, state: str = "active",
    cursor: str = "", limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The desk's queue, by the time to the next breach; `state` is active, a state, or empty for all."""
    by = by_of(request)
    rows = queries.queue(by, client_id, state, queue_id)
    return rows_page(rows, ["breach_at", "pk"], cursor, limit, lambda row: queries.view(by, row))


@router.read("/own-tickets", Page[schemas.Ticket])
def list_own_tickets(request: HttpRequest, cursor: str = "", limit: int = Query(100, ge=1, le=500)) -> Any:
    """What one asked or follows, newest first."""
    by = by_of(request)
    return rows_page(queries.own(by), ["-opened_at", "-pk"], cursor, limit, lambda row: queries.view(by, row))


@router.create("/tickets", schemas.Ticket, key=True)
def raise_ticket(request: HttpRequest, given: schemas.NewTicket) -> Any:
    """Ask the desk. A request that no contract covers is taken too, and says so in `out_of_scope`."""
    by, values = by_of(request), given.model_dump()
    client_id = values.pop("client_id")
    values["item_id"] = values.pop("catalogue_item_id")
    values["linked"] = (values.pop("linked_type"), values.pop("linked_id"))
    return shown(by, services.raise_ticket(by, client_id, services.Ask(**values)))


def shown(by: Any, ticket: Any) -> Any:
    """One request, with its words for those who may read them."""
    return queries.view(by, ticket, listed=False)


@router.read("/tickets/{ticket_id}", schemas.Ticket)
def get_ticket(request: HttpRequest, ticket_id: UUID) -> Any:
    """One request."""
    by = by_of(request)
    services.log_reading(by, ticket_id)
    return shown(by, queries.one(by, ticket_id))


@router.read("/tickets/{ticket_id}/entries", Page[schemas.TicketEntry])
def list_ticket_entries(
    request: HttpRequest, ticket_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """What was said, oldest first; whoever asked is not shown internal notes."""
    by = by_of(request)
    services.log_reading(by, ticket_id)
    return rows_page(queries.entries(by, queries.one(by, ticket_id)), ["at", "pk"], cursor, limit)


@router.read("/tickets/{ticket_id}/clocks", Page[schemas.TicketClock])
def list_ticket_clocks(request: HttpRequest, ticket_id: UUID) -> Any:
    """The promises on a request, each with its own clock."""
    by = by_of(request)
    services.log_reading(by, ticket_id)
    return listed(queries.clocks_of(by, queries.one(by, ticket_id)))


@router.read("/tickets/{ticket_id}/tasks", Page[schemas.TicketTask])
def list_ticket_tasks(request: HttpRequest, ticket_id: UUID) -> Any:
    """The steps of the work: the desk's own, so whoever asked is not shown them."""
    by = by_of(request)
    services.log_reading(by, ticket_id)
    return listed(queries.tasks(by, queries.one(by, ticket_id)))


@router.create("/tickets/{ticket_id}/tasks", schemas.TicketTask)
def add_ticket_task(request: HttpRequest, ticket_id: UUID, given: schemas.TaskTitle) -> Any:
    """Another step of the work; the request is not done before it."""
    return services.add_task(by_of(request), ticket_id, given.title)


@router.read("/ticket-clocks/{clock_id}", schemas.TicketClock)
def get_ticket_clock(request: HttpRequest, clock_id: UUID) -> Any:
    """One promise with its clock."""
    return _clock(by_of(request), clock_id)


def _clock(by: Actor, clock_id: UUID) -> queries.ClockView:
    """A clock with the reasons of its pauses, for those who may read them; that they did is kept."""
    row = queries.one_clock(by, clock_id)
    services.log_reading(by, row.ticket_id)
    return queries.clock_view(by, row)


@router.read("/ticket-clocks/{clock_id}/explain", Page[Step])
def explain_ticket_clock(request: HttpRequest, clock_id: UUID) -> Any:
    """How the due time came about: start, target, windows, holidays, pauses, new targets, due, state."""
    by = by_of(request)
    services.log_reading(by, queries.one_clock(by, clock_id).ticket_id)
    steps = queries.explain(by, clock_id)
    return listed(
        {"text": step.text, "detail": {"kind": step.kind, "at": step.at, "until": step.until}} for step in steps
    )


@router.act("/ticket-clocks/{clock_id}/actions/ask_to_exclude", schemas.TicketClock)
def ask_to_exclude_clock(request: HttpRequest, clock_id: UUID, given: schemas.Because) -> Any:
    """Ask that a clock stands in no service level; it does until the client consents."""
    by = by_of(request)
    services.ask_to_exclude(by, clock_id, given.reason)
    return queries.clock_view(by, queries.one_clock(by, clock_id))


@router.act("/ticket-clocks/{clock_id}/actions/consent_to_exclusion", schemas.TicketClock)
def consent_to_clock_exclusion(request: HttpRequest, clock_id: UUID) -> Any:
    """The client's administrator consents; never whoever asked."""
    by = by_of(request)
    services.consent_to_exclusion(by, clock_id)
    return queries.clock_view(by, queries.one_clock(by, clock_id))


@router.read("/desk/figures", schemas.DeskFigures)
def get_desk_figures(request: HttpRequest, client_id: UUID, start: datetime, end: datetime) -> Any:
    """How a client's desk did from `start` to before `end`."""
    return queries.figures(by_of(request), client_id, *_span(start, end))


@router.read("/desk/measured", Page[schemas.Measured])
def list_desk_measured(
    request: HttpRequest, client_id: UUID, metric: str, start: datetime, end: datetime, cursor: str = ""
) -> Any:  # fmt: skip
    """The clocks of a metric that ended or were breached in a window, each with its evidence."""
    by = by_of(request)
    rows = queries.measured_rows(by, client_id, metric, *_span(start, end))
    return rows_page(rows, ["pk"], cursor, EVIDENCE, lambda row: queries.measured_view(by, row))


def _span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Instants without a zone are in UTC."""
    first, last = (one if one.tzinfo else one.replace(tzinfo=UTC) for one in (start, end))
    return first, last
