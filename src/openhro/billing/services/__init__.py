"""Writes on invoices: usage to count, drafting a month, issue, credits, disputes, payments, write-offs."""

from openhro.billing.rules import UsageTerms
from openhro.billing.services.crediting import credit, left_of_lines
from openhro.billing.services.drafting import draft_invoice
from openhro.billing.services.moves import issue, reopen, review
from openhro.billing.services.parties import set_billing_terms
from openhro.billing.services.printing import invoice_csv, invoice_document, invoice_ubl, note_document
from openhro.billing.services.settling import (
    Received,
    answer_dispute,
    approve_write_off,
    ask_write_off,
    raise_dispute,
    record_payment,
    refuse_write_off,
    reverse_payment,
    withdraw_dispute,
)
from openhro.billing.services.usage import add_document, record_usage, withdraw_usage
from openhro.billing.services.usage_files import USAGE_COLUMNS, Options, import_usage

__all__ = [
    "USAGE_COLUMNS", "Options", "Received", "UsageTerms", "add_document", "answer_dispute", "approve_write_off",
    "ask_write_off", "credit", "draft_invoice", "import_usage", "invoice_csv", "invoice_document", "invoice_ubl",
    "issue", "left_of_lines", "note_document", "raise_dispute", "record_payment", "record_usage", "refuse_write_off",
    "reopen", "reverse_payment", "review", "set_billing_terms", "withdraw_dispute", "withdraw_usage",
]  # fmt: skip
