"""The queue by clock: what is late, due today and due this week for the actor, and what waits for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from openhro.clients import queries as clients
from openhro.clients.queries import PROVIDER_ROLES
from openhro.core import clock, deadlines
from openhro.core.actor import Actor, Role
from openhro.core.errors import NotFound
from openhro.core.models import Deadline

MOST = 200  # rows on the page; the counts are whole
NEXT = 6  # of what lies beyond the week
_LEADS = frozenset({Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER})


@dataclass(frozen=True, slots=True)
class Queue:
    """Deadlines by group, and whole counts. `waiting` is what others must do first; `later` lies beyond the week."""

    now: datetime
    late: list[Deadline] = field(default_factory=list)
    today: list[Deadline] = field(default_factory=list)
    week: list[Deadline] = field(default_factory=list)
    later: list[Deadline] = field(default_factory=list)
    waiting: list[Deadline] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    by_client: list[dict[str, Any]] = field(default_factory=list)


def queue(by: Actor, client_id: UUID | None = None) -> Queue:
    """The actor's day. What is due to the actor's own roles is theirs; a lead's is all that the provider owes."""
    now = clock.now()
    rows, mine = _open(by, client_id), _mine(by)
    today, week = _edges(now)
    counts = rows.filter(mine).aggregate(
        late=Count("pk", Q(due_at__lt=now)),
        today=Count("pk", Q(due_at__gte=now, due_at__lt=today)),
        week=Count("pk", Q(due_at__gte=today, due_at__lt=week)),
        later=Count("pk", Q(due_at__gte=week)),
    )
    own = list(rows.filter(mine)[:MOST])
    waiting = list(rows.exclude(mine).filter(due_at__lt=week)[:50])
    tally = rows.filter(mine, due_at__lt=week).order_by().values("client__code", "client__name")
    tally = tally.annotate(open=Count("pk"), late=Count("pk", Q(due_at__lt=now))).order_by("-late", "-open")[:8]
    return Queue(
        now,
        [row for row in own if row.due_at < now],
        [row for row in own if now <= row.due_at < today],
        [row for row in own if today <= row.due_at < week],
        _first_of_each(row for row in own if row.due_at >= week)[:NEXT],
        waiting,
        counts,
        [dict(row) for row in tally],
    )


def _first_of_each(rows: Iterable[Deadline]) -> list[Deadline]:
    """Of what is far off, the next step of each record is enough."""
    found: dict[str, Deadline] = {}
    for row in rows:
        found.setdefault(row.object_id, row)
    return list(found.values())


def pressing(by: Actor, client: Any = None) -> int:
    """How much of the actor's own is late or due today."""
    today, _week = _edges(clock.now())
    return _open(by, client.pk if client else None).filter(_mine(by), due_at__lt=today).count()


def open_deadlines(by: Actor, client_id: UUID | None = None) -> QuerySet[Deadline]:
    """What is still to be done in the functions that the actor works in; nothing for those who work in none."""
    return _open(by, client_id)


def deadline(by: Actor, deadline_id: UUID) -> Deadline:
    """One deadline, done or not, of a function that the actor works in."""
    found = deadlines.one(by, deadline_id)
    functions = clients.functions(by)
    if functions is not None and found.function not in functions:
        raise NotFound("deadline")
    return found


def _open(by: Actor, client_id: UUID | None) -> QuerySet[Deadline]:
    functions = clients.functions(by)
    rows = deadlines.open_deadlines(by)
    if functions is not None:
        rows = rows.filter(function__in=functions)
    return rows.filter(client_id=client_id) if client_id else rows


def _mine(by: Actor) -> Q:
    owners = by.all_roles | (PROVIDER_ROLES if by.all_roles & _LEADS else frozenset())
    return Q(owner_role__in=[role.value for role in owners])


def _edges(now: datetime) -> tuple[datetime, datetime]:
    """The end of the reader's day, and of the six days after it."""
    local = timezone.localtime(now)
    end = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time()))
    return end, end + timedelta(days=6)
