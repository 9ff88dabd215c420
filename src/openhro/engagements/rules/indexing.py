"""Prices that follow an index: new = old × (1 + min(max(index, floor), cap)), on the anniversary, to the cent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.core.money import Rounding, rounded
from openhro.engagements.rules.terms import PriceTerms, check_day, check_words, months_after

_LIMIT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A price after an anniversary: the share by which it rose (percent), and its new terms from that day."""

    change: Decimal
    applied: Decimal
    terms: PriceTerms


def check_index(price: PriceTerms) -> None:
    """Raise the first thing wrong with the index of a price."""
    if not price.index:
        if price.index_floor is not None or price.index_cap is not None or price.index_from is not None:
            raise _bad("index", _("Name the index, or leave out its floor, cap and anniversary."))
        return
    check_code(price.index)
    if price.rate is not None or (price.rate_minor is None and not price.tiers):
        raise _bad("index", _("Only an amount follows an index: a percentage follows what it is taken of."))
    if price.index_from is None:
        raise _bad("index_from", _("Say on which day the price is first indexed; after that it is every year."))
    check_day(price.index_from, "index_from")
    if price.index_from <= price.start:
        raise _bad("index_from", _("The first anniversary lies after the first day of the price."))
    for field in ("index_floor", "index_cap"):
        check_percent(getattr(price, field), field)
    if price.index_floor is not None and price.index_cap is not None and price.index_floor > price.index_cap:
        raise _bad("index_floor", _("The floor is above the cap."))
    if not 0 <= price.index_lag_months <= 24:
        raise _bad("index_lag_months", _("The month of the figure lies 0 to 24 months before the anniversary."))


def check_code(index: str) -> None:
    """The name of an index, as in UK-CPI."""
    if not re.fullmatch(r"[A-Z][A-Z0-9-]{1,39}", index):
        raise _bad("index", _("Write the index in capitals, digits and hyphens, as in UK-CPI."))


def check_percent(value: Decimal | None, field: str) -> None:
    """A change of an index, its floor or its cap: percent, with six decimal places at most."""
    if value is None:
        return
    if not value.is_finite() or not -_LIMIT < value <= _LIMIT or value != round(value, 6):
        raise _bad(field, _("A percentage above -100 and up to 100, with six decimal places at most."))


def check_source(source: str) -> None:
    """Where a figure comes from: without that nobody can hold it against anything."""
    if not source.strip():
        raise Invalid(
            "SOURCE_REQUIRED", _("Say where the figure was published, best with its address."), field="source"
        )
    check_words({"source": source}, 400)


def month_of_figure(on: date, lag_months: int) -> date:
    """The first day of the month whose figure counts on an anniversary."""
    return months_after(on.replace(day=1), -lag_months)


def applied_change(change: Decimal, floor: Decimal | None, cap: Decimal | None) -> Decimal:
    """min(max(index, floor), cap)."""
    found = change if floor is None else max(change, floor)
    return found if cap is None else min(found, cap)


def indexed(old: PriceTerms, change: Decimal) -> Indexed:
    """The price from its anniversary on. Each amount is rounded half up to the minor unit; minimum and cap of the whole
    charge stay, they are bounds and no price."""
    applied = applied_change(change, old.index_floor, old.index_cap)

    def new(minor: int) -> int:
        return rounded(minor * (1 + Fraction(applied) / 100), Rounding.HALF_UP)

    terms = replace(
        old,
        start=old.index_from or old.start,
        rate_minor=new(old.rate_minor) if old.rate_minor is not None else None,
        tiers=tuple((upto, new(minor)) for upto, minor in old.tiers),
        index_from=months_after(old.index_from, 12) if old.index_from else None,
    )
    return Indexed(change, applied, terms)


def calculation(old: PriceTerms, found: Indexed, month: date, source: str) -> dict[str, Any]:
    """How the new price came about, as it is kept beside it."""
    return {
        "index": old.index,
        "month": month.isoformat(),
        "change": str(found.change),
        "source": source,
        "floor": None if old.index_floor is None else str(old.index_floor),
        "cap": None if old.index_cap is None else str(old.index_cap),
        "applied": str(found.applied),
        "old": amounts(old),
        "new": amounts(found.terms),
    }


def starting(price: PriceTerms, day: date) -> PriceTerms:
    """The price from a day on: its anniversary, or later where the figure was entered late."""
    return replace(price, start=day)


def amounts(price: PriceTerms) -> list[int]:
    """What a price is made of: its rate, or the rates of its bands."""
    return [minor for _upto, minor in price.tiers] or [price.rate_minor or 0]


def day_before(day: date) -> date:
    """The last day of what ends when something else begins."""
    return day - timedelta(days=1)


def _bad(field: str, message: str) -> Invalid:
    return Invalid("PRICE_INVALID", message, field=field)
