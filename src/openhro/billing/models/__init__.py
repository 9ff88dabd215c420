"""Rows of the billing package: invoices, what is counted for them, and what becomes of them."""

from openhro.billing.models.invoices import (
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceLine,
    KeptDocument,
    LineEvidence,
    NumberSeries,
)
from openhro.billing.models.settling import BillingTerms, Dispute, Payment, ServiceCredit, WriteOff
from openhro.billing.models.usage import Usage, UsageDocument

__all__ = [
    "BillingTerms", "CreditNote", "CreditNoteLine", "Dispute", "Invoice", "InvoiceLine", "KeptDocument",
    "LineEvidence", "NumberSeries", "Payment", "ServiceCredit", "Usage", "UsageDocument", "WriteOff",
]  # fmt: skip
