"""Writes on invoices: drafting a month, review, issue, credit."""

from openhro.billing.services.drafting import draft_invoice
from openhro.billing.services.moves import credit, issue, reopen, review

__all__ = ["credit", "draft_invoice", "issue", "reopen", "review"]
