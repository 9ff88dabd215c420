"""Maryland: the Comptroller's annual schedule, state and county tax together; nonresidents bear a special rate.

Maryland publishes two methods. This is the annual schedule of the Tax Facts and of the Comptroller's calculator, with
its own standard deductions; the Guide's percentage tables tax 4.75% from the first dollar and give 52.50 a year more.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from paycalc.columns import Array, pack_code
from paycalc.packs.us.places import FREQUENCIES, STATE_STATUS
from paycalc.packs.us.states.codes import Codes, codes_of
from paycalc.packs.us.states.formula import guard
from paycalc.packs.us.states.ranges import Ranges
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.tables import Brackets, Table
from paycalc.parameters import Law
from paycalc.rounding import half_up, share

__all__ = ["NAMED_COUNTIES", "supplemental", "tax"]

_MILLION: Final = 1_000_000
_ANNE_ARUNDEL: Final = pack_code("02")
_FREDERICK: Final = pack_code("11")
NAMED_COUNTIES: Final = (_ANNE_ARUNDEL, _FREDERICK)
_JOINT: Final = np.array([status in ("married", "head_of_household") for status in STATE_STATUS], np.int64)


class Figures(NamedTuple):
    """The figures of the year; tables by single or joint, cents; rates in millionths."""

    standard: Array
    exemption: int
    brackets: Brackets
    floor: Array  # by frequency
    counties: Codes
    anne_arundel: Brackets
    frederick: Ranges
    nonresident: int
    unknown: int


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """State and county tax of the period, rounded once at the end; nothing under the printed least wages."""
    figures, periods = s.compiled(_figures), s.periods()
    guard(wages, int(np.max(periods)) * _MILLION)
    joint = _JOINT[s["state_status"]]
    count = s["state_allowances"]
    filed = (s["state_form"] == 1) | (s["state_status"] > 0) | (count > 0)
    count = np.where(filed, count, 1)
    standard, exempt = figures.standard[joint], figures.exemption * count
    net = np.maximum(wages * periods - standard - exempt, 0)
    row = figures.brackets.find(joint, net)
    state = figures.brackets.exact(row, net) * (_MILLION // figures.brackets.den)
    local = _local(s, figures, joint, net)
    withheld = half_up(np.maximum(state + local, 0), _MILLION * periods)
    withheld = np.where(wages < figures.floor[s["frequency"]], 0, withheld)
    s.note("1", "Annual wages", wages * periods)
    s.note("2", "Standard deduction", standard)
    s.note("3", "Exemptions", exempt)
    s.note("4", "Taxable a year", net)
    s.note("5", "State tax of a year", half_up(np.maximum(state, 0), _MILLION))
    s.note("6", "County tax of a year", half_up(local, _MILLION))
    s.note("7", "Tax of the period", withheld, rounding="half up to the cent, once")
    return withheld


def _local(s: StateRows, figures: Figures, joint: Array, net: Array) -> Array:
    """County tax of the year in cents x 1,000,000; the county of residence decides, not that of work."""
    if s.nonresident:
        return net * figures.nonresident
    county = s["home_locality"]
    rate = np.where(county == 0, figures.unknown, figures.counties.rate_of(county))
    band = figures.frederick.at(joint, net)
    rate = np.where(county == _FREDERICK, band, rate)
    local = net * rate
    if bool((county == _ANNE_ARUNDEL).any()):
        table = figures.anne_arundel
        graduated = table.exact(table.find(joint, net), net) * (_MILLION // table.den)
        local = np.where(county == _ANNE_ARUNDEL, graduated, local)
    return local


def supplemental(s: StateRows, wages: Array) -> Array:
    """A lump sum bears the highest state rate and the county's (Guide p.9)."""
    figures = s.compiled(_figures)
    county = s["home_locality"]
    local = np.where(county == 0, figures.unknown, figures.counties.rate_of(county))
    if s.nonresident:
        local = np.full(s.size, figures.nonresident, np.int64)
    s.problem(
        (wages > 0) & np.isin(county, NAMED_COUNTIES),
        "state_supplemental",
        "not_covered",
        "The county has graduated rates: choose aggregate for its lump sums.",
    )
    rate = int(s.law.rate("md.lump_sum_rate") * _MILLION) + local
    return share(wages, rate, _MILLION, half_up)


def _figures(law: Law) -> Figures:
    names = ("single", "joint")
    floors = law.value("md.floor")
    return Figures(
        np.array([law.money(f"md.standard.{name}") for name in names], np.int64),
        law.money("md.exemption"),
        Brackets({n: law.table(f"md.brackets.{name}") for n, name in enumerate(names)}, over=True),
        np.array([law.money(f"md.floor.{name}") if name in floors else 0 for name in FREQUENCIES], np.int64),
        codes_of(law, "md.county"),
        Brackets({n: _with_bases(law.table(f"md.anne_arundel.{name}")) for n, name in enumerate(names)}, over=True),
        Ranges([law.table(f"md.frederick.{name}") for name in names], over=True, unit=_MILLION),
        int(law.rate("md.nonresident_rate") * _MILLION),
        int(law.rate("md.unknown_county_rate") * _MILLION),
    )


def _with_bases(rows: Table) -> Table:
    """Bases of a marginal table, exact in cents because its thresholds are whole thousands."""
    made: list[tuple[int | Fraction, ...]] = []
    for start, rate in rows:
        base = made[-1][1] + (start - made[-1][0]) * made[-1][2] if made else Fraction(0)
        made.append((start, int(base), rate))
    return made
