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
from openhro.core.errors import check_choice
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
    price_item_id: UUID
    position: int
    description: str
    quantity: Decimal
    unit: str = Field(description="Of the evidence: people, days, runs, payslips, minor or once.")
    rule: str
    amount_minor: int
    reason: str


class Evidence(Reply):
    """An employment or a run that a line counted; the quantities add up to the line's."""

    kind: str
    object_id: UUID
    label: str
    number: str = Field(description="Staff number, or the code of a run.")
    name: str
    first: date | None = Field(description="The first day counted, or a run's pay date.")
    last: date | None
    quantity: Decimal


class NewCredit(Body):
    """A correction of an issued invoice."""

    invoice_id: UUID
    amount_minor: Minor
    reason: str = Field(max_length=240)


class CreditNote(Reply):
    """A correction; it is issued when it is made."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    number: str
    currency: str
    amount_minor: int
    reason: str
    issued_at: datetime


@router.read("/invoices", Page[Invoice])
def list_invoices(
    request: HttpRequest, client_id: UUID | None = None, state: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Invoices, newest month first; a client sees issued ones only."""
    check_choice(state, rules.STATES, "state")
    rows = queries.invoices(by_of(request), client_id)
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
    """The PDF of an issued invoice: the same bytes each time."""
    return HttpResponse(services.invoice_document(by_of(request), invoice_id), content_type="application/pdf")


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
    return services.credit(by_of(request), given.invoice_id, given.amount_minor, given.reason)
