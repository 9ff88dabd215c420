"""Large files: a job takes them while a page shows how far it is. Small files are taken at once.

A function hands a file over (`hand_over`), lets its task call `carry_out` with what is to be done with it, and may ask
the job to `stop`. After a crash the work begins again; of a file whose work failed or was stopped nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from openhro.core import jobs
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.imports.parked import WAITING, checked, drop, park
from openhro.core.imports.report import Report, wait
from openhro.core.models import ImportBatch, Job
from openhro.core.permission import Permission, permit
from openhro.core.scope import scope

MOST_AT_ONCE = 2_000
"""Rows that are taken while their sender waits: about two seconds' work."""


def hand_over(by: Actor, client_id: UUID, content: bytes, report: Report, task: Any, **more: str) -> ImportBatch:
    """Let a job take a file: its batch is `waiting` until then. `more` is kept for whoever carries it out."""
    batch = wait(by, client_id, report, park(by, client_id, content, WAITING), **more)
    jobs.start(by, task, batch, kind=f"{report.kind}.import", unit="rows")
    return batch


@transaction.atomic
def stop(by: Actor, batch_id: UUID, kind: str, verb: Permission) -> Job:
    """Ask the job of a waiting file to stop, of whoever may send one."""
    batch = ImportBatch.objects.filter(pk=batch_id, kind=kind).first()
    if batch is None:
        raise NotFound("import")
    permit(by, verb, batch)
    job = jobs.of_object(by, batch.pk)
    if batch.state != "waiting" or job is None or job.state not in jobs.OPEN:
        raise Conflict("NOTHING_RUNS", "This file is not being taken in.")
    return jobs.stop(by, job)


def carry_out(batch_id: UUID, progress: jobs.Progress, take: Callable[[ImportBatch, jobs.Steps], None]) -> None:
    """Do what a waiting batch asks; nothing is left to do where it was done."""
    with scope(progress.by):
        batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != "waiting":
        return
    waits = batch.report["waits"]
    try:
        with jobs.Aside(progress) as steps:
            take(batch, steps)
    except BaseException as fault:
        state = "stopped" if isinstance(fault, jobs.Cancelled) else "failed"
        with scope(progress.by):
            ImportBatch.objects.filter(pk=batch_id, state="waiting").update(state=state)
        drop(waits["token"])
        raise
    (checked if waits["dry_run"] else drop)(waits["token"])
