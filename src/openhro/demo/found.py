"""What of the payroll story is there already: looked up by the story's own codes, so that every step can go on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from openhro.core.actor import Actor
from openhro.core.models import ImportBatch, Job, JournalEntry


def _rows(model: str) -> QuerySet:  # type: ignore[type-arg]
    return apps.get_model(f"payroll.{model}").objects.all()  # type: ignore[no-any-return]


def employments(by: Actor, client_id: UUID) -> dict[str, UUID]:
    """The employments of a client by external id, those of all times."""
    model = apps.get_model("people.Employment")
    rows = model.objects.filter(client_id=client_id)
    return dict(rows.values_list("external_id", "pk"))


def persons(by: Actor, client_id: UUID) -> dict[str, tuple[UUID, UUID | None]]:
    """Person and login by external id."""
    model = apps.get_model("people.Person")
    rows = model.objects.filter(client_id=client_id)
    return {key: (pk, user) for key, pk, user in rows.values_list("external_id", "pk", "user_id")}


def imported(client_id: UUID, kind: str, name: str) -> bool:
    """Whether a file of this name was taken."""
    return ImportBatch.objects.filter(client_id=client_id, kind=kind, file_name=name, state="applied").exists()


def group(client_id: UUID, code: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    """A pay group, or None."""
    return _rows("PayGroup").filter(client_id=client_id, code=code).first()


def periods(group_id: UUID, first: date, last: date) -> list:  # type: ignore[type-arg]
    """The periods paid between two days, in order."""
    rows = _rows("PayPeriod").filter(group_id=group_id, pay_date__gte=first, pay_date__lte=last)
    return list(rows.select_related("group").order_by("pay_date"))


def elements(client_id: UUID, pack: str) -> dict[str, UUID]:
    """The client's pay elements by code."""
    return dict(_rows("PayElement").filter(client_id=client_id, pack=pack).values_list("code", "pk"))


def with_recurring(client_id: UUID) -> set[tuple[UUID, UUID, date]]:
    """Employment, element and first day of every recurring line."""
    rows = _rows("RecurringElement").filter(client_id=client_id)
    return {
        (who, element, valid.lower) for who, element, valid in rows.values_list("employment_id", "element_id", "valid")
    }


def late(period_id: UUID) -> list:  # type: ignore[type-arg]
    """The late inputs of a period."""
    return list(_rows("LateInput").filter(period_id=period_id))


def run_of(period_id: UUID):  # type: ignore[no-untyped-def] # noqa: ANN201
    """The regular run of a period with its calculation, or None."""
    rows = _rows("PayRun").filter(period_id=period_id, kind="regular").exclude(state="cancelled")
    return rows.select_related("period__group", "calculation").first()


def open_questions(calculation_id: UUID) -> tuple[list, list]:  # type: ignore[type-arg]
    """Warnings and unexplained changes without an answer."""
    problems = _rows("Problem").filter(calculation_id=calculation_id, severity="warning", answered_at=None)
    changes = _rows("Variance").filter(calculation_id=calculation_id, needs_answer=True, answered_at=None)
    return list(problems.order_by("pk")), list(changes.order_by("pk"))


def approvals(run_id: UUID) -> set[str]:
    """The steps at which a run is approved."""
    return set(_rows("Approval").filter(run_id=run_id, void_at=None).values_list("step", flat=True))


def errors(calculation_id: UUID) -> list[tuple[str, str]]:
    """Code and sentence of everything that leaves somebody out."""
    rows = _rows("Problem").filter(calculation_id=calculation_id, severity="error")
    return list(rows.values_list("code", "message"))


def files(run_id: UUID) -> dict[str, Any]:
    """The files of a run by kind."""
    return {file.kind: file for file in _rows("RunFile").filter(run_id=run_id)}


def unsealed() -> int:
    """Journal entries (as an upper bound) that no seal holds yet."""
    seals = apps.get_model("core.JournalSeal").objects.count()
    return JournalEntry.objects.count() - seals


def failed_jobs() -> int:
    """Jobs that ended badly."""
    return Job.objects.filter(state="failed").count()
