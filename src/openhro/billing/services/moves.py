"""From draft to issued. An issued invoice never changes; a credit note corrects it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from openhro.billing import events, permissions, rules
from openhro.billing.models import Invoice, ServiceCredit
from openhro.billing.services import parties
from openhro.billing.services.numbers import next_number
from openhro.billing.services.printing import keep_invoice
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import Permission, permit


@transaction.atomic
def review(by: Actor, invoice_id: UUID) -> Invoice:
    """The engagement manager has looked at every line."""
    invoice = _movable(by, invoice_id, permissions.REVIEW, "review")
    rules.check_month_over(invoice.period, clock.today(invoice.client.zone))
    rules.check_something_counted(invoice.lines.values_list("reason", flat=True))
    invoice.reviewed_by = by.user
    return _move(by, invoice, "review", events.REVIEWED)


@transaction.atomic
def reopen(by: Actor, invoice_id: UUID) -> Invoice:
    """Back to draft, to count again."""
    invoice = _movable(by, invoice_id, permissions.REVIEW, "reopen")
    invoice.reviewed_by = None
    return _move(by, invoice, "reopen", events.REOPENED)


@transaction.atomic
def issue(by: Actor, invoice_id: UUID) -> Invoice:
    """Give the invoice its number, its due date and its documents; from here on the database keeps it as it is."""
    invoice = _movable(by, invoice_id, permissions.ISSUE, "issue")
    parties.check_taxed(invoice)
    now, today = clock.now(), clock.today(invoice.client.zone)
    terms = parties.terms_of(invoice.client_id, invoice.currency)
    invoice.number = next_number("INV", today.year)
    invoice.issued_at, invoice.issued_by = now, by.user
    invoice.due_on = rules.due_day(today, terms.payment_days if terms else rules.PAYMENT_DAYS)
    _move(by, invoice, "issue", events.ISSUED)
    _apply_credits(by, invoice)
    keep_invoice(by, invoice)
    return invoice


def _apply_credits(by: Actor, invoice: Invoice) -> None:
    """The service credits on an issued invoice are given; one that is earned back reverses the credit itself."""
    given = ServiceCredit.objects.select_for_update().filter(line__invoice=invoice)
    for row in given:
        row.state = "applied"
        row.save(update_fields=["state"])
        data = {"amount_minor": row.amount_minor, "month": row.month, "measurement": row.measurement_id}
        journal.record(by, events.CREDIT_REVERSED if row.earned_back else events.CREDIT_APPLIED, row, data)
        if row.earned_back:
            same = ServiceCredit.objects.filter(measurement_id=row.measurement_id, earned_back=False)
            same.filter(state="applied").update(state="reversed")


def locked(invoice_id: UUID) -> Invoice:
    """An invoice of the scope, held until the transaction ends."""
    invoice = Invoice.objects.select_for_update().filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound("invoice")
    return invoice


def _movable(by: Actor, invoice_id: UUID, permission: Permission, move: str) -> Invoice:
    invoice = locked(invoice_id)
    permit(by, permission, invoice)
    rules.check_move(invoice.state, move)
    return invoice


def _move(by: Actor, invoice: Invoice, move: str, event: str) -> Invoice:
    invoice.state = rules.check_move(invoice.state, move)
    invoice.save()
    data = {"period": invoice.period, "currency": invoice.currency, "total_minor": invoice.total_minor}
    journal.record(by, event, invoice, data | {"number": invoice.number})
    return invoice
