"""Figures of price indices, and the figure that counts on a price's anniversary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.core.errors import Invalid
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import IndexValue, PriceItem
from openhro.engagements.permissions import INDEX_READ


def index_values(by: Actor, index: str = "") -> models.QuerySet[IndexValue]:
    """The figures of all price indices or of one, newest month first."""
    permit(by, INDEX_READ)
    rows = IndexValue.objects.order_by("index", "-month")
    return rows.filter(index=index) if index else rows


def index_value_for(price: PriceItem) -> IndexValue:
    """The figure that counts on a price's next anniversary; `PARAMETER_MISSING` names it where nobody entered it."""
    assert price.index_from is not None
    month = rules.month_of_figure(price.index_from, price.index_lag_months)
    found = IndexValue.objects.filter(index=price.index, month=month).first()
    if found is None:
        raise Invalid(
            "PARAMETER_MISSING",
            _("The change of %(index)s for %(month)s is not known. Enter it with its source, then try again.")
            % {"index": price.index, "month": f"{month:%Y-%m}"},
            rule="G10",
            detail={"index": price.index, "month": month.isoformat()},
        )
    return found
