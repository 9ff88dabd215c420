"""Inputs of a period: lines, files, and what came too late."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, UploadedFile

from openhro.core.rest import How, ImportReport, Page, Router, by_of, listed, report_of, rows_page
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, views

router = Router()


class PeriodUpload(How):
    """For which period the inputs are, and how to run."""

    period_id: UUID


@router.read("/inputs", views.InputLines)
def list_inputs(request: HttpRequest, run_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)) -> Any:
    """The living inputs of a run's period, in the order in which they came."""
    page = queries.inputs_of_run(by_of(request), run_id, cursor or None, limit)
    return {"items": page.rows, "next": page.next, "count": page.count, "late": page.late}


@router.create("/inputs", views.InputMade, key=True)
def give_input(request: HttpRequest, given: bodies.NewInput) -> Any:
    """Give a line, or a new version of it; refused after the cut-off (`AFTER_CUTOFF`)."""
    values = given.model_dump()
    return services.give_input(by_of(request), values.pop("period_id"), services.Line(**values), source="api")


@router.act("/inputs/{input_id}/actions/remove", views.InputMade)
def remove_input(request: HttpRequest, input_id: UUID) -> Any:
    """Take a line back; its history stays."""
    return services.remove_input(by_of(request), input_id)


@router.create("/input-imports", ImportReport, key=True)
def import_inputs(request: HttpRequest, given: Form[PeriodUpload], file: File[UploadedFile]) -> Any:
    """Check a file of inputs row by row; with `dry_run=false` take it in. The same file again changes nothing.

    A file of more than 2,000 rows is taken by a job: the answer is `waiting`, and the import is to be asked for again.
    """
    by, how = by_of(request), services.Options(dry_run=given.dry_run, partial=given.partial)
    return report_of(services.receive_inputs(by, given.period_id, file.read(), file.name or "file", how))


@router.read("/payroll-imports", Page[ImportReport])
def list_payroll_imports(
    request: HttpRequest, client_id: UUID, kind: Literal["inputs", "tax_facts", "opening_balances"] = "inputs",
    cursor: str = "", limit: int = Query(20, ge=1, le=100),
) -> Any:  # fmt: skip
    """A client's imports of one kind, newest first, dry runs too."""
    rows = queries.batches(by_of(request), client_id, f"payroll.{kind}")
    return rows_page(rows, ["-pk"], cursor, limit, report_of)


@router.read("/payroll-imports/{import_id}", ImportReport)
def get_payroll_import(request: HttpRequest, import_id: UUID) -> Any:
    """One import with its report."""
    return report_of(queries.batch(by_of(request), import_id))


@router.read("/late-inputs", Page[views.LateRow])
def list_late_inputs(request: HttpRequest, run_id: UUID) -> Any:
    """What came after the cut-off of a run's period, and what became of it."""
    return listed(queries.late_inputs(by_of(request), run_id))


@router.create("/late-inputs", views.LateInput, key=True)
def log_late_input(request: HttpRequest, given: bodies.NewLateInput) -> Any:
    """Write down what came after the cut-off, why, and who sees to it."""
    values = given.model_dump()
    return services.log_late_input(by_of(request), values.pop("period_id"), values.pop("payload"), **values)


@router.act("/late-inputs/{late_id}/actions/settle", views.LateInput)
def settle_late_input(request: HttpRequest, late_id: UUID, given: bodies.Settlement) -> Any:
    """Say what became of a late input."""
    return services.settle_late_input(by_of(request), late_id, how=given.how)
