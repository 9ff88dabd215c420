"""Statutory maternity, adoption, paternity, shared parental, parental bereavement and neonatal care pay of a payment.

As GOV.UK's calculators do it: the days that a payment covers are taken in sevens from its first; seven days of one rate
are a week's pay, a shorter or mixed run is paid by the day; the payment is rounded up to the penny. Amounts inside are
1/10**7 pounds, to which averages are cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import NO_DATE, Array, day_number
from paycalc.packs.gb.columns_statutory import FAMILY
from paycalc.rounding import ceil, floor, half_up, part, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "pay"]

ENTITLED, BELOW_TEST = 1, 2
PENNY: Final = 100_000  # units
_WHOLE_SHARE: Final = (FAMILY.index("SMP"), FAMILY.index("SAP"))
_PATERNITY: Final = FAMILY.index("SPP")
_NEVER: Final = -1
CITE: Final = "GOV.UK, maternity, paternity and adoption pay calculators"


@dataclass(frozen=True)
class Leaves:
    """The leaves of the rows that have one; days are day numbers, rates units of a week."""

    first: Array
    last: Array
    change: Array  # first day on which the flat rate limits
    share: Array  # the 90 % rate

    def rate(self, law: Law, day: Array) -> Array:
        """The weekly rate of a day."""
        starts, flat = _timeline(law, "family.weekly")
        weekday = (self.first + 4) % 7
        limit = flat[np.searchsorted(starts, day - weekday, "right")] * PENNY
        return np.where(day < self.change, self.share, np.minimum(limit, self.share))


def _timeline(law: Law, name: str) -> tuple[Array, Array]:
    """(first days, values): searchsorted(days, day, "right") is the place of a day's value, negative where none is."""
    built: tuple[Array, Array] = law.once(f"gb.timeline.{name}", lambda: _days(law, name))
    return built


def _days(law: Law, name: str) -> tuple[Array, Array]:
    starts: list[int] = []
    values = [_NEVER]
    for version in law.versions(name):
        if starts and starts[-1] == day_number(version.start):
            starts.pop()
            values.pop()
        starts += [day_number(version.start), day_number(version.until) + 1]
        values += [law.on(version.start).money(name), _NEVER]
    return np.array(starts, np.int64), np.array(values, np.int64)


def check(r: Run) -> None:
    """A leave needs its first day, its earnings' span, its qualifying week and, where none is held, its weeks."""
    if not r.used("family_payment"):
        return
    kind = r["family_payment"]
    on = kind != 0
    for name, label in (("family_from", "first day of the leave"), ("family_qualifying_week", "qualifying week")):
        r.problem(on & (r[name] == NO_DATE), name, "missing_fact", f"For a family payment the {label} must be given.")
    held = _weeks_held(r.law)
    r.problem(
        on & (r["family_weeks"] == 0) & (held[kind] == 0),
        "family_weeks",
        "figure_missing",
        "The weeks of this payment are not held; they are published in: HMRC, Rates and thresholds for employers of "
        "the tax year (statutory maternity, paternity, adoption and other family pay). Give the weeks of the leave.",
    )
    wrong = (r["family_weeks"] < 0) | ((held[kind] > 0) & (r["family_weeks"] > held[kind]))
    r.problem(on & wrong, "family_weeks", "too_many_weeks", "The payment is not paid for {value} weeks.")
    span = (r["family_earnings_months"] < 0) | ((r["family_earnings_months"] == 0) & (r["family_earnings_weeks"] <= 0))
    r.problem(on & span, "family_earnings_weeks", "missing_fact", "The weeks or months of the earnings must be given.")
    r.problem(on & (r["family_earnings"] < 0), "family_earnings", "negative_pay", "Earnings are not negative: {value}.")
    starts, values = _timeline(r.law, "family.test")
    week = np.searchsorted(starts, r["family_qualifying_week"] + 6, "right")
    r.lacking(
        on & (r["family_qualifying_week"] != NO_DATE) & (values[week] == _NEVER),
        "family_qualifying_week",
        "family.test",
    )


def _weeks_held(law: Law) -> Array:
    """The most weeks of each payment, 0 where no figure is held."""
    held = [law.whole(f"family.weeks.{name}") if law.has(f"family.weeks.{name}") else 0 for name in FAMILY]
    return np.array(held, np.int64)


def pay(r: Run) -> None:
    """Sets earned_family and family_outcome."""
    if not r.used("family_payment"):
        return
    r.part("Statutory family pay", CITE)
    rows = np.flatnonzero(r["family_payment"])
    kind, first = r["family_payment"][rows], r["family_from"][rows]
    earned = _average(r, rows)
    starts, values = _timeline(r.law, "family.test")
    test = values[np.searchsorted(starts, r["family_qualifying_week"][rows] + 6, "right")]
    r.note("2", "Lower earnings limit of the qualifying week", test)
    entitled = earned >= test * PENNY
    weeks = np.where(r["family_weeks"][rows] == 0, _weeks_held(r.law)[kind], r["family_weeks"][rows])
    whole = np.isin(kind, _WHOLE_SHARE) * 7 * r.law.whole("family.whole_weeks")
    leaves = Leaves(first, first + 7 * weeks - 1, first + whole, _share(r, kind, earned))
    begin, end = r["absence_from"][rows], r["absence_to"][rows]
    begin = np.maximum(np.where(begin == NO_DATE, day_number(r.dates.start), begin), first)
    end = np.minimum(np.where(end == NO_DATE, day_number(r.dates.end), end), leaves.last)
    sevenths, unknown = _sevenths(r.law, leaves, begin, end)
    amount = np.where(entitled, ceil(floor(sevenths, 7), PENNY), 0)
    r.note("4", "Pay of the days covered", amount, formula="weeks, and days at a seventh", rounding="up to the penny")
    lacking = np.zeros(r.rows, np.bool_)
    lacking[rows] = unknown & entitled
    r.lacking(lacking, "family_from", "family.weekly")
    for name, some in (("earned_family", amount), ("family_outcome", np.where(entitled, ENTITLED, BELOW_TEST))):
        column = r.zeros()
        column[rows] = some
        r[name] = column


def _average(r: Run, rows: Array) -> Array:
    """Average weekly earnings: of months as twelve 52nds, cut to seven decimals."""
    months = r["family_earnings_months"][rows]
    numerator = np.where(months > 0, 12 * PENNY, PENNY)
    denominator = np.where(months > 0, 52 * months, r["family_earnings_weeks"][rows])
    earned = share(r["family_earnings"][rows], numerator, denominator, floor)
    r.note("1", "Average weekly earnings", earned // PENNY, rounding="7 decimals, of which two are shown")
    return earned


def _share(r: Run, kind: Array, earned: Array) -> Array:
    """Nine tenths of the average: cut to seven decimals; of paternity pay rounded to the penny."""
    rate = r.law.rate("family.share")
    exact = part(earned, rate, floor)
    penny = share(earned, rate.numerator, rate.denominator * PENNY, half_up) * PENNY
    week = np.where(kind == _PATERNITY, penny, exact)
    r.note("3", "The share of average earnings", week // PENNY, formula="1 x 90 %")
    return week


def _sevenths(law: Law, leaves: Leaves, begin: Array, end: Array) -> tuple[Array, NDArray[np.bool_]]:
    """(seven times the pay of the days from begin to end, whether a flat rate of one of them is not held).

    begin is not before the leave, end not after it. A run of seven days is a whole week where all lie in the leave
    and the first and the last have one rate.
    """
    total, unknown = np.zeros_like(begin), np.zeros(len(begin), np.bool_)
    days = int((end - begin).max(initial=-1)) + 1
    for place in range(0, days, 7):
        first = begin + place
        rates = [leaves.rate(law, first + day) for day in range(7)]
        inside = [first + day <= end for day in range(7)]
        for rate, counts in zip(rates, inside, strict=True):
            unknown |= counts & (rate < 0)
        week = inside[6] & (rates[0] == rates[6])
        daily = sum(
            (np.where(counts, rate, 0) for rate, counts in zip(rates, inside, strict=True)), np.zeros_like(begin)
        )
        total += np.where(week, 7 * rates[0], daily)
    return total, unknown
