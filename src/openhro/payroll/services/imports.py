"""Files of a period's inputs. Dry run first, all rows or none, re-runnable; `fact_files.py` has the other files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openhro.clients import queries as clients
from openhro.core import clock, imports, jobs, journal
from openhro.core.actor import Actor, Via
from openhro.core.errors import Invalid, Refused
from openhro.core.imports import Column, Report, TypedRow
from openhro.core.models import ImportBatch, Job
from openhro.core.money import minor_digits
from openhro.core.scope import scope
from openhro.payroll import permissions
from openhro.payroll.events import INPUTS_IMPORTED
from openhro.payroll.models import Membership, PayElement, PayInput, PayPeriod
from openhro.payroll.services.inputs import Line, check_line, check_taken, is_same, period_of
from openhro.people import queries as people

KIND = "payroll.inputs"
BATCH = 5_000
COUNTED = 1_000
"""Rows between two counts."""
SILENT = jobs.Silent()
INPUT_COLUMNS = (
    Column("employment", "The employment's external id.", required=True, most=60, example="HAL-UK-0001"),
    Column("element", "Code of the pay element.", required=True, most=40, example="overtime"),
    Column(
        "line_id",
        "Your own id of this line; the same id again changes the line.",
        required=True,
        most=80,
        example="OT-1",
    ),
    Column("units", "Hours or pieces, at most 4 decimals.", "decimal", example="7.5"),
    Column("rate", "Per unit; empty takes the hourly rate of the pay terms.", "decimal"),
    Column("amount", "The amount, where the line is not units x rate.", "decimal"),
    Column("note", "For people to read.", most=200),
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: a dry run writes nothing; `partial` takes the good rows and leaves the refused ones out."""

    dry_run: bool = True
    partial: bool = False


DRY = Options()


class _Undo(Exception):
    """Takes back what a dry or refused run has written."""


def carry_out(
    by: Actor, client_id: UUID, report: Report, rows: list[TypedRow], apply: Callable[[list[TypedRow]], None]
) -> Report:
    """Apply rows inside a savepoint that is undone for a dry run or a refusal; the batch is kept in any case."""
    with transaction.atomic():
        _attempt(report, rows, apply)
        _tell(by, imports.keep(by, client_id, report), report)
    return report


def _attempt(report: Report, rows: list[TypedRow], apply: Callable[[list[TypedRow]], None]) -> None:
    try:
        with transaction.atomic():
            apply(rows)
            if report.dry_run or report.stops:
                raise _Undo
    except _Undo:
        pass


def _tell(by: Actor, batch: ImportBatch, report: Report) -> None:
    if report.state == "applied":
        counts = {"kind": report.kind, "created": report.created, "changed": report.changed}
        journal.record(by, INPUTS_IMPORTED, batch, counts | {"sha256": report.sha256})


@transaction.atomic
def receive_inputs(
    by: Actor, period_id: UUID, content: bytes, file_name: str, options: Options = DRY
) -> ImportBatch:  # fmt: skip
    """Take a file as `import_inputs` does, or, where it is large, let a job do so: the batch is `waiting` then."""
    period = period_of(by, period_id)
    check_taken(by, period)
    table = imports.read(content, file_name)
    if len(table.rows) <= imports.MOST_AT_ONCE:
        report = _at_once(by, period, table, options)
        return ImportBatch.objects.get(client_id=period.client_id, pk=report.batch_id)
    from openhro.payroll import tasks

    imports.check_columns(table, INPUT_COLUMNS)
    report = imports.begin(KIND, table, dry_run=options.dry_run, partial=options.partial)
    return imports.hand_over(by, period.client_id, content, report, tasks.import_inputs, period=str(period.pk))


def stop_import(by: Actor, batch_id: UUID) -> Job:
    """Ask the job of a waiting file to stop; nothing of the file is kept then."""
    return imports.stop(by, batch_id, KIND, permissions.INPUT_EDIT)


def carry_out_import(batch_id: UUID, progress: jobs.Progress) -> None:
    """Do what a waiting batch asks, as whoever sent the file; what was sent in time is not late for waiting."""
    imports.carry_out(batch_id, progress, _take)


def _take(batch: ImportBatch, steps: jobs.Steps) -> None:
    by, waits = clients.actor_of(batch.made_by, Via.JOB), batch.report["waits"]
    with scope(by):
        period = period_of(by, UUID(waits["period"]))
        check_taken(by, period, batch.made_at)
        table = imports.read(imports.take(by, batch.client_id, waits["token"]), batch.file_name)
        report = imports.begin_again(batch, table)
        rows = imports.typed(table, INPUT_COLUMNS, report)
        _attempt(report, rows, lambda good: _inputs(by, period, good, report, steps))
        imports.settle(batch, report)
        _tell(by, batch, report)


def import_inputs(by: Actor, period_id: UUID, content: bytes, file_name: str, options: Options = DRY) -> Report:
    """Take a period's inputs from a CSV or XLSX file. Refuses after the cut-off; a file taken twice changes nothing."""
    with transaction.atomic():
        period = period_of(by, period_id)
        check_taken(by, period)
        return _at_once(by, period, imports.read(content, file_name), options)


def _at_once(by: Actor, period: PayPeriod, table: imports.Table, options: Options) -> Report:
    report = imports.begin(KIND, table, dry_run=options.dry_run, partial=options.partial)
    rows = imports.typed(table, INPUT_COLUMNS, report)
    return carry_out(by, period.client_id, report, rows, lambda good: _inputs(by, period, good, report))


def _inputs(
    by: Actor, period: PayPeriod, rows: list[TypedRow], report: Report, steps: jobs.Steps = SILENT
) -> None:  # fmt: skip
    wanted = {row.values["employment"] for row in rows}
    jobs = people.employment_ids(by, period.client_id, wanted)
    members = set(Membership.objects.filter(group=period.group).values_list("employment_id", flat=True))
    elements = {e.code: e for e in PayElement.objects.filter(client_id=period.client_id, pack=period.group.pack)}
    digits = minor_digits(period.group.currency)
    lines: dict[tuple[UUID, UUID, str], Line] = {}
    steps.phase(len(rows), "rows", "checking")
    for done, row in enumerate(rows, 1):
        if done % COUNTED == 0:
            steps.add(COUNTED)
        try:
            line = _line(row, jobs, elements, digits)
            if line.employment_id not in members:
                raise Invalid("NOT_ON_PAYROLL", "This person is not paid in this pay group.", field="employment")
            key = (line.employment_id, line.element_id, line.external_id)
            if key in lines:
                raise Invalid(
                    "LINE_TWICE", "This line stands twice in the file; give each its own line_id.", field="line_id"
                )
            lines[key] = line
        except Refused as fault:
            report.refuse(row.number, fault.field or "", fault.code, fault.message)
    if not report.stops:
        steps.phase(len(lines), "rows", "writing")
        _store_lines(by, period, lines, report)


def _line(row: TypedRow, jobs: dict[str, UUID], elements: dict[str, PayElement], digits: int) -> Line:
    given = row.values
    if given["employment"] not in jobs:
        raise Invalid("EMPLOYMENT_UNKNOWN", "There is no employment with this external id.", field="employment")
    element = elements.get(given["element"])
    if element is None:
        known = ", ".join(sorted(elements))
        raise Invalid("ELEMENT_UNKNOWN", f"There is no such pay element; the client has: {known}.", field="element")
    line = Line(
        jobs[given["employment"]],
        element.pk,
        given["line_id"],
        given.get("units"),
        _minor(given.get("rate"), digits, "rate"),
        _minor(given.get("amount"), digits, "amount"),
        given.get("note") or "",
    )
    check_line(line, element)
    return line


def _minor(amount: Decimal | None, digits: int, field: str) -> int | None:
    if amount is None:
        return None
    scaled = amount.scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise Invalid("AMOUNT_PRECISION", f"An amount has at most {digits} decimals.", field=field)
    return int(scaled)


def _store_lines(by: Actor, period: PayPeriod, lines: dict[tuple[UUID, UUID, str], Line], report: Report) -> None:
    """All lines in two statements: what changed is superseded, and the new versions are made."""
    live = PayInput.objects.select_for_update().filter(period=period, superseded_at=None)
    held = {(i.employment_id, i.element_id, i.external_id): i for i in live}
    now, old, new = clock.now(), [], []
    for key, line in lines.items():
        before = held.get(key)
        if before and not before.removed and is_same(before, line):
            report.unchanged += 1
            continue
        if before:
            old.append(before.pk)
        report.created, report.changed = report.created + (before is None), report.changed + (before is not None)
        version = before.version + 1 if before else 1
        new.append(
            PayInput(
                client_id=period.client_id, period=period, employment_id=line.employment_id, element_id=line.element_id,
                external_id=line.external_id, units=line.units, rate_minor=line.rate_minor,
                amount_minor=line.amount_minor, note=line.note,
                version=version, source="import", batch_id=report.batch_id, made_by=by.user, made_at=now,
            )
        )  # fmt: skip
    PayInput.objects.filter(pk__in=old).update(superseded_at=now)
    PayInput.objects.bulk_create(new, batch_size=BATCH)
