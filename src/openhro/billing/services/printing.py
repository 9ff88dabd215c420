"""Invoices and credit notes as they go out: PDF and UBL, made when they are issued and kept byte for byte."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from openhro.billing import queries
from openhro.billing.documents import InvoiceDocument, Party, Tax, Terms, Words, render, ubl
from openhro.billing.models import CreditNote, Invoice, KeptDocument, LineEvidence
from openhro.billing.services import paper, parties
from openhro.core import imports
from openhro.core.actor import Actor
from openhro.core.calendars import add_months, local_date
from openhro.core.documents import Brand, DocumentError
from openhro.core.errors import Conflict, Invalid
from openhro.core.money import Money

COLOUR = "#1f4f82"


def invoice_document(by: Actor, invoice_id: UUID) -> bytes:
    """The PDF of an issued invoice, as it was issued."""
    return _kept(by, invoice_id, "pdf")


def invoice_ubl(by: Actor, invoice_id: UUID) -> bytes:
    """The UBL of an issued invoice, as it was issued."""
    return _kept(by, invoice_id, "ubl")


def note_document(by: Actor, note_id: UUID, kind: str = "pdf") -> bytes:
    """The PDF or UBL of a credit note, as it was issued; what was issued before these were kept is made anew."""
    note = queries.credit_note(by, note_id)
    held = KeptDocument.objects.filter(note=note, kind=kind).first()
    return bytes(held.content) if held else _note_content(by, note)[kind]


def invoice_csv(by: Actor, invoice_id: UUID) -> bytes:
    """The lines of an invoice as a table, amounts in major units."""
    found = queries.invoice(by, invoice_id)
    header = (
        "invoice", "month", "position", "contract", "purpose", "description", "quantity", "unit", "amount", "currency",
        "tax_category", "tax_rate",
    )  # fmt: skip
    rows = [
        (
            found.number, found.period, line.position, line.engagement.code, line.purpose, line.description,
            line.quantity, line.unit, Money(line.amount_minor, found.currency).decimal(), found.currency,
            found.tax_category, found.tax_rate,
        )
        for line in queries.lines(by, found.pk).filter(reason="")
    ]  # fmt: skip
    return imports.csv_file(header, rows)


def _kept(by: Actor, invoice_id: UUID, kind: str) -> bytes:
    invoice = queries.invoice(by, invoice_id)
    if invoice.number is None:
        raise Conflict("NOT_ISSUED", _("Only an issued invoice is printed."))
    held = KeptDocument.objects.filter(invoice=invoice, note=None, kind=kind).first()
    return bytes(held.content) if held else _invoice_content(by, invoice)[kind]


def keep_invoice(by: Actor, invoice: Invoice) -> None:
    """Make both documents of an invoice that is being issued, and keep them with their hashes."""
    content = _invoice_content(by, invoice)
    for kind, file in content.items():
        _keep(invoice, None, kind, file)
    invoice.document_hash = hashlib.sha256(content["pdf"]).hexdigest()
    invoice.save(update_fields=["document_hash"])


def keep_note(by: Actor, note: CreditNote) -> None:
    """Make both documents of a credit note, and keep them."""
    for kind, file in _note_content(by, note).items():
        _keep(note.invoice, note, kind, file)


def _keep(invoice: Invoice, note: CreditNote | None, kind: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    KeptDocument.objects.create(
        client_id=invoice.client_id, invoice=invoice, note=note, kind=kind, content=content, sha256=digest
    )


def _invoice_content(by: Actor, invoice: Invoice) -> dict[str, bytes]:
    """Both documents, in the client's language."""
    _with_parties(by, invoice)
    with translation.override(invoice.client.locale):
        return _both(_document(by, invoice), _bill(by, invoice))


def _note_content(by: Actor, note: CreditNote) -> dict[str, bytes]:
    invoice = note.invoice
    _with_parties(by, invoice)
    with translation.override(invoice.client.locale):
        return _both(_note_paper(invoice, note), _note_bill(invoice, note))


def _both(document: InvoiceDocument, bill: ubl.Bill) -> dict[str, bytes]:
    try:
        return {"pdf": render(document), "ubl": ubl.write(bill)}
    except DocumentError as refused:
        raise Invalid("INVOICE_PRINT", _("The invoice cannot be printed: %s") % refused.message) from None


def _with_parties(by: Actor, invoice: Invoice) -> None:
    """An invoice that was issued before it kept its parties is printed with those of today."""
    if not invoice.supplier and not invoice.customer:
        lines = queries.lines(by, invoice.pk).select_related("engagement__provider_entity")
        suppliers = [line.engagement.provider_entity for line in lines if line.engagement.provider_entity]
        invoice.supplier, invoice.customer, _terms = parties.parties(by, invoice, suppliers[0] if suppliers else None)


def _document(by: Actor, invoice: Invoice) -> InvoiceDocument:
    """Everything that the paper says."""
    assert invoice.issued_at is not None and invoice.number is not None and invoice.due_on is not None
    lines = list(queries.lines(by, invoice.pk).filter(reason=""))
    counted: dict[UUID, list[LineEvidence]] = {line.pk: [] for line in lines}
    for row in queries.evidence_of(by, invoice.pk):
        counted[row.line_id].append(row)
    terms = parties.terms_of(invoice.client_id, invoice.currency)
    account = terms.bank_account if terms else ""
    notes = (_no_tax(invoice), _("Please quote the invoice number with your payment."))
    return _paper(
        invoice, invoice.number, local_date(invoice.issued_at, invoice.client.zone),
        lines=tuple(paper.printed(line, counted[line.pk]) for line in lines),
        subtotal=invoice.subtotal_minor,
        taxes=_taxes(invoice, invoice.tax_minor),
        total=invoice.total_minor,
        terms=Terms(
            invoice.due_on, invoice.purchase_order, ((_("Account"), account),) if account else (),
            tuple(note for note in notes if note),
        ),
        words=paper.words(),
    )  # fmt: skip


def _note_paper(invoice: Invoice, note: CreditNote) -> InvoiceDocument:
    """A credit note as it is printed: each line says of which charge it takes how much back."""
    day = local_date(note.issued_at, invoice.client.zone)
    about = _("This corrects invoice %(number)s. %(why)s") % {"number": invoice.number, "why": note.reason}
    return _paper(
        invoice, note.number, day,
        lines=paper.credited(note),
        subtotal=note.amount_minor,
        taxes=_taxes(invoice, note.tax_minor),
        total=note.total_minor,
        terms=Terms(day, invoice.purchase_order, notes=tuple(text for text in (about, _no_tax(invoice)) if text)),
        words=paper.note_words(),
    )  # fmt: skip


def _paper(
    invoice: Invoice, number: str, day: date, *, lines: tuple[object, ...], words: Words, **sums: object
) -> InvoiceDocument:
    supplier, customer = invoice.supplier, invoice.customer
    name = supplier.get("name") or _("Service provider")
    return InvoiceDocument(
        brand=Brand(name, COLOUR),
        number=number,
        supplier=_party(supplier, name),
        customer=_party(customer, invoice.client.name),
        day=day,
        start=invoice.period,
        end=_end(invoice),
        lines=lines,  # type: ignore[arg-type]
        currency=invoice.currency,
        country=customer.get("country") or supplier.get("country") or "GB",
        language=to_locale(invoice.client.locale).replace("_", "-"),
        words=words,
        **sums,  # type: ignore[arg-type]
    )


def _end(invoice: Invoice) -> date:
    return add_months(invoice.period, 1) - timedelta(days=1)


def _party(company: dict[str, object], name: str) -> Party:
    address = tuple(line for line in str(company.get("address", "")).splitlines() if line.strip())
    return Party(str(company.get("name") or name), address, _ids(company))


def _ids(company: dict[str, object]) -> tuple[tuple[str, str], ...]:
    held = company.get("ids")
    return tuple((str(kind), str(number)) for kind, number in held.items()) if isinstance(held, dict) else ()


def _taxes(invoice: Invoice, amount: int) -> tuple[Tax, ...]:
    if invoice.tax_category != "S":
        return ()
    return (Tax(f"{invoice.tax_name} {invoice.tax_rate.normalize():f} %", amount),)


def _no_tax(invoice: Invoice) -> str:
    if not invoice.tax_reason:
        return ""
    return f"{invoice.tax_reason} ({invoice.tax_cite})" if invoice.tax_cite else invoice.tax_reason


def _company(company: dict[str, object], name: str) -> ubl.Company:
    party = _party(company, name)
    return ubl.Company(
        party.name, str(company.get("country", "")), party.address, party.identifiers, str(company.get("endpoint", ""))
    )


def _bill(by: Actor, invoice: Invoice) -> ubl.Bill:
    """The invoice as UBL says it."""
    assert invoice.issued_at is not None and invoice.number is not None
    terms = parties.terms_of(invoice.client_id, invoice.currency)
    return ubl.Bill(
        invoice.number, local_date(invoice.issued_at, invoice.client.zone), invoice.period, _end(invoice),
        invoice.currency, _company(invoice.supplier, _("Service provider")),
        _company(invoice.customer, invoice.client.name), _tax_of(invoice),
        tuple(paper.item(line) for line in queries.lines(by, invoice.pk).filter(reason="")),
        ubl.Totals(invoice.subtotal_minor, invoice.tax_minor, invoice.total_minor), due=invoice.due_on,
        buyer_reference=invoice.client.code, order=invoice.purchase_order, account=terms.bank_account if terms else "",
    )  # fmt: skip


def _note_bill(invoice: Invoice, note: CreditNote) -> ubl.Bill:
    assert invoice.issued_at is not None and invoice.number is not None
    zone = invoice.client.zone
    return ubl.Bill(
        note.number, local_date(note.issued_at, zone), invoice.period, _end(invoice), note.currency,
        _company(invoice.supplier, _("Service provider")), _company(invoice.customer, invoice.client.name),
        _tax_of(invoice),
        tuple(ubl.Item(line.label, note.reason, line.amount) for line in paper.credited(note)),
        ubl.Totals(note.amount_minor, note.tax_minor, note.total_minor), note=note.reason,
        buyer_reference=invoice.client.code, order=invoice.purchase_order,
        corrects=(invoice.number, local_date(invoice.issued_at, zone)),
    )  # fmt: skip


def _tax_of(invoice: Invoice) -> ubl.TaxOf:
    return ubl.TaxOf(invoice.tax_category or "O", invoice.tax_rate, invoice.tax_reason)
