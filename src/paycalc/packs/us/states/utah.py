"""Utah: Publication 14 schedules; a flat tax less an allowance that falls with wages, every line to the dollar."""

from __future__ import annotations

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.places import FREQUENCIES, STATE_STATUS
from paycalc.packs.us.states.rows import StateRows
from paycalc.parameters import Law
from paycalc.rounding import half_up, share

__all__ = ["tax"]

_MARRIED = STATE_STATUS.index("married")


def tax(s: StateRows, wages: Array, extra: Array) -> Array:
    """Lines 2 to 7 of the schedule of the pay period; the tables key on the first day of the pay period."""
    table = s.compiled(_table)
    asked = s["state_status"]
    married = np.where(asked > 0, asked == _MARRIED, s["w4_status"] == 1).astype(np.int64)
    allowance, start = table[s["frequency"], married, 0], table[s["frequency"], married, 1]
    line_2 = _dollars(wages, s.law, "ut.rate")
    line_4 = np.maximum(wages - start, 0)
    line_5 = _dollars(line_4, s.law, "ut.phase_rate")
    line_6 = np.maximum(allowance - line_5, 0)
    line_7: Array = np.maximum(line_2 - line_6, 0)
    s.note("1", "Wages of the period", wages)
    s.note("2", "Wages x rate", line_2, rounding="whole dollar")
    s.note("3", "Base allowance", allowance)
    s.note("4", "Wages over the start of the phase-out", line_4)
    s.note("5", "Phase-out", line_5, rounding="whole dollar")
    s.note("6", "Allowance left", line_6)
    s.note("7", "Tax of the period", line_7)
    return line_7


def _dollars(amount: Array, law: Law, figure: str) -> Array:
    rate = law.rate(figure)
    dollars: Array = 100 * share(amount, rate.numerator, rate.denominator * 100, half_up)
    return dollars


def _table(law: Law) -> Array:
    """[frequency, married, (allowance, start)] in cents."""
    held = [law.moneys(f"ut.allowance.{name}") for name in FREQUENCIES]
    return np.array([[row[:2], row[2:]] for row in held], np.int64)
