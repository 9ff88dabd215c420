"""How the desk does in a span of time, and the clocks behind a service level with their evidence.

Everything is counted by the database, so that no figure depends on how many rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Avg, Count, DurationField, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, ExpressionWrapper, Value
from django.utils.translation import gettext as _

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Invalid
from openhro.core.permission import permit
from openhro.desk import rules
from openhro.desk.models import ArticleView, Survey, Ticket, TicketClock
from openhro.desk.permissions import FIGURES
from openhro.desk.queries.clocks import why_left_out

_WEEK = timedelta(days=7)
_AT_ONCE = 2_000


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


class _Percentile(Aggregate):
    """The nearest rank: the smallest value that so many per cent of all do not exceed. 50 is the (lower) median."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: str | Combinable, share: str, **extra: Any) -> None:
        super().__init__(expression, share=share, output_field=IntegerField(), **extra)


def measured(by: Actor, client_id: UUID, metric: str, start: datetime, end: datetime) -> list[Measured]:
    """The clocks of a metric that ended or were breached from `start` to before `end`, all of them; each counts once,
    where it was breached or else where it ended."""
    rows = measured_rows(by, client_id, metric, start, end)
    return [measured_view(by, row) for row in rows.iterator(_AT_ONCE)]


def measured_rows(by: Actor, client_id: UUID, metric: str, start: datetime, end: datetime) -> QuerySet[TicketClock]:
    """The same as rows, for pages of them."""
    permit(by, FIGURES, client_id)
    _check_span(start, end)
    if metric not in rules.METRICS:
        raise Invalid("METRIC", _("Name one of the metrics: %s.") % ", ".join(rules.METRICS), field="metric")
    return ended(client_id, start, end).filter(metric=metric).select_related("ticket").order_by("pk")


def measured_view(by: Actor, row: TicketClock) -> Measured:
    """One clock as evidence."""
    return Measured(
        row.pk, row.ticket_id, row.ticket.number, row.breached_at is None, why_left_out(by, row),
        row.consented_at is not None,
    )  # fmt: skip


def _check_span(start: datetime, end: datetime) -> None:
    if start >= end:
        raise Invalid("SPAN", _("The end is not after the start."), field="end")
    if end - start > timedelta(days=400):
        raise Invalid("SPAN", _("Ask for 400 days at most."), field="end")


def ended(client_id: UUID, start: datetime, end: datetime) -> QuerySet[TicketClock]:
    """Ended or breached in the window; a clock that ran on after its breach belongs to the breach, one that goes on in
    another request to that one."""
    stopped = Q(breached_at=None, deadline__stopped_at__gte=start, deadline__stopped_at__lt=end)
    breached = Q(breached_at__gte=start, breached_at__lt=end)
    return TicketClock.objects.filter(stopped | breached, client_id=client_id, goes_on_in=None)


def figures(by: Actor, client_id: UUID, start: datetime, end: datetime) -> Figures:
    """All figures of a client's desk in a window."""
    permit(by, FIGURES, client_id)
    _check_span(start, end)
    tickets = Ticket.objects.filter(client_id=client_id)
    clocks, done = _clocks(client_id, start, end), _done(tickets, start, end)
    backlog = tickets.filter(state__in=rules.ACTIVE).aggregate(count=Count("pk"), age=Avg(_age()))
    asked = _satisfaction(client_id, start, end)
    return Figures(
        start, end, tickets.filter(opened_at__gte=start, opened_at__lt=end).count(), done["count"], backlog["count"],
        {metric: rules.share(clocks[f"met_{metric}"], clocks[f"counted_{metric}"]) for metric in rules.METRICS},
        clocks["first_median"], clocks["first_p90"], clocks["last_median"], clocks["last_p90"],
        backlog["age"] // timedelta(hours=1) if backlog["count"] else None, rules.share(done["back"], done["count"]),
        rules.share(done["at_once"], done["count"]), rules.share(asked["good"], asked["answered"]), asked["asked"],
        asked["answered"], _deflection(client_id, start, end),
    )  # fmt: skip


def _clocks(client_id: UUID, start: datetime, end: datetime) -> dict[str, Any]:
    """Met of met and breached, what is left out standing on neither side; and the business minutes that were used."""
    wanted: dict[str, Any] = {}
    for metric in rules.METRICS:
        counted = Q(metric=metric, consented_at=None)
        wanted[f"counted_{metric}"] = Count("pk", filter=counted)
        wanted[f"met_{metric}"] = Count("pk", filter=counted & Q(breached_at=None))
    for name, metric in (("first", "first_response"), ("last", "resolution")):
        used = Q(metric=metric, used_minutes__isnull=False)
        wanted[f"{name}_median"] = _Percentile("used_minutes", "0.5", filter=used)
        wanted[f"{name}_p90"] = _Percentile("used_minutes", "0.9", filter=used)
    return ended(client_id, start, end).aggregate(**wanted)


def _done(tickets: QuerySet[Ticket], start: datetime, end: datetime) -> dict[str, Any]:
    """Resolved for the first time; of these reopened, and solved with one answer without coming back within a week."""
    rows = tickets.filter(first_resolved_at__gte=start, first_resolved_at__lt=end).exclude(state="merged")
    stayed = Q(reopened_at=None) | Q(reopened_at__gt=F("first_resolved_at") + _WEEK)
    return rows.aggregate(
        count=Count("pk"), back=Count("pk", filter=Q(reopened_at__isnull=False)),
        at_once=Count("pk", filter=Q(replies=1) & stayed),
    )  # fmt: skip


def _age() -> ExpressionWrapper:
    return ExpressionWrapper(Value(clock.now()) - F("opened_at"), output_field=DurationField())


def _satisfaction(client_id: UUID, start: datetime, end: datetime) -> dict[str, Any]:
    """Surveys asked in the window, answered, and answered with four or five."""
    asked = Survey.objects.filter(client_id=client_id, asked_at__gte=start, asked_at__lt=end)
    return asked.aggregate(asked=Count("pk"), answered=Count("score"), good=Count("pk", filter=Q(score__gte=4)))


def _deflection(client_id: UUID, start: datetime, end: datetime) -> int | None:
    """Readings of articles that no request of the same reader followed within a day, of all readings."""
    views = ArticleView.objects.filter(client_id=client_id, at__gte=start, at__lt=end)
    asked = Ticket.objects.filter(client_id=client_id, requester_id=OuterRef("user_id"), opened_at__gte=OuterRef("at"))
    after = asked.filter(opened_at__lte=OuterRef("at") + timedelta(days=1))
    return rules.share(views.filter(~Exists(after)).count(), views.count())
