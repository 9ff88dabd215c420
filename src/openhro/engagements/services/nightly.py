"""The nightly check: registrations expire, so live engagements are held against their model's rules every day."""

from __future__ import annotations

from django.db import transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.engagements import events, queries, rules
from openhro.engagements.models import Engagement
from openhro.engagements.permissions import REVALIDATE


@transaction.atomic
def revalidate(by: Actor) -> list[Engagement]:
    """The engagements that no longer meet their model's rules; the journal tells of each once, until it is mended."""
    permit(by, REVALIDATE)
    at_work = Engagement.objects.select_for_update(of=("self",)).filter(state__in=rules.WORKING)
    found = []
    for engagement in at_work.select_related("client").order_by("pk"):
        broken = queries.breaches_on(by, engagement, clock.today(engagement.client.zone))
        codes = sorted({one.code for one in broken})
        if codes:
            found.append(engagement)
        if codes == engagement.in_breach:
            continue
        if set(codes) - set(engagement.in_breach):
            journal.record(by, events.IN_BREACH, engagement, {"codes": codes, "rules": [one.detail for one in broken]})
        elif not codes:
            journal.record(by, events.BREACH_ENDED, engagement)
        engagement.in_breach = codes
        engagement.save(update_fields=["in_breach"])
    return found
