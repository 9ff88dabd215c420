"""What service levels ask of billing: the charges of a month by contract, which credits are a share of."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Sum

from openhro.billing.models import InvoiceLine
from openhro.core.actor import Actor


def charges(by: Actor, engagement_ids: list[UUID], month: date) -> dict[UUID, int]:
    """The sum of what each contract was charged for a month, in minor units; credits and refunds are no charges."""
    lines = InvoiceLine.objects.filter(engagement_id__in=engagement_ids, period=month, purpose="charge", reason="")
    return dict(lines.order_by().values_list("engagement_id").annotate(sum=Sum("amount_minor")))
