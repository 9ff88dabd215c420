"""All contracts at a glance, the worst first: what holds, what was missed, and how much money that touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.core.permission import in_clients, permit
from openhro.engagements import rules
from openhro.engagements.models import Engagement, Measurement
from openhro.engagements.permissions import PORTFOLIO
from openhro.engagements.queries.levels import credits_of
from openhro.engagements.queries.metrics import charges_of, metric_name

WORST_FIRST = ("health", "client__name", "code", "pk")
HEALTH = ("bad", "watch", "good", "unknown")
_LEAVING = ("suspended", "notice", "exiting")


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """A contract at a glance. `month` is the last one measured; amounts are of the last month that was charged."""

    engagement_id: UUID
    client_id: UUID
    code: str
    client: str
    model: str
    state: str
    health: str
    reasons: list[str]
    month: date | None
    met: int
    promised: int
    currency: str
    at_risk_minor: int | None
    credit_minor: int | None
    running: bool = False


def portfolio(by: Actor) -> QuerySet[Engagement]:
    """The contracts that the actor answers for, with `health` as a rank: 0 is worst. Withdrawn ones are left out."""
    permit(by, PORTFOLIO)
    rows = Engagement.objects.filter(in_clients(by, PORTFOLIO)).exclude(state="withdrawn").select_related("client")
    measured = Measurement.objects.filter(engagement=OuterRef("pk"))
    newest = measured.filter(month=OuterRef("newest"))
    below = Exists(newest.filter(Q(status="below_minimum") | Q(termination_right=True)))
    missed = Exists(newest.filter(status="missed"))
    return rows.annotate(newest=Subquery(measured.order_by("-month").values("month")[:1])).annotate(
        health=Case(
            When(~Q(in_breach=[]), then=Value(0)),
            When(below, then=Value(0)),
            When(missed, then=Value(1)),
            When(state__in=_LEAVING, then=Value(1)),
            When(newest__isnull=False, then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
    )


def by_state(by: Actor) -> dict[str, int]:
    """How many contracts stand in each state."""
    found: dict[str, int] = defaultdict(int)
    for state in portfolio(by).order_by().values_list("state", flat=True):
        found[state] += 1
    return {state: found[state] for state in rules.STATES if found[state]}


def portfolio_lines(by: Actor, rows: Iterable[Engagement]) -> list[PortfolioLine]:
    """Some of them with their last measured month; four reads, however many they are."""
    held = list(rows)
    measured: dict[UUID, list[Measurement]] = defaultdict(list)
    asked = Measurement.objects.filter(
        engagement__in=[one.pk for one in held], month__in={_newest(one) for one in held}
    )
    for row in asked.select_related("level__level_set").order_by("level_id"):
        measured[row.engagement_id].append(row)
    charged = _charged(by, held)
    return [
        _line(one, [row for row in measured[one.pk] if row.month == _newest(one)], charged.get(one.pk)) for one in held
    ]


def _newest(one: Engagement) -> date | None:
    found: date | None = one.newest  # type: ignore[attr-defined]
    return found


def _charged(by: Actor, held: list[Engagement]) -> dict[UUID, int]:
    """The charges of each contract's last measured month, or of the one before while that is not billed yet."""
    months: dict[date, list[UUID]] = defaultdict(list)
    for one in held:
        if month := _newest(one):
            months[month].append(one.pk)
    found: dict[UUID, int] = {}
    for month, ids in months.items():
        found |= charges_of(by, ids, rules.months_after(month, -1)) | charges_of(by, ids, month)
    return found


def _line(one: Engagement, rows: list[Measurement], charged: int | None) -> PortfolioLine:
    money = charged is not None and bool(rows)
    credit = sum(credit.amount_minor for credit in credits_of(rows, charged or 0))
    kept = [row for row in rows if row.status in ("met", "small_volume")]
    return PortfolioLine(
        one.pk, one.client_id, one.code, one.client.name, one.model, one.state,
        HEALTH[one.health], _reasons(one, rows), _newest(one), len(kept),  # type: ignore[attr-defined]
        len([row for row in rows if row.status != "nothing"]), one.currency,
        rules.at_risk(charged or 0, rows[0].level.level_set.at_risk) if money else None, credit if money else None,
        any(row.closed_at is None for row in rows),
    )  # fmt: skip


def _reasons(one: Engagement, rows: list[Measurement]) -> list[str]:
    """Why somebody should look, the worst first."""
    found = [_("the model's rules no longer hold: %s") % ", ".join(one.in_breach)] if one.in_breach else []
    found += [
        _("the client may end the contract: %s") % metric_name(row.metric) for row in rows if row.termination_right
    ]
    for status in ("below_minimum", "missed"):
        names = [metric_name(row.metric) for row in rows if row.status == status]
        if names:
            found.append(f"{rules.STATUSES[status]}: {', '.join(names)}")
    if one.state in _LEAVING:
        found.append(str(rules.STATES[one.state]))
    return found
