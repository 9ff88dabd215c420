"""Jobs of payroll: a run's calculation, its payslips, a large file of inputs; each may start again at any time."""

from __future__ import annotations

from uuid import UUID

from openhro.core.jobs import Progress, app
from openhro.core.models import Job
from openhro.core.scope import scope
from openhro.payroll.models import Calculation
from openhro.payroll.services import payslips
from openhro.payroll.services.calculate import carry_out
from openhro.payroll.services.imports import carry_out_import


@app.task(name="payroll.calculate_run", queue="payroll", retry=3)
def calculate_run(job_id: str, client: str) -> None:
    """Calculate the run that the job stands for; nothing is left to do where it was sealed or unlocked meanwhile."""
    with Progress(job_id, client) as progress:
        with scope(progress.by):
            job = Job.objects.get(pk=job_id)
            waiting = Calculation.objects.filter(run_id=UUID(job.object_id), state="computing")
            calculation = waiting.order_by("-number").first()
        if progress.wanted and calculation is not None:
            carry_out(progress.by, calculation.pk, progress)


@app.task(name="payroll.write_payslips", queue="documents", retry=3)
def write_payslips(job_id: str, client: str) -> None:
    """Write the payslips of the run that the job stands for."""
    with Progress(job_id, client) as progress:
        with scope(progress.by):
            run_id = UUID(Job.objects.get(pk=job_id).object_id)
        payslips.write_payslips(progress.by, run_id, progress)


@app.task(name="payroll.import_inputs", queue="imports")
def import_inputs(job_id: str, client: str) -> None:
    """Check or take in the file of inputs that the job stands for."""
    with Progress(job_id, client) as progress:
        with scope(progress.by):
            batch_id = UUID(Job.objects.get(pk=job_id).object_id)
        carry_out_import(batch_id, progress)
