"""PAYE income tax by HMRC's tax table routines v24: free pay, bands, flat codes, overriding limit, week 53.

Amounts inside are whole 1/10000 pounds (the routines work to four decimals and drop the rest), "units" below.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.calendars import Dates, tax_month, tax_week
from paycalc.columns import Array
from paycalc.packs.gb.columns import FREQUENCIES
from paycalc.packs.gb.tax_code import RUK, SCOTLAND, codes_used, parse
from paycalc.rounding import floor as down
from paycalc.rounding import part

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "deduct", "period_number"]

PENNY: Final = 100  # units
POUND: Final = 10_000  # units
_BANDS: Final = 7
_NEVER: Final = 2**62
_WEEKS: Final = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}
_BASES: Final = 2 * len(FREQUENCIES)
CITE: Final = "HMRC, Specification for PAYE tax table routines v24"


@dataclass(frozen=True)
class Tables:
    """Flat arrays. Of each table (nation x frequency x basis, then one per flat rate): limit, c, k, rate of 7 bands."""

    limits: tuple[Array, ...]  # of each band but the last: up to and including which Un, in units
    starts: Array  # c of the band below, units
    taxes: Array  # k of the band below, units
    rates: Array  # numerator
    denominator: int
    periods: Array  # n of frequency x basis
    alone: Array  # 1 where week 53, 54 or 56 makes the frequency stand alone
    numbers: Array  # tax week or month of the frequency
    flat: dict[tuple[int, str], int]  # (nation, code) -> table


def period_number(dates: Dates, frequency: str) -> int:
    """Tax week or month of a pay date; fortnightly and four-weekly pay counts in twos and fours (RTI item 44)."""
    if frequency == "monthly":
        return tax_month(dates.pay)
    weeks = _WEEKS[frequency]
    return -(-tax_week(dates.pay) // weeks) * weeks


def tables(law: Law) -> Tables:
    """Everything that one pay date fixes, worked out once per run."""
    built: Tables = law.once("gb.income_tax.tables", lambda: _build(law))
    return built


def _build(law: Law) -> Tables:
    numbers = [period_number(law.dates, frequency) for frequency in FREQUENCIES]
    late = [frequency != "monthly" and number > 52 for frequency, number in zip(FREQUENCIES, numbers, strict=True)]
    first = [_WEEKS.get(frequency, 1) for frequency in FREQUENCIES]
    periods = [
        (alone, number)[basis == 0 and not odd]
        for alone, number, odd in zip(first, numbers, late, strict=True)
        for basis in (0, 1)
    ]
    rates = {nation: law.rates(f"tax.{nation}.rates") for nation in ("ruk", "scotland")}
    named = {nation: law.value(f"tax.flat.{nation}") for nation in ("ruk", "scotland")}
    flat_rates = [(nation, code, law.rate(f"tax.flat.{nation}.{code}")) for nation in named for code in named[nation]]
    denominator = lcm(
        *(rate.denominator for some in rates.values() for rate in some), *(rate.denominator for *_, rate in flat_rates)
    )
    rows: list[list[tuple[int, int, int, int]]] = []
    for nation in ("ruk", "scotland"):
        widths, taxes = law.moneys(f"tax.{nation}.widths"), law.moneys(f"tax.{nation}.taxes")
        numerators = [int(rate * denominator) for rate in rates[nation]]
        for place, n in enumerate(periods):
            year = 12 if FREQUENCIES[place // 2] == "monthly" else 52
            rows.append(_bands(widths, taxes, numerators, (n, year)))
    flat = {(RUK, "NT"): len(rows)}
    rows.append(_bands((), (), [0], (1, 1)))
    for nation, code, rate in flat_rates:
        flat[(SCOTLAND if nation == "scotland" else RUK, code)] = len(rows)
        rows.append(_bands((), (), [int(rate * denominator)], (1, 1)))
    columns = np.array(rows, np.int64)
    return Tables(
        tuple(np.ascontiguousarray(columns[:, band, 0]) for band in range(_BANDS - 1)),
        columns[:, :, 1].ravel(),
        columns[:, :, 2].ravel(),
        columns[:, :, 3].ravel(),
        denominator,
        np.array(periods, np.int64),
        np.array(late, np.int64),
        np.array(numbers, np.int64),
        flat,
    )


def _bands(
    widths: tuple[int, ...], taxes: tuple[int, ...], rates: list[int], share: tuple[int, int]
) -> list[tuple[int, int, int, int]]:
    """(limit, c, k, rate) of each band after n of P periods: c and k cut to units, limit = c up to the pound."""
    n, year = share
    starts = [0] + [width * PENNY * n // year for width in widths]
    paid = [0] + [tax * PENNY * n // year for tax in taxes]
    limits = [-(-start // POUND) * POUND for start in starts[1:]] + [_NEVER]
    bands = list(zip(limits, starts, paid, rates, strict=True))
    return bands + [bands[-1]] * (_BANDS - len(bands))


def check(r: Run) -> None:
    """A code outside the grammar, or a D level that the nation has no rate for, stops the row."""
    code, _ = codes_used(r)
    flat = tables(r.law).flat
    wrong = []
    for packed in _distinct(r, code).tolist():
        known = parse(packed)
        if known is None or (known.flat and (known.nation, known.flat) not in flat):
            wrong.append(packed)
    if wrong:
        r.problem(
            np.isin(code, wrong),
            "tax_code",
            "unknown_tax_code",
            "The tax code {value} is none that HMRC issues for this tax year.",
        )


def deduct(r: Run) -> None:
    """Sets income_tax and what the FPS says about the code; needs taxable_pay."""
    r.part("Income tax", CITE)
    law = tables(r.law)
    code, alone, table, free = _code_columns(r, law)
    frequency, pay, before = r["pay_frequency"], r["taxable_pay"], r["income_tax_before"]
    r["tax_code_used"], r["tax_non_cumulative"], r["tax_period"] = code, alone, law.numbers[frequency]
    base = np.where(alone == 1, pay, r["taxable_pay_before"] + pay)
    r.note("Pn", "Pay to date, or of the period on week 1 / month 1 basis", base)
    n = law.periods[2 * frequency + alone]
    r.note("n", "Tax week or month of the tables", n, unit="count")
    r.note("a1", "Free pay of period 1 (negative for K)", free, unit="money/100", rounding="up to the penny")
    un = base * PENNY - n * free
    r.note("Un", "Taxable pay", un, unit="money/100", formula="Pn - n x a1")
    due = _tax_to_date(r, law, table, un)
    earlier = np.where(alone == 1, 0, before)
    r.note("Ln-1", "Tax deducted before", earlier)
    tax = due - earlier
    r.note("Tax", "Tax of the payment before the limit", tax, formula="Ln - Ln-1")
    limit = part(np.maximum(pay - r["payrolled_benefits"], 0), r.law.rate("tax.limit"), down)
    r.note("MaxR", "Overriding limit", limit, rounding="down to the penny", formula="half of the payment")
    r["income_tax"] = np.minimum(tax, limit)


def _tax_to_date(r: Run, law: Tables, table: Array, un: Array) -> Array:
    """Ln in pence: tax on whole pounds of Un, in the first band whose limit is not below Un.

    No product reaches 2**62: 14 inputs of at most 10**12 pence make Un below 2 x 10**15 units, times a rate below 100.
    """
    place = table * _BANDS
    for limits in law.limits:
        place += un > limits[table]
    whole = down(un, POUND) * POUND
    start, paid, rate = law.starts[place], law.taxes[place], law.rates[place]
    r.note("Tn", "Taxable pay in whole pounds", whole, unit="money/100", rounding="down to the pound")
    r.note("c", "Start of the band", start, unit="money/100", rounding="4 decimals, rest dropped")
    r.note("k", "Tax up to the start of the band", paid, unit="money/100", rounding="4 decimals, rest dropped")
    r.note("R", "Rate of the band", rate, unit="rate", scale=1_000_000 // law.denominator)
    due = (paid * law.denominator + (whole - start) * rate) // (law.denominator * PENNY)
    due = np.where(un <= 0, 0, due)
    r.note("Ln", "Tax to date", due, formula="k + (Tn - c) x R", rounding="down to the penny")
    return due


def _code_columns(r: Run, law: Tables) -> tuple[Array, Array, Array, Array]:
    """Of each row: packed code, 1 when it stands alone, its table, its free pay of period 1 (negative for K)."""
    code, alone = codes_used(r)
    distinct = _distinct(r, code)
    which = np.searchsorted(distinct, code)
    parsed = [known for known in map(parse, distinct.tolist()) if known is not None]
    numbers = np.array([known.number for known in parsed], np.int64)
    single = np.array([known.non_cumulative for known in parsed], np.int64)
    flat = np.array([law.flat[known.nation, known.flat] if known.flat else -1 for known in parsed], np.int64)
    nation = np.array([known.nation for known in parsed], np.int64)
    frequency = r["pay_frequency"]
    alone = alone | single[which] | law.alone[frequency]
    month = FREQUENCIES.index("monthly")
    monthly = frequency == month
    free = np.stack(
        (_period_one(r.law, numbers, "weekly", 52), _period_one(r.law, numbers, "monthly", 12)), axis=1
    ).ravel()
    flat_table = flat[which]
    table = np.where(flat_table >= 0, flat_table, nation[which] * _BASES + 2 * frequency + alone)
    return code, alone, table, free[2 * which + monthly]


def _period_one(law: Law, numbers: Array, frequency: str, year: int) -> Array:
    """a1 of code numbers, in units: ten times the number and nine, of K codes too; 500s have a published amount."""
    fives, rest = np.divmod(np.abs(numbers) - 1, 500)
    exact = (10 * (rest + 1) + 9) * POUND // year
    free = down(exact + PENNY - 1, PENNY) * PENNY + fives * law.money(f"tax.code.unit_500.{frequency}") * PENNY
    return np.where(numbers < 0, -free, np.where(numbers == 0, 0, free))


def _distinct(r: Run, code: Array) -> Array:
    """The different codes of the chunk, sorted; kept, since the check and the deduction both need them."""
    if "gb.codes" not in r.memo:
        r.memo["gb.codes"] = np.unique(code)
    return r.memo["gb.codes"]
