"""Billing over REST: a client's month from draft to issued and paid, what is counted for it, and what it counted."""

from openhro.billing.rest import invoices, settling, usage
from openhro.core.rest import TAGS, Router

TAGS[
    "invoices"
] = """Invoices from what really ran: lines, the people and runs that each counted, usage that is recorded
for them, disputes, credits, payments."""

router = Router(tags=["invoices"])
for part in (invoices.router, usage.router, settling.router):
    router.add_router("", part)
