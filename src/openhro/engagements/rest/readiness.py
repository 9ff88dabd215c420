"""Readiness over REST: the board, processes with documents, evidence and assessments, and the proofs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, UploadedFile

from openhro.core import clock
from openhro.core.errors import check_choice
from openhro.core.rest import Page, Router, by_of, listed, rows_page
from openhro.engagements import queries, rules, services
from openhro.engagements.rest import readiness_schemas as schemas

router = Router()
_PROCESS = "/readiness-processes/{process_id}"


@router.read("/process-library", Page[schemas.ProcessTemplate])
def list_process_templates(request: HttpRequest, function: str = "") -> Any:
    """What has to be written down about each function before it is taken over."""
    by_of(request)
    check_choice(function, [*rules.FUNCTIONS, "*"], "function")
    return listed(one for one in queries.library().templates if function in ("", one.function))


@router.read("/engagements/{engagement_id}/readiness", schemas.Readiness)
def get_readiness(request: HttpRequest, engagement_id: UUID, as_of: date | None = None) -> Any:
    """The readiness of each cell of the scope, and everything that keeps the gate shut on a day."""
    by = by_of(request)
    engagement = queries.one(by, engagement_id)
    day = as_of or max(clock.today(engagement.client.zone), engagement.effective_from)
    board = queries.board(by, engagement_id, day)
    return {
        "ready": not board.failing, "threshold": board.threshold, "failing": board.failing,
        "cells": [
            {
                "function": one.cell.function, "country": one.cell.country, "company_id": one.cell.company,
                "company": one.company, "score": one.score, "mandatory": one.mandatory, "documented": one.documented,
                "failing": one.failing,
            }
            for one in board.cells
        ],
    }  # fmt: skip


@router.act("/engagements/{engagement_id}/actions/fill_board", schemas.BoardFilled)
def fill_readiness_board(request: HttpRequest, engagement_id: UUID) -> Any:
    """Lay the library's templates out for each cell of the scope that has not got them."""
    return {"made": len(services.fill_board(by_of(request), engagement_id))}


@router.read("/readiness-processes", Page[schemas.ReadinessProcess])
def list_readiness_processes(
    request: HttpRequest, engagement_id: UUID, function: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The processes of an engagement, of one function or all."""
    rows = queries.processes(by_of(request), engagement_id)
    return rows_page(rows.filter(function=function) if function else rows, ["pk"], cursor, limit)


@router.create("/readiness-processes", schemas.ReadinessProcess)
def add_readiness_process(request: HttpRequest, given: schemas.NewProcess) -> Any:
    """Add a process that the library does not have to a cell of the scope."""
    values = given.model_dump()
    engagement_id, place = _cell(values)
    return services.add_process(by_of(request), engagement_id, place, services.ProcessTerms(**values))


@router.read(_PROCESS, schemas.ReadinessProcess)
def get_readiness_process(request: HttpRequest, process_id: UUID) -> Any:
    """One process and its level."""
    return queries.process(by_of(request), process_id)


@router.read(f"{_PROCESS}/documents", Page[schemas.ProcessVersion])
def list_process_documents(request: HttpRequest, process_id: UUID) -> Any:
    """The versions of a process document, newest first."""
    return listed(queries.documents(by_of(request), process_id))


@router.create(f"{_PROCESS}/documents", schemas.ProcessVersion)
def write_process_document(request: HttpRequest, process_id: UUID, given: schemas.NewDocument) -> Any:
    """Write the next version: its steps, each with who does it."""
    steps = [services.Step(one.owner, one.does) for one in given.steps]
    return services.write_document(by_of(request), process_id, steps, given.change)


@router.read(f"{_PROCESS}/evidence", Page[schemas.EvidenceFile])
def list_process_evidence(request: HttpRequest, process_id: UUID) -> Any:
    """The files that show a process, with their hashes."""
    return listed(queries.evidence(by_of(request), process_id))


@router.create(f"{_PROCESS}/evidence", schemas.EvidenceFile, key=True)
def add_process_evidence(request: HttpRequest, process_id: UUID, file: File[UploadedFile]) -> Any:
    """Add a file that shows the process; the same file is kept once."""
    return services.attach_evidence(by_of(request), process_id, file.name or "file", file.read())


@router.file("/process-evidence/{evidence_id}/content", "application/octet-stream")
def get_process_evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file of evidence: the bytes that were added."""
    found, content = services.evidence_content(by_of(request), evidence_id)
    return HttpResponse(content, content_type=found.kind, headers=_attached(found.name))


@router.read(f"{_PROCESS}/assessments", Page[schemas.ProcessAssessment])
def list_process_assessments(request: HttpRequest, process_id: UUID) -> Any:
    """Who judged a process and how, newest first."""
    return listed(queries.assessments(by_of(request), process_id))


@router.create(f"{_PROCESS}/assessments", schemas.ProcessAssessment)
def assess_process(request: HttpRequest, process_id: UUID, given: schemas.NewAssessment) -> Any:
    """Judge how mature a process is; from level 2 on somebody other than who wrote it (`SELF_APPROVAL`)."""
    return services.assess(by_of(request), process_id, given.level, given.why)


@router.read("/readiness-contacts", Page[schemas.ReadinessContact])
def list_readiness_contacts(request: HttpRequest, engagement_id: UUID) -> Any:
    """Approvers and escalation contacts, ended ones included."""
    return listed(queries.contacts(by_of(request), engagement_id))


@router.create("/readiness-contacts", schemas.ReadinessContact)
def name_readiness_contact(request: HttpRequest, given: schemas.NewContact) -> Any:
    """Name who approves for the client, or who hears on a side when something is stuck."""
    by, values = by_of(request), given
    return services.name_contact(by, values.engagement_id, values.purpose, values.side, values.user_id, values.level)


@router.act("/readiness-contacts/{readiness_contact_id}/actions/end", schemas.ReadinessContact)
def end_readiness_contact(request: HttpRequest, readiness_contact_id: UUID) -> Any:
    """Somebody no longer approves or hears; the row stays."""
    return services.end_contact(by_of(request), readiness_contact_id)


@router.read("/access-tests", Page[schemas.TestedAccess])
def list_access_tests(
    request: HttpRequest, engagement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """Who tested their access to which work, newest first."""
    return rows_page(queries.access_tests(by_of(request), engagement_id), ["-pk"], cursor, limit)


@router.create("/access-tests", schemas.TestedAccess)
def record_access_test(request: HttpRequest, given: schemas.NewAccessTest) -> Any:
    """Say that one signed in and could, or could not, do the work of a cell."""
    engagement_id, place = _cell(values := given.model_dump())
    return services.confirm_access(by_of(request), engagement_id, place, **values)


@router.read("/data-reconciliations", Page[schemas.Reconciled])
def list_data_reconciliations(
    request: HttpRequest, engagement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """What was taken over and how it compared, newest first."""
    return rows_page(queries.reconciliations(by_of(request), engagement_id), ["-pk"], cursor, limit)


@router.create("/data-reconciliations", schemas.Reconciled)
def reconcile_data(request: HttpRequest, given: schemas.NewReconciliation) -> Any:
    """Hold what arrived against what was there: count, every control total, and the fingerprint of all rows."""
    engagement_id, place = _cell(given.model_dump())
    source, loaded = (services.Tally(one.count, one.sha256, one.totals) for one in (given.source, given.loaded))
    return services.reconcile_data(by_of(request), engagement_id, place, given.data_set, source, loaded)


@router.read("/parallel-runs", Page[schemas.ParallelRunRow])
def list_parallel_runs(
    request: HttpRequest, engagement_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """The parallel runs of an engagement by their counts, newest report first."""
    return rows_page(queries.parallel_runs(by_of(request), engagement_id), ["-pk"], cursor, limit)


@router.create("/parallel-runs", schemas.ParallelRunRow, key=True)
def report_parallel_run(request: HttpRequest, given: schemas.NewParallelRun) -> Any:
    """Report a parallel run of payroll; the newest report of a period counts."""
    differences = tuple(services.Difference(**one.model_dump()) for one in given.differences)
    report = services.ParallelReport(given.entity_id, given.period, given.employees, given.unexplained, differences)
    return services.report_parallel_run(by_of(request), given.engagement_id, report)


@router.read("/parallel-runs/{parallel_run_id}", schemas.ParallelRunWhole)
def get_parallel_run(request: HttpRequest, parallel_run_id: UUID) -> Any:
    """One parallel run with the amounts that differ, by employee."""
    return queries.parallel_run(by_of(request), parallel_run_id)


def _cell(values: dict[str, Any]) -> tuple[UUID, services.Place]:
    """The engagement and the cell, taken out of a body."""
    engagement_id = values.pop("engagement_id")
    return engagement_id, services.Place(values.pop("function"), values.pop("country"), values.pop("company_id"))


def _attached(name: str) -> dict[str, str]:
    """A file to be saved, never opened in the page's place."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)
    return {"Content-Disposition": f'attachment; filename="{plain}"', "X-Content-Type-Options": "nosniff"}
