"""Agreeing on service levels, and the registry where functions say what they can measure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.permission import permit
from openhro.engagements import events, rules
from openhro.engagements.models import Engagement, LevelSet, ServiceLevel
from openhro.engagements.permissions import DRAFT, READ
from openhro.engagements.queries.levels import PLAIN
from openhro.engagements.queries.metrics import METRICS, Charges, Item, LeaveOut, Measured, Metric
from openhro.engagements.queries.metrics import register as _register
from openhro.engagements.queries.metrics import register_charges as charges_from
from openhro.engagements.services.drafting import check_changeable, check_term_holds, check_to_come, locked, new_version

__all__ = ["Charges", "Item", "LeaveOut", "charges_from", "metric", "offer_levels", "replace_levels", "set_levels"]


def metric(
    code: str, name: Any, unit: Any, *, measured: Measured, functions: tuple[str, ...] = (),
    leave_out: LeaveOut | None = None,
) -> Metric:  # fmt: skip
    """Let service levels promise something that a function measures; called once, when the product starts."""
    return _register(Metric(code, name, unit, measured, functions, leave_out))


def metrics(by: Actor) -> list[Metric]:
    """What can be promised, in a steady order."""
    permit(by, READ)
    return [METRICS[code] for code in sorted(METRICS)]


@transaction.atomic
def set_levels(by: Actor, engagement_id: UUID, terms: rules.LevelSetTerms) -> LevelSet:
    """Promise service levels from a day on. What both sides have signed changes by amendment only."""
    engagement = locked(by, engagement_id)
    permit(by, DRAFT, engagement)
    check_changeable(engagement, "set_levels")
    signed = engagement.state not in rules.UNSIGNED
    if signed and LevelSet.objects.filter(engagement=engagement).exists():
        raise Conflict(
            "AMENDMENT_REQUIRED",
            _("Both sides have signed these service levels. Change them by an amendment that both sign."),
            field="levels",
        )
    check_to_come(engagement, terms.start)
    return replace_levels(by, engagement, terms)


def replace_levels(by: Actor, engagement: Engagement, terms: rules.LevelSetTerms) -> LevelSet:
    """Let a set hold from a day on instead of what held until then: what a signed amendment does."""
    rules.check_levels(terms, METRICS)
    check_term_holds(engagement, terms.start, terms.last_day)
    if terms.start.day != 1 and terms.start != engagement.effective_from:
        raise Invalid(
            "LEVELS_MONTH",
            _("Service levels are measured by the month: let them begin on the first of one, or with the contract."),
            field="start",
        )
    _make_room(engagement, terms)
    days = rules.Days.to_last(terms.start, terms.last_day)
    made = LevelSet.objects.create(
        client_id=engagement.client_id, engagement=engagement, at_risk=terms.at_risk, multiplier=terms.multiplier,
        multiplier_after=terms.multiplier_after, close_after_days=terms.close_after_days,
        valid=DateRange(days.start, days.end), recorded_by=by.user,
    )  # fmt: skip
    for level in terms.levels:
        plain = {name: getattr(level, name) for name in PLAIN}
        ServiceLevel.objects.create(
            client_id=engagement.client_id, level_set=made, exclusions=list(level.exclusions), **plain
        )
    new_version(by, engagement, binding=True)
    data = {"set": made.pk, "from": terms.start, "metrics": [level.metric for level in terms.levels]}
    journal.record(by, events.LEVELS_SET, engagement, data)
    made.refresh_from_db()
    return made


def offer_levels(by: Actor, engagement: Engagement, functions: set[str]) -> None:
    """Start a draft with the usual levels for what can be measured of its functions."""
    usual = tuple(
        one for one in rules.STANDARD if one.metric in METRICS and functions & set(METRICS[one.metric].functions)
    )
    if usual:
        days = (engagement.effective_from, rules.STANDARD_AT_RISK, usual, engagement.effective_to)
        set_levels(by, engagement.pk, rules.LevelSetTerms(*days))


def _make_room(engagement: Engagement, terms: rules.LevelSetTerms) -> None:
    """Earlier sets end the day before; what was to begin later falls away, unless something was measured by it."""
    later = DateRange(terms.start, None)
    for held in LevelSet.objects.filter(engagement=engagement, valid__overlap=later):
        if held.valid.lower < terms.start:
            held.valid = DateRange(held.valid.lower, terms.start)
            held.save(update_fields=["valid"])
        elif held.levels.filter(measurements__isnull=False).exists():
            raise Conflict(
                "LEVELS_MEASURED",
                _("Months were measured by what holds from that day. Let the new levels begin later."),
                field="start",
            )
        else:
            held.delete()
