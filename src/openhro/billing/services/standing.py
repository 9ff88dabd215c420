"""Where an issued invoice stands after something came of it."""

from __future__ import annotations

from openhro.billing import queries, rules
from openhro.billing.models import Dispute, Invoice


def settle(invoice: Invoice) -> Invoice:
    """Put the state right after something came of the invoice; the caller holds its lock and tells the journal."""
    disputed = Dispute.objects.filter(invoice=invoice, state="open").exists()
    invoice.state = rules.settled_state(queries.balance_of(invoice), disputed)
    invoice.save(update_fields=["state"])
    return invoice
