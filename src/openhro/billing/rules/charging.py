"""What a month costs: bands, the minimum and the cap, percentages, fees for hires and what a guarantee gives back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from openhro.billing.rules.counting import Count, Counted, Price, Step
from openhro.core.money import Money, allocate_by

_ONE = Decimal(1)


def charge(price: Price, count: Count) -> tuple[int, list[Step]]:
    """The amount in minor units, and the steps that made it: rate or bands, then the minimum, then the cap."""
    steps = list(count.steps)
    if price.kind == "pct_payroll":
        amount = percentage(int(count.quantity), price.rate or Decimal(0))
        text = _("%(rate)s %% of the gross") % {"rate": f"{(price.rate or Decimal(0)).normalize():f}"}
        steps.append({"text": text, "quantity": str(count.quantity), "amount_minor": amount})
    elif price.kind == "per_hire" and price.rate is not None:
        fees = [(row, percentage(int(row.quantity), price.rate)) for row in count.evidence]
        amount = sum(fee for _row, fee in fees)
        steps += [_fee(price.rate, row, fee) for row, fee in fees]
    elif price.kind == "pass_through":
        amount = int(count.quantity)
        steps.append({"text": _("At cost"), "quantity": str(count.quantity), "amount_minor": amount})
    elif price.tiers:
        amount, bands = by_bands(count.quantity, price.tiers, price.tier_mode)
        steps += bands
    else:
        amount = half_up(count.quantity * (price.rate_minor or 0))
        steps.append(_times(_("Quantity x rate"), count.quantity, price.rate_minor or 0, amount))
    return _bounded(price, amount, steps), steps


def _fee(rate: Decimal, row: Counted, fee_minor: int) -> Step:
    said = {"rate": f"{rate.normalize():f}", "who": row.name or row.number or row.label}
    text = _("%(rate)s %% of the first year's base pay: %(who)s") % said
    return {"text": text, "quantity": str(row.quantity), "amount_minor": fee_minor}


def shares(price: Price, count: Count, amount_minor: int) -> list[int | None]:
    """What each hire or cost alone makes of a line, to the minor unit; None where pieces have none of their own."""
    if price.kind == "pass_through":
        return [int(row.quantity) for row in count.evidence]
    if price.kind != "per_hire" or not count.evidence:
        return [None] * len(count.evidence)
    each = [percentage(int(row.quantity), price.rate) if price.rate is not None else 1 for row in count.evidence]
    if not any(each):
        return [0] * len(each)
    return [part.amount for part in allocate_by(Money(amount_minor, "XXX"), each)]


def refund(fee_minor: int, first: date, last: date, guarantee_days: int) -> tuple[int, Step] | None:
    """What a guarantee gives back of a fee: the days that were left, of all its days; None when it is over."""
    served = (last - first).days + 1
    left = guarantee_days - max(served, 0)
    if left <= 0:
        return None
    amount = half_up(Decimal(fee_minor) * left / guarantee_days)
    said = {"day": served, "days": guarantee_days, "left": left}
    text = _("Left on day %(day)s of a guarantee of %(days)s: %(left)s / %(days)s of the fee") % said
    return amount, {"text": text, "amount_minor": -amount}


def _bounded(price: Price, amount: int, steps: list[Step]) -> int:
    if price.minimum_minor is not None and amount < price.minimum_minor:
        amount = price.minimum_minor
        steps.append({"text": _("Raised to the minimum"), "amount_minor": amount})
    if price.cap_minor is not None and amount > price.cap_minor:
        amount = price.cap_minor
        steps.append({"text": _("Lowered to the cap"), "amount_minor": amount})
    return amount


def by_bands(quantity: Decimal, tiers: Sequence[tuple[int | None, int]], mode: str) -> tuple[int, list[Step]]:
    """Graduated: each band's part at its own rate. Volume: everything at the rate of the band that is reached.

    The amounts of the steps add up to the charge: each is what the rounded total grows by.
    """
    if mode == "volume":
        upto, rate = next((upto, rate) for upto, rate in tiers if upto is None or quantity <= upto)
        amount = half_up(quantity * rate)
        reached = _("All at the rate of the band up to %s") % upto if upto else _("All at the rate of the last band")
        return amount, [_times(reached, quantity, rate, amount)]
    total, below, steps = Decimal(0), Decimal(0), []
    for upto, rate in tiers:
        part = (quantity if upto is None else min(quantity, Decimal(upto))) - below
        if part <= 0:
            break
        before, total = half_up(total), total + part * rate
        steps.append(_times(_band(below, upto), part, rate, half_up(total) - before))
        below += part
    return half_up(total), steps


def _band(below: Decimal, upto: int | None) -> str:
    if not below:
        return _("All") if upto is None else _("Up to %s") % upto
    return _("Above %s") % below if upto is None else _("Above %(from)s, up to %(to)s") % {"from": below, "to": upto}


def _times(text: str, quantity: Decimal, rate_minor: int, amount_minor: int) -> Step:
    return {"text": text, "quantity": str(quantity), "rate_minor": rate_minor, "amount_minor": amount_minor}


def percentage(gross_minor: int, percent: Decimal) -> int:
    """A percentage of an amount, to the minor unit, half up."""
    return half_up(Decimal(gross_minor) * percent / 100)


def half_up(amount: Decimal) -> int:
    """To a whole minor unit; a half goes up."""
    return int(amount.quantize(_ONE, ROUND_HALF_UP))
