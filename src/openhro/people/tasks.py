"""Jobs of people: taking in a large file. It may start again at any time, for it writes in one transaction."""

from __future__ import annotations

from uuid import UUID

from openhro.core.jobs import Progress, app
from openhro.core.models import Job
from openhro.core.scope import scope
from openhro.people.services import carry_out_import


@app.task(name="people.import_file", queue="imports")
def import_file(job_id: str, client: str) -> None:
    """Check or take in the file that the job stands for."""
    with Progress(job_id, client) as progress:
        with scope(progress.by):
            batch_id = UUID(Job.objects.get(pk=job_id).object_id)
        carry_out_import(batch_id, progress)
