"""Files of usage: dry run first, all rows or none, re-runnable by the external id."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.billing import events, permissions, rules
from openhro.billing.models import Usage
from openhro.billing.rules import USAGE_KINDS, UsageTerms
from openhro.billing.services import usage
from openhro.core import clock, imports, journal
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, Refused, TooLarge
from openhro.core.imports import Column, Report, TypedRow
from openhro.core.money import minor_digits
from openhro.core.permission import permit
from openhro.engagements import queries as engagements

KIND = "billing.usage"
MOST_ROWS = 20_000
USAGE_COLUMNS = (
    Column(
        "external_id", "Your own id of the record, the same whenever you send it.", required=True, most=80,
        example="ENR-0001",
    ),
    Column("engagement", "Code of the contract.", required=True, most=40, example="ENG-HAL-02"),
    Column("kind", "What it is.", "choice", required=True, choices=tuple(USAGE_KINDS), example="enrolment"),
    Column("first", "The day it happened, or its first day.", "date", required=True, example="2026-01-01"),
    Column("last", "Its last day: of an enrolment, or of a hire who left.", "date"),
    Column("quantity", "How many; 1 where empty. A month of half a worker is 0.5.", "decimal"),
    Column("amount", "A cost, or the base pay of a hire's first year.", "amount"),
    Column("currency", "Of the amount; the contract's where empty.", most=3),
    Column("number", "Staff number, or the number of the cost's document.", most=80, example="US-1001"),
    Column("name", "Who or what it is.", most=160, example="Ruth Adler"),
    Column("subject", "The process, plan or post.", most=80, example="HAL-MED-SF"),
    Column("price", "Code of the price, where several count such a thing.", most=40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: a dry run writes nothing; `partial` takes the good rows and leaves the refused ones out."""

    dry_run: bool = True
    partial: bool = False


DRY = Options()


@transaction.atomic
def import_usage(by: Actor, client_id: UUID, content: bytes, file_name: str, options: Options = DRY) -> Report:
    """Take usage from a CSV or XLSX file; a file taken twice changes nothing."""
    permit(by, permissions.USAGE, client_id)
    table = imports.read(content, file_name)
    if len(table.rows) > MOST_ROWS:
        message = _("At most %s rows are read at once. Split the file.") % f"{MOST_ROWS:,}"
        raise TooLarge("TOO_MANY_ROWS", message, field="file")
    report = imports.begin(KIND, table, dry_run=options.dry_run, partial=options.partial)
    rows = imports.typed(table, USAGE_COLUMNS, report)
    good = _checked(by, client_id, rows, report)
    if report.dry_run or report.stops:
        imports.keep(by, client_id, report)
        return report
    _store(by, client_id, good)
    batch = imports.keep(by, client_id, report)
    counts = {"created": report.created, "changed": report.changed, "sha256": report.sha256}
    journal.record(by, events.USAGE_IMPORTED, batch, counts)
    return report


_Good = list[tuple[UsageTerms, Usage | None]]


def _checked(by: Actor, client_id: UUID, rows: list[TypedRow], report: Report) -> _Good:
    """The rows that would be written; the report counts them and has the refusals of the others."""
    contracts = {one.code: one for one in engagements.engagements(by, client_id)}
    wanted = {row.values["external_id"] for row in rows}
    held = {(one.kind, one.external_id): one for one in
            Usage.objects.select_for_update().filter(client_id=client_id, external_id__in=wanted)}  # fmt: skip
    priced: dict[tuple[Any, ...], str] = {}
    seen: set[tuple[str, str]] = set()
    good: _Good = []
    for row in rows:
        try:
            terms = _terms(row, contracts)
            key = (terms.kind, terms.external_id)
            if key in seen:
                raise Invalid("DUPLICATE_ROW", _("This record stands in the file twice."), field="external_id")
            seen.add(key)
            rules.check_usage(terms)
            terms = _priced(by, client_id, terms, priced)
            found = held.get(key)
            changed = usage.differences(found, terms) if found else []
            if found and not changed and found.withdrawn_at is None:
                report.unchanged += 1
                continue
            if found:
                usage.check_unbilled(found, changed)
            good.append((terms, found))
            report.created, report.changed = report.created + (not found), report.changed + bool(found)
        except Refused as fault:
            report.refuse(row.number, _COLUMN_OF.get(fault.field or "", fault.field or ""), fault.code, fault.message)
    return good


_COLUMN_OF = {"amount_minor": "amount", "price_code": "price", "engagement_id": "engagement"}


def _terms(row: TypedRow, contracts: dict[str, Any]) -> UsageTerms:
    given = row.values
    contract = contracts.get(given["engagement"])
    if contract is None:
        raise Invalid("ENGAGEMENT_UNKNOWN", _("There is no contract of this code."), field="engagement")
    rules.same_currency([contract.currency, (given.get("currency") or contract.currency).upper()])
    quantity: Decimal | None = given.get("quantity")
    return UsageTerms(
        contract.pk, given["kind"], given["external_id"], given["first"], given.get("last"),
        Decimal(1) if quantity is None else quantity,
        _minor(given.get("amount"), contract.currency), given.get("number") or "", given.get("name") or "",
        given.get("subject") or "", given.get("price") or "",
    )  # fmt: skip


def _minor(amount: Decimal | None, currency: str) -> int | None:
    if amount is None:
        return None
    minor = amount.scaleb(minor_digits(currency))
    if minor != int(minor):
        raise Invalid("AMOUNT_PRECISION", _("%s has not so many decimals.") % currency, field="amount")
    return int(minor)


def _priced(by: Actor, client_id: UUID, terms: UsageTerms, known: dict[tuple[Any, ...], str]) -> UsageTerms:
    """As `usage.priced`, asked once for the same contract, kind, price and day."""
    key = (terms.engagement_id, terms.kind, terms.price_code, terms.first)
    if key not in known:
        known[key] = usage.priced(by, client_id, terms).price_code
    return dataclasses.replace(terms, price_code=known[key])


def _store(by: Actor, client_id: UUID, good: _Good) -> None:
    now = clock.now()
    new: list[Usage] = []
    old: list[Usage] = []
    for terms, found in good:
        row = found or Usage(client_id=client_id, recorded_at=now, recorded_by=by.user, source="file")
        usage.write(row, terms)
        row.withdrawn_at = None
        if found:
            row.version += 1
        (old if found else new).append(row)
    Usage.objects.bulk_create(new, batch_size=2_000)
    names = [*usage.FIELDS, "engagement_id", "withdrawn_at", "version"]
    Usage.objects.bulk_update(old, names, batch_size=500)


__all__ = ["DRY", "USAGE_COLUMNS", "Options", "import_usage"]
