"""What becomes of an invoice, over REST: billing terms, service credits, disputes, payments, write-offs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.billing import queries, services
from openhro.core.rest import (
    Body,
    Currency,
    Minor,
    Page,
    Reply,
    Router,
    by_of,
    listed,
    rows_page,
    version_of,
)

router = Router()
Treatment = Literal["rule", "exempt", "reverse_charge", "outside"]


class TermsChange(Body):
    """How a client is billed; fields that are left out stay as they are."""

    supplier_entity_id: UUID | None = Field(None, description="The provider's company that bills.")
    customer_entity_id: UUID | None = Field(None, description="The client's company that is billed.")
    purchase_order: str = Field("", max_length=60)
    payment_days: int = Field(30, ge=0, le=365)
    treatment: Treatment = Field("rule", description="`rule` asks the countries' rules; else give a reason.")
    tax_reason: str = Field("", max_length=240, description="Why no tax is charged; the invoice prints it.")
    supplier_endpoint: str = Field("", max_length=60, description="Peppol address: scheme, colon, id.")
    customer_endpoint: str = Field("", max_length=60)
    bank_account: str = Field("", max_length=60)


class NewTerms(TermsChange):
    """How a client is billed in a currency."""

    client_id: UUID
    currency: Currency


class BillingTerms(Reply):
    """How a client is billed in a currency."""

    id: UUID
    client_id: UUID
    currency: str
    supplier_entity_id: UUID | None
    customer_entity_id: UUID | None
    purchase_order: str
    payment_days: int
    treatment: str
    tax_reason: str
    supplier_endpoint: str
    customer_endpoint: str
    bank_account: str
    version: int


class Balance(Reply):
    """What an invoice came to, and what of it is settled; with tax."""

    total_minor: int
    credited_minor: int
    paid_minor: int
    written_off_minor: int
    open_minor: int = Field(description="What is left to pay; negative where more came than was owed.")


class ServiceCredit(Reply):
    """A missed service level as money on an invoice."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    month: date = Field(description="The measured month.")
    definition_id: UUID
    measurement_id: UUID
    metric: str
    value: Decimal | None
    target: Decimal | None
    weight: Decimal
    multiplier: Decimal
    at_risk_minor: int
    amount_minor: int
    earned_back: bool
    state: str = Field(description="open on a draft, applied once issued, reversed once earned back.")
    invoice_id: UUID

    @staticmethod
    def resolve_invoice_id(row: Any) -> UUID:
        found: UUID = row.line.invoice_id
        return found


class NewDispute(Body):
    """The client objects to a line or a part of it."""

    line_id: UUID
    amount_minor: Minor
    reason: str = Field(max_length=500)


class DisputeAnswer(Body):
    """The outcome, with words for the client. `credit_minor` is for a part that is accepted."""

    outcome: Literal["accepted", "partly", "rejected"]
    answer: str = Field(max_length=500)
    credit_minor: Minor = 0


class Dispute(Reply):
    """An objection to a line, with the answer."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    line_id: UUID
    amount_minor: int
    reason: str
    state: str
    raised_at: datetime
    answer: str
    answered_at: datetime | None
    note_id: UUID | None = Field(description="The credit note, where something was accepted.")


class NewPayment(Body):
    """Money that came. The same bank reference again changes nothing."""

    invoice_id: UUID
    external_id: str = Field(max_length=80, description="The bank's own reference.")
    amount_minor: Minor
    currency: Currency
    paid_on: date


class Why(Body):
    """A reason in words."""

    reason: str = Field(max_length=240)


class Payment(Reply):
    """Money that came for an invoice."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    external_id: str
    currency: str
    amount_minor: int
    paid_on: date
    recorded_at: datetime
    reversed_at: datetime | None
    reversed_for: str


class NewWriteOff(Why):
    """What will not be paid."""

    invoice_id: UUID


class WriteOff(Reply):
    """What somebody asked to write off, and what became of it."""

    id: UUID
    client_id: UUID
    invoice_id: UUID
    amount_minor: int
    reason: str
    state: str
    asked_at: datetime
    decided_at: datetime | None


@router.read("/billing-terms", Page[BillingTerms])
def list_billing_terms(request: HttpRequest, client_id: UUID | None = None) -> Any:
    """How clients are billed, currency by currency."""
    return listed(queries.billing_terms(by_of(request), client_id)[:500])


@router.create("/billing-terms", BillingTerms)
def set_billing_terms(request: HttpRequest, given: NewTerms) -> Any:
    """Say how a client is billed in a currency; drafts made from now on follow."""
    values = given.model_dump(exclude_unset=True)
    client_id, currency = values.pop("client_id"), values.pop("currency")
    return services.set_billing_terms(by_of(request), client_id, currency, values)


@router.change("/billing-terms/{terms_id}", BillingTerms)
def change_billing_terms(request: HttpRequest, terms_id: UUID, given: TermsChange) -> Any:
    """Change how a client is billed; drafts made from now on follow."""
    by, values = by_of(request), given.model_dump(exclude_unset=True)
    held = queries.one_terms(by, terms_id)
    return services.set_billing_terms(by, held.client_id, held.currency, values, version=version_of(request))


@router.read("/invoices/{invoice_id}/balance", Balance)
def get_invoice_balance(request: HttpRequest, invoice_id: UUID) -> Any:
    """What is left to pay of an invoice, and why."""
    return queries.balance(by_of(request), invoice_id)


@router.read("/service-credits", Page[ServiceCredit])
def list_service_credits(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """The credits for missed service levels that stand on invoices."""
    return rows_page(queries.service_credits(by_of(request), client_id), ["-month", "pk"], cursor, limit)


@router.read("/disputes", Page[Dispute])
def list_disputes(
    request: HttpRequest, invoice_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """The disputes of an invoice or of all, oldest first."""
    return rows_page(queries.disputes(by_of(request), invoice_id), ["raised_at", "pk"], cursor, limit)


@router.create("/disputes", Dispute, key=True)
def raise_dispute(request: HttpRequest, given: NewDispute) -> Any:
    """The client objects to a line; the rest of the invoice stays due."""
    return services.raise_dispute(by_of(request), given.line_id, given.amount_minor, given.reason)


@router.read("/disputes/{dispute_id}", Dispute)
def get_dispute(request: HttpRequest, dispute_id: UUID) -> Any:
    """One dispute."""
    return queries.dispute(by_of(request), dispute_id)


@router.act("/disputes/{dispute_id}/actions/answer", Dispute, key=True)
def answer_dispute(request: HttpRequest, dispute_id: UUID, given: DisputeAnswer) -> Any:
    """Answer the client; what is accepted is credited on the line in the same step."""
    by = by_of(request)
    return services.answer_dispute(by, dispute_id, given.outcome, given.answer, given.credit_minor)


@router.act("/disputes/{dispute_id}/actions/withdraw", Dispute)
def withdraw_dispute(request: HttpRequest, dispute_id: UUID) -> Any:
    """The client lets the objection go."""
    return services.withdraw_dispute(by_of(request), dispute_id)


@router.read("/payments", Page[Payment])
def list_payments(
    request: HttpRequest, invoice_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """What came for an invoice or for all, with what was taken back."""
    return rows_page(queries.payments(by_of(request), invoice_id), ["paid_on", "pk"], cursor, limit)


@router.create("/payments", Payment, key=True)
def record_payment(request: HttpRequest, given: NewPayment) -> Any:
    """Record money that came, whole or in part."""
    received = services.Received(given.external_id, given.amount_minor, given.currency, given.paid_on)
    return services.record_payment(by_of(request), given.invoice_id, received)


@router.act("/payments/{payment_id}/actions/reverse", Payment)
def reverse_payment(request: HttpRequest, payment_id: UUID, given: Why) -> Any:
    """Take back a payment that bounced; it stays on record."""
    return services.reverse_payment(by_of(request), payment_id, given.reason)


@router.read("/write-offs", Page[WriteOff])
def list_write_offs(
    request: HttpRequest, invoice_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:
    """What was asked to be written off, and what became of it."""
    return rows_page(queries.write_offs(by_of(request), invoice_id), ["asked_at", "pk"], cursor, limit)


@router.create("/write-offs", WriteOff, key=True)
def ask_write_off(request: HttpRequest, given: NewWriteOff) -> Any:
    """Ask for what is left to pay to be written off; somebody else decides."""
    return services.ask_write_off(by_of(request), given.invoice_id, given.reason)


@router.act("/write-offs/{write_off_id}/actions/approve", WriteOff)
def approve_write_off(request: HttpRequest, write_off_id: UUID) -> Any:
    """Write off what is left to pay now; not by who asked for it."""
    return services.approve_write_off(by_of(request), write_off_id)


@router.act("/write-offs/{write_off_id}/actions/refuse", WriteOff)
def refuse_write_off(request: HttpRequest, write_off_id: UUID) -> Any:
    """The invoice stays due."""
    return services.refuse_write_off(by_of(request), write_off_id)
