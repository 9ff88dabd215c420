"""Imports of people: upload, report, template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, UploadedFile

from openhro.core import imports
from openhro.core.rest import (
    How,
    ImportColumn,
    ImportReport,
    Page,
    Router,
    by_of,
    columns_of,
    listed,
    report_of,
    rows_page,
)
from openhro.people import queries, services

router = Router()


class Upload(How):
    """Whose people the file holds, and how to run."""

    client_id: UUID


@router.create("/people-imports", ImportReport, key=True)
def import_people(request: HttpRequest, given: Form[Upload], file: File[UploadedFile]) -> Any:
    """Check a CSV or XLSX file row by row; with `dry_run=false` take it in. The same file again changes nothing.

    A file of more than 2,000 rows is taken by a job: the answer is `waiting`, and the import is to be asked for again.
    """
    how = services.Options(dry_run=given.dry_run, partial=given.partial)
    return report_of(services.receive(by_of(request), given.client_id, file.read(), file.name or "file", how))


@router.read("/people-imports", Page[ImportReport])
def list_people_imports(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(20, ge=1, le=100)
) -> Any:  # fmt: skip
    """A client's imports of people, newest first, dry runs too."""
    return rows_page(queries.batches(by_of(request), client_id), ["-pk"], cursor, limit, report_of)


@router.read("/people-imports/{import_id}", ImportReport)
def get_people_import(request: HttpRequest, import_id: UUID) -> Any:
    """One import with its report."""
    return report_of(queries.batch(by_of(request), import_id))


@router.read("/people-import-columns", Page[ImportColumn])
def list_people_import_columns(request: HttpRequest) -> Any:
    """The columns of the file: what each holds, and an example."""
    return listed(columns_of(services.IMPORT_COLUMNS))


@router.file("/people-import-template.csv", "text/csv")
def get_people_import_template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in."""
    return HttpResponse(imports.template(services.IMPORT_COLUMNS), content_type="text/csv; charset=utf-8")
