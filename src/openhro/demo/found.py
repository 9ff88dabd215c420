"""What of the story is there already, looked up by its own codes, so that every step can go on where it was.

What the packages' queries do not answer (settings that only a service writes) is read from their tables here.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.models import ImportBatch, JournalEntry, JournalSeal
from openhro.payroll import queries as payroll
from openhro.payroll.models import LateInput, PayElement, RecurringElement
from openhro.payroll.queries import GroupView, PeriodView
from openhro.people.models import Employment, Person


def employments(by: Actor, client_id: UUID) -> dict[str, UUID]:
    """The employments of a client by external id, those of all times."""
    return dict(Employment.objects.filter(client_id=client_id).values_list("external_id", "pk"))


def persons(by: Actor, client_id: UUID) -> dict[str, tuple[UUID, UUID | None]]:
    """Person and login by external id."""
    rows = Person.objects.filter(client_id=client_id).values_list("external_id", "pk", "user_id")
    return {key: (pk, user) for key, pk, user in rows}


def imported(client_id: UUID, kind: str, name: str) -> bool:
    """Whether a file of this name was taken."""
    return ImportBatch.objects.filter(client_id=client_id, kind=kind, file_name=name, state="applied").exists()


def group(by: Actor, client_id: UUID, code: str) -> GroupView | None:
    """A pay group, or None."""
    return next((one for one in payroll.pay_groups(by, client_id) if one.code == code), None)


def periods(by: Actor, client_id: UUID, code: str, first: date, last: date) -> list[PeriodView]:
    """The periods of a group that are paid between two days, in order, each with its run's id and state."""
    held = group(by, client_id, code)
    rows = payroll.calendar(by, held.id) if held else []
    return [row for row in rows if first <= row.pay_date <= last]


def elements(client_id: UUID, pack: str) -> dict[str, UUID]:
    """The client's pay elements by code."""
    return dict(PayElement.objects.filter(client_id=client_id, pack=pack).values_list("code", "pk"))


def with_recurring(client_id: UUID) -> set[tuple[UUID, UUID, date]]:
    """Employment, element and first day of every recurring line."""
    rows = RecurringElement.objects.filter(client_id=client_id).values_list("employment_id", "element_id", "valid")
    return {(who, element, valid.lower) for who, element, valid in rows}


def late(period_id: UUID) -> list[dict[str, Any]]:
    """What came too late for a period."""
    return list(LateInput.objects.filter(period_id=period_id).values_list("payload", flat=True))


def open_questions(by: Actor, run_id: UUID) -> tuple[list[payroll.ProblemRow], list[payroll.VarianceRow]]:
    """Warnings and unexplained changes without an answer."""
    warnings = payroll.problems(by, run_id, severity="warning", open_only=True)
    changes = payroll.variances(by, run_id, reason="unexplained", limit=1_000).rows
    return warnings, [one for one in changes if one.needs_answer and not one.answered_at]


def unsealed() -> int:
    """How many journal entries no chain holds yet."""
    return JournalEntry.objects.count() - JournalSeal.objects.count()
