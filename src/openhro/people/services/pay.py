"""Verbs of pay: set pay terms from a day on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.people.models import LIVING, Employment, PayTerms
from openhro.people.permissions import PAY_EDIT
from openhro.people.rules import Pay, fields, history
from openhro.people.services.assignments import check_within, day_after
from openhro.people.services.records import locked_employment, pay_columns, pay_values, store, versions_of

PAY_SET = journal.event("people.pay_terms_set", "Somebody's pay terms change")


@transaction.atomic
def set_pay_terms(by: Actor, employment_id: UUID, day: date, pay: Pay) -> PayTerms:
    """Let pay terms hold from a day on, until the next ones that are already known; they keep their own rate."""
    job = locked_employment(by, employment_id)
    permit(by, PAY_EDIT, job)
    fields.pay(pay)
    check_within(job, day)
    if change_pay(by, job, day, pay):
        journal.record(by, PAY_SET, job, {"from": day.isoformat()})
    return PayTerms.objects.get(LIVING, employment=job, valid__contains=day)


def change_pay(by: Actor, job: Employment, day: date, pay: Pay) -> bool:
    """Write pay terms that are already permitted and checked; False where nothing changes."""
    rows = living(job)
    held = versions_of(rows, pay_values)
    after = history.splice(held, day, values_of(pay), until=day_after(job.end), stays=frozenset({"reason"}))
    store(by, job, PayTerms, rows, after, pay_columns)
    return after != held


def living(job: Employment) -> list[PayTerms]:
    """The versions in force, held against other writers."""
    return list(PayTerms.objects.filter(LIVING, employment=job).select_for_update())


def values_of(pay: Pay) -> dict[str, object]:
    """Pay as the versions hold it (see `records.pay_values`)."""
    return {"rate": (pay.basis, pay.amount_minor, pay.currency), "hours_week": pay.hours_week, "reason": pay.reason}
