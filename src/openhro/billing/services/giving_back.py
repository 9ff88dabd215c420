"""Lines that take off: what a guarantee gives back of a hire's fee, and the credits for service levels missed before.

Each is on one issued invoice at most. A refund is always given, even if the client is owed the invoice then. A service
credit is never cash: what would take off more than there is waits for the next invoice.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from openhro.billing import rules
from openhro.billing.models import Invoice, InvoiceLine, LineEvidence, ServiceCredit, Usage
from openhro.core.actor import Actor
from openhro.core.calendars import add_months
from openhro.engagements import queries as engagements
from openhro.ui import formats

MONTHS_BACK = 12
"""How far back credits may still be owed: a month that was billed late is not lost."""

_Row = tuple[LineEvidence, int, rules.Step]


def refunds_due(client_id: UUID, month: date) -> dict[str, list[list[_Row]]]:
    """By currency, and within it by price: hires whose fee was billed and who left inside their guarantee."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    rows = LineEvidence.objects.filter(
        client_id=client_id, kind="hire", line__purpose="charge", line__invoice__number__isnull=False
    ).select_related("line__invoice", "line__engagement")
    left = {one.pk: one for one in Usage.objects.filter(pk__in=rows.values("object_id"), last__lte=last)}
    done = set(
        LineEvidence.objects.filter(
            object_id__in=left, line__purpose="refund", line__invoice__number__isnull=False
        ).values_list("object_id", flat=True)
    )
    found: dict[tuple[str, UUID | None], list[_Row]] = defaultdict(list)
    for row in rows.filter(object_id__in=left.keys() - done):
        usage, days = left[row.object_id], int(row.line.price.get("guarantee_days") or 0)
        given = rules.refund(row.amount_minor or 0, usage.first, usage.last or last, days) if days else None
        if given and given[0]:
            found[row.line.invoice.currency, row.line.price_item_id].append((row, given[0], given[1]))
    by_currency: dict[str, list[list[_Row]]] = defaultdict(list)
    for (currency, _price), group in found.items():
        by_currency[currency].append(group)
    return by_currency


def add_refunds(invoice: Invoice, groups: Iterable[list[_Row]], position: int) -> int:
    """Write a line for each price whose hires left early; the position that follows."""
    for group in groups:
        charged = group[0][0].line
        line = InvoiceLine.objects.create(
            client_id=invoice.client_id, invoice=invoice, engagement_id=charged.engagement_id,
            price_item_id=charged.price_item_id, purpose="refund", period=invoice.period, position=position,
            description=_("%(code)s: refund under the guarantee") % {"code": charged.engagement.code},
            price=charged.price, quantity=Decimal(len(group)), unit="people",
            rule=_("Hires who left inside the guarantee: the days that were left of it, of all its days."),
            steps=[step | {"text": f"{row.name or row.number}: {step['text']}"} for row, _amount, step in group],
            amount_minor=-sum(amount for _row, amount, _step in group),
        )  # fmt: skip
        LineEvidence.objects.bulk_create(
            LineEvidence(
                client_id=invoice.client_id, line=line, kind="hire", object_id=row.object_id, label=row.label,
                quantity=Decimal(1), number=row.number, name=row.name, first=row.first, last=_left(row),
                amount_minor=-amount,
            )
            for row, amount, _step in group
        )  # fmt: skip
        invoice.subtotal_minor += line.amount_minor
        position += 1
    return position


def _left(row: LineEvidence) -> date | None:
    return Usage.objects.filter(pk=row.object_id).values_list("last", flat=True).first()


def add_service_credits(by: Actor, invoice: Invoice, position: int) -> int:
    """Write a line for each credit that earlier months' service levels are worth and no issued invoice holds."""
    for engagement in engagements.engagements(by, invoice.client_id).filter(currency=invoice.currency).order_by("code"):
        for month, charged in _billed_months(invoice, engagement.pk):
            for row in engagements.credits_for(by, engagement.pk, month, charged):
                if row.amount_minor and not _given(row):
                    position = _credit(invoice, engagement, month, row, position)
    return position


def _billed_months(invoice: Invoice, engagement_id: UUID) -> list[tuple[date, int]]:
    """The months before this one that are issued, with what the engagement itself was charged in each."""
    rows = InvoiceLine.objects.filter(
        engagement=engagement_id, purpose="charge", reason="", invoice__number__isnull=False,
        period__lt=invoice.period, period__gte=add_months(invoice.period, -MONTHS_BACK),
    ).order_by("period")  # fmt: skip
    return list(rows.values("period").annotate(sum=Sum("amount_minor")).values_list("period", "sum"))


def _given(row: Any) -> bool:
    return ServiceCredit.objects.filter(measurement_id=row.measurement_id, earned_back=row.earned_back).exists()


def _credit(invoice: Invoice, engagement: Any, month: date, row: Any, position: int) -> int:
    amount = row.amount_minor if row.earned_back else -row.amount_minor
    if invoice.subtotal_minor + amount < 0:
        return position
    words = _("credit earned back") if row.earned_back else _("service credit")
    line = InvoiceLine.objects.create(
        client_id=invoice.client_id, invoice=invoice, engagement_id=engagement.pk, period=invoice.period,
        purpose="earn_back" if row.earned_back else "credit", position=position, price={}, quantity=Decimal(1),
        description=f"{engagement.code}: {words}, {row.metric}"[:200], unit="once", rule=_rule(month, row),
        steps=_steps(row, amount), amount_minor=amount,
    )  # fmt: skip
    LineEvidence.objects.create(
        client_id=invoice.client_id, line=line, kind="measurement", object_id=row.measurement_id,
        label=f"{row.metric} {month:%Y-%m}"[:80], quantity=Decimal(1), name=row.metric, first=month,
        last=month.replace(day=calendar.monthrange(month.year, month.month)[1]), amount_minor=amount,
    )  # fmt: skip
    ServiceCredit.objects.create(
        client_id=invoice.client_id, engagement_id=engagement.pk, month=month, definition_id=row.definition_id,
        measurement_id=row.measurement_id, metric=row.metric, value=row.value, target=row.target, weight=row.weight,
        multiplier=row.multiplier, at_risk_minor=row.at_risk_minor, amount_minor=row.amount_minor,
        earned_back=row.earned_back, line=line,
    )  # fmt: skip
    invoice.subtotal_minor += amount
    return position + 1


def _rule(month: date, row: Any) -> str:
    said = {
        "month": formats.day(month, formats.current_locale(), "month"), "metric": row.metric,
        "value": "–" if row.value is None else f"{row.value.normalize():f}",
        "target": "–" if row.target is None else f"{row.target.normalize():f}",
    }  # fmt: skip
    return _("%(metric)s in %(month)s: %(value)s, promised %(target)s.") % said


def _steps(row: Any, amount_minor: int) -> list[rules.Step]:
    weight, factor = f"{row.weight.normalize():f}", f"{row.multiplier.normalize():f}"
    said = {"weight": weight, "factor": factor}
    text = _("Amount at risk x weight %(weight)s x %(factor)s, within the amount at risk") % said
    return [{"text": text, "at_risk_minor": row.at_risk_minor, "amount_minor": amount_minor}]
