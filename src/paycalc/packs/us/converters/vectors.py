"""What the converters share: how the vector files write frequencies, statuses and amounts."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

__all__ = ["FREQUENCY", "STATUS", "Given", "Unreadable", "amount", "cents", "inputs_of", "per_period"]

Given = dict[str, Any]
"""The JSON of an `inputs` cell; a converter takes out what it understands."""

FREQUENCY: Final = {
    "annually": "annual",
    "semiannually": "semiannual",
    **{
        name: name
        for name in ("weekly", "biweekly", "semimonthly", "monthly", "quarterly", "semiannual", "annual", "daily")
    },
}
STATUS: Final = {
    "": "single",
    "single": "single",
    "single_or_mfs": "single",
    "married_separate": "single",
    "single_or_hoh": "single",
    "married": "married",
    "married_joint": "married",
    "married_jointly": "married",
    "head_of_household": "head_of_household",
}


class Unreadable(ValueError):
    """The row cannot become a golden row; str() is the reason."""


def amount(value: Any) -> str:
    """An amount as the golden format writes it."""
    number = Decimal(str(value))
    if number != number.quantize(Decimal("0.01")):
        raise Unreadable("an amount with parts of a cent is no payslip amount")
    return f"{number:.2f}"


def cents(value: Any) -> str:
    """An amount of pay, half up to the cent: examples divide an annual amount by the pay periods and keep more."""
    return f"{Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP):.2f}"


def per_period(annual: Decimal, periods: int) -> str:
    """An annual amount by the pay periods, half up to the cent."""
    whole = (int(annual * 100) * 2 + periods) // (2 * periods)
    return f"{whole // 100}.{whole % 100:02d}"


def inputs_of(text: str) -> dict[str, Any]:
    """The JSON of an `inputs` cell with exact numbers."""
    held: dict[str, Any] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return held
