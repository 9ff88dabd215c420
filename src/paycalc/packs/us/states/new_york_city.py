"""New York City resident tax and the Yonkers taxes, withheld with the state's.

New York City: Method II of NYS-50-T-NYC, residents only. Yonkers: a surcharge on the state tax of residents; 0.50% of
the earnings of nonresidents who work there, less an exclusion (NYS-50-T-Y, Method VII).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from paycalc.columns import Array, pack_code
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.wages import StateWages
from paycalc.packs.us.tables import Brackets, per_frequency
from paycalc.parameters import Law
from paycalc.rounding import half_up, part

__all__ = ["withhold"]

NYC: Final = pack_code("NYC")
YONKERS: Final = pack_code("YONKERS")


@dataclass(frozen=True)
class City:
    """New York City and Yonkers tables by frequency."""

    brackets: Brackets
    deduction: Array  # [frequency, married]
    exemption: Array
    exclusion: Brackets  # base column: the exclusion; -1.00 where nothing is withheld


def withhold(s: StateRows, wages: StateWages, state_tax: Array, married: Array) -> Array | None:
    """The local tax of each row, or None where no row has one; `state_tax` is the table's, before any extra amount."""
    if not s.filled("home_locality") and not s.filled("work_locality"):
        return None
    home = s["home_locality"]
    in_city, in_yonkers = home == NYC, home == YONKERS
    to_yonkers = (s["work_locality"] == YONKERS) & ~in_yonkers
    tax = s.zeros()
    if in_city.any():
        s.part("New York City resident tax", "NYS-50-T-NYC")
        tax = np.where(in_city, _city(s, married, wages.together), tax)
    if in_yonkers.any():
        s.part("Yonkers resident surcharge", "NYS-50-T-Y")
        surcharge = part(state_tax, s.law.rate("yonkers.resident"), half_up)
        s.note("", "16.75% of the state tax", surcharge, rounding="half up to the cent")
        tax = np.where(in_yonkers, surcharge, tax)
    if to_yonkers.any():
        s.part("Yonkers nonresident earnings tax", "NYS-50-T-Y Method VII")
        tax = tax + np.where(to_yonkers, _earnings_tax(s, wages.together), 0)
    tax = wages.less_earlier(s, tax, "earlier_local_tax")
    tax = tax + np.where((in_city | in_yonkers) & (wages.regular > 0), s["local_additional"], 0)
    if wages.flat is not None:
        tax = tax + _supplemental(s, wages.flat, (in_city, in_yonkers, to_yonkers))
    return tax


def _city(s: StateRows, married: Array, wages: Array) -> Array:
    tables = s.compiled(_tables)
    frequency = s["frequency"]
    off = tables.deduction[frequency, married] + tables.exemption[frequency] * s["state_allowances_other"]
    net = np.maximum(wages - off, 0)
    row = tables.brackets.find(frequency, net)
    product = half_up(tables.brackets.product(row, net), tables.brackets.den)
    tax = product + tables.brackets.base[row]
    s.note("1", "Deduction and exemptions", off, formula="Table A, IT-2104 line 2")
    s.note("2", "Net wages", net)
    s.note("4", "Product", product, rounding="half up to the cent")
    s.note("5", "Tax of the period", tax)
    return tax


def _earnings_tax(s: StateRows, wages: Array) -> Array:
    """0.50% of gross Yonkers wages less the exclusion of Method VII."""
    tables = s.compiled(_tables)
    exclusion = tables.exclusion.base[tables.exclusion.find(s["frequency"], wages)]
    tax = part(np.maximum(wages - exclusion, 0), s.law.rate("yonkers.nonresident"), half_up)
    s.note("", "Exclusion", exclusion)
    return np.where(exclusion < 0, 0, tax)


def _supplemental(s: StateRows, flat: Array, who: tuple[Array, Array, Array]) -> Array:
    """The flat supplemental rates of the city and of Yonkers."""
    tax = s.zeros()
    for rows, figure in zip(who, ("nyc.supplemental", "yonkers.supplemental", "yonkers.nonresident"), strict=True):
        if rows.any():
            tax = tax + np.where(rows, part(flat, s.law.rate(figure), half_up), 0)
    return tax


def _tables(law: Law) -> City:
    held, _ = per_frequency(
        lambda name: (
            law.table(f"nyc.brackets.{name}"),
            law.moneys(f"nyc.deduction.{name}"),
            law.money(f"nyc.exemption.{name}"),
            law.table(f"yonkers.exclusion.{name}"),
        )
    )
    deduction = np.array([held[index][1] if index in held else (0, 0) for index in range(8)], np.int64)
    exemption = np.array([held[index][2] if index in held else 0 for index in range(8)], np.int64)
    exclusion = Brackets({index: tuple((*row, 0) for row in held[index][3]) for index in held})
    return City(Brackets({index: held[index][0] for index in held}), deduction, exemption, exclusion)
