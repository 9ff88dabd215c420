"""What the journal tells about invoices."""

from openhro.core.journal import event

DRAFTED = event("billing.invoice_drafted", "A month was counted and an invoice drafted")
REVIEWED = event("billing.invoice_reviewed", "A draft invoice was reviewed")
REOPENED = event("billing.invoice_reopened", "A reviewed invoice was opened again")
ISSUED = event("billing.invoice_issued", "An invoice was issued")
CREDITED = event("billing.credit_issued", "A credit note was issued")
