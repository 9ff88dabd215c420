"""Drafting a month: every price of every engagement is counted, charged and explained, currency by currency."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from openhro.billing import counting, events, rules
from openhro.billing.models import Invoice, InvoiceLine, LineEvidence
from openhro.billing.permissions import DRAFT
from openhro.clients import queries as clients
from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, illegal_move
from openhro.core.permission import permit
from openhro.engagements import queries as engagements


@dataclass(frozen=True, slots=True)
class _Job:
    """One price of one engagement in one month. `places` are the companies whose people and runs it counts."""

    engagement: Any
    item: Any
    window: rules.Window
    places: frozenset[UUID]
    ours: bool


@transaction.atomic
def draft_invoice(by: Actor, client_id: UUID, month: date) -> list[Invoice]:
    """Count a client's month afresh: one draft per currency. What was issued already is not billed again."""
    permit(by, DRAFT, client_id)
    rules.check_month(month)
    _one_at_a_time(client_id)
    reviewed = Invoice.objects.filter(client_id=client_id, period=month, state="reviewed").first()
    if reviewed:
        raise illegal_move("invoice", "reviewed", "draft", rules.ALLOWED["reviewed"])
    jobs = _jobs(by, client_id, month)
    left = _not_yet_billed(client_id, month, jobs)
    Invoice.objects.filter(client_id=client_id, period=month, state="draft").delete()
    by_currency: dict[str, list[_Job]] = defaultdict(list)
    for job in left:
        by_currency[job.engagement.currency].append(job)
    # The words of a line are part of the record: they are the client's, whoever drafts.
    with translation.override(clients.readable_client(by, client_id).locale):
        return [_draft(by, client_id, month, currency, by_currency[currency]) for currency in sorted(by_currency)]


def _one_at_a_time(client_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"billing:{client_id}"])


def _jobs(by: Actor, client_id: UUID, month: date) -> list[_Job]:
    """The prices to charge: of each code the version that holds last in the days of service."""
    found = []
    for engagement in engagements.engagements(by, client_id).exclude(live_from=None).order_by("code"):
        window = rules.month_window(month, engagement.live_from or month, engagement.effective_to)
        if window is None:
            continue
        items = [item for item in engagements.scope_items(by, engagement.pk) if _holds(item.valid, window)]
        versions = [item for item in engagements.prices(by, engagement.pk) if _holds(item.valid, window)]
        newest = {item.code: item for item in sorted(versions, key=lambda item: item.valid.lower)}
        found += [_job(engagement, newest[code], versions, items, window) for code in sorted(newest)]
    return [job for job in found if job.item.kind != "setup" or _starts_in(job)]


def _holds(valid: Any, window: rules.Window) -> bool:
    return valid.lower <= window.last and (valid.upper is None or window.first < valid.upper)


def _starts_in(job: _Job) -> bool:
    """Set-up is charged in the first month of service in which its price holds."""
    start = max(job.item.valid.lower, job.engagement.live_from)
    return bool((start.year, start.month) == (job.window.last.year, job.window.last.month))


def _job(engagement: Any, item: Any, versions: Iterable[Any], scope: Iterable[Any], window: rules.Window) -> _Job:
    """The days on which any version of the price holds, and the companies in the scope that it names."""
    same = [one.valid for one in versions if one.code == item.code]
    first = max(window.first, min(valid.lower for valid in same))
    last_days = [date.fromordinal(valid.upper.toordinal() - 1) if valid.upper else window.last for valid in same]
    scope = [one for one in scope if not item.functions or one.function in item.functions]
    places = frozenset(place for one in scope if (place := one.entity_id or one.provider_entity_id))
    if item.entities:
        places &= frozenset(item.entities)
    ours = any(one.entity_id is None and one.provider_entity_id in places for one in scope)
    return _Job(engagement, item, rules.Window(first, min(window.last, max(last_days))), places, ours)


def _not_yet_billed(client_id: UUID, month: date, jobs: list[_Job]) -> list[_Job]:
    """Leave out what an issued invoice holds; refuse where nothing is left."""
    issued = InvoiceLine.objects.filter(client_id=client_id, period=month, reason="", invoice__number__isnull=False)
    billed = {(engagement, code): number for engagement, code, number in
              issued.values_list("engagement_id", "price_item__code", "invoice__number")}  # fmt: skip
    left = [job for job in jobs if (job.engagement.pk, job.item.code) not in billed]
    if billed and not any(_countable(job) for job in left):
        numbers = sorted({str(number) for number in billed.values()})
        raise Conflict(
            "PERIOD_BILLED",
            _("This month is billed already: %s. Correct it by a credit note.") % ", ".join(numbers),
            field="month",
            rule="1.8",
            detail={"invoices": numbers},
        )
    if not jobs:
        raise Conflict("NOTHING_TO_BILL", _("No engagement of this client was live in that month."), field="month")
    return left


def _countable(job: _Job) -> bool:
    """True where the kind of price can be counted at all, so that leaving it out would lose money."""
    kinds = rules.PER_HEAD | rules.PER_MONTH | rules.PER_RUN | {"setup"}
    return job.item.kind in kinds and not (job.item.kind in rules.PER_HEAD and job.item.count_basis == "enrolled")


def _draft(by: Actor, client_id: UUID, month: date, currency: str, jobs: list[_Job]) -> Invoice:
    invoice = Invoice.objects.create(client_id=client_id, period=month, currency=currency, drafted_by=by.user)
    for position, job in enumerate(jobs, 1):
        line, evidence = _line(by, invoice, position, job)
        line.save()
        for row in evidence:
            row.line_id = line.pk
        LineEvidence.objects.bulk_create(evidence, batch_size=2_000)
        invoice.subtotal_minor += line.amount_minor
    invoice.total_minor = invoice.subtotal_minor + invoice.tax_minor
    invoice.save()
    data = {"period": month, "currency": currency, "lines": len(jobs), "total_minor": invoice.total_minor}
    journal.record(by, events.DRAFTED, invoice, data)
    return invoice


def _line(by: Actor, invoice: Invoice, position: int, job: _Job) -> tuple[InvoiceLine, list[LineEvidence]]:
    price = _price(job.item)
    counted = _count(by, invoice, job, price)
    line = InvoiceLine(
        client_id=invoice.client_id,
        invoice=invoice,
        engagement_id=job.engagement.pk,
        price_item_id=job.item.pk,
        period=invoice.period,
        position=position,
        description=f"{job.engagement.code}: {job.item.get_kind_display()}",
        price={
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in dataclasses.asdict(price).items()
        },
        quantity=Decimal(0),
        unit="once",
        amount_minor=0,
    )
    if isinstance(counted, str):
        line.reason = counted
        line.rule = _("not countable yet")
        return line, []
    line.amount_minor, line.steps = rules.charge(price, counted)
    line.quantity, line.rule, line.unit = counted.quantity, counted.rule, counted.unit
    client = invoice.client_id
    rows = counted.evidence
    return line, [
        LineEvidence(
            client_id=client, kind=row.kind, object_id=row.id, label=row.label, quantity=row.quantity,
            number=row.number, name=row.name[:170], first=row.first, last=row.last,
        )
        for row in rows
    ]  # fmt: skip


def _price(item: Any) -> rules.Price:
    """The price as it stands now; the line keeps it."""
    plain = {field.name: getattr(item, field.name) for field in dataclasses.fields(rules.Price)}
    return rules.Price(**plain | {"tiers": tuple((upto, minor) for upto, minor in item.tiers)})


def _count(by: Actor, invoice: Invoice, job: _Job, price: rules.Price) -> rules.Count | str:
    """What the price counts; or why it cannot be counted, which charges nothing."""
    client_id, month = invoice.client_id, invoice.period
    if price.kind in rules.PER_MONTH:
        return rules.count_once(_("Once a month."))
    if price.kind == "setup":
        return rules.count_once(_("Once, in the first month of service."))
    if price.kind in rules.PER_HEAD and price.count_basis == "enrolled":
        return _("Enrolled people are counted from enrolments in a plan: benefits administration is not installed yet.")
    if price.kind in rules.PER_HEAD:
        heads = counting.employed(by, client_id, month, job.places) if job.places else None
        if heads is None:
            return _("The scope names no employer whose people could be counted.")
        return rules.count_heads(price, heads, job.window)
    if price.kind in rules.PER_RUN:
        runs = counting.finished_runs(by, client_id, month, job.places, job.ours)
        return _("Payroll is not installed.") if runs is None else rules.count_runs(price, runs, invoice.currency)
    return str(rules.NOT_COUNTED.get(price.kind, _("Nothing here counts this yet. Bill it by other means.")))
