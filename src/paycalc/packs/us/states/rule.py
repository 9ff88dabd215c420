"""A state's withholding method as its figures describe it: annual or by pay period, deductions, brackets, credits.

`<st>.income_tax` names the shape and the roundings; the other figures of the state fill it. What most states print is
one of two shapes: wages times pay periods through an annual table and back ("annual"), or a table of the pay period
("period"), with a deduction by status, an amount for each allowance and a credit for each allowance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from math import lcm

import numpy as np

from paycalc.columns import Array
from paycalc.errors import FigureMissing
from paycalc.packs.us.places import FREQUENCIES, PERIODS
from paycalc.packs.us.tables import Brackets, Table
from paycalc.parameters import Law

__all__ = ["Rule", "Shape", "rule_of"]


@dataclass(frozen=True)
class Shape:
    """Deductions and tables of one way to compute; amounts are cents x `scale` (fractions of a cent that a rule needs).

    Arrays of the annual shape have one row, those of the period shape one for each pay frequency.
    """

    columns: tuple[str, ...]
    standard: Array  # [frequency, column]
    allowance: Array  # [frequency, first or second kind of allowance]
    brackets: Brackets
    tables: int  # tables of one frequency: 1 when all statuses share one, else the number of columns
    scale: int = 1


@dataclass(frozen=True)
class Rule:
    """All that the general formula needs for one state on one day."""

    state: str
    columns: tuple[str, ...]
    periods: Array  # pay periods a year by frequency
    annual: Shape | None
    period: Shape | None
    by_period: Array  # by frequency: whether the period shape applies
    missing: dict[int, str]  # frequencies that the publication does not print
    unit: int  # cents of the final rounding
    unit_annual: int  # cents of the rounding of the annual tax; 0: none
    round_product: bool
    extra_first: bool
    credit: int  # cents a year for each allowance
    amount_is: str  # what state_amount is: "deduction", "credit" or ""
    phase_out: tuple[tuple[int, int, Fraction, bool], ...]  # (start, end, rate, to the dollar) by column
    percent: tuple[Fraction, int] | None  # (rate, cap) of a deduction in percent of annual wages
    allowance_limit: int  # annual wages above which an allowance is worth nothing; 0: no limit
    divided: tuple[int, int]  # annual amounts of an allowance that the period shape divides, after adding them up


@cache
def rule_of(state: str) -> Callable[[Law], Rule]:
    """The builder of a state's rule; one object a state, so that what it makes is kept."""
    return partial(_rule, state)


def _rule(state: str, law: Law) -> Rule:
    st = state.lower()
    settings = law.value(f"{st}.income_tax")
    columns = _columns(law, st)
    phase_out = _phase_out(law, st, columns)
    percent = _percent(law, st)
    annual = period = None
    by_period = np.zeros(len(FREQUENCIES), np.int64)
    missing: dict[int, str] = {}
    if settings["shape"] == "period":
        period, missing = _period_shape(law, st, columns)
        by_period[[index for index in range(len(FREQUENCIES)) if index not in missing]] = 1
    if settings["shape"] == "annual" or settings.get("unlisted") == "annual":
        annual, missing = _annual_shape(law, st, columns, _scale(phase_out, percent)), {}
    return Rule(
        state=state,
        columns=columns,
        periods=np.array([*PERIODS[:-1], int(settings.get("daily", PERIODS[-1]))], np.int64),
        annual=annual,
        period=period,
        by_period=by_period,
        missing=missing,
        unit=100 * int(settings["round"]) if "round" in settings else 1,
        unit_annual=_unit_annual(settings),
        round_product=bool(settings.get("round_product")),
        extra_first=bool(settings.get("extra_first")),
        credit=law.money(f"{st}.credit_annual") if law.has(f"{st}.credit_annual") else 0,
        amount_is=str(settings.get("amount", "")),
        phase_out=phase_out,
        percent=percent,
        allowance_limit=law.money(f"{st}.allowance_limit") if law.has(f"{st}.allowance_limit") else 0,
        divided=(0, 0) if law.has(f"{st}.allowance_period") else _pair(law, st),
    )


def _unit_annual(settings: dict[str, object]) -> int:
    if settings.get("round_annual_cent"):
        return 1
    return 100 if "round_annual" in settings else 0


def _columns(law: Law, st: str) -> tuple[str, ...]:
    """The statuses that the state's deductions or tables tell apart."""
    for figure in ("standard_annual", "standard_period.weekly", "brackets_annual", "brackets_period.weekly"):
        if law.has(f"{st}.{figure}"):
            return tuple(law.value(f"{st}.{figure}"))
    found = tuple(name for name in _STATUSES if _has_table(law, st, name))
    return found or ("all",)


_STATUSES = (
    *("all", "single", "married", "head_of_household", "single_or_both", "two_earner", "one_earner"),
    *("A", "B", "C", "D", "E"),
)


def _has_table(law: Law, st: str, name: str) -> bool:
    return law.has(f"{st}.brackets_annual.{name}") or law.has(f"{st}.brackets_period.weekly.{name}")


def _annual_shape(law: Law, st: str, columns: tuple[str, ...], scale: int) -> Shape:
    standard = [[_standard(law, f"{st}.standard_annual", column) * scale for column in columns]]
    allowance = [[amount * scale for amount in _pair(law, st)]]
    tables, names = _tables(lambda name: law.table(f"{st}.brackets_annual.{name}"), law, st, columns)
    scaled: dict[int, Table] = {
        number: tuple((row[0] * scale, *(base * scale for base in row[1:-1]), row[-1]) for row in table)
        for number, table in tables.items()
    }
    return Shape(
        columns,
        np.array(standard, np.int64),
        np.array(allowance, np.int64),
        Brackets(scaled, over=True),
        len(names),
        scale,
    )


def _period_shape(law: Law, st: str, columns: tuple[str, ...]) -> tuple[Shape, dict[int, str]]:
    held: dict[int, Table] = {}
    missing: dict[int, str] = {}
    standard = np.zeros((len(FREQUENCIES), len(columns)), np.int64)
    allowance = np.zeros((len(FREQUENCIES), 2), np.int64)
    width = 1
    for index, frequency in enumerate(FREQUENCIES):
        try:
            read = partial(_period_table, law, st, frequency)
            tables, names = _tables(read, law, st, columns)
            width = len(names)
            standard[index] = [_of_period(law, st, column, index) for column in columns]
            allowance[index] = _allowances(law, st, index)
        except FigureMissing as figure:
            missing[index] = str(figure)
            continue
        held |= {index * width + number: table for number, table in tables.items()}
    if not held:
        raise FigureMissing(f"{st}.brackets_period", law.dates.pay, law.cite(f"{st}.income_tax"))
    return Shape(columns, standard, allowance, Brackets(held, over=True), width), missing


def _tables(
    read: Callable[[str], Table], law: Law, st: str, columns: tuple[str, ...]
) -> tuple[dict[int, Table], tuple[str, ...]]:
    """Tables by number and their names: one flat rate, one table for all, or one for each column."""
    if law.has(f"{st}.rate"):
        return {0: ((0, law.rate(f"{st}.rate")),)}, ("all",)
    try:
        return {0: read("all")}, ("all",)
    except FigureMissing:
        return {number: read(name) for number, name in enumerate(columns)}, columns


def _period_table(law: Law, st: str, frequency: str, name: str) -> Table:
    return law.table(f"{st}.brackets_period.{frequency}.{name}")


def _standard(law: Law, figure: str, column: str) -> int:
    if not law.has(figure):
        return 0
    return law.money(f"{figure}.{'all' if law.has(f'{figure}.all') else column}")


def _of_period(law: Law, st: str, column: str, index: int) -> int:
    """The printed deduction of the period; without printed ones the annual amount / periods, half up to the cent."""
    printed = f"{st}.standard_period"
    if law.has(f"{printed}.weekly"):
        return law.money(f"{printed}.{FREQUENCIES[index]}.{column}")
    return (2 * _standard(law, f"{st}.standard_annual", column) + PERIODS[index]) // (2 * PERIODS[index])


def _allowances(law: Law, st: str, index: int) -> tuple[int, int]:
    """The printed amount of one allowance; annual amounts are divided after they are added up, in the formula."""
    if law.has(f"{st}.allowance_period"):
        return law.money(f"{st}.allowance_period.{FREQUENCIES[index]}"), 0
    return 0, 0


def _pair(law: Law, st: str) -> tuple[int, int]:
    if not law.has(f"{st}.allowance_annual"):
        return 0, 0
    first, second = law.moneys(f"{st}.allowance_annual")
    return first, second


def _phase_out(law: Law, st: str, columns: tuple[str, ...]) -> tuple[tuple[int, int, Fraction, bool], ...]:
    """How the standard deduction of each column melts: linearly to zero (Maine), or by a rate (Wisconsin)."""
    found = []
    for column in columns:
        if law.has(f"{st}.phase_out_to.{column}"):
            start, end = law.moneys(f"{st}.phase_out_to.{column}")
            found.append((start, end, Fraction(1, end - start), True))
        elif law.has(f"{st}.phase_out_rate.{column}"):
            amount, rate = law.value(f"{st}.phase_out_rate.{column}")
            found.append((int(amount * 100), 0, Fraction(str(rate)), False))
    return tuple(found)


def _percent(law: Law, st: str) -> tuple[Fraction, int] | None:
    if not law.has(f"{st}.percent_deduction"):
        return None
    held = law.value(f"{st}.percent_deduction")
    return Fraction(str(held["rate"])), int(held["cap"]) * 100


def _scale(phase_out: tuple[tuple[int, int, Fraction, bool], ...], percent: tuple[Fraction, int] | None) -> int:
    """Parts of a cent that deductions in percent need to be carried exactly."""
    parts = [rate.denominator for _, _, rate, to_dollar in phase_out if not to_dollar]
    return lcm(*parts, percent[0].denominator if percent else 1)
