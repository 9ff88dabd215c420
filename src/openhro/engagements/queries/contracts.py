"""The contracts of the actor's clients: heads, scope, prices, signatures."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models

from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import permit
from openhro.engagements.models import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.permissions import READ


def engagements(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Engagement]:
    """The engagements that the actor may read, of one client or of all."""
    permit(by, READ, client_id)
    rows = Engagement.objects.select_related("client", "provider_entity").order_by("client__name", "code")
    return rows.filter(client_id=client_id) if client_id else rows


def engagement(by: Actor, code: str, client_id: UUID | None = None) -> Engagement:
    """One engagement by its code; say the client where several clients use the same code."""
    found = list(engagements(by, client_id).filter(code=code)[:2])
    if not found:
        raise NotFound("engagement")
    if len(found) > 1:
        raise Conflict(
            "CODE_AMBIGUOUS", "Several clients have an engagement of this code: say which client.", field="client"
        )
    permit(by, READ, found[0])
    return found[0]


def one(by: Actor, engagement_id: UUID) -> Engagement:
    """One engagement by its id."""
    found = Engagement.objects.select_related("client", "provider_entity").filter(pk=engagement_id).first()
    if found is None:
        raise NotFound("engagement")
    permit(by, READ, found)
    return found


def scope_items(by: Actor, engagement_id: UUID, day: date | None = None) -> models.QuerySet[ScopeItem]:
    """The scope of an engagement, at all times or on one day."""
    rows = ScopeItem.objects.filter(engagement=one(by, engagement_id)).select_related("entity", "provider_entity")
    return rows.filter(valid__contains=day) if day else rows


def prices(by: Actor, engagement_id: UUID, day: date | None = None) -> models.QuerySet[PriceItem]:
    """The prices of an engagement, at all times or on one day."""
    rows = PriceItem.objects.filter(engagement=one(by, engagement_id))
    return rows.filter(valid__contains=day) if day else rows


def signatures(by: Actor, engagement_id: UUID) -> models.QuerySet[Signature]:
    """Who has signed the contract itself and its closing, oldest first, void ones included."""
    return Signature.objects.filter(engagement=one(by, engagement_id), amendment=None).order_by("signed_at")
