"""What an invoice says. Amounts and prices are int minor units of `currency`; quantities are `Decimal`.

Every line says in a sentence what was counted and how many pieces of evidence stand behind it; the annex lists them.
`check` refuses an invoice whose lines, taxes and total do not add up, whose line is not the sum of its parts, or whose
annex is not what a line counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openhro.core.documents import Brand, DocumentError


@dataclass(frozen=True, slots=True)
class Party:
    """Supplier or customer: name, address lines, and (label, value) registrations such as a VAT number."""

    name: str
    address: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """One piece of evidence: who or what was counted, under which number, on which days, and how much of it.

    `quantity` is None where each counts as one; `amount` is what a percentage was taken of.
    """

    name: str
    number: str
    first: date | None = None
    last: date | None = None
    quantity: Decimal | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One step to a line's amount: a band at its own price, or what a minimum adds and a cap takes off."""

    label: str
    amount: int
    quantity: Decimal | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A charge. `statement` says what was counted, `evidence` how many; `counted`, if given, lists them in the annex.

    What is charged is so many at a price; or a percentage `percent` of `base`; or the sum of `parts`. A credit (an SLA
    credit, a correction) has a negative amount.
    """

    label: str
    statement: str
    evidence: int
    amount: int
    quantity: Decimal | None = None
    price: int | None = None
    base: int | None = None
    percent: Decimal | None = None
    parts: tuple[Part, ...] = ()
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax on the subtotal, such as VAT 20 %."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """When and how to pay: due date, the customer's purchase order, (label, value) bank details, free sentences."""

    due: date
    purchase_order: str = ""
    bank: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The words that the invoice prints; a caller gives them in the reader's language."""

    title: str = "Invoice"
    supplier: str = "From"
    customer: str = "Bill to"
    issued: str = "Issued"
    due: str = "Due"
    purchase_order: str = "Purchase order"
    service: str = "Service"
    quantity: str = "Quantity"
    price: str = "Unit price"
    amount: str = "Amount"
    subtotal: str = "Subtotal"
    total: str = "Total due"
    evidence: str = "Records counted"
    pay_to: str = "Pay to"
    annex: str = "Annex: who was counted"
    name: str = "Name"
    number: str = "Number"
    period: str = "Counted for"


@dataclass(frozen=True, slots=True)
class InvoiceDocument:
    """One invoice, dated `day`, for the service period from `start` to `end`; `country` decides Letter or A4."""

    brand: Brand
    number: str
    supplier: Party
    customer: Party
    day: date
    start: date
    end: date
    lines: tuple[InvoiceLine, ...]
    subtotal: int
    taxes: tuple[Tax, ...]
    total: int
    terms: Terms
    currency: str
    country: str
    language: str = "en-GB"
    direction: str = "ltr"
    words: Words = field(default_factory=Words)


def check(document: InvoiceDocument) -> None:
    """Raise `DocumentError`: direction, name, no_lines, not_minor_units, subtotal_differs, total_differs, parts_differ,
    evidence."""
    if document.direction not in ("ltr", "rtl"):
        raise DocumentError("direction", f"Direction is ltr or rtl, not '{document.direction}'.")
    if not (document.supplier.name.strip() and document.customer.name.strip() and document.number.strip()):
        raise DocumentError("name", "An invoice has a number and names its supplier and its customer.")
    if not document.lines:
        raise DocumentError("no_lines", "An invoice has at least one line.")
    items: list[InvoiceLine | Tax] = [*document.lines, *document.taxes]
    for amount in (*(item.amount for item in items), document.subtotal, document.total):
        if not isinstance(amount, int) or isinstance(amount, bool):
            raise DocumentError("not_minor_units", f"Amounts are whole minor units, not {amount!r}.")
    subtotal = sum(line.amount for line in document.lines)
    if subtotal != document.subtotal:
        message = f"The lines sum to {subtotal}, but the invoice states {document.subtotal} (minor units)."
        raise DocumentError("subtotal_differs", message)
    total = subtotal + sum(tax.amount for tax in document.taxes)
    if total != document.total:
        message = f"Subtotal and taxes give {total}, but the invoice states {document.total} (minor units)."
        raise DocumentError("total_differs", message)
    for line in document.lines:
        if line.parts and sum(part.amount for part in line.parts) != line.amount:
            raise DocumentError("parts_differ", f"The steps of '{line.label}' do not sum to its {line.amount}.")
        if line.counted and len(line.counted) != line.evidence:
            message = f"'{line.label}' counts {line.evidence}, but its annex lists {len(line.counted)}."
            raise DocumentError("evidence", message)
