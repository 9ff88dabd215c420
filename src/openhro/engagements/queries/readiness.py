"""What still stands in the way of going live, before anybody tries."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.engagements import rules
from openhro.engagements.models import Engagement, Signature
from openhro.engagements.queries.contracts import one
from openhro.engagements.queries.work import breaches_on, items_on


def gate_facts(by: Actor, engagement: Engagement, day: date) -> rules.GateFacts:
    """What the gate looks at on a day."""
    sides = Signature.objects.filter(engagement=engagement, purpose="contract", void=False)
    return rules.GateFacts(
        day=day,
        effective_from=engagement.effective_from,
        signatures=frozenset(sides.values_list("side", flat=True)),
        client_approvers=clients.client_approvers(by, engagement.client_id, day),
        # A framework has no scope of its own: its children bring theirs through their own gates.
        items=1 if engagement.framework else len(items_on(engagement, day)),
        breaches=tuple(breaches_on(by, engagement, day)),
    )


def readiness(by: Actor, engagement_id: UUID, day: date) -> list[dict[str, Any]]:
    """The items that would fail on a day, each with code and sentence; none of them: the gate lets pass."""
    try:
        rules.gate(gate_facts(by, one(by, engagement_id), day))
    except Conflict as refused:
        failing: list[dict[str, Any]] = refused.detail
        return failing
    return []
