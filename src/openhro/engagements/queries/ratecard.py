"""The rate card of the installation, read once from its dated file."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openhro.core.money import Money
from openhro.engagements import rules
from openhro.engagements.rules import advice

FILE = Path(rules.__file__).parent / "advice" / "rates.toml"


@cache
def rate_card(path: Path = FILE) -> advice.RateCard:
    """The card in the file; a mistake in it raises, for a wrong price is worse than none."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    about = given["about"]
    return advice.RateCard(about["name"], about["from"], about["until"], tuple(map(_rate, given["rate"])))


def _rate(given: dict[str, Any]) -> advice.Rate:
    currency, amounts = given["currency"], given.get("tiers", [])
    tiers = tuple((upto or None, Money.parse(text, currency).amount) for upto, text in amounts)
    if tiers:
        rules.check_tiers(tiers)
    low, high = given.get("percent", (None, None))
    return advice.Rate(
        model=rules.MODELS[given["model"]].code,
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
