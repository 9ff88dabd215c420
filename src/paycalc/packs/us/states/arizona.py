"""Arizona: the employee elects a rate of gross taxable wages on Form A-4; without a form the law sets it."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.states.rows import StateRows
from paycalc.rounding import half_up, share

__all__ = ["tax"]

_MILLION = 1_000_000


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """The elected rate of the wages, half up to the cent; a rate that the form does not offer is refused."""
    elected = s["state_rate"]
    offered = [int(rate * _MILLION) for rate in s.law.rates("az.rates")]
    s.problem(
        (elected > 0) & ~np.isin(elected, offered),
        "state_rate",
        "form",
        "Form A-4 of Arizona does not offer {value}: choose one of its rates, or claim box 2 with state_exempt.",
    )
    rate = np.where(elected > 0, elected, int(s.law.rate("az.rate_without_form") * _MILLION))
    s.note("", "Rate of Form A-4", rate, unit="rate")
    return share(wages, rate, _MILLION, half_up)
