"""From draft to issued, and credits afterwards. An issued invoice never changes; a credit note corrects it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from openhro.billing import events, permissions, rules
from openhro.billing.models import CreditNote, Invoice, NumberSeries
from openhro.billing.services.printing import invoice_document
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import Permission, check_other_person, permit


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
    """Give the invoice its number, its due date and its document; from here on the database keeps it as it is."""
    invoice = _movable(by, invoice_id, permissions.ISSUE, "issue")
    now, today = clock.now(), clock.today(invoice.client.zone)
    invoice.number = _next_number("INV", today.year)
    invoice.issued_at, invoice.issued_by, invoice.due_on = now, by.user, rules.due_day(today)
    _move(by, invoice, "issue", events.ISSUED)
    invoice.document_hash = _document_hash(by, invoice)
    invoice.save(update_fields=["document_hash"])
    return invoice


@transaction.atomic
def credit(by: Actor, invoice_id: UUID, amount_minor: int, reason: str) -> CreditNote:
    """Correct an issued invoice by a credit note; a large one is given by another person than the issuer."""
    invoice = _locked(invoice_id)
    permit(by, permissions.CREDIT, invoice)
    if invoice.number is None:
        raise Conflict("NOT_ISSUED", _("Only an issued invoice is corrected by a credit. Change the draft instead."))
    given = CreditNote.objects.filter(invoice=invoice).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    rules.check_credit(amount_minor, invoice.total_minor, given, reason)
    if rules.needs_other_person(invoice.currency, given + amount_minor):
        check_other_person(by, invoice.issued_by)
    note = CreditNote.objects.create(
        client_id=invoice.client_id,
        invoice=invoice,
        number=_next_number("CN", clock.today(invoice.client.zone).year),
        currency=invoice.currency,
        amount_minor=amount_minor,
        reason=reason.strip(),
        issued_at=clock.now(),
        issued_by=by.user,
    )
    journal.record(
        by, events.CREDITED, note, {"number": note.number, "invoice": invoice.number, "amount_minor": amount_minor}
    )
    return note


def _locked(invoice_id: UUID) -> Invoice:
    invoice = Invoice.objects.select_for_update().filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound("invoice")
    return invoice


def _movable(by: Actor, invoice_id: UUID, permission: Permission, move: str) -> Invoice:
    invoice = _locked(invoice_id)
    permit(by, permission, invoice)
    rules.check_move(invoice.state, move)
    return invoice


def _move(by: Actor, invoice: Invoice, move: str, event: str) -> Invoice:
    invoice.state = rules.check_move(invoice.state, move)
    invoice.save()
    data = {"period": invoice.period, "currency": invoice.currency, "total_minor": invoice.total_minor}
    journal.record(by, event, invoice, data | {"number": invoice.number})
    return invoice


def _next_number(prefix: str, year: int) -> str:
    """The next number of a yearly series; the counter stays locked until the transaction that uses it ends."""
    name = f"{prefix}-{year}"
    NumberSeries.objects.get_or_create(name=name)
    series = NumberSeries.objects.select_for_update().get(name=name)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{name}-{series.last:06d}"


def _document_hash(by: Actor, invoice: Invoice) -> str:
    """The hash of the rendered document."""
    return hashlib.sha256(invoice_document(by, invoice.pk)).hexdigest()
