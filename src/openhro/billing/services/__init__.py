"""Writes on invoices: drafting a month, review, issue, credit."""

from openhro.billing.services.drafting import draft_invoice
from openhro.billing.services.moves import credit, issue, reopen, review
from openhro.billing.services.printing import invoice_document

__all__ = ["credit", "draft_invoice", "invoice_document", "issue", "reopen", "review"]
