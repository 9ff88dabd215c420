"""Service levels as they were agreed and measured, the rows behind a figure, and what a month's misses cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import Engagement, LevelEvidence, LevelExclusion, LevelSet, Measurement
from openhro.engagements.permissions import READ
from openhro.engagements.queries.contracts import one
from openhro.engagements.queries.metrics import charges_of

PLAIN = (
    "metric", "target", "weight", "minimum", "window_months", "critical", "calendar", "ramp_months", "ramp_target",
    "small_volume_n", "earn_back", "expected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What a level's miss costs for a month, or gives back where twelve good months earned it. Amounts are >= 0."""

    definition_id: UUID
    metric: str
    value: Decimal | None
    target: Decimal
    weight: Decimal
    multiplier: Decimal
    at_risk_minor: int
    amount_minor: int
    earned_back: bool
    measurement_id: UUID


def level_sets(by: Actor, engagement_id: UUID, day: date | None = None) -> models.QuerySet[LevelSet]:
    """What was promised, at all times or on one day; newest last."""
    rows = LevelSet.objects.filter(engagement=one(by, engagement_id)).prefetch_related("levels")
    return rows.filter(valid__contains=day) if day else rows


def measurements(by: Actor, engagement_id: UUID, month: date | None = None) -> models.QuerySet[Measurement]:
    """What was measured, newest month first, of one month or of all."""
    rows = Measurement.objects.filter(engagement=one(by, engagement_id)).select_related("level__level_set")
    return rows.filter(month=month) if month else rows


def measurement(by: Actor, measurement_id: UUID) -> Measurement:
    """One measurement with its level and contract."""
    rows = Measurement.objects.select_related("level__level_set", "engagement__client")
    found = rows.filter(pk=measurement_id).first()
    if found is None:
        raise NotFound("measurement")
    permit(by, READ, found)
    return found


def evidence_of(by: Actor, measurement_id: UUID) -> models.QuerySet[LevelEvidence]:
    """The things that a measurement counted, misses first."""
    return LevelEvidence.objects.filter(measurement=measurement(by, measurement_id))


def evidence_row(by: Actor, evidence_id: UUID) -> LevelEvidence:
    """One of them."""
    rows = LevelEvidence.objects.select_related("measurement__engagement__client", "measurement__level__level_set")
    found = rows.filter(pk=evidence_id).first()
    if found is None:
        raise NotFound("evidence")
    permit(by, READ, found)
    return found


def exclusion_of(by: Actor, row: LevelEvidence) -> LevelExclusion | None:
    """What was asked about a row; None where nobody asked, or where the function that it comes from keeps it."""
    measured = row.measurement
    return LevelExclusion.objects.filter(
        engagement_id=measured.engagement_id, metric=measured.metric, kind=row.kind, item_id=row.item_id
    ).first()


def month_closed(engagement_id: UUID, month: date) -> bool:
    """Whether a month's figures are final."""
    return Measurement.objects.filter(engagement_id=engagement_id, month=month, closed_at__isnull=False).exists()


def credits_for(by: Actor, engagement_id: UUID, month: date, charges_minor: int) -> list[CreditRow]:
    """What the misses of a closed month cost, for the charges of that month, and what is earned back by it.

    Refuses a month that was measured and is still open; one that nothing was promised for costs nothing.
    """
    found = measurements(by, engagement_id, month)
    rules.check_month(month)
    rows = list(found.order_by("level_id"))
    if any(row.closed_at is None for row in rows):
        raise Conflict(
            "MONTH_OPEN",
            _("The service levels of that month are not closed yet. Close them, then the credits are known."),
            field="month",
            detail={"month": month.isoformat()},
        )
    if not rows:
        return []
    return [*credits_of(rows, charges_minor), *_given_back(by, rows)]


def credits_of(rows: list[Measurement], charges_minor: int) -> list[CreditRow]:
    """What the misses of one month cost, in the order of the rows."""
    missed = [row for row in rows if row.status in rules.MISSES and not row.ramp and row.level.weight]
    if not missed:
        return []
    pool = rules.at_risk(charges_minor, missed[0].level.level_set.at_risk)
    amounts = rules.amounts(pool, [rules.Miss(row.level.weight, row.multiplier) for row in missed])
    return [_credit(row, pool, amount) for row, amount in zip(missed, amounts, strict=True)]


def _credit(row: Measurement, pool: int, amount: int, *, back: bool = False) -> CreditRow:
    return CreditRow(
        row.level_id, row.metric, row.value, row.target, row.level.weight, row.multiplier, pool, amount, back, row.pk
    )


def _given_back(by: Actor, rows: list[Measurement]) -> list[CreditRow]:
    """The credits of earlier months that the year up to this one reverses, as they were given for their own charges."""
    ids = [earlier for row in rows for earlier in row.earns_back]
    if not ids:
        return []
    months = Measurement.objects.filter(pk__in=ids).order_by("month").values_list("month", flat=True).distinct()
    found = []
    for month in months:
        engagement_id = rows[0].engagement_id
        whole = list(measurements(by, engagement_id, month).order_by("level_id"))
        charged = charges_of(by, [engagement_id], month).get(engagement_id, 0)
        given = {credit.measurement_id: credit for credit in credits_of(whole, charged)}
        mine = [(row, given[row.pk]) for row in whole if row.pk in ids and row.pk in given]
        found += [_credit(row, credit.at_risk_minor, credit.amount_minor, back=True) for row, credit in mine]
    return found


def set_on(engagement: Engagement, day: date) -> LevelSet | None:
    """What is promised on a day."""
    rows = LevelSet.objects.filter(engagement=engagement, valid__contains=day)
    return rows.prefetch_related("levels").first()


def level_set_terms(held: LevelSet) -> rules.LevelSetTerms:
    """The terms that a stored set carries."""
    levels = tuple(
        rules.LevelTerms(exclusions=tuple(one.exclusions), **{name: getattr(one, name) for name in PLAIN})
        for one in held.levels.order_by("metric")
    )
    return rules.LevelSetTerms(
        held.valid.lower, held.at_risk, levels, held.valid.upper - timedelta(days=1) if held.valid.upper else None,
        held.multiplier, held.multiplier_after, held.close_after_days,
    )  # fmt: skip
