"""Files for payroll: inputs of a period, tax facts, opening balances. Dry run first, all rows or none, re-runnable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from openhro.core import clock, imports, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Refused
from openhro.core.imports import Column, Report, TypedRow
from openhro.core.money import minor_digits
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.engine import Kind
from openhro.payroll.events import INPUTS_IMPORTED
from openhro.payroll.models import Membership, OpeningBalance, PayElement, PayGroup, PayInput, PayPeriod, TaxFacts
from openhro.payroll.services.inputs import Line, check_line, check_taken, is_same, period_of
from openhro.payroll.services.setup import set_opening_balance, set_tax_facts
from openhro.people import queries as people

BATCH = 5_000
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


_DRY = Options()


class _Undo(Exception):
    """Takes back what a dry or refused run has written."""


def _run(
    by: Actor, client_id: UUID, report: Report, rows: list[TypedRow], apply: Callable[[list[TypedRow]], None]
) -> Report:
    """Apply rows inside a savepoint that is undone for a dry run or a refusal; the batch is kept in any case."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                apply(rows)
                if report.dry_run or report.stops:
                    raise _Undo
        except _Undo:
            pass
        batch = imports.keep(by, client_id, report)
        if report.state == "applied":
            counts = {"kind": report.kind, "created": report.created, "changed": report.changed}
            journal.record(by, INPUTS_IMPORTED, batch, counts | {"sha256": report.sha256})
    return report


def import_inputs(by: Actor, period_id: UUID, content: bytes, file_name: str, options: Options = _DRY) -> Report:
    """Take a period's inputs from a CSV or XLSX file. Refuses after the cut-off; a file taken twice changes nothing."""
    with transaction.atomic():
        period = period_of(by, period_id)
        check_taken(by, period)
        table = imports.read(content, file_name)
        report = imports.begin("payroll.inputs", table, dry_run=options.dry_run, partial=options.partial)
        rows = imports.typed(table, INPUT_COLUMNS, report)
        return _run(by, period.client_id, report, rows, lambda good: _inputs(by, period, good, report))


def _inputs(by: Actor, period: PayPeriod, rows: list[TypedRow], report: Report) -> None:
    wanted = {row.values["employment"] for row in rows}
    jobs = people.employment_ids(by, period.client_id, wanted)
    members = set(Membership.objects.filter(group=period.group).values_list("employment_id", flat=True))
    elements = {e.code: e for e in PayElement.objects.filter(client_id=period.client_id, pack=period.group.pack)}
    digits = minor_digits(period.group.currency)
    lines: dict[tuple[UUID, UUID, str], Line] = {}
    for row in rows:
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
                version=version, source="import", made_by=by.user, made_at=now,
            )
        )  # fmt: skip
    PayInput.objects.filter(pk__in=old).update(superseded_at=now)
    PayInput.objects.bulk_create(new, batch_size=BATCH)


def fact_columns(pack_code: str) -> tuple[Column, ...]:
    """The columns of a file of tax facts: the pack's own, so a new pack brings its import along."""
    own = tuple(
        Column(c.name, c.help, most=60, example=c.choices[0] if c.choices else "")
        for c in engine.facts(engine.pack(pack_code))
    )
    return (
        Column("employment", "The employment's external id.", required=True, most=60, example="HAL-UK-0001"),
        Column("from", "The day from which these facts hold.", "date", required=True, example="2026-04-06"),
        *own,
    )


def import_tax_facts(by: Actor, group_id: UUID, content: bytes, file_name: str, options: Options = _DRY) -> Report:
    """Take tax facts of a group's people from a file; the same facts again change nothing."""
    group = _group(group_id)
    permit(by, permissions.FACTS_EDIT, group)

    def one(job: UUID, values: dict[str, Any]) -> str:
        day = values.pop("from")
        facts = engine.check_facts(engine.pack(group.pack), values)
        held = TaxFacts.objects.filter(employment_id=job, pack=group.pack)
        last = held.order_by("-valid").first()
        if last and last.facts == facts and day >= last.valid.lower:
            return "unchanged"
        set_tax_facts(by, group.client_id, job, group.pack, values, start=day)
        return "changed" if last else "created"

    return _rows_of(by, group, ("payroll.tax_facts", content, file_name, fact_columns(group.pack)), options, one)


def balance_columns(pack_code: str) -> tuple[Column, ...]:
    """The columns of a file of opening balances: the pack's accumulators."""
    kept = [c for c in engine.pack(pack_code).inputs if c.kind is Kind.ACCUMULATOR]
    return (
        Column("employment", "The employment's external id.", required=True, most=60, example="HAL-UK-0001"),
        Column("as_of", "Pay date of the last pay that is counted in.", "date", required=True, example="2026-09-30"),
        *(Column(c.name, c.help, most=40) for c in kept),
        Column(
            engine.GROSS,
            "Gross pay of the tax year, with expenses, for the payslip.",
            most=40,
        ),
    )


def import_opening_balances(
    by: Actor, group_id: UUID, content: bytes, file_name: str, options: Options = _DRY
) -> Report:
    """Take the old system's year-to-date figures from a file; a person's balances of one day are taken once."""
    group = _group(group_id)
    permit(by, permissions.FACTS_EDIT, group)

    def one(job: UUID, values: dict[str, Any]) -> str:
        day: date = values.pop("as_of")
        given = {name: text for name, text in values.items() if text}
        held = OpeningBalance.objects.filter(employment_id=job, pack=group.pack, as_of=day).first()
        if held and held.values == given:
            return "unchanged"
        if held:
            raise Conflict(
                "BALANCE_HELD", f"There are other balances as of {day}; they are not changed by a file.", field="as_of"
            )
        set_opening_balance(by, group.pk, job, given, as_of=day, source=file_name)
        return "created"

    return _rows_of(
        by, group, ("payroll.opening_balances", content, file_name, balance_columns(group.pack)), options, one
    )


def _group(group_id: UUID) -> PayGroup:
    group = PayGroup.objects.filter(pk=group_id).first()
    if group is None:
        raise NotFound("pay group")
    return group


def _rows_of(
    by: Actor,
    group: PayGroup,
    file: tuple[str, bytes, str, tuple[Column, ...]],
    options: Options,
    one: Callable[[UUID, dict[str, Any]], str],
) -> Report:
    """Apply `one` to the employment and values of each row; it answers created, changed or unchanged."""
    kind, content, name, columns = file
    table = imports.read(content, name)
    report = imports.begin(kind, table, dry_run=options.dry_run, partial=options.partial)
    rows = imports.typed(table, columns, report)

    def apply(good: list[TypedRow]) -> None:
        jobs = people.employment_ids(by, group.client_id, {row.values["employment"] for row in good})
        for row in good:
            values = {name: value if value is not None else "" for name, value in row.values.items()}
            try:
                job = jobs.get(values.pop("employment"))
                if job is None:
                    raise Invalid(
                        "EMPLOYMENT_UNKNOWN", "There is no employment with this external id.", field="employment"
                    )
                with transaction.atomic():
                    came = one(job, values)
                setattr(report, came, getattr(report, came) + 1)
            except Refused as fault:
                report.refuse(row.number, fault.field or "", fault.code, fault.message)

    return _run(by, group.client_id, report, rows, apply)
