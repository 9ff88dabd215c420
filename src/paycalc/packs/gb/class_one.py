"""Limits, rates and contributions of one earnings period: the exact percentage method of Class 1.

Each band's product is rounded by itself: everything after the third decimal of a pound is dropped, then .005 goes down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb.columns import FREQUENCIES, LETTERS
from paycalc.rounding import ceil_to, ni_third_decimal, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["ANNUAL_PERIOD", "PERIODS", "Contributions", "Limits", "Rates", "charge", "stacked", "tables"]

PERIODS: Final = (*FREQUENCIES, "annual")
ANNUAL_PERIOD: Final = len(FREQUENCIES)
BASIS: Final = 10_000
"""Rates are held as ten-thousandths: 1.85 % is 185."""
_NEVER: Final = 2**60


@dataclass(frozen=True)
class Limits:
    """Pence; per letter x period in the tables, per row after `of`."""

    lel: Array
    pt: Array
    uel: Array
    employer_from: Array

    def of(self, place: Array) -> Limits:
        """The limits of each row."""
        return Limits(self.lel[place], self.pt[place], self.uel[place], self.employer_from[place])

    def pro_rata(self, weeks: Array) -> Limits:
        """Annual limits of a director appointed during the year: weeks/52 of them, up to the pound."""
        return Limits(
            *(
                np.where(limit == _NEVER, limit, ceil_to(-(-limit * weeks // 52), 100))
                for limit in (self.lel, self.pt, self.uel, self.employer_from)
            )
        )


@dataclass(frozen=True)
class Rates:
    """Ten-thousandths; per letter in the tables, per row after `of`."""

    main: Array
    upper: Array
    employer: Array

    def of(self, letter: Array) -> Rates:
        """The rates of each row."""
        return Rates(self.main[letter], self.upper[letter], self.employer[letter])


@dataclass(frozen=True)
class Contributions:
    """Pence of one earnings period."""

    employee: Array
    employer: Array
    at_lel: Array
    lel_to_pt: Array
    pt_to_uel: Array


def tables(law: Law) -> tuple[Limits, Rates]:
    """Limits by letter x period and rates by letter, worked out once per run."""
    built: tuple[Limits, Rates] = law.once("gb.national_insurance.tables", lambda: _build(law))
    return built


def _build(law: Law) -> tuple[Limits, Rates]:
    limits: list[tuple[int, int, int, int]] = []
    rates: list[tuple[int, int, int]] = []
    employer = int(law.rate("ni.employer") * BASIS)
    for letter in LETTERS:
        if letter == "X":  # no contributions are due, no earnings are reported
            limits += [(_NEVER, _NEVER, _NEVER, _NEVER)] * len(PERIODS)
            rates.append((0, 0, 0))
            continue
        start = law.text(f"ni.letter.{letter}.employer_from")
        limits += [
            (
                law.money(f"ni.lel.{period}"),
                law.money(f"ni.pt.{period}"),
                law.money(f"ni.uel.{period}"),
                law.money(f"ni.{start}.{period}"),
            )
            for period in PERIODS
        ]
        rates.append(
            (
                int(law.rate(f"ni.letter.{letter}.main") * BASIS),
                int(law.rate(f"ni.letter.{letter}.upper") * BASIS),
                employer,
            )
        )
    return Limits(*np.array(limits, np.int64).T.copy()), Rates(*np.array(rates, np.int64).T.copy())


def charge(r: Run, earnings: Array, limits: Limits, rates: Rates) -> Contributions:
    """Contributions on the earnings of one earnings period, each band rounded by itself."""
    to_uel = np.minimum(earnings, limits.uel)
    middle = np.maximum(to_uel - limits.pt, 0)
    above = np.maximum(earnings - limits.uel, 0)
    below = np.maximum(to_uel - limits.employer_from, 0)
    rounding = "band by band: third decimal, then .005 down"
    r.note("1", "Earnings of the earnings period", earnings)
    r.note("PT", "Primary threshold", limits.pt)
    r.note("UEL", "Upper earnings limit", limits.uel)
    r.note("m", "Employee's main rate", rates.main, unit="rate", scale=100)
    r.note("u", "Employee's upper rate", rates.upper, unit="rate", scale=100)
    r.note("2", "Earnings from PT to UEL", middle)
    r.note("3", "Earnings above UEL", above)
    employee = _band(middle, rates.main) + _band(above, rates.upper)
    r.note("4", "Employee's contribution", employee, formula="2 x m + 3 x u", rounding=rounding)
    r.note("ST", "Employer's threshold of the letter", limits.employer_from)
    r.note("e", "Employer's rate", rates.employer, unit="rate", scale=100)
    r.note("5", "Earnings from the employer's threshold to UEL", below)
    employer = _band(below, rates.employer) + _band(above, rates.employer)
    r.note("6", "Employer's contribution", employer, formula="5 x e + 3 x e", rounding=rounding)
    at_lel = np.where(earnings >= limits.lel, limits.lel, 0)
    lel_to_pt = np.maximum(np.minimum(earnings, limits.pt) - limits.lel, 0)
    return Contributions(employee, employer, at_lel, lel_to_pt, middle)


def _band(earnings: Array, rate: Array) -> Array:
    return share(earnings, rate, BASIS, ni_third_decimal)


def stacked(earnings: Array, below: Array, limits: Limits, rates: Rates) -> Contributions:
    """Contributions on the earnings of one letter that lie on top of `below`, those of the letters before it."""
    top = below + earnings

    def between(low: Array, high: Array) -> Array:
        inside: Array = np.maximum(np.minimum(top, high) - np.maximum(below, low), 0)
        return inside

    above = np.maximum(top - np.maximum(below, limits.uel), 0)
    middle = between(limits.pt, limits.uel)
    employer = _band(between(limits.employer_from, limits.uel), rates.employer) + _band(above, rates.employer)
    at_lel = np.where(top >= limits.lel, np.maximum(limits.lel - below, 0), 0)
    employee = _band(middle, rates.main) + _band(above, rates.upper)
    return Contributions(employee, employer, at_lel, between(limits.lel, limits.pt), middle)
