"""Numbers of invoices and credit notes: a series a year, without gaps."""

from __future__ import annotations

from openhro.billing.models import NumberSeries


def next_number(prefix: str, year: int) -> str:
    """The next number of a yearly series; the counter stays locked until the transaction that uses it ends."""
    name = f"{prefix}-{year}"
    NumberSeries.objects.get_or_create(name=name)
    series = NumberSeries.objects.select_for_update().get(name=name)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{name}-{series.last:06d}"
