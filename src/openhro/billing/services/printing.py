"""The invoice on paper: an issued invoice with its lines and what each counted, as the PDF whose hash is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from openhro.billing import queries
from openhro.billing.documents import Counted, InvoiceDocument, InvoiceLine, Part, Party, Terms, Words, render
from openhro.billing.models import Invoice, LineEvidence
from openhro.billing.models import InvoiceLine as Line
from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.calendars import add_months, local_date
from openhro.core.documents import Brand, DocumentError
from openhro.core.errors import Conflict, Invalid

COLOUR = "#1f4f82"
SUPPLIER = "engagement__provider_entity"


def invoice_document(by: Actor, invoice_id: UUID) -> bytes:
    """The PDF of an issued invoice; the same invoice gives the same bytes each time."""
    invoice = queries.invoice(by, invoice_id)
    if invoice.number is None or invoice.issued_at is None or invoice.due_on is None:
        raise Conflict("NOT_ISSUED", _("Only an issued invoice is printed."))
    try:
        with translation.override(invoice.client.locale):
            return render(_document(by, invoice, invoice.due_on))
    except DocumentError as refused:
        raise Invalid("INVOICE_PRINT", _("The invoice cannot be printed: %s") % refused.message) from None


def _document(by: Actor, invoice: Invoice, due: date) -> InvoiceDocument:
    """Everything that the paper says, in the client's language."""
    lines = list(queries.lines(by, invoice.pk).filter(reason="").select_related(SUPPLIER))
    supplier = next((line.engagement.provider_entity for line in lines if line.engagement.provider_entity), None)
    assert invoice.issued_at is not None and invoice.number is not None
    home = supplier.country if supplier else ""
    # Billed to the client's company in the supplier's country, where it has one there.
    companies = sorted(clients.entities(by, invoice.client_id), key=lambda one: (one.country != home, one.code))
    customer = companies[0] if companies else None
    counted: dict[UUID, list[LineEvidence]] = {line.pk: [] for line in lines}
    for row in queries.evidence_of(by, invoice.pk):
        counted[row.line_id].append(row)
    return InvoiceDocument(
        brand=Brand(supplier.name if supplier else _("Service provider"), COLOUR),
        number=invoice.number,
        supplier=_party(supplier, _("Service provider")),
        customer=_party(customer, invoice.client.name),
        day=local_date(invoice.issued_at, invoice.client.zone),
        start=invoice.period,
        end=add_months(invoice.period, 1) - timedelta(days=1),
        lines=tuple(printed(line, counted[line.pk]) for line in lines),
        subtotal=invoice.subtotal_minor,
        taxes=(),
        total=invoice.total_minor,
        terms=Terms(due, notes=(_("Please quote the invoice number with your payment."),)),
        currency=invoice.currency,
        country=customer.country if customer else home or "GB",
        language=to_locale(invoice.client.locale).replace("_", "-"),
        words=_words(),
    )


def _words() -> Words:
    return Words(
        title=_("Invoice"), supplier=_("From"), customer=_("Bill to"), issued=_("Issued"), due=_("Due"),
        purchase_order=_("Purchase order"), service=_("Service"), quantity=_("Quantity"), price=_("Unit price"),
        amount=_("Amount"), subtotal=_("Subtotal"), total=_("Total due"), evidence=_("Counted"), pay_to=_("Pay to"),
        annex=_("Annex: who and what was counted"), name=_("Name"), number=_("Number"), period=_("Counted for"),
    )  # fmt: skip


def _party(company: object, name: str) -> Party:
    """A company of either side as it is printed."""
    if company is None:
        return Party(name)
    address = tuple(line for line in str(getattr(company, "address", "")).splitlines() if line.strip())
    ids = tuple((str(kind), str(number)) for kind, number in getattr(company, "tax_ids", {}).items())
    return Party(str(getattr(company, "name", name)), address, ids)


def printed(line: Line, evidence: list[LineEvidence]) -> InvoiceLine:
    """A charge with the steps that made it and the annex of what it counted."""
    rate = Decimal(str(line.price["rate"])) if line.price["kind"] == "pct_payroll" and line.price["rate"] else None
    parts = _parts(line)
    only = parts[0] if len(parts) == 1 else None
    return InvoiceLine(
        line.description,
        _statement(line, only),
        len(evidence),
        line.amount_minor,
        quantity=line.quantity,
        price=only.price if only else None,
        base=int(line.quantity) if rate is not None else None,
        percent=rate,
        parts=() if only else parts,
        counted=tuple(_row(row, line.unit) for row in evidence),
    )


def _statement(line: Line, only: Part | None) -> str:
    """What was counted, by which rule, and, where the bands leave one rate for all, by which band."""
    steps = [f"{step['text']} = {step['quantity']}" for step in line.steps if "amount_minor" not in step]
    band = [only.label] if only and line.price["tiers"] else []
    return ". ".join(text.rstrip(".") for text in (line.rule, *steps, *band))


def _parts(line: Line) -> tuple[Part, ...]:
    """The steps as amounts that add up: what a minimum adds or a cap takes off is a difference."""
    parts: list[Part] = []
    so_far = 0
    for step in line.steps:
        if "amount_minor" not in step:
            continue
        amount = int(step["amount_minor"])
        if "quantity" in step:
            quantity = Decimal(step["quantity"]) if line.unit != "minor" else None
            parts.append(Part(step["text"], amount, quantity, step.get("rate_minor")))
            so_far += amount
        else:
            parts.append(Part(step["text"], amount - so_far))
            so_far = amount
    return tuple(parts)


def _row(row: LineEvidence, unit: str) -> Counted:
    quantity = None if unit in ("people", "runs", "minor") else row.quantity
    amount = int(row.quantity) if unit == "minor" else None
    return Counted(row.name or row.label, row.number or row.label, row.first, row.last, quantity, amount)
