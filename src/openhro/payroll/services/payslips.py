"""Payslips on paper: one on demand, or all of a run in one zip. The same sealed results give the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from openhro.core import private
from openhro.core.actor import Actor
from openhro.core.documents import Brand, DocumentError, zip_of
from openhro.core.errors import Conflict, Invalid
from openhro.core.jobs import Progress
from openhro.core.permission import permit
from openhro.core.scope import scope
from openhro.payroll import permissions, register, shelf, storage
from openhro.payroll.documents import Employee, Employer, Fact, Line, Payment, PayslipDocument, Period, Words, render
from openhro.payroll.models import PayRun, RunFile
from openhro.payroll.queries.found import run_of
from openhro.payroll.queries.payslips import readable_row
from openhro.payroll.queries.slips import PayslipView, Sheet, SlipLine
from openhro.payroll.rules.moves import PUBLISHED
from openhro.payroll.services import files

BATCH = 200
"""Payslips between two steps of progress: what is lost when a worker dies, some two seconds of work."""
_LANGUAGES = {"GB": "en-GB", "US": "en-US", "DE": "en-DE"}


def render_payslip(by: Actor, run_id: UUID, employment_id: UUID) -> bytes:
    """One payslip as PDF: what the page shows, and the same bytes each time."""
    run, rows = readable_row(by, run_id, employment_id)
    return printed(run, Sheet.of(run).slips(by, rows)[0])


def printed(run: PayRun, view: PayslipView) -> bytes:
    """A payslip's PDF; refuses one that cannot be printed with a sentence that says why."""
    try:
        return render(document_of(run, view))
    except DocumentError as refused:
        raise Invalid("PAYSLIP_PRINT", f"The payslip of {view.number} cannot be printed: {refused.message}") from None


def document_of(run: PayRun, view: PayslipView) -> PayslipDocument:
    """The payslip as its paper form; its day is the pay date, so that it never changes."""
    client, words = run.client, Words(title=_("Payslip"))
    identifiers = tuple(Fact(label, value) for label, value in view.employer.identifiers)
    if view.employer.worksite:
        identifiers = (*identifiers, Fact(_("Work site employer"), view.employer.worksite))
    facts = tuple(Fact(label, value) for label, value in view.facts)
    if view.job_title:
        facts = (Fact(_("Job"), view.job_title), *facts)
    number = _("No. %(number)d") % {"number": view.period_number}
    return PayslipDocument(
        brand=Brand(client.brand_name or client.name, client.brand_colour),
        employer=Employer(view.employer.name, view.employer.address, identifiers),
        employee=Employee(view.name, view.number, view.address, view.national_id, facts),
        period=Period(view.pay_date, view.start, view.end, number, view.frequency.replace("_", "-").capitalize()),
        earnings=_lines(view.earnings),
        taxes=_lines(view.taxes),
        deductions=_lines((*view.pretax, *view.posttax)),
        net_pay=view.net_minor,
        currency=view.currency,
        country=view.country,
        run_hash=view.result_hash,
        day=view.pay_date,
        payments=tuple(
            Payment(f"{one.scheme.upper()} {one.account}".strip(), one.amount_minor) for one in view.payments
        ),
        employer_costs=_lines(view.employer_costs),
        counted_from=view.counted_from,
        gross_known=view.is_whole(view.earnings),
        language=_LANGUAGES.get(view.country, client.locale),
        words=words,
    )


def _lines(lines: tuple[SlipLine, ...]) -> tuple[Line, ...]:
    return tuple(
        Line(
            one.label,
            one.amount_minor,
            one.to_date_minor,
            one.units,
            "h" if one.unit == "hours" else "",
            one.rate,
            one.from_here,
        )
        for one in lines
    )


def write_payslips(by: Actor, run_id: UUID, progress: Progress | None = None) -> RunFile:
    """All payslips of a released run in one zip. Killed, it goes on with the batches that are not there yet."""
    with scope(by):
        run = run_of(by, run_id)
        permit(by, permissions.RUN_RELEASE, run)
        if run.state not in PUBLISHED:
            raise Conflict("NOT_RELEASED", "Payslips are made when the run is released.")
        calculation = register.sealed(run)
        sheet, place = Sheet.of(run), register.place_of(calculation)
        made = RunFile.objects.filter(run=run, kind="payslips").first()
        if made and storage.is_unchanged(made):
            return made
    if progress:
        progress.total(calculation.people, "payslips")
    spool = Path(settings.OUT) / storage.folder(run) / f".payslips-{bytes(calculation.result_hash).hex()[:16]}"
    parts = list(_batches(by, sheet, place, spool, progress))
    with scope(by):
        kept = storage.keep(run, f"{run.code}-payslips.zip", zip_of(_unpacked(parts)))
        file = files.record(by, run, "payslips", kept, {"documents": sum(count for _, count in parts)})
    shutil.rmtree(spool, ignore_errors=True)
    return file


def _batches(
    by: Actor, sheet: Sheet, place: shelf.Place, spool: Path, progress: Progress | None
) -> Iterator[tuple[Path, int]]:
    """Small zips of a batch each, in the run's order; one that is there already is not made again."""
    private.folder(spool)
    with scope(by):
        everybody = shelf.paid_in_order(place)
    for number, first in enumerate(range(0, len(everybody), BATCH)):
        mine, path = everybody[first : first + BATCH], spool / f"{number:06d}.zip"
        if not path.exists():
            with scope(by):
                at = {employment: i for i, employment in enumerate(mine)}
                found = sheet.slips(by, register.among(place, mine))
                views = sorted(found, key=lambda view: at[view.employment_id])
                content = b"".join(zip_of((file_name(view), printed(sheet.run, view)) for view in views))
                draft = path.with_suffix(".draft")
                private.write(draft, content)
                draft.replace(path)
        yield path, len(mine)
        if progress:
            progress.add(len(mine))


def file_name(view: PayslipView) -> str:
    """A payslip's name in the zip: staff number, pay date, and the end of the employment's id, so that it is unique."""
    number = "".join(c if c.isalnum() or c in "-_" else "-" for c in view.number)[:40] or "employee"
    return f"{number}_{view.pay_date.isoformat()}_{view.employment_id.hex[-8:]}.pdf"


def _unpacked(parts: list[tuple[Path, int]]) -> Iterator[tuple[str, bytes]]:
    for path, _count in parts:
        with zipfile.ZipFile(path) as part:
            for name in part.namelist():
                yield name, part.read(name)
