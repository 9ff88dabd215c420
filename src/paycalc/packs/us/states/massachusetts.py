"""Massachusetts: Circular M percentage method; wages less FICA of the year up to 2,000, less exemptions, 5% and 9%."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES, PERIODS, STATE_METHOD, STATE_STATUS
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets, per_frequency
from paycalc.parameters import Law
from paycalc.rounding import half_up

__all__ = ["tax"]

_PERIODS: Final = np.array([*PERIODS[:-1], 365], np.int64)
_HEAD: Final = STATE_STATUS.index("head_of_household")
_ANNUALIZED: Final = STATE_METHOD.index("annualized")
_ANNUAL: Final = FREQUENCIES.index("annual")


class Figures(NamedTuple):
    """The tables of Circular M by frequency, cents."""

    fica_cap: int
    exemption: Array  # [frequency, (for each, plus)]
    brackets: Brackets
    head: Array
    blind: Array
    floor: Array  # wages below which nothing is withheld, with an exemption
    missing: dict[int, str]


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Tax of the period, half up to the cent, less the credits of a head of household and for blindness."""
    figures = s.compiled(_figures)
    s.refuse_missing(figures.missing)
    periods, frequency = s.periods(_PERIODS), s["frequency"]
    guard(wages, int(np.max(periods)) * figures.brackets.den)
    count = s["state_allowances"]
    annual = _taxable(s, figures, wages, periods)
    row = figures.brackets.find(0, annual)
    due = half_up(figures.brackets.exact(row, annual), figures.brackets.den * periods)
    credits = np.where(s["state_status"] == _HEAD, figures.head[frequency], 0)
    credits = credits + figures.blind[frequency] * s["state_allowances_other"]
    below = (count >= 1) & (wages < figures.floor[frequency])
    withheld = np.where(below, 0, np.maximum(due - credits, 0))
    s.note("4", "Taxable a year", annual)
    s.note("5", "Tax of the period", due, rounding="half up to the cent")
    s.note("6", "Credits: head of household, blindness", credits)
    return withheld


def _taxable(s: StateRows, figures: Figures, wages: Array, periods: Array | int) -> Array:
    """Annual wages less the FICA part and the exemptions; annualized: with the annual amounts, as the tables are."""
    frequency, count = s["frequency"], s["state_allowances"]
    paid = s["oasdi"] + s["medicare"] + s["additional_medicare"]
    left = np.maximum(figures.fica_cap - s["ytd_oasdi"] - s["ytd_medicare"], 0)
    each, plus = figures.exemption[frequency, 0], figures.exemption[frequency, 1]
    exempt = np.where(count > 0, each * count + plus, 0)
    taken = np.minimum(paid, left)
    s.note("1", "Wages of the period", wages)
    s.note("2", "FICA taken off, 2,000 a year at most", taken)
    s.note("3", "Exemptions of the period", exempt)
    annual: Array = np.maximum(wages - taken - exempt, 0) * periods
    if s.filled("state_method"):
        each, plus = figures.exemption[_ANNUAL]
        exempt = np.where(count > 0, each * count + plus, 0)
        by_year = np.maximum(wages * periods - np.minimum(paid * periods, figures.fica_cap) - exempt, 0)
        annual = np.where(s["state_method"] == _ANNUALIZED, by_year, annual)
    return annual


def _figures(law: Law) -> Figures:
    held, missing = per_frequency(
        lambda name: (
            law.moneys(f"ma.exemption.{name}"),
            law.money(f"ma.head_of_household.{name}"),
            law.money(f"ma.blind.{name}"),
            law.money(f"ma.floor.{name}"),
        )
    )
    if not held:
        law.moneys("ma.exemption.weekly")  # raises FigureMissing: no table of the year is held
    rows = [held.get(index, ((0, 0), 0, 0, 0)) for index in range(len(FREQUENCIES))]
    return Figures(
        law.money("ma.fica_cap"),
        np.array([row[0] for row in rows], np.int64),
        Brackets({0: law.table("ma.brackets")}, over=True),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], np.int64),
        np.array([row[3] for row in rows], np.int64),
        missing,
    )
