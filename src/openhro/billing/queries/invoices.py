"""Reads about invoices: the list, one with its lines, and what each line counted."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from openhro.billing.models import CreditNote, Invoice, InvoiceLine, LineEvidence
from openhro.billing.permissions import READ
from openhro.core import clock
from openhro.core.actor import Actor, Role
from openhro.core.errors import NotFound
from openhro.core.permission import permit

UNPAID = ("issued", "disputed", "part_paid")
_PROVIDER = frozenset({Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER, Role.AUDITOR, Role.SYSTEM})


def invoices(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Invoice]:
    """The invoices that the actor may read, newest month first. A client sees issued ones only."""
    permit(by, READ, client_id)
    theirs = [one for one in by.roles if one is not None and not _of_provider(by, one)]
    rows = Invoice.objects.select_related("client").order_by("-period", "client__name", "currency")
    rows = rows.exclude(client_id__in=theirs, number=None)
    return rows.filter(client_id=client_id) if client_id else rows


def overdue(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Invoice]:
    """The invoices that are due before today with something left to pay."""
    return invoices(by, client_id).filter(state__in=UNPAID, due_on__lt=clock.today(), total_minor__gt=0)


def is_overdue(found: Invoice) -> bool:
    """Whether an invoice was due before today, where the client is, and is not paid."""
    late = found.due_on is not None and found.due_on < clock.today(found.client.zone)
    return late and found.state in UNPAID and found.total_minor > 0


def _of_provider(by: Actor, client_id: UUID) -> bool:
    """Whether the actor reads a client's invoices as the one who writes them, drafts and what is missing included."""
    return bool(by.roles_at(client_id) & _PROVIDER)


def invoice(by: Actor, invoice_id: UUID) -> Invoice:
    """One invoice."""
    found = invoices(by).filter(pk=invoice_id).first()
    if found is None:
        raise NotFound("invoice")
    permit(by, READ, found)
    return found


def lines(by: Actor, invoice_id: UUID) -> models.QuerySet[InvoiceLine]:
    """The lines of an invoice in order. What could not be counted is no part of what a client is billed."""
    found = invoice(by, invoice_id)
    rows = InvoiceLine.objects.filter(invoice=found).select_related("engagement", "price_item")
    return rows if _of_provider(by, found.client_id) else rows.filter(reason="")


def line_of(by: Actor, line_id: UUID) -> InvoiceLine:
    """One line of an invoice that the actor may read."""
    found = InvoiceLine.objects.filter(pk=line_id).first()
    if found is None or (found.reason and not _of_provider(by, found.client_id)):
        raise NotFound("invoice line")
    try:
        invoice(by, found.invoice_id)
    except NotFound:
        raise NotFound("invoice line") from None
    return found


def evidence_of(by: Actor, invoice_id: UUID) -> models.QuerySet[LineEvidence]:
    """Who or what all lines of an invoice counted, as its document lists them."""
    return LineEvidence.objects.filter(line__in=lines(by, invoice_id).order_by()).order_by("line_id", "number", "pk")


def evidence(by: Actor, line_id: UUID) -> models.QuerySet[LineEvidence]:
    """Who or what a line counted; the quantities add up to the line's."""
    return LineEvidence.objects.filter(line=line_of(by, line_id))


def credit_notes(by: Actor, invoice_id: UUID) -> models.QuerySet[CreditNote]:
    """The credit notes of an invoice, oldest first."""
    return CreditNote.objects.filter(invoice=invoice(by, invoice_id)).order_by("number")


def credit_note(by: Actor, note_id: UUID) -> CreditNote:
    """One credit note."""
    found = credits_given(by).filter(pk=note_id).first()
    if found is None:
        raise NotFound("credit note")
    return found


def line(by: Actor, invoice_id: UUID, line_id: UUID) -> InvoiceLine:
    """One line of an invoice."""
    found = lines(by, invoice_id).filter(pk=line_id).first()
    if found is None:
        raise NotFound("invoice line")
    return found


def counted(by: Actor, invoice_id: UUID) -> dict[UUID, int]:
    """How many pieces of evidence stand behind each line of an invoice."""
    rows = lines(by, invoice_id).order_by().annotate(found=models.Count("evidence"))
    return dict(rows.values_list("pk", "found"))


def credits_given(by: Actor, client_id: UUID | None = None) -> models.QuerySet[CreditNote]:
    """The credit notes that the actor may read, newest first, of one client or of all."""
    permit(by, READ, client_id)
    held = invoices(by, client_id)
    rows = CreditNote.objects.filter(invoice__in=held.order_by()).select_related("invoice__client", "client")
    return rows.order_by("-issued_at")
