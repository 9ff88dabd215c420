"""Files of dated facts: tax facts and opening balances of a pay group's people, read and written in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.core import imports
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Refused
from openhro.core.imports import Column, Report, TypedRow
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.engine import Kind
from openhro.payroll.models import OpeningBalance, PayGroup, TaxFacts
from openhro.payroll.rules import setup
from openhro.payroll.services.imports import BATCH, DRY, Options, carry_out
from openhro.payroll.services.setup import check_balances
from openhro.people import queries as people

Given = tuple[TypedRow, UUID, dict[str, Any]]
_EMPLOYMENT = Column("employment", "The employment's external id.", required=True, most=60, example="HAL-UK-0001")


def fact_columns(pack_code: str) -> tuple[Column, ...]:
    """The columns of a file of tax facts: the pack's own, so a new pack brings its import along."""
    own = tuple(
        Column(c.name, c.help, most=60, example=c.choices[0] if c.choices else "")
        for c in engine.facts(engine.pack(pack_code))
    )
    day = Column("from", "The day from which these facts hold.", "date", required=True, example="2026-04-06")
    return (_EMPLOYMENT, day, *own)


def import_tax_facts(by: Actor, group_id: UUID, content: bytes, file_name: str, options: Options = DRY) -> Report:
    """Take tax facts of a group's people from a file; the same facts again change nothing."""
    group = _group(by, group_id)
    columns = fact_columns(group.pack)
    return _read(by, group, ("payroll.tax_facts", content, file_name, columns), options, _take_facts)


def _take_facts(by: Actor, group: PayGroup, rows: list[Given], report: Report, _name: str) -> Callable[[], None]:
    pack, ended, new = engine.pack(group.pack), list[TaxFacts](), list[TaxFacts]()
    last = _last_facts(group, {job for _row, job, _values in rows})
    for row, job, values in rows:
        with _refusing(report, row):
            day: date = values.pop("from")
            setup.check_days(day, None)
            facts, held = engine.check_facts(pack, values), last.get(job)
            if held and held.facts == facts and day >= held.valid.lower:
                report.unchanged += 1
                continue
            if held and held.valid.lower >= day:
                raise Conflict("LATER_FACTS", f"There are tax facts from {held.valid.lower} on; choose a later day.",
                               field="from")  # fmt: skip
            if held and (held.valid.upper is None or held.valid.upper > day):
                held.valid = DateRange(held.valid.lower, day)
                ended.append(held)
            last[job] = TaxFacts(client_id=group.client_id, employment_id=job, pack=pack.code, facts=facts,
                                 valid=DateRange(day, None), recorded_by=by.user)  # fmt: skip
            new.append(last[job])
            report.created, report.changed = report.created + (held is None), report.changed + (held is not None)

    def write() -> None:
        made = {facts.pk for facts in new}
        TaxFacts.objects.bulk_update([facts for facts in ended if facts.pk not in made], ["valid"], batch_size=BATCH)
        TaxFacts.objects.bulk_create(new, batch_size=BATCH)

    return write


def _last_facts(group: PayGroup, jobs: set[UUID]) -> dict[UUID, TaxFacts]:
    """The newest version of each employment; versions never overlap, so no earlier one reaches beyond it."""
    held = TaxFacts.objects.select_for_update().filter(
        client_id=group.client_id, pack=group.pack, employment_id__in=jobs
    )
    return {facts.employment_id: facts for facts in held.order_by("valid")}


def balance_columns(pack_code: str) -> tuple[Column, ...]:
    """The columns of a file of opening balances: the pack's accumulators, and gross pay for the payslip."""
    kept = [c for c in engine.pack(pack_code).inputs if c.kind is Kind.ACCUMULATOR]
    return (
        _EMPLOYMENT,
        Column("as_of", "Pay date of the last pay that is counted in.", "date", required=True, example="2026-09-30"),
        *(Column(c.name, c.help, most=40) for c in kept),
        Column(engine.GROSS, "Gross pay of the tax year, with expenses, for the payslip.", most=40),
    )


def import_opening_balances(
    by: Actor, group_id: UUID, content: bytes, file_name: str, options: Options = DRY
) -> Report:
    """Take the old system's year-to-date figures from a file; a person's balances of one day are taken once."""
    group = _group(by, group_id)
    columns = balance_columns(group.pack)
    return _read(by, group, ("payroll.opening_balances", content, file_name, columns), options, _take_balances)


def _take_balances(by: Actor, group: PayGroup, rows: list[Given], report: Report, name: str) -> Callable[[], None]:
    pack, new = engine.pack(group.pack), list[OpeningBalance]()
    stored = OpeningBalance.objects.filter(pack=pack.code, employment_id__in={job for _row, job, _values in rows})
    held = {(job, day): values for job, day, values in stored.values_list("employment_id", "as_of", "values")}
    for row, job, values in rows:
        with _refusing(report, row):
            day: date = values.pop("as_of")
            setup.check_days(day, None)
            given = {column: text for column, text in values.items() if text}
            if held.get((job, day)) == given:
                report.unchanged += 1
                continue
            if (job, day) in held:
                raise Conflict("BALANCE_HELD", f"There are other balances as of {day}; a file does not change them.",
                               field="as_of")  # fmt: skip
            check_balances(pack, given)
            held[job, day] = given
            new.append(
                OpeningBalance(
                    client_id=group.client_id, employment_id=job, pack=pack.code, as_of=day, values=given,
                    source=name[:120],
                )
            )  # fmt: skip
            report.created += 1
    return lambda: _keep(new)


def _keep(new: list[OpeningBalance]) -> None:
    OpeningBalance.objects.bulk_create(new, batch_size=BATCH)


def _group(by: Actor, group_id: UUID) -> PayGroup:
    group = PayGroup.objects.filter(pk=group_id).first()
    if group is None:
        raise NotFound("pay group")
    permit(by, permissions.FACTS_EDIT, group)
    return group


class _refusing:
    """A refusal of one row goes into the report, and the others are read on."""

    def __init__(self, report: Report, row: TypedRow) -> None:
        self.report, self.row = report, row

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, fault: BaseException | None, _trace: Any) -> bool:
        if isinstance(fault, Refused):
            self.report.refuse(self.row.number, fault.field or "", fault.code, fault.message)
            return True
        return False


def _read(
    by: Actor,
    group: PayGroup,
    file: tuple[str, bytes, str, tuple[Column, ...]],
    options: Options,
    take: Callable[[Actor, PayGroup, list[Given], Report, str], Callable[[], None]],
) -> Report:
    """Read a file, let `take` check its rows, and write what it found if nothing stops the file."""
    kind, content, name, columns = file
    table = imports.read(content, name)
    report = imports.begin(kind, table, dry_run=options.dry_run, partial=options.partial)
    rows = imports.typed(table, columns, report)

    def apply(good: list[TypedRow]) -> None:
        write = take(by, group, list(_known(by, group, good, report)), report, name)
        if not report.dry_run and not report.stops:
            write()

    return carry_out(by, group.client_id, report, rows, apply)


def _known(by: Actor, group: PayGroup, good: list[TypedRow], report: Report) -> Iterator[Given]:
    """Each row with its employment and its values as text; who is unknown is refused."""
    jobs = people.employment_ids(by, group.client_id, {row.values["employment"] for row in good})
    for row in good:
        values = {name: "" if value is None else value for name, value in row.values.items()}
        with _refusing(report, row):
            job = jobs.get(values.pop("employment"))
            if job is None:
                raise Invalid("EMPLOYMENT_UNKNOWN", "There is no employment with this external id.", field="employment")
            yield row, job, values
