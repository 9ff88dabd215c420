"""Imports of large files: a job takes them while a page shows how far it is. Small files are taken at once."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from openhro.clients import queries as clients
from openhro.core import imports, jobs
from openhro.core.actor import Actor, Via
from openhro.core.errors import Conflict, NotFound
from openhro.core.models import ImportBatch, Job
from openhro.core.permission import permit
from openhro.core.scope import scope
from openhro.people.imports.columns import COLUMNS
from openhro.people.imports.run import Options, import_people, run, tell
from openhro.people.permissions import IMPORT

MOST_AT_ONCE = 2_000
"""Rows that are taken while their sender waits: about two seconds' work."""

KIND = "people.import"


@transaction.atomic
def receive(by: Actor, client_id: UUID, content: bytes, file_name: str, options: Options | None = None) -> ImportBatch:
    """Take a file as `import_people` does, or, where it is large, let a job do so: the batch is `waiting` then."""
    permit(by, IMPORT, client_id)
    clients.check_client(by, client_id)
    how = options or Options()
    table = imports.read(content, file_name)
    if len(table.rows) <= MOST_AT_ONCE:
        report = import_people(by, client_id, content, file_name, how)
        return ImportBatch.objects.get(client_id=client_id, pk=report.batch_id or "")
    from openhro.people import tasks

    imports.check_columns(table, COLUMNS)
    token = imports.park(by, client_id, content)
    batch = imports.wait(by, client_id, imports.begin("people", table, **asdict(how)), token)
    jobs.start(by, tasks.import_file, batch, kind=KIND, unit="rows")
    return batch


@transaction.atomic
def stop_import(by: Actor, batch_id: UUID) -> Job:
    """Ask the job of a waiting file to stop; nothing of the file is kept then."""
    batch = ImportBatch.objects.filter(pk=batch_id, kind="people").first()
    if batch is None:
        raise NotFound("import")
    permit(by, IMPORT, batch)
    job = jobs.of_object(by, batch.pk)
    if batch.state != "waiting" or job is None or job.state not in jobs.OPEN:
        raise Conflict("NOTHING_RUNS", "This file is not being taken in.")
    return jobs.stop(by, job)


def carry_out_import(batch_id: UUID, progress: jobs.Progress) -> None:
    """Do what a waiting batch asks, as whoever sent the file; after a crash it begins again. Nothing is left to do
    where it was done."""
    with scope(progress.by):
        batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != "waiting":
        return
    waits = batch.report["waits"]
    try:
        with jobs.Aside(progress) as steps:
            _take(batch, waits["token"], Options(dry_run=waits["dry_run"], partial=batch.report["partial"]), steps)
    except BaseException as fault:
        state = "stopped" if isinstance(fault, jobs.Cancelled) else "failed"
        with scope(progress.by):
            ImportBatch.objects.filter(pk=batch_id, state="waiting").update(state=state)
        raise
    if not waits["dry_run"]:
        imports.drop(waits["token"])


def _take(batch: ImportBatch, token: str, how: Options, steps: jobs.Steps) -> None:
    by = clients.actor_of(batch.made_by, Via.JOB)
    with scope(by):
        permit(by, IMPORT, batch)
        content = imports.take(by, batch.client_id, token)
        table = imports.read(content, batch.file_name)
        report = run(by, batch.client_id, table, how, steps)
        imports.settle(batch, report)
        tell(by, batch, report)
