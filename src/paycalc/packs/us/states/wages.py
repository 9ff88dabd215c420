"""What most states share: the wages of the pay and the treatment of supplemental wages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.states.rows import StateRows

__all__ = ["StateWages", "of_pay"]


@dataclass(frozen=True)
class StateWages:
    """Wages for state income tax in cents."""

    regular: Array
    supplemental: Array
    together: Array  # what the table method is applied to: regular, and under the aggregate method all the rest
    flat: Array  # supplemental wages that bear the state's flat rate
    joined: bool  # whether any row adds wages that were paid earlier

    def less_earlier(self, s: StateRows, tax: Array, withheld: str) -> Array:
        """The tax of this pay: what the table gives less what was withheld from the wages paid earlier."""
        if not self.joined:
            return tax
        earlier = np.where(self.together > self.regular, s[withheld], 0)
        return np.maximum(tax - earlier, 0)


def of_pay(s: StateRows, added: Array | int = 0) -> StateWages:
    """The state's wages; `added` is what the state taxes although federal income tax does not (California: HSA)."""
    regular, supplemental = s["fit_regular_wages"], s["fit_supplemental_wages"]
    if isinstance(added, np.ndarray):
        regular = regular + added
    s["state_wages"] = regular + supplemental
    if not s.given("supplemental"):
        return StateWages(regular, supplemental, regular, supplemental, False)
    flat = np.where(s["state_supplemental"] == 1, supplemental, 0)
    joined = s.given("earlier_wages")
    together = regular + supplemental - flat
    if joined:
        together = together + np.where(supplemental > flat, s["earlier_wages"], 0)
    return StateWages(regular, supplemental, together, flat, joined)
