"""The invoice on paper: an issued invoice with its lines and what each counted, as the PDF whose hash is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.billing import queries
from openhro.billing.documents import Counted, InvoiceDocument, InvoiceLine, Party, Terms, Words, render
from openhro.billing.models import Invoice
from openhro.billing.models import InvoiceLine as Line
from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.calendars import add_months, local_date
from openhro.core.documents import Brand, DocumentError
from openhro.core.errors import Conflict, Invalid

COLOUR = "#1f4f82"
LANGUAGES = {"US": "en-US"}


def invoice_document(by: Actor, invoice_id: UUID) -> bytes:
    """The PDF of an issued invoice; the same invoice gives the same bytes each time."""
    invoice = queries.invoice(by, invoice_id)
    if invoice.number is None or invoice.issued_at is None or invoice.due_on is None:
        raise Conflict("NOT_ISSUED", _("Only an issued invoice is printed."))
    try:
        return render(_document(by, invoice, invoice.due_on))
    except DocumentError as refused:
        raise Invalid("INVOICE_PRINT", _("The invoice cannot be printed: %s") % refused.message) from None


def _document(by: Actor, invoice: Invoice, due: date) -> InvoiceDocument:
    lines = list(queries.lines(by, invoice.pk).select_related("engagement__provider_entity"))
    supplier = next((line.engagement.provider_entity for line in lines if line.engagement.provider_entity), None)
    assert invoice.issued_at is not None and invoice.number is not None
    country = supplier.country if supplier else "GB"
    # Billed to the client's company in the supplier's country, where it has one there.
    companies = sorted(clients.entities(by, invoice.client_id), key=lambda one: (one.country != country, one.code))
    return InvoiceDocument(
        brand=Brand(supplier.name if supplier else _("Service provider"), COLOUR),
        number=invoice.number,
        supplier=_party(supplier, _("Service provider")),
        customer=_party(companies[0] if companies else None, invoice.client.name),
        day=local_date(invoice.issued_at, invoice.client.zone),
        start=invoice.period,
        end=add_months(invoice.period, 1) - timedelta(days=1),
        lines=tuple(_line(by, line) for line in lines),
        subtotal=invoice.subtotal_minor,
        taxes=(),
        total=invoice.total_minor,
        terms=Terms(due, notes=(_("Please quote the invoice number with your payment."),)),
        currency=invoice.currency,
        country=country,
        language=LANGUAGES.get(country, "en-GB"),
        words=Words(title=_("Invoice"), name=_("Counted"), number=_("Quantity")),
    )


def _party(company: object, name: str) -> Party:
    """A company of either side as it is printed."""
    if company is None:
        return Party(name)
    address = tuple(line for line in str(getattr(company, "address", "")).splitlines() if line.strip())
    ids = tuple((str(kind), str(number)) for kind, number in getattr(company, "tax_ids", {}).items())
    return Party(str(getattr(company, "name", name)), address, ids)


def _line(by: Actor, line: Line) -> InvoiceLine:
    """A charge with the annex of what it counted; what could not be counted says so and charges nothing."""
    if line.reason:
        return InvoiceLine(line.description, line.reason.rstrip("."), 0, 0)
    counted = tuple(Counted(one.label, f"{_plain(one.quantity):f}", line.rule) for one in queries.evidence(by, line.pk))
    return InvoiceLine(
        line.description, line.rule.rstrip("."), len(counted), line.amount_minor, _plain(line.quantity), None, counted
    )


def _plain(quantity: Decimal) -> Decimal:
    """A quantity without the zeros of its column: 233, not 233.0000."""
    short = quantity.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
