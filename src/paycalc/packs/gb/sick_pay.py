"""Statutory sick pay: qualifying days of a spell, weeks from Sunday to Saturday, each rounded up to the penny.

The law of a spell is that of its first day. What a payment pays is the spell's pay up to the last day that the payment
covers less that up to the day before its first, so that parts of a week in two periods make the week's whole amount.
Inside, amounts are 1/10000 pounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import NO_DATE, Array, day_number, unpack_code
from paycalc.rounding import ceil, floor, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "pay"]

ENTITLED, TOO_SHORT, TOO_LITTLE = 1, 2, 3
PENNY: Final = 100  # units
_WHOLE: Final = 10_000
_LONGEST: Final = 33  # weeks: three single waiting days, 28 weeks of pay, the ends
CITE: Final = "GOV.UK, Statutory Sick Pay calculator"
PATTERN: Final = "Qualifying days are digits from 0 (Sunday) to 6 (Saturday), each once: {value} is not."


@dataclass(frozen=True)
class Rules:
    """Of each law in time: its first day and figures; an entry without law (the last) has zeros."""

    starts: Array
    weekly: Array  # pence
    share: Array  # ten-thousandths of average earnings, 0 where the flat rate is paid whole
    least: Array  # pence of average earnings, 0 for no test
    waiting: Array
    shortest: Array
    weeks: Array


@dataclass(frozen=True)
class Spells:
    """The spells of the rows that have one."""

    first: Array
    last: Array
    pattern: Array  # seven bits, Sunday lowest
    daily: Array
    waiting: Array
    most: Array  # qualifying days that may still be paid


def _rules(law: Law) -> Rules:
    built: Rules = law.once("gb.sick_pay.rules", lambda: _build(law))
    return built


def _build(law: Law) -> Rules:
    versions = law.versions("ssp.weekly")
    rows = []
    for version in versions:
        on = law.on(version.start)
        rows.append(
            (
                day_number(version.start),
                on.money("ssp.weekly"),
                int(on.rate("ssp.share") * _WHOLE) if on.has("ssp.share") else 0,
                on.money("ssp.test") if on.has("ssp.test") else 0,
                on.whole("ssp.waiting"),
                on.whole("ssp.shortest"),
                on.whole("ssp.weeks"),
            )
        )
    rows.append((day_number(versions[-1].until) + 1, 0, 0, 0, 0, 0, 0))
    return Rules(*np.array(rows, np.int64).T.copy())


def _mask(packed: int) -> int:
    """Bits of a pattern such as 12345; 0 for what is none."""
    text = unpack_code(packed)
    if not text or len(set(text)) != len(text) or set(text) - set("0123456"):
        return 0
    return sum(1 << int(digit) for digit in text)


def check(r: Run) -> None:
    """A spell needs a pattern, ends after it began and lies within one held law."""
    if not r.used("sick_from"):
        return
    first, last = r["sick_from"], r["sick_to"]
    sick = first != NO_DATE
    known = np.array([code for code in np.unique(r["qualifying_days"]).tolist() if _mask(code)], np.int64)
    r.problem(sick & ~np.isin(r["qualifying_days"], known), "qualifying_days", "bad_pattern", PATTERN)
    r.problem(
        sick & (last != NO_DATE) & (last < first), "sick_to", "ends_before_start", "The sickness ends before it began."
    )
    starts = _rules(r.law).starts
    begins = np.searchsorted(starts, first, "right")
    ends = np.searchsorted(starts, np.maximum(_end(r), first), "right")
    r.lacking(sick & ((begins == 0) | (begins == len(starts))), "sick_from", "ssp.weekly")
    r.problem(
        sick & (begins != ends),
        "sick_from",
        "figure_missing",
        "The sickness spans a change of the law on sick pay; the rule of transition is not held, it is published in: "
        "GOV.UK, Statutory Sick Pay, employer guide. Give the amount as statutory pay and leave the spell out.",
    )


def _end(r: Run) -> Array:
    """Last day that matters to this payment: of the spell, or of the days that the payment covers."""
    covered = np.where(r["absence_to"] == NO_DATE, day_number(r.dates.end), r["absence_to"])
    return np.where(r["sick_to"] == NO_DATE, covered, np.minimum(r["sick_to"], covered))


def pay(r: Run) -> None:
    """Sets earned_ssp, ssp_days and ssp_outcome."""
    if not r.used("sick_from"):
        return
    r.part("Statutory sick pay", CITE)
    rows = np.flatnonzero(r["sick_from"] != NO_DATE)
    spells, outcome = _spells(r, rows)
    begin = r["absence_from"][rows]
    begin = np.maximum(np.where(begin == NO_DATE, day_number(r.dates.start), begin), spells.first)
    end = _end(r)[rows]
    entitled = (outcome == ENTITLED) & (end >= begin)
    days = np.where(entitled, _payable(spells, end) - _payable(spells, begin - 1), 0)
    amount = np.where(entitled, _amount(spells, end) - _amount(spells, begin - 1), 0)
    r.note("5", "Days of this payment", days, unit="count")
    r.note("6", "Sick pay", amount, rounding="each week from Sunday to Saturday up to the penny")
    for name, values in (("earned_ssp", amount), ("ssp_days", days), ("ssp_outcome", outcome)):
        whole = r.zeros()
        whole[rows] = values
        r[name] = whole


def _spells(r: Run, rows: Array) -> tuple[Spells, Array]:
    """The spells and whether they give sick pay."""
    rules = _rules(r.law)
    first = r["sick_from"][rows]
    law = np.searchsorted(rules.starts, first, "right") - 1
    given = r["sick_to"][rows]
    last = np.where(given == NO_DATE, _end(r)[rows], given)
    packed = r["qualifying_days"][rows]
    distinct = np.unique(packed)
    masks = np.array([_mask(code) for code in distinct.tolist()], np.int64)
    pattern = masks[np.searchsorted(distinct, packed)]
    week_days = _COUNT[pattern, 0, 7]
    earned = r["sick_average_pay"][rows]
    limit = share(earned, rules.share[law], _WHOLE // PENNY, floor)
    weekly = rules.weekly[law] * PENNY
    weekly = np.where(rules.share[law] == 0, weekly, np.minimum(weekly, limit))
    r.note("1", "Rate of a week", weekly, unit="money/100", formula="the flat rate, or the share of average earnings")
    daily = weekly // week_days
    r.note("2", "Qualifying days of a week", week_days, unit="count")
    r.note("3", "Rate of a day", daily, unit="money/100", formula="1 / 2", rounding="4 decimals, rest dropped")
    waiting = np.maximum(rules.waiting[law] - r["sick_waiting_days_served"][rows], 0)
    r.note("4", "Waiting days", waiting, unit="count")
    most = np.maximum(rules.weeks[law] * week_days - r["sick_days_paid"][rows], 0)
    short = last - first + 1 < rules.shortest[law]
    outcome = np.where(short, TOO_SHORT, np.where(earned < rules.least[law], TOO_LITTLE, ENTITLED))
    return Spells(first, last, pattern, daily, waiting, most), outcome


def _payable(spells: Spells, upto: Array) -> Array:
    """Qualifying days from the first of the spell up to a day, less waiting days, within the most that may be paid."""
    length = np.maximum(np.minimum(upto, spells.last) - spells.first + 1, 0)
    weeks, rest = np.divmod(length, 7)
    days = weeks * _COUNT[spells.pattern, 0, 7] + _COUNT[spells.pattern, (spells.first + 4) % 7, rest]
    paid: Array = np.minimum(np.maximum(days - spells.waiting, 0), spells.most)
    return paid


def _amount(spells: Spells, upto: Array) -> Array:
    """Pence from the first day of the spell up to a day; each Sunday-to-Saturday week is rounded up by itself."""
    saturday = spells.first + 6 - (spells.first + 4) % 7
    span = int((np.minimum(upto, spells.last) - spells.first).max(initial=0)) // 7 + 2
    total, before = np.zeros_like(upto), np.zeros_like(upto)
    for week in range(min(span, _LONGEST)):
        days = _payable(spells, np.minimum(saturday + 7 * week, upto))
        total += ceil((days - before) * spells.daily, PENNY)
        before = days
    return total


def _counts() -> Array:
    """Qualifying days of each pattern, first weekday and length up to seven days."""
    table = np.zeros((128, 7, 8), np.int64)
    for day in range(7):
        for length in range(1, 8):
            bit = (np.arange(128) >> ((day + length - 1) % 7)) & 1
            table[:, day, length] = table[:, day, length - 1] + bit
    return table


_COUNT: Final = _counts()
