"""The one place where billing asks what there is to count: people, payroll, and its own usage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from openhro.billing.models import LineEvidence, Usage
from openhro.billing.rules import Head, Run, Told, Window
from openhro.core.actor import Actor
from openhro.payroll import queries as payroll
from openhro.people import queries as people


def employed(by: Actor, client_id: UUID, month: date, places: frozenset[UUID]) -> list[Head]:
    """The employments in a month at some companies (the client's, or the provider's own)."""
    return [
        Head(row.employment_id, row.external_id, row.person_id, row.start, row.end, row.number, row.name)
        for row in people.employed_days(by, client_id, month)
        if (row.entity_id or row.provider_entity_id) in places
    ]


def finished_runs(by: Actor, client_id: UUID, month: date, places: frozenset[UUID], ours: bool) -> list[Run]:
    """The runs paid in a month at some companies, with `ours` also those of no client company."""
    return [
        Run(
            row.run_id, row.code, row.gross_minor, row.payslips, row.currency, row.reversed, row.billable, row.group,
            row.pay_date,
        )
        for row in payroll.billable_runs(by, client_id, month)
        if row.entity_id in places or (ours and row.entity_id is None)
    ]  # fmt: skip


def enrolled(engagement_id: UUID, price_code: str, window: Window) -> list[Told]:
    """The enrolments recorded for a price that hold on some day of the window."""
    rows = _usage(engagement_id, price_code, "enrolment").filter(first__lte=window.last)
    return _told(one for one in rows if one.last is None or one.last >= window.first)


def told(engagement_id: UUID, price_code: str, kind: str, last: date) -> list[Told]:
    """What was recorded for a price until a day and is on no issued invoice yet; of costs, those with a document."""
    rows = _usage(engagement_id, price_code, kind).filter(first__lte=last)
    if kind == "cost":
        rows = rows.filter(documents__isnull=False).distinct()
    done = billed(rows.values("pk"))
    return _told(one for one in rows if one.pk not in done)


def billed(usage_ids: Any) -> set[UUID]:
    """Those records that an issued invoice has charged."""
    rows = LineEvidence.objects.filter(object_id__in=usage_ids, line__purpose="charge")
    return set(rows.filter(line__invoice__number__isnull=False).values_list("object_id", flat=True))


def _usage(engagement_id: UUID, price_code: str, kind: str) -> Any:
    rows = Usage.objects.filter(engagement=engagement_id, price_code=price_code, kind=kind, withdrawn_at=None)
    return rows.order_by("first", "external_id")


def _told(rows: Iterable[Usage]) -> list[Told]:
    return [
        Told(
            one.pk, one.kind, one.external_id, one.first, one.last, one.quantity, one.amount_minor, one.number, one.name
        )
        for one in rows
    ]  # fmt: skip
