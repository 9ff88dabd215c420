"""Reads about invoices, what is counted for them, and what becomes of them."""

from openhro.billing.queries.invoices import (
    counted,
    credit_note,
    credit_notes,
    credits_given,
    evidence,
    evidence_of,
    invoice,
    invoices,
    is_overdue,
    line,
    line_of,
    lines,
    overdue,
)
from openhro.billing.queries.settling import (
    balance,
    balance_of,
    billing_terms,
    dispute,
    disputes,
    one_terms,
    payment,
    payments,
    service_credits,
    write_off,
    write_offs,
)
from openhro.billing.queries.usage import (
    billed_on,
    document,
    documents,
    one_usage,
    usage,
    usage_import,
    usage_imports,
)

__all__ = [
    "balance", "balance_of", "billed_on", "billing_terms", "counted", "credit_note", "credit_notes", "credits_given",
    "dispute", "disputes", "document", "documents", "evidence", "evidence_of", "invoice", "invoices", "is_overdue",
    "line", "line_of", "lines", "one_terms", "one_usage", "overdue", "payment", "payments", "service_credits", "usage",
    "usage_import", "usage_imports", "write_off", "write_offs",
]  # fmt: skip
