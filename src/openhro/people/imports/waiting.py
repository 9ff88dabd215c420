"""Imports of large files: a job takes them while a page shows how far it is. Small files are taken at once."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from openhro.clients import queries as clients
from openhro.core import imports, jobs
from openhro.core.actor import Actor, Via
from openhro.core.models import ImportBatch, Job
from openhro.core.permission import permit
from openhro.core.scope import scope
from openhro.people.imports.columns import COLUMNS
from openhro.people.imports.run import Options, at_once, run, tell
from openhro.people.permissions import IMPORT


@transaction.atomic
def receive(by: Actor, client_id: UUID, content: bytes, file_name: str, options: Options | None = None) -> ImportBatch:
    """Take a file as `import_people` does, or, where it is large, let a job do so: the batch is `waiting` then."""
    permit(by, IMPORT, client_id)
    clients.check_client(by, client_id)
    how = options or Options()
    table = imports.read(content, file_name)
    if len(table.rows) <= imports.MOST_AT_ONCE:
        report = at_once(by, client_id, table, how)
        return ImportBatch.objects.get(client_id=client_id, pk=report.batch_id)
    from openhro.people import tasks

    imports.check_columns(table, COLUMNS)
    return imports.hand_over(by, client_id, content, imports.begin("people", table, **asdict(how)), tasks.import_file)


def stop_import(by: Actor, batch_id: UUID) -> Job:
    """Ask the job of a waiting file to stop; nothing of the file is kept then."""
    return imports.stop(by, batch_id, "people", IMPORT)


def carry_out_import(batch_id: UUID, progress: jobs.Progress) -> None:
    """Do what a waiting batch asks, as whoever sent the file."""
    imports.carry_out(batch_id, progress, _take)


def _take(batch: ImportBatch, steps: jobs.Steps) -> None:
    by, waits = clients.actor_of(batch.made_by, Via.JOB), batch.report["waits"]
    with scope(by):
        permit(by, IMPORT, batch)
        content = imports.take(by, batch.client_id, waits["token"])
        table = imports.read(content, batch.file_name)
        report = imports.begin_again(batch, table)
        run(by, batch.client_id, table, report, steps)
        imports.settle(batch, report)
        tell(by, batch, report)
