"""How the desk does in a span of time, and the clocks behind a service level with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Invalid
from openhro.core.permission import permit
from openhro.desk import rules
from openhro.desk.models import ArticleView, Survey, Ticket, TicketClock
from openhro.desk.permissions import FIGURES
from openhro.desk.queries.clocks import restored, why_left_out

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Measured:
    """A clock that ended or was breached in a window: the evidence of a service level."""

    clock_id: UUID
    ticket_id: UUID
    number: int
    met: bool
    left_out_for: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The desk in a window. Shares are hundredths of a per cent; None where there is nothing to divide by."""

    start: datetime
    end: datetime
    raised: int
    resolved: int
    open: int
    attainment: dict[str, int | None]
    first_response_median: int | None
    first_response_p90: int | None
    resolution_median: int | None
    resolution_p90: int | None
    backlog_age_hours: int | None
    reopen: int | None
    first_contact: int | None
    csat: int | None
    surveys_asked: int
    surveys_answered: int
    deflection: int | None


def measured(by: Actor, client_id: UUID, metric: str, start: datetime, end: datetime) -> list[Measured]:
    """The clocks of a metric that ended or were breached from `start` to before `end`; each counts once, where it was
    breached or else where it ended."""
    permit(by, FIGURES, client_id)
    _check_span(start, end)
    if metric not in rules.METRICS:
        raise Invalid("METRIC", "Name one of the metrics: " + ", ".join(rules.METRICS), field="metric")
    return [
        Measured(
            row.pk, row.ticket_id, row.ticket.number, row.breached_at is None, why_left_out(by, row),
            row.consented_at is not None,
        )
        for row in _ended(client_id, start, end).filter(metric=metric)[:MOST]
    ]  # fmt: skip


def _check_span(start: datetime, end: datetime) -> None:
    if start >= end:
        raise Invalid("SPAN", "The end is not after the start.", field="end")
    if end - start > timedelta(days=400):
        raise Invalid("SPAN", "Ask for 400 days at most.", field="end")


def _ended(client_id: UUID, start: datetime, end: datetime) -> QuerySet[TicketClock]:
    """Ended or breached in the window; a clock that ran on after its breach belongs to the breach."""
    stopped = Q(breached_at=None, deadline__stopped_at__gte=start, deadline__stopped_at__lt=end)
    breached = Q(breached_at__gte=start, breached_at__lt=end)
    rows = TicketClock.objects.filter(stopped | breached, client_id=client_id, goes_on_in=None)
    return rows.select_related("ticket", "deadline", "goal").order_by("pk")


def figures(by: Actor, client_id: UUID, start: datetime, end: datetime) -> Figures:
    """All figures of a client's desk in a window."""
    permit(by, FIGURES, client_id)
    _check_span(start, end)
    rows = list(_ended(client_id, start, end)[:MOST])
    tickets = Ticket.objects.filter(client_id=client_id)
    done = tickets.filter(first_resolved_at__gte=start, first_resolved_at__lt=end).exclude(state="merged")
    done_rows = [rules.Done(one.replies, one.first_resolved_at or end, one.reopened_at) for one in done[:MOST]]
    waiting = list(tickets.filter(state__in=rules.ACTIVE).values_list("opened_at", flat=True)[:MOST])
    asked = Survey.objects.filter(client_id=client_id, asked_at__gte=start, asked_at__lt=end)
    scores = [score for score in asked.values_list("score", flat=True)[:MOST] if score]
    first, last = _minutes(rows, "first_response"), _minutes(rows, "resolution")
    return Figures(
        start, end, tickets.filter(opened_at__gte=start, opened_at__lt=end).count(), len(done_rows), len(waiting),
        {metric: rules.attainment(_clocked(rows, metric)) for metric in rules.METRICS},
        rules.percentile(first, 50), rules.percentile(first, 90), rules.percentile(last, 50),
        rules.percentile(last, 90), rules.backlog_age(waiting, clock.now()), rules.reopen_rate(done_rows),
        rules.first_contact(done_rows), rules.csat(scores), asked.count(), len(scores),
        _deflection(client_id, start, end),
    )  # fmt: skip


def _clocked(rows: list[TicketClock], metric: str) -> list[rules.Clocked]:
    return [
        rules.Clocked(row.breached_at is None, row.consented_at is not None) for row in rows if row.metric == metric
    ]


def _minutes(rows: list[TicketClock], metric: str) -> list[int]:
    """Business minutes that the stopped clocks of a metric used."""
    stopped = [row for row in rows if row.metric == metric and row.deadline and row.deadline.stopped_at]
    return [int(restored(row).used(clock.now()).total_seconds()) // 60 for row in stopped]


def _deflection(client_id: UUID, start: datetime, end: datetime) -> int | None:
    """A reading was followed by a request where the same reader raised one within a day of it."""
    views = ArticleView.objects.filter(client_id=client_id, at__gte=start, at__lt=end)
    after = Ticket.objects.filter(
        client_id=client_id, requester_id=OuterRef("user_id"), opened_at__range=(OuterRef("at"), OuterRef("until"))
    )
    timed = views.annotate(until=F("at") + timedelta(days=1))
    return rules.deflection(views.count(), timed.filter(Exists(after)).count())
