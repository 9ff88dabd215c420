"""Reads about what becomes of an invoice: what is left to pay, disputes, payments, write-offs, service credits."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Sum

from openhro.billing.models import BillingTerms, CreditNote, Dispute, Invoice, Payment, ServiceCredit, WriteOff
from openhro.billing.permissions import READ, TERMS
from openhro.billing.queries.invoices import invoice, invoices
from openhro.billing.rules import Balance
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit

_Row = TypeVar("_Row", bound=models.Model)


def balance(by: Actor, invoice_id: UUID) -> Balance:
    """What an invoice came to, and what of it is settled."""
    return balance_of(invoice(by, invoice_id))


def balance_of(found: Invoice) -> Balance:
    """As `balance`, of an invoice that the caller holds."""
    credited = CreditNote.objects.filter(invoice=found).aggregate(sum=Sum(F("amount_minor") + F("tax_minor")))["sum"]
    paid = Payment.objects.filter(invoice=found, reversed_at=None).aggregate(sum=Sum("amount_minor"))["sum"]
    off = WriteOff.objects.filter(invoice=found, state="approved").aggregate(sum=Sum("amount_minor"))["sum"]
    return Balance(found.total_minor, credited or 0, paid or 0, off or 0)


def disputes(by: Actor, invoice_id: UUID | None = None) -> models.QuerySet[Dispute]:
    """The disputes of one invoice or of all, oldest first."""
    return _of(by, Dispute, invoice_id).select_related("line", "invoice", "note").order_by("raised_at")


def dispute(by: Actor, dispute_id: UUID) -> Dispute:
    """One dispute."""
    return _one(by, disputes(by).filter(pk=dispute_id), "dispute")


def payments(by: Actor, invoice_id: UUID | None = None) -> models.QuerySet[Payment]:
    """What came for one invoice or for all, with what was taken back."""
    return _of(by, Payment, invoice_id).select_related("invoice").order_by("paid_on", "pk")


def payment(by: Actor, payment_id: UUID) -> Payment:
    """One payment."""
    return _one(by, payments(by).filter(pk=payment_id), "payment")


def write_offs(by: Actor, invoice_id: UUID | None = None) -> models.QuerySet[WriteOff]:
    """What was asked to be written off, and what became of it."""
    return _of(by, WriteOff, invoice_id).select_related("invoice").order_by("asked_at")


def write_off(by: Actor, write_off_id: UUID) -> WriteOff:
    """One write-off."""
    return _one(by, write_offs(by).filter(pk=write_off_id), "write-off")


def service_credits(by: Actor, client_id: UUID | None = None) -> models.QuerySet[ServiceCredit]:
    """The credits for missed service levels that stand on invoices which the actor may read."""
    held = invoices(by, client_id).order_by()
    rows = ServiceCredit.objects.filter(line__invoice__in=held).select_related("engagement", "line__invoice")
    return rows.order_by("-month", "metric", "pk")


def billing_terms(by: Actor, client_id: UUID | None = None) -> models.QuerySet[BillingTerms]:
    """How clients are billed, currency by currency."""
    permit(by, TERMS, client_id)
    rows = BillingTerms.objects.select_related("supplier_entity", "customer_entity", "client")
    rows = rows.order_by("client__name", "currency")
    return rows.filter(client_id=client_id) if client_id else rows


def one_terms(by: Actor, terms_id: UUID) -> BillingTerms:
    """The billing terms of a client in a currency."""
    found = billing_terms(by).filter(pk=terms_id).first()
    if found is None:
        raise NotFound("billing terms")
    permit(by, TERMS, found)
    return found


def _of(by: Actor, table: type[_Row], invoice_id: UUID | None) -> models.QuerySet[_Row]:
    if invoice_id is not None:
        return table._default_manager.filter(invoice=invoice(by, invoice_id))
    return table._default_manager.filter(invoice__in=invoices(by).order_by())


def _one(by: Actor, rows: models.QuerySet[_Row], what: str) -> _Row:
    found = rows.first()
    if found is None:
        raise NotFound(what)
    permit(by, READ, found)
    return found
