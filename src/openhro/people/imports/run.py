"""The import of people: read, check every row, write all or nothing, and say what came of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from openhro.clients import queries as clients
from openhro.core import clock, imports, jobs, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Refused
from openhro.core.ids import uuid7
from openhro.core.models import ImportBatch
from openhro.core.permission import permit
from openhro.people.imports import managers
from openhro.people.imports.columns import COLUMNS, OF_FIELD
from openhro.people.imports.plan import plan_row
from openhro.people.imports.sheet import RowPlan, Sheet
from openhro.people.imports.state import PersonState, State, among, load_jobs, load_managers, load_people
from openhro.people.imports.write import write
from openhro.people.models import LIVING, NationalId, Person
from openhro.people.permissions import IMPORT
from openhro.people.queries.secrets import blind_of
from openhro.people.rules import fields, identity
from openhro.people.services.employments import end_employment

COUNTED = 1_000  # rows between two counts
SILENT = jobs.Silent()

IMPORTED = journal.event("people.imported", "People were imported from a file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to run: a dry run writes nothing; `partial` takes the good rows and leaves the refused ones out."""

    dry_run: bool = True
    partial: bool = False


class _NotKept(Exception):
    """Undoes what a run has written."""


def import_people(
    by: Actor, client_id: UUID, content: bytes, file_name: str, options: Options | None = None
) -> imports.Report:  # fmt: skip
    """Take people from a CSV or XLSX file. A dry run is the same run, undone at its end.

    One refused row refuses the file, unless `partial`. A file taken twice changes nothing the second time. Files that
    are no table are refused with an error; refused rows are in the report, which is kept with the batch.
    """
    permit(by, IMPORT, client_id)
    clients.check_client(by, client_id)
    return at_once(by, client_id, imports.read(content, file_name), options or Options())


@transaction.atomic
def at_once(by: Actor, client_id: UUID, table: imports.Table, how: Options) -> imports.Report:
    """Take a table while its sender waits, and keep the report; the caller has permitted it."""
    report = imports.begin("people", table, dry_run=how.dry_run, partial=how.partial)
    run(by, client_id, table, report)
    tell(by, imports.keep(by, client_id, report), report)
    return report


def run(by: Actor, client_id: UUID, table: imports.Table, report: imports.Report, steps: jobs.Steps = SILENT) -> None:
    """Check the rows of a table and write them, as the report asks. The caller has permitted it, and keeps it."""
    rows = imports.typed(table, COLUMNS, report)
    with transaction.atomic(), _no_collector():
        if not report.stops:
            _settle(by, client_id, rows, report, steps)
        else:
            _attempt(by, client_id, rows, report, keep=False, steps=steps)


def tell(by: Actor, batch: ImportBatch, report: imports.Report) -> None:
    """One entry of the journal for a file that was taken in."""
    if report.state == "applied":
        counts = {"created": report.created, "changed": report.changed, "refused": report.refused_rows}
        journal.record(by, IMPORTED, batch, {"sha256": report.sha256, **counts})


@contextmanager
def _no_collector() -> Iterator[None]:
    """Rows make millions of objects and no cycles: the cycle collector would walk them all again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _settle(
    by: Actor, client_id: UUID, rows: list[imports.TypedRow], report: imports.Report, steps: jobs.Steps
) -> None:  # fmt: skip
    """Attempt until no further row is refused; a row that is refused may take others with it."""
    left = rows
    while left:
        refused_before = report.refused_rows
        done = _attempt(by, client_id, left, report, keep=not report.dry_run, steps=steps)
        if done or not report.partial or report.refused_rows == refused_before:
            return
        bad = {refusal.row for refusal in report.refused}
        left = [row for row in left if row.number not in bad]


def _attempt(
    by: Actor, client_id: UUID, rows: list[imports.TypedRow], report: imports.Report, *, keep: bool, steps: jobs.Steps
) -> bool:  # fmt: skip
    """One run over the rows in a savepoint; True where no row was refused. Undone unless that is so, and to be kept."""
    faults = len(report.refused)
    try:
        with transaction.atomic():
            sheet = _sheet(by, client_id, rows)
            plans = _plans(sheet, rows, report, steps)
            managers.check(sheet, plans, lambda number, fault: _refuse(report, number, fault))
            if len(report.refused) > faults or report.stops:
                raise _NotKept
            write(sheet, plans, steps)
            _end(by, plans, report)
            if len(report.refused) > faults or not keep:
                raise _NotKept
    except _NotKept:
        pass
    except IntegrityError as fault:
        raise Conflict(
            "CHANGED_MEANWHILE", "Somebody changed these people at the same moment. Run the import again.", field="file"
        ) from fault
    good = len(report.refused) == faults
    if good or not report.partial:
        _count(report, plans)
    return good


def _plans(sheet: Sheet, rows: list[imports.TypedRow], report: imports.Report, steps: jobs.Steps) -> list[RowPlan]:
    plans = []
    steps.phase(len(rows), "rows", "checking")
    for first in range(0, len(rows), COUNTED):
        part = rows[first : first + COUNTED]
        for row in part:
            try:
                plans.append(plan_row(sheet, row))
            except Refused as fault:
                _refuse(report, row.number, fault)
        steps.add(len(part))
    return plans


def _refuse(report: imports.Report, number: int, fault: Refused) -> None:
    column = OF_FIELD.get(fault.field or "", fault.field or "")
    report.refuse(number, column, fault.code, fault.message)


def _end(by: Actor, plans: list[RowPlan], report: imports.Report) -> None:
    for plan in plans:
        if plan.end:
            try:
                end_employment(by, plan.job.id, plan.end)
            except Refused as fault:
                _refuse(report, plan.number, fault)


def _count(report: imports.Report, plans: list[RowPlan]) -> None:
    bad = {refusal.row for refusal in report.refused}
    outcomes = [plan.outcome for plan in plans if plan.number not in bad]
    report.created, report.changed = outcomes.count("created"), outcomes.count("changed")
    report.unchanged = outcomes.count("unchanged")


def _sheet(by: Actor, client_id: UUID, rows: list[imports.TypedRow]) -> Sheet:
    """Everything that is known of whom the file names, locked against other writers."""
    people = load_people(client_id, sorted({row.values["person_id"] for row in rows}))
    jobs = load_jobs(client_id, sorted({row.values["employment_id"] for row in rows}), people.values())
    ids = {key: job.id for key, job in jobs.items()}
    for row in rows:
        ids.setdefault(row.values["employment_id"], uuid7())
    named = {row.values.get("manager") for row in rows} - {None} - set(ids)
    state = State(people, jobs, load_managers(client_id, sorted(map(str, named))), *_companies(by, client_id))
    new = [row for row in rows if row.values["person_id"] not in people]
    return Sheet(by, client_id, state, clock.today(), ids, _numbers(client_id, people, rows), _alike(client_id, new))


def _companies(by: Actor, client_id: UUID) -> tuple[dict[str, UUID], dict[str, UUID]]:
    entities = dict(clients.entities(by, client_id).values_list("code", "pk"))
    providers = clients.provider_entities(by).prefetch_related(None).values_list("code", "pk")
    return entities, dict(providers)


def _numbers(
    client_id: UUID, people: dict[str, PersonState], rows: list[imports.TypedRow]
) -> dict[tuple[str, bytes], UUID]:  # fmt: skip
    """Who has which national number, as far as the file could meet it."""
    wanted: dict[str, set[bytes]] = {}
    for row in rows:
        kind, text = row.values.get("national_id_kind"), row.values.get("national_id")
        if kind and text:
            try:
                value = identity.national_id(kind, text)
            except Refused:
                continue
            country = identity.KINDS[kind][0] or row.values.get("national_id_country") or ""
            wanted.setdefault(kind, set()).add(blind_of(kind, value, country))
    held: dict[tuple[str, bytes], UUID] = {}
    for kind, blinds in wanted.items():
        keys = (f"\\x{blind.hex()}" for blind in blinds)
        found = NationalId.objects.filter(LIVING, among("blind", keys, "bytea"), client_id=client_id, kind=kind)
        held |= {(kind, bytes(blind)): owner for blind, owner in found.values_list("blind", "person_id")}
    return held


def _alike(client_id: UUID, rows: list[imports.TypedRow]) -> dict[object, str]:
    """By which marks a new person may be somebody who is here."""
    here = Person.objects.filter(client_id=client_id)
    found: dict[object, str] = {}
    emails = {str(row.values["email"]).lower() for row in rows if row.values.get("email")}
    for email, key in here.filter(among("email", emails, "text")).values_list("email", "external_id"):
        found[("e-mail", email)] = key
    names = {
        fields.name_keys(row.values | {"preferred_name": ""})["family_key"]
        for row in rows
        if row.values.get("date_of_birth") and row.values.get("family_name") and row.values.get("given_name")
    }
    alike = here.filter(among("family_key", names, "text"), date_of_birth__isnull=False)
    for name, birth, key in alike.values_list("family_key", "date_of_birth", "external_id"):
        found[("name and date of birth", name, birth)] = key
    return found
