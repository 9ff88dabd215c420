"""What all states share: the wages of the pay, supplemental wages, and how a tax becomes the line of the payslip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.bases import deferred, fica_excluded, income_tax_wages
from paycalc.packs.us.states.rows import StateRows
from paycalc.rounding import half_up, half_up_to, part, share

__all__ = ["SHARE_OF_TAX", "StateWages", "extra_of", "flat_rate", "of_pay", "settle"]

SHARE_OF_TAX = frozenset({"DE", "KS", "VA"})
"""States that take a nonresident's share of the tax on all wages; the others tax the share of the wages."""
_MILLION = 1_000_000
Flat = Callable[[StateRows, Array], Array]
"""A state's tax on supplemental wages that are taxed apart."""


@dataclass(frozen=True)
class StateWages:
    """Wages for state income tax in cents."""

    regular: Array
    supplemental: Array
    together: Array  # what the table method is applied to: regular, and under the aggregate method all the rest
    flat: Array | None  # supplemental wages that bear the state's flat rate; None: no row has any
    joined: bool  # whether any row adds wages that were paid earlier

    def less_earlier(self, s: StateRows, tax: Array, withheld: str) -> Array:
        """The tax of this pay: what the table gives less what was withheld from the wages paid earlier."""
        if not self.joined:
            return tax
        earlier = np.where(self.together > self.regular, s[withheld], 0)
        return np.maximum(tax - earlier, 0)


def of_pay(s: StateRows, stays: Sequence[str] = ()) -> StateWages:
    """The state's wages; `stays` are the deductions that leave federal wages, but not the state's."""
    regular, supplemental = s["fit_regular_wages"], s["fit_supplemental_wages"]
    kept = [s[name] for name in stays]
    if any(values.any() for values in kept):
        excluded = fica_excluded(s) + deferred(s)
        for values in kept:
            excluded = excluded - values
        regular, supplemental = income_tax_wages(s, excluded)
    if s.filled("state_share") and s.state not in SHARE_OF_TAX:
        regular, supplemental = _share(s, regular), _share(s, supplemental)
    s["state_wages"] = regular + supplemental
    if not s.filled("supplemental"):
        return StateWages(regular, supplemental, regular, None, False)
    flat = np.where(s["state_supplemental"] == 1, supplemental, 0)
    joined = s.filled("earlier_wages")
    together = regular + supplemental - flat
    if joined:
        together = together + np.where(supplemental > flat, s["earlier_wages"], 0)
    return StateWages(regular, supplemental, together, flat if flat.any() else None, joined)


def extra_of(s: StateRows, wages: StateWages) -> Array:
    """The extra amount of the form, withheld where regular wages are paid."""
    if not s.filled("state_additional"):
        return s.zeros()
    return np.where(wages.regular > 0, s["state_additional"], 0)


def settle(s: StateRows, wages: StateWages, tax: Array, extra: Array, flat: Flat | None = None) -> None:
    """Set the state income tax: the table's, a flat rate on supplemental wages, what the form adds or takes."""
    tax = wages.less_earlier(s, tax, "earlier_state_tax") + extra
    if wages.flat is not None:
        tax = tax + (flat or flat_rate)(s, wages.flat)
    if s.filled("state_reduction"):
        tax = np.maximum(tax - s["state_reduction"], 0)
    if s.filled("state_specified"):
        tax = np.where((s["state_specified"] > 0) & (wages.regular > 0), s["state_specified"], tax)
    if s.state in SHARE_OF_TAX and s.filled("state_share"):
        tax = _share(s, tax)
    s["state_income_tax"] = np.where(s["state_exempt"] == 1, 0, tax) if s.given("state_exempt") else tax


def _share(s: StateRows, amount: Array) -> Array:
    """The part of services in the state (certificate of nonresidence); no share entered means all."""
    part_ = s["state_share"]
    return np.where(part_ > 0, share(amount, part_, _MILLION, half_up), amount)


def flat_rate(s: StateRows, wages: Array, unit: int = 1) -> Array:
    """The state's flat rate on supplemental wages, to its unit; a state whose rate is not held refuses the method."""
    figure = f"{s.state.lower()}.supplemental"
    if not s.law.has(figure):
        s.problem(
            wages > 0,
            "state_supplemental",
            "figure_missing",
            f"The flat rate of {s.state} for supplemental wages is not held (withholding guide of the state's tax "
            "agency): choose aggregate.",
        )
        return s.zeros()
    tax = part(wages, s.law.rate(figure), half_up)
    s.note("", "Flat rate on supplemental wages", tax, cite=s.law.cite(figure))
    return half_up_to(tax, unit) if unit > 1 else tax
