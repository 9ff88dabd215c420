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
from openhro.billing.services import giving_back, parties
from openhro.clients import queries as clients
from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, illegal_move
from openhro.core.permission import permit
from openhro.engagements import queries as engagements

Refunds = dict[str, list[list[Any]]]


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
    refunds = giving_back.refunds_due(client_id, month)
    left = _not_yet_billed(client_id, month, jobs, bool(refunds))
    Invoice.objects.filter(client_id=client_id, period=month, state="draft").delete()
    by_currency: dict[str, list[_Job]] = defaultdict(list)
    for job in left:
        by_currency[job.engagement.currency].append(job)
    # The words of a line are part of the record: they are the client's, whoever drafts.
    with translation.override(clients.readable_client(by, client_id).locale):
        return [
            _draft(by, Invoice(client_id=client_id, period=month, currency=currency), by_currency[currency], refunds)
            for currency in sorted(by_currency.keys() | refunds.keys())
        ]


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


def _not_yet_billed(client_id: UUID, month: date, jobs: list[_Job], more: bool) -> list[_Job]:
    """Leave out what an issued invoice holds; refuse where nothing is left, and there is nothing `more` to give."""
    issued = InvoiceLine.objects.filter(
        client_id=client_id, period=month, reason="", purpose="charge", invoice__number__isnull=False
    )
    billed = {(engagement, code): number for engagement, code, number in
              issued.values_list("engagement_id", "price_item__code", "invoice__number")}  # fmt: skip
    left = [job for job in jobs if (job.engagement.pk, job.item.code) not in billed]
    if billed and not more and not any(_countable(job) for job in left):
        numbers = sorted({str(number) for number in billed.values()})
        raise Conflict(
            "PERIOD_BILLED",
            _("This month is billed already: %s. Correct it by a credit note.") % ", ".join(numbers),
            field="month",
            rule="1.8",
            detail={"invoices": numbers},
        )
    if not jobs and not more:
        raise Conflict("NOTHING_TO_BILL", _("No engagement of this client was live in that month."), field="month")
    return left


def _countable(job: _Job) -> bool:
    """True where there is something to count, so that leaving it out would lose money."""
    price = _price(job.item)
    if rules.kind_for(price) is None:
        return job.item.kind in rules.PER_HEAD | rules.PER_MONTH | rules.PER_RUN | {"setup"}
    return not isinstance(_count_usage(job, price), str)


def _draft(by: Actor, invoice: Invoice, jobs: list[_Job], refunds: Refunds) -> Invoice:
    invoice.drafted_by = by.user
    invoice.save(force_insert=True)
    for position, job in enumerate(jobs, 1):
        line, evidence = _line(by, invoice, position, job)
        line.save()
        for row in evidence:
            row.line_id = line.pk
        LineEvidence.objects.bulk_create(evidence, batch_size=2_000)
        invoice.subtotal_minor += line.amount_minor
    position = giving_back.add_refunds(invoice, refunds.get(invoice.currency, []), len(jobs) + 1)
    position = giving_back.add_service_credits(by, invoice, position)
    suppliers = [job.engagement.provider_entity for job in jobs if job.engagement.provider_entity]
    parties.name_parties(by, invoice, suppliers[0] if suppliers else None)
    invoice.save()
    data = {"period": invoice.period, "currency": invoice.currency, "lines": position - 1}
    journal.record(by, events.DRAFTED, invoice, data | {"total_minor": invoice.total_minor})
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
    each = rules.shares(price, counted, line.amount_minor)
    return line, [
        LineEvidence(
            client_id=client, kind=row.kind, object_id=row.id, label=row.label[:80], quantity=row.quantity,
            number=row.number, name=row.name[:170], first=row.first, last=row.last, amount_minor=amount,
        )
        for row, amount in zip(counted.evidence, each, strict=True)
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
    if rules.kind_for(price):
        return _count_usage(job, price)
    if price.kind in rules.PER_HEAD:
        if not job.places:
            return _("The scope names no employer whose people could be counted.")
        return rules.count_heads(price, counting.employed(by, client_id, month, job.places), job.window)
    if price.kind in rules.PER_RUN:
        runs = counting.finished_runs(by, client_id, month, job.places, job.ours)
        return rules.count_runs(price, runs, invoice.currency)
    return _("Nothing here counts this yet. Bill it by other means.")


def _count_usage(job: _Job, price: rules.Price) -> rules.Count | str:
    """What was recorded for a price; why there is nothing to count, where there is no minimum to charge either."""
    kind = str(rules.kind_for(price))
    engagement_id, code = job.engagement.pk, job.item.code
    if kind == "enrolment":
        told = counting.enrolled(engagement_id, code, job.window)
        count = rules.count_enrolled(rules.as_heads(told), job.window)
    else:
        told = counting.told(engagement_id, code, kind, job.window.last)
        count = rules.count_usage(price, told, job.window.last.replace(day=1))
    return count if told or price.minimum_minor else str(rules.NOTHING_TOLD[kind])
