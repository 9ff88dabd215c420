"""The files of a run: bank files, journal, register, payslips."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest

from openhro.core.rest import Page, Router, by_of, listed
from openhro.payroll import queries, services
from openhro.payroll.rest import figures

router = Router()


@router.read("/runs/{run_id}/files", Page[figures.RunFile])
def list_run_files(request: HttpRequest, run_id: UUID) -> Any:
    """The files of a run, with their hashes and control totals."""
    return listed(queries.files(by_of(request), run_id))


@router.file("/files/{file_id}", "text/csv", "text/plain", "application/zip", "application/octet-stream")
def download_file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """One file; refused where its bytes are no longer those that were made. Reading it is journaled."""
    found = services.download(by_of(request), file_id)
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type)
