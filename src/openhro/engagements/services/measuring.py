"""Measuring service levels month by month from what the functions tell, and closing the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor, system
from openhro.core.errors import Conflict
from openhro.core.permission import permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import (
    Engagement,
    LevelEvidence,
    LevelExclusion,
    LevelSet,
    Measurement,
    ScopeItem,
    ServiceLevel,
)
from openhro.engagements.permissions import LEVEL_MEASURE
from openhro.engagements.queries.metrics import METRICS, Item
from openhro.engagements.services.drafting import locked

TOLD = ("label", "met", "excluded", "excluded_for", "at", "because", "url")


@dataclass(frozen=True, slots=True)
class _Month:
    """A month of a contract, with its days of service and what was promised for it."""

    engagement: Engagement
    first: date
    days: tuple[date, date]
    levels: list[ServiceLevel]
    held: LevelSet


@transaction.atomic
def measure_month(by: Actor, engagement_id: UUID, month: date) -> list[Measurement]:
    """Measure a month as it stands now, also a running one; a closed month stays as it was closed."""
    engagement = locked(by, engagement_id)
    permit(by, LEVEL_MEASURE, engagement)
    return _measure(by, _open_month(engagement, month))


@transaction.atomic
def close_month(by: Actor, engagement_id: UUID, month: date) -> list[Measurement]:
    """Measure a month that is over for the last time: its figures and rows are fixed then, and credits follow."""
    engagement = locked(by, engagement_id)
    permit(by, LEVEL_MEASURE, engagement)
    found = _open_month(engagement, month)
    rules.check_over(found.days[1], clock.today(engagement.client.zone))
    before = Measurement.objects.filter(engagement=engagement, month__lt=month, closed_at=None).order_by("month")
    if earlier := before.values_list("month", flat=True).first():
        raise Conflict(
            "MONTH_ORDER",
            _("Close %(month)s first: misses are counted in a row.") % {"month": f"{earlier:%Y-%m}"},
            field="month",
        )
    rows = _measure(by, found)
    for row in rows:
        _finish(by, row)
    missed = [row.metric for row in rows if row.status in rules.MISSES]
    journal.record(by, events.MONTH_CLOSED, engagement, {"month": month, "missed": missed})
    return rows


def due_engagements(by: Actor) -> list[UUID]:
    """The contracts at work for which something is promised."""
    permit(by, LEVEL_MEASURE)
    rows = Engagement.objects.filter(live_from__isnull=False, level_sets__isnull=False)
    return list(rows.exclude(state="withdrawn").order_by("pk").values_list("pk", flat=True).distinct())


def measure_due(by: Actor, engagement_id: UUID) -> int:
    """Measure every month that is not closed, up to the running one, and close those whose time has come."""
    engagement = queries.one(by, engagement_id)
    today = clock.today(engagement.client.zone)
    done = 0
    for month in _open_months(engagement, today):
        held = _held(engagement, month)
        if held is None:
            continue
        last = rules.months_after(month, 1) - timedelta(days=1)
        call = close_month if today > last + timedelta(days=held.close_after_days) else measure_month
        call(by, engagement_id, month)
        done += 1
    return done


def remeasure_open(by: Actor, engagement: Engagement, month: date) -> None:
    """After a row was left out: the open month's figures follow at once."""
    _measure(by, _open_month(engagement, month))


def _open_months(engagement: Engagement, today: date) -> list[date]:
    """From the month after the last closed one to the running one, in which something is promised."""
    closed = Measurement.objects.filter(engagement=engagement, closed_at__isnull=False).order_by("-month").first()
    first_set = LevelSet.objects.filter(engagement=engagement).order_by("valid").first()
    if first_set is None or engagement.live_from is None:
        return []
    first = max(first_set.valid.lower, engagement.live_from).replace(day=1)
    month = rules.months_after(closed.month, 1) if closed else first
    last, found = min(today, engagement.effective_to or today), []
    while month <= last:
        found.append(month)
        month = rules.months_after(month, 1)
    return found


def _held(engagement: Engagement, month: date) -> LevelSet | None:
    days = rules.service_days(month, engagement.live_from, engagement.effective_to)
    return queries.set_on(engagement, days[1]) if days else None


def _open_month(engagement: Engagement, month: date) -> _Month:
    """The month with its promises; refuses one that is closed, or in which nothing was promised."""
    rules.check_month(month)
    if queries.month_closed(engagement.pk, month):
        raise Conflict(
            "MONTH_CLOSED", _("This month is closed, so its figures and rows stay as they are."), field="month"
        )
    days, held = rules.service_days(month, engagement.live_from, engagement.effective_to), _held(engagement, month)
    if days is None or held is None or days[0] > clock.today(engagement.client.zone):
        raise Conflict(
            "NOTHING_PROMISED", _("No service in that month, or nothing was promised for it."), field="month"
        )
    return _Month(engagement, month, days, list(held.levels.all()), held)


def _measure(by: Actor, month: _Month) -> list[Measurement]:
    own = set(ScopeItem.objects.filter(engagement=month.engagement).values_list("pk", flat=True))
    rows = [_level(by, month, level, own) for level in month.levels if level.metric in METRICS]
    stale = Measurement.objects.filter(engagement=month.engagement, month=month.first)
    stale.exclude(metric__in=[row.metric for row in rows]).delete()
    return rows


def _level(by: Actor, month: _Month, level: ServiceLevel, own: set[UUID]) -> Measurement:
    """One level: the function's items, less another contract's, as rows; and the figures that they give.

    The function is asked as by the product itself, in the client's language: a record is the same whoever makes it.
    """
    start, end = _window(month, level)
    with translation.override(month.engagement.client.locale):
        told = METRICS[level.metric].measured(system(by.via), month.engagement.client_id, start, end)
    items = {(item.kind, item.id): item for item in told if item.scope_item_id is None or item.scope_item_id in own}
    left_out = _left_out(month.engagement, level.metric)
    rows = {key: _row(item, left_out.get(key)) for key, item in items.items()}
    counted = [row for row in rows.values() if not row["excluded"]]
    met = sum(row["met"] for row in counted)
    tally = rules.LevelTally(met, len(counted) - met, len(rows) - len(counted))
    made, _new = Measurement.objects.update_or_create(
        engagement=month.engagement,
        metric=level.metric,
        month=month.first,
        defaults={"client_id": month.engagement.client_id, "level": level, **_figures(month, level, tally)},
    )
    _keep(made, rows)
    return made


def _window(month: _Month, level: ServiceLevel) -> tuple[datetime, datetime]:
    """The instants between which an item counts, in the client's zone: days of service only."""
    zone = month.engagement.client.zone
    assert month.engagement.live_from is not None
    first = rules.months_after(month.first, 1 - level.window_months)
    return _midnight(max(first, month.engagement.live_from), zone), _midnight(month.days[1] + timedelta(days=1), zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _figures(month: _Month, level: ServiceLevel, tally: rules.LevelTally) -> dict[str, Any]:
    engagement, held = month.engagement, month.held
    assert engagement.live_from is not None
    ramp = rules.in_ramp(engagement.live_from, month.first, level.ramp_months)
    target = level.ramp_target if ramp and level.ramp_target is not None else level.target
    status = rules.status_of(tally, target, level.minimum, level.small_volume_n)
    earlier = Measurement.objects.filter(engagement=engagement, metric=level.metric, month__lt=month.first)
    statuses = list(earlier.filter(ramp=False).order_by("-month").values_list("status", flat=True)[:60])
    in_a_row = 0 if ramp else rules.misses_in_a_row(statuses, status)
    return {
        "met": tally.met, "missed": tally.missed, "excluded": tally.excluded, "value": rules.value_of(tally),
        "target": target, "status": status, "ramp": ramp, "in_a_row": in_a_row, "measured_at": clock.now(),
        "multiplier": rules.multiplier_of(in_a_row, held.multiplier_after, held.multiplier),
    }  # fmt: skip


def _left_out(engagement: Engagement, metric: str) -> dict[tuple[str, UUID], LevelExclusion]:
    rows = LevelExclusion.objects.filter(engagement=engagement, metric=metric)
    return {(row.kind, row.item_id): row for row in rows}


def _row(item: Item, asked: LevelExclusion | None) -> dict[str, Any]:
    """An item in the words that are kept; left out only with the client's consent."""
    return {
        "label": item.label[:120],
        "met": item.met,
        "excluded": bool(item.excluded_for and item.consented) or bool(asked and asked.consented_at),
        "excluded_for": (item.excluded_for or (asked.reason if asked else ""))[:200],
        "at": item.at,
        "because": item.because[:300],
        "url": item.url[:200],
    }


def _keep(made: Measurement, rows: dict[tuple[str, UUID], dict[str, Any]]) -> None:
    """Only what differs is written: a running month is measured each night, and a row keeps its id."""
    held = {(row.kind, row.item_id): row for row in LevelEvidence.objects.filter(measurement=made)}
    gone = [row.pk for key, row in held.items() if key not in rows]
    LevelEvidence.objects.filter(pk__in=gone).delete()
    new = [
        LevelEvidence(client_id=made.client_id, measurement=made, kind=kind, item_id=item_id, **told)
        for (kind, item_id), told in rows.items()
        if (kind, item_id) not in held
    ]
    LevelEvidence.objects.bulk_create(new, batch_size=2_000)
    other = []
    for key, row in held.items():
        told = rows.get(key)
        if told and any(getattr(row, name) != told[name] for name in TOLD):
            for name in TOLD:
                setattr(row, name, told[name])
            other.append(row)
    LevelEvidence.objects.bulk_update(other, TOLD, batch_size=500)


def _finish(by: Actor, row: Measurement) -> None:
    """Close one measurement: what a year of good months gives back, and whether the client may now end the contract."""
    earlier = Measurement.objects.filter(engagement_id=row.engagement_id, metric=row.metric, month__lt=row.month)
    past = list(earlier.order_by("-month")[:11])
    row.earns_back = _earned_back(row, past)
    months = rules.TERMINATION_WITHIN
    recent = {one.month: one.status == "below_minimum" for one in [row, *past]}
    below = [recent.get(rules.months_after(row.month, -back), False) for back in range(months)]
    row.termination_right = row.level.critical and rules.may_terminate(below)
    row.closed_at, row.closed_by = clock.now(), by.user
    row.save()
    if row.termination_right:
        journal.record(by, events.TERMINATION_RIGHT, row.engagement, {"metric": row.metric, "month": row.month})


def _earned_back(row: Measurement, past: Sequence[Measurement]) -> list[UUID]:
    """The earlier misses that cost something, where the year up to this month is good on average; each once."""
    level = row.level
    expected = level.target if level.expected is None else level.expected
    if not level.earn_back or not rules.earned_back([row.value, *(one.value for one in past)], expected):
        return []
    done = {earlier for one in past for earlier in one.earns_back}
    return [one.pk for one in past if one.status in rules.MISSES and not one.ramp and one.pk not in done]
