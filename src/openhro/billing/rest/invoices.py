"""Billing over REST: a client's month from draft to issued, what each line counted and why it costs that, credits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from openhro.billing import queries, rules, services
from openhro.core.errors import Invalid, check_choice
from openhro.core.rest import Body, Minor, Page, Reply, Router, Step, by_of, listed, rows_page

router = Router()


class NewInvoice(Body):
    """A client's month."""

    client_id: UUID
    month: date = Field(description="Its first day.", examples=["2026-11-01"])


class Invoice(Reply):
    """One client's month in one currency. `moves` are the actions that its state knows."""

    id: UUID
    client_id: UUID
    number: str | None = Field(description="With its number it is issued, and never changes.")
    period: date
    currency: str
    state: str
    moves: list[str]
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    issued_at: datetime | None
    due_on: date | None
    document_hash: str
    purchase_order: str
    supplier: dict[str, Any] = Field(description="Who bills, as it stood when the month was counted.")
    customer: dict[str, Any] = Field(description="Who is billed, as it stood then.")
    tax_category: str = Field(description="UNCL 5305: S, E, AE or O. Empty: no rule is known, so it is not issued.")
    tax_rate: Decimal = Field(description="Percent.")
    tax_name: str
    tax_reason: str = Field(description="Why no tax is charged.")
    tax_cite: str = Field(description="The law behind rate or reason.")
    overdue: bool = Field(description="Due before today, and not paid.")

    @staticmethod
    def resolve_overdue(row: Any) -> bool:
        return queries.is_overdue(row)

    @staticmethod
    def resolve_moves(row: Any) -> list[str]:
        return list(rules.ALLOWED[row.state])


class InvoiceLine(Reply):
    """One price of one engagement. A line with a `reason` could not be counted, charges nothing, and is shown to the
    provider only."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    engagement_id: UUID
    price_item_id: UUID | None = Field(description="Null where the line is no price: a service credit.")
    purpose: str = Field(description="charge, refund, credit (of a service level) or earn_back.")
    position: int
    description: str
    quantity: Decimal
    unit: str = Field(description="Of the evidence: people, days, runs, payslips, items, fte, minor or once.")
    rule: str
    amount_minor: int
    reason: str


class Evidence(Reply):
    """An employment, a run or a record of usage that a line counted; the quantities add up to the line's."""

    kind: str
    object_id: UUID
    label: str
    number: str = Field(description="Staff number, or the code of a run.")
    name: str
    first: date | None = Field(description="The first day counted, or a run's pay date.")
    last: date | None
    quantity: Decimal
    amount_minor: int | None = Field(description="What this piece alone costs, where it has an amount of its own.")


class LineCredit(Body):
    """How much of a line is taken back."""

    line_id: UUID
    amount_minor: Minor


class NewCredit(Body):
    """A correction of an issued invoice, before tax. Without `lines` it is spread over all charges in proportion."""

    invoice_id: UUID
    amount_minor: Minor
    reason: str = Field(max_length=240)
    lines: list[LineCredit] | None = Field(None, max_length=500)


class CreditNote(Reply):
    """A correction; it is issued when it is made."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    number: str
    currency: str
    amount_minor: int = Field(description="Before tax.")
    tax_minor: int
    total_minor: int
    reason: str
    issued_at: datetime


@router.read("/invoices", Page[Invoice])
def list_invoices(
    request: HttpRequest, client_id: UUID | None = None, state: str = "", overdue: bool = False, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Invoices, newest month first; a client sees issued ones only. `overdue` leaves what is due and not paid."""
    check_choice(state, rules.STATES, "state")
    rows = (queries.overdue if overdue else queries.invoices)(by_of(request), client_id)
    return rows_page(rows.filter(state=state) if state else rows, ["-period", "pk"], cursor, limit)


@router.create("/invoices", Page[Invoice], key=True)
def draft_invoice(request: HttpRequest, given: NewInvoice) -> Any:
    """Count a client's month afresh: one draft per currency. What was issued already is not billed again."""
    return listed(services.draft_invoice(by_of(request), given.client_id, given.month))


@router.read("/invoices/{invoice_id}", Invoice)
def get_invoice(request: HttpRequest, invoice_id: UUID) -> Any:
    """One invoice."""
    return queries.invoice(by_of(request), invoice_id)


@router.read("/invoices/{invoice_id}/lines", Page[InvoiceLine])
def list_invoice_lines(request: HttpRequest, invoice_id: UUID) -> Any:
    """The lines of an invoice in order."""
    return listed(queries.lines(by_of(request), invoice_id))


@router.file("/invoices/{invoice_id}/document", "application/pdf")
def get_invoice_document(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The PDF of an issued invoice, as it went out."""
    return HttpResponse(services.invoice_document(by_of(request), invoice_id), content_type="application/pdf")


@router.file("/invoices/{invoice_id}/ubl", "application/xml")
def get_invoice_ubl(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The issued invoice as UBL 2.1 in the shape of Peppol BIS Billing 3, as it went out."""
    return HttpResponse(services.invoice_ubl(by_of(request), invoice_id), content_type="application/xml")


@router.file("/invoices/{invoice_id}/csv", "text/csv")
def get_invoice_csv(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The lines of an invoice as CSV, for an accounting system."""
    return HttpResponse(services.invoice_csv(by_of(request), invoice_id), content_type="text/csv; charset=utf-8")


@router.act("/invoices/{invoice_id}/actions/review", Invoice)
def review_invoice(request: HttpRequest, invoice_id: UUID) -> Any:
    """The engagement manager has looked at every line; the month must be over."""
    return services.review(by_of(request), invoice_id)


@router.act("/invoices/{invoice_id}/actions/reopen", Invoice)
def reopen_invoice(request: HttpRequest, invoice_id: UUID) -> Any:
    """Back to draft, to count again."""
    return services.reopen(by_of(request), invoice_id)


@router.act("/invoices/{invoice_id}/actions/issue", Invoice, key=True)
def issue_invoice(request: HttpRequest, invoice_id: UUID) -> Any:
    """Give the invoice its number, its due date and its document; from here on it never changes."""
    return services.issue(by_of(request), invoice_id)


@router.read("/invoice-lines/{line_id}/evidence", Page[Evidence])
def list_line_evidence(
    request: HttpRequest, line_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """Who or what a line counted."""
    return rows_page(queries.evidence(by_of(request), line_id), ["label", "pk"], cursor, limit)


@router.read("/invoice-lines/{line_id}/explain", Page[Step])
def explain_invoice_line(request: HttpRequest, line_id: UUID) -> Any:
    """How the amount came about: the rule of counting, then rate or bands, minimum and cap."""
    line = queries.line_of(by_of(request), line_id)
    first = {"text": line.rule, "detail": {"quantity": str(line.quantity), "unit": line.unit}}
    return listed([first, *({"text": str(step.pop("text", "")), "detail": step} for step in map(dict, line.steps))])


@router.read("/credit-notes", Page[CreditNote])
def list_credit_notes(request: HttpRequest, invoice_id: UUID) -> Any:
    """The credit notes of an invoice, oldest first."""
    return listed(queries.credit_notes(by_of(request), invoice_id))


@router.create("/credit-notes", CreditNote, key=True)
def credit_invoice(request: HttpRequest, given: NewCredit) -> Any:
    """Correct an issued invoice; a large credit is given by another person than the issuer."""
    lines = None if given.lines is None else _by_line(given.lines)
    return services.credit(by_of(request), given.invoice_id, given.amount_minor, given.reason, lines)


def _by_line(lines: list[LineCredit]) -> dict[UUID, int]:
    if len({one.line_id for one in lines}) != len(lines):
        raise Invalid("LINE_TWICE", "A line stands twice in the credit; add its amounts up.", field="lines")
    return {one.line_id: one.amount_minor for one in lines}


@router.read("/credit-notes/{note_id}", CreditNote)
def get_credit_note(request: HttpRequest, note_id: UUID) -> Any:
    """One credit note."""
    return queries.credit_note(by_of(request), note_id)


@router.file("/credit-notes/{note_id}/document", "application/pdf")
def get_credit_note_document(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The PDF of a credit note, as it went out."""
    return HttpResponse(services.note_document(by_of(request), note_id), content_type="application/pdf")


@router.file("/credit-notes/{note_id}/ubl", "application/xml")
def get_credit_note_ubl(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The credit note as UBL 2.1 in the shape of Peppol BIS Billing 3, as it went out."""
    return HttpResponse(services.note_document(by_of(request), note_id, "ubl"), content_type="application/xml")
