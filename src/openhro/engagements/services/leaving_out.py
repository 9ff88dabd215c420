"""Leaving a row out of a service level: the provider asks with an agreed ground, the client consents, never one person.

What a function leaves out by itself (the desk its clocks) is asked and consented there: one place keeps it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.permission import Permission, check_other_person, permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import LevelEvidence, LevelExclusion
from openhro.engagements.permissions import LEVEL_CONSENT, LEVEL_EXCLUDE
from openhro.engagements.queries.metrics import METRICS, LeaveOut
from openhro.engagements.services.drafting import locked
from openhro.engagements.services.measuring import remeasure_open


@transaction.atomic
def ask_exclusion(by: Actor, evidence_id: UUID, ground: str, reason: str) -> LevelEvidence:
    """Say why a row should not count; it counts until the client consents."""
    row = _open_row(by, evidence_id, LEVEL_EXCLUDE)
    measured = row.measurement
    rules.check_ground(ground, measured.level.exclusions)
    reason = reason.strip()
    if not reason:
        raise Invalid("REASON_REQUIRED", _("Say what happened: the client reads it."), field="reason")
    rules.check_words({"reason": reason}, 200)
    if row.excluded:
        raise Conflict("EXCLUDED", _("The client has consented already."))
    if own := _own(row):
        own.ask(by, row.item_id, reason)
    else:
        told = {"ground": ground, "reason": reason, "asked_by": by.user, "asked_at": clock.now()}
        LevelExclusion.objects.update_or_create(
            engagement=measured.engagement,
            metric=measured.metric,
            kind=row.kind,
            item_id=row.item_id,
            defaults={"client_id": row.client_id, **told},
        )
    data = {"row": row.pk, "metric": measured.metric, "month": measured.month, "ground": ground}
    journal.record(by, events.EXCLUSION_ASKED, measured.engagement, data)
    return _again(by, row)


@transaction.atomic
def consent_to_exclusion(by: Actor, evidence_id: UUID) -> LevelEvidence:
    """The client agrees that a row does not count; never whoever asked for it."""
    row = _open_row(by, evidence_id, LEVEL_CONSENT)
    measured = row.measurement
    if own := _own(row):
        own.consent(by, row.item_id)
    else:
        asked = queries.exclusion_of(by, row)
        if asked is None or asked.consented_at:
            raise Conflict("NOTHING_TO_CONSENT", _("Nobody asks to leave this out, or it is left out already."))
        check_other_person(by, asked.asked_by)
        asked.consented_by, asked.consented_at = by.user, clock.now()
        asked.save(update_fields=["consented_by", "consented_at"])
    data = {"row": row.pk, "metric": measured.metric, "month": measured.month}
    journal.record(by, events.EXCLUDED, measured.engagement, data)
    return _again(by, row)


def _open_row(by: Actor, evidence_id: UUID, permission: Permission) -> LevelEvidence:
    """The row of a month that is still open, with its contract held."""
    row = queries.evidence_row(by, evidence_id)
    permit(by, permission, row)
    locked(by, row.measurement.engagement_id)
    if queries.month_closed(row.measurement.engagement_id, row.measurement.month):
        raise Conflict("MONTH_CLOSED", _("This month is closed, so its figures and rows stay as they are."))
    return row


def _own(row: LevelEvidence) -> LeaveOut | None:
    found = METRICS.get(row.measurement.metric)
    return found.leave_out if found else None


def _again(by: Actor, row: LevelEvidence) -> LevelEvidence:
    remeasure_open(by, row.measurement.engagement, row.measurement.month)
    return queries.evidence_row(by, row.pk)
