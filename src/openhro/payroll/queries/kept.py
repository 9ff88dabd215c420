"""What is on file for payroll besides the runs: recurring lines, balances, and imports with their reports."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.models import ImportBatch
from openhro.core.permission import permit
from openhro.payroll import permissions
from openhro.payroll.models import OpeningBalance, RecurringElement
from openhro.people import queries as people

IMPORTS = {
    "payroll.inputs": permissions.INPUT_EDIT,
    "payroll.tax_facts": permissions.FACTS_EDIT,
    "payroll.opening_balances": permissions.FACTS_EDIT,
}
"""The kinds of imports, and who may read their reports: whoever may run them."""


def recurring(by: Actor, employment_id: UUID, day: date | None = None) -> QuerySet[RecurringElement]:
    """The recurring lines of an employment, at all times or on one day."""
    permit(by, permissions.PAYSLIP_READ, people.client_of(by, employment_id))
    rows = RecurringElement.objects.filter(employment_id=employment_id).select_related("element")
    return rows.filter(valid__contains=day) if day else rows


def opening_balances(by: Actor, employment_id: UUID) -> QuerySet[OpeningBalance]:
    """The old system's figures of an employment."""
    permit(by, permissions.PAYSLIP_READ, people.client_of(by, employment_id))
    return OpeningBalance.objects.filter(employment_id=employment_id)


def batches(by: Actor, client_id: UUID, kind: str) -> QuerySet[ImportBatch]:
    """A client's imports of one kind, newest first; dry runs too."""
    permit(by, IMPORTS[kind], client_id)
    return ImportBatch.objects.filter(client_id=client_id, kind=kind).order_by("-pk")


def batch(by: Actor, batch_id: UUID) -> ImportBatch:
    """One import of payroll with its report."""
    found = ImportBatch.objects.filter(pk=batch_id, kind__in=list(IMPORTS)).first()
    if found is None:
        raise NotFound("import")
    permit(by, IMPORTS[found.kind], found)
    return found
