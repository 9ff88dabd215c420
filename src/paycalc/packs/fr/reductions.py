"""What the law gives back of the employer's contributions: until 2025 the general reduction with those of health and
family, from 2026 the single degressive reduction (RGDU).

All compare pay with the SMIC of the same months, 1,820 hours a year, for the year so far ("progressive") or the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.fr.columns import REDUCTION_BASES
from paycalc.rounding import half_up, part
from paycalc.since import since

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["coefficient_steps", "reduce"]

MILLION: Final = 1_000_000
PARTS: Final = 10_000  # a coefficient has four decimals
SCALE: Final = 10**12  # decimals of 3 SMIC / pay
MONTH: Final = REDUCTION_BASES.index("month")


@dataclass(frozen=True)
class Compared:
    """Pay and SMIC of the same time; `smic` and `pay_scaled` are in cents x 12 x 1,000,000."""

    pay: Array
    smic: Array

    @property
    def pay_scaled(self) -> Array:
        """Pay as the SMIC is scaled, never zero; beyond ten SMIC it makes no difference how much."""
        return np.minimum(np.maximum(self.pay, 1), 10**8) * 12 * MILLION


def reduce(r: Run) -> None:
    """Sets the three reduction lines (negative) and the coefficient; needs gross_pay."""
    r.part("Reductions of the employer's contributions", "CSS art. L241-13, D241-7")
    alone = r["reduction_basis"] == MONTH
    months = np.where(alone, 0, r["reduction_months_before"]) + r["working_time"]
    pay = np.where(alone, 0, r["gross_pay_before"]) + r["gross_pay"]
    hour = r.law.money("fr.smic.hourly")
    compared = Compared(pay, hour * r.law.whole("fr.smic.hours") * months)
    r.note("1", "Pay compared", pay)
    shown = half_up(compared.smic, 12 * MILLION)
    r.note("2", "SMIC of the same time", shown, formula="hourly SMIC x 1,820 / 12 x months", rounding="shown half up")
    coefficient = np.where(pay > 0, _coefficient(r, compared), 0)
    r["reduction_coefficient"] = coefficient
    general = half_up(np.maximum(pay, 0) * coefficient, PARTS)
    r.note("4", "General reduction of that time", general, formula="1 x coefficient", rounding="half up to the cent")
    r["reduction_general"] = -general - np.where(alone, 0, r["reduction_general_before"])
    for name in ("health", "family"):
        _flat(r, name, compared, alone)


def _flat(r: Run, name: str, compared: Compared, alone: Array) -> None:
    """A rate of all pay for those whose pay does not pass a number of SMIC."""
    if not r.law.has(f"fr.reduction.{name}"):
        return
    top: Fraction = r.law.rate(f"fr.reduction.{name}.smic")
    due = np.where(
        compared.pay_scaled * top.denominator <= compared.smic * top.numerator, np.maximum(compared.pay, 0), 0
    )
    due = part(due, r.law.rate(f"fr.reduction.{name}.rate"), half_up)
    r.note(
        name, f"Reduction of {name} up to {top.numerator}/{top.denominator} SMIC", due, rounding="half up to the cent"
    )
    r[f"reduction_{name}"] = -due - np.where(alone, 0, r[f"reduction_{name}_before"])


def _by_size(r: Run, name: str) -> tuple[Fraction, Fraction]:
    return r.law.rate(f"{name}.small"), r.law.rate(f"{name}.large")


@since(date(2025, 1, 1), cite="CSS art. D241-7 until 31 December 2025", key="period_start")
def _coefficient(r: Run, compared: Compared) -> Array:
    """(T / 0.6) x (1.6 SMIC / pay - 1), four decimals half up, not above T nor below zero; in ten-thousandths."""
    small, large = _by_size(r, "fr.reduction.general")
    top = np.where(r["employer_size"] < r.law.whole("fr.size.reduction"), int(small * PARTS), int(large * PARTS))
    pay = np.minimum(compared.pay_scaled, 2 * compared.smic + 1)  # beyond 1.6 SMIC there is none
    found = half_up(top * (16 * compared.smic - 10 * pay), 6 * pay)
    found = np.clip(found, 0, top)
    r.note("T", "Greatest coefficient, ten-thousandths", top, unit="count")
    r.note("3", "Coefficient, ten-thousandths", found, unit="count", formula="T / 0.6 x (1.6 x 2 / 1 - 1)",
           rounding="four decimals, half up")  # fmt: skip
    return found


@since(date(2026, 1, 1), cite="CSS art. D241-7, décret n° 2025-1446", key="period_start")  # type: ignore[no-redef]
def _coefficient(r: Run, compared: Compared) -> Array:
    """Tmin + Tdelta x ((3 SMIC / pay - 1) / 2) ^ 1.75, four decimals half up; nothing from 3 SMIC on."""
    least = int(r.law.rate("fr.reduction.single.least") * PARTS)
    small, large = _by_size(r, "fr.reduction.single")
    few = r["employer_size"] < r.law.whole("fr.size.reduction")
    pay = np.clip(compared.pay_scaled, np.maximum(compared.smic, 1), 4 * compared.smic + 1)  # below one SMIC: as at it
    ratio = _ratio(3 * compared.smic, pay)
    steps = [coefficient_steps(int(delta * PARTS)) for delta in (small, large)]
    above = np.where(few, *(np.searchsorted(step, ratio, side="right") for step in steps))
    found = np.where(ratio > SCALE, least + above, 0)
    r.note("3", "Coefficient, ten-thousandths", found, unit="count",
           formula="Tmin + Tdelta x ((3 x 2 / 1 - 1) / 2) ^ 1.75", rounding="four decimals, half up")  # fmt: skip
    return found


def _ratio(over: Array, under: Array) -> Array:
    """over / under with twelve decimals, by long division so that nothing leaves int64."""
    whole, rest = over // under, over % under
    for _ in range(6):
        whole, rest = whole * 100 + rest * 100 // under, rest * 100 % under
    return whole


@cache
def coefficient_steps(delta: int) -> Array:
    """Ratios 3 SMIC / pay (x SCALE) from which Tdelta x ((ratio - 1) / 2) ^ 1.75 rounds to 1, 2, ... ten-thousandths.

    (ratio - 1) ^ 7 >= ((n - 1/2) / Tdelta) ^ 4 x 2 ^ 7 in whole numbers; at a ratio of 3 (pay = SMIC) all hold.
    """
    steps = []
    for number in range(1, delta + 1):
        least = Fraction(2 * number - 1, 2 * delta) ** 4 * (2 * SCALE) ** 7
        steps.append(SCALE + _seventh_root_up(-(-least.numerator // least.denominator)))
    return np.array(steps, np.int64)


def _seventh_root_up(number: int) -> int:
    """The smallest whole number whose seventh power is not below the number."""
    low, high = 0, 4 * SCALE
    while low < high:
        middle = (low + high) // 2
        if middle**7 >= number:
            high = middle
        else:
            low = middle + 1
    return low
