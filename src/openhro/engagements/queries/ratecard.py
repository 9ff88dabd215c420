"""The rate card of the installation, read once from its dated file."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from openhro.core.errors import Conflict, Refused
from openhro.core.money import Money
from openhro.engagements import rules
from openhro.engagements.rules import advice

SHIPPED = Path(rules.__file__).parent / "advice" / "rates.toml"


def rate_card() -> advice.RateCard:
    """The provider's own card, or the one that is shipped."""
    return read_card(Path(settings.RATE_CARD or SHIPPED))


@cache
def read_card(path: Path) -> advice.RateCard:
    """The card in a file. A mistake in it stops the advice: a wrong price is worse than none."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        about = given["about"]
        start, until = (date.fromisoformat(str(about[name])) for name in ("from", "until"))
        return advice.RateCard(str(about["name"]), start, until, tuple(map(_rate, given["rate"])))
    except Refused as fault:
        said = fault.message
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation) as fault:
        said = f"{type(fault).__name__}: {fault}"
    text = _("The rate card %(path)s cannot be read. %(fault)s Mend the file, then start the product again.")
    raise Conflict("RATE_CARD", text % {"path": path.name, "fault": said})


def _rate(given: dict[str, Any]) -> advice.Rate:
    currency = given["currency"]
    tiers = tuple((upto or None, Money.parse(text, currency).amount) for upto, text in given.get("tiers", []))
    low, high = given.get("percent", (None, None))
    model = rules.MODELS[given["model"]].code
    rate = advice.Rate(
        model=model,
        kind=given["kind"],
        currency=currency,
        own=given["own"],
        note=given["note"],
        source=given["source"],
        tiers=tiers,
        percent=(Decimal(low), Decimal(high)) if low is not None else None,
        minimum_minor=Money.parse(given["minimum"], currency).amount if "minimum" in given else None,
        basis=given.get("basis", "any_day"),
        functions=tuple(given.get("functions", ())),
        guarantee_days=given.get("guarantee_days"),
    )
    rules.check_price(model, advice.price_of(rate, date(2000, 1, 1), None))
    return rate
