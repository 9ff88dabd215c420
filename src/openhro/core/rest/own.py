"""What the core itself serves: jobs, notices, the journal and webhooks."""

from openhro.core.rest import background, hooks
from openhro.core.rest.api import TAGS
from openhro.core.rest.router import Router

TAGS["jobs"] = "Long work in the background, with its progress."
TAGS["notices"] = "One's own bell."
TAGS["journal"] = "What happened, by whom and when; nobody can change it."
TAGS["webhooks"] = """Addresses that are told of events, signed after the Standard Webhooks scheme: `webhook-id`,
`webhook-timestamp` and `webhook-signature` (`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`)."""

router = Router()
for tag, part in (
    ("jobs", background.jobs_router), ("notices", background.notices_router), ("journal", background.journal_router),
    ("webhooks", hooks.router),
):  # fmt: skip
    router.add_router("", part, tags=[tag])
