"""How invoices, usage and what becomes of an invoice are worded on the pages."""

from openhro.billing.shown.invoices import (
    COLUMNS,
    CREDIT_COLUMNS,
    EVIDENCE_COLUMNS,
    MOVES,
    credit,
    evidence,
    facts,
    line,
    moves,
    row,
    state,
    story,
    tabs,
    title,
)
from openhro.billing.shown.settling import (
    PAYMENT_COLUMNS,
    TERMS_COLUMNS,
    actions,
    balance_rows,
    dispute,
    facts_of,
    money,
    payment,
    terms_row,
    write_off,
)
from openhro.billing.shown.usage import (
    DOC_COLUMNS,
    REFUSED_COLUMNS,
    USAGE_COLUMNS,
    usage_document,
    usage_facts,
    usage_row,
    usage_state,
)

__all__ = [
    "COLUMNS", "CREDIT_COLUMNS", "DOC_COLUMNS", "EVIDENCE_COLUMNS", "MOVES", "PAYMENT_COLUMNS", "REFUSED_COLUMNS",
    "TERMS_COLUMNS", "USAGE_COLUMNS", "actions", "balance_rows", "credit", "dispute", "evidence", "facts", "facts_of",
    "line", "money", "moves", "payment", "row", "state", "story", "tabs", "terms_row", "title",
    "usage_document", "usage_facts", "usage_row", "usage_state", "write_off",
]  # fmt: skip
