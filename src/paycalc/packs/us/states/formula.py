"""The general formula of a state's withholding: one employee's wages through the state's rule.

Annual shape: wages x pay periods, less the standard deduction, less allowances; tax by brackets, less credits; divided
by the pay periods and rounded once at the end, where the state does not say otherwise. Period shape: the same with the
printed amounts of the pay period. Every number is exact until it is rounded by the state's own unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from paycalc.columns import Array
from paycalc.errors import Overflow
from paycalc.packs.us.places import STATE_METHOD, STATE_STATUS
from paycalc.packs.us.states import kansas
from paycalc.packs.us.states.forms import STATUS, W4_STATUS_OF
from paycalc.packs.us.states.rows import StateRows
from paycalc.packs.us.states.rule import Rule, Shape
from paycalc.rounding import half_up, half_up_to

__all__ = ["column_of", "guard", "tax"]

_MOST: Final = 2**63 // 64
_FIRST_PRINT: Final = STATE_METHOD.index("first_print")
_OWN_ALLOWANCES: Final = {"KS": kansas.allowances}
"""States whose allowances are neither a count times an amount."""


@dataclass(frozen=True)
class _Row:
    """What a person's form says, ready for arrays."""

    column: Array | int
    first: Array  # allowances of the first and of the second kind
    second: Array
    amount: Array  # dollars a year on the form


def tax(s: StateRows, rule: Rule, wages: Array, extra: Array) -> Array:
    """Tax of the period in cents; `extra` is added where the state rounds the sum."""
    if s.filled("state_rounding"):
        whole = replace(rule, unit_annual=100) if s.state == "VA" else replace(rule, unit=100)
        return np.where(s["state_rounding"] == 1, _tax(s, whole, wages, extra), _tax(s, rule, wages, extra))
    return _tax(s, rule, wages, extra)


def _tax(s: StateRows, rule: Rule, wages: Array, extra: Array) -> Array:
    s.refuse_missing(rule.missing)
    form = _Row(column_of(s, rule), s["state_allowances"], s["state_allowances_other"], s["state_amount"])
    if not rule.extra_first:
        extra = s.zeros()
    if rule.period is None:
        return _annual(s, rule, form, (wages, extra))
    if rule.annual is None:
        return _period(s, rule, form, (wages, extra))
    by_period = rule.by_period[s["frequency"]] == 1
    if s.filled("state_method"):
        by_period = by_period & (s["state_method"] == 0)
    if by_period.all():
        return _period(s, rule, form, (wages, extra))
    annual = _annual(s, rule, form, (wages, extra))
    return np.where(by_period, _period(s, rule, form, (wages, extra)), annual) if by_period.any() else annual


def column_of(s: StateRows, rule: Rule) -> Array | int:
    """The column of the state's tables for each row; one number where all statuses share one."""
    if len(rule.columns) == 1:
        return 0
    if s.state == "NJ":
        letters = s["state_table"]
        return np.where(letters > 0, letters - 1, _of_status(s, rule))
    return _of_status(s, rule)


def _of_status(s: StateRows, rule: Rule) -> Array:
    names = STATUS.get(s.state, {})
    places = [rule.columns.index(names[status]) if status in names else 0 for status in STATE_STATUS]
    status = np.array(places, np.int64)[s["state_status"]]
    if s.state not in W4_STATUS_OF:
        return status
    from_w4 = np.array([rule.columns.index(name) for name in W4_STATUS_OF[s.state]], np.int64)[s["w4_status"]]
    return np.where(s["state_status"] == 0, from_w4, status)


def guard(amount: Array, factor: int) -> None:
    """Refuse an amount whose product would leave 64 bits; no payslip has it."""
    if amount.size and int(amount.max()) * factor > _MOST:
        raise Overflow(int(amount.max()), factor)


def _annual(s: StateRows, rule: Rule, form: _Row, pay: tuple[Array, Array]) -> Array:
    wages, extra = pay
    shape = rule.annual
    assert shape is not None
    periods = s.periods(rule.periods)
    guard(wages, int(np.max(periods)) * shape.brackets.den * shape.scale * rule.unit)
    annual = wages * periods
    standard, allowances = _standard(s, rule, form, annual), _allowances(rule, shape, form, annual)
    net = np.maximum(annual * shape.scale - standard - allowances, 0)
    table = form.column if shape.tables > 1 else 0
    row = shape.brackets.find(table, net)
    exact, parts = shape.brackets.exact(row, net), shape.brackets.den * shape.scale
    if rule.unit_annual:
        exact, parts = half_up(exact, parts * rule.unit_annual) * rule.unit_annual, 1
    due = exact
    if rule.credit and rule.amount_is != "credit":
        due = np.maximum(exact - rule.credit * form.first * parts, 0)
    share = parts * periods
    withheld = half_up(due + extra * share, share * rule.unit) * rule.unit
    if s.tracing:
        s.note("", "Wages of the period", wages)
        s.note("", "Annual wages", annual, formula=f"wages x {int(np.max(periods))} pay periods")
        s.note("", "Standard deduction", half_up(standard, shape.scale))
        s.note("", "Allowances", half_up(allowances, shape.scale))
        s.note("", "Taxable a year", half_up(net, shape.scale))
        _table(s, shape, row)
        s.note("", "Annual tax", half_up(exact, parts))
        if rule.credit:
            s.note("", "Credits", rule.credit * form.first)
        s.note("", "Tax of the period", withheld, rounding=_rounding(rule))
    return withheld


def _standard(s: StateRows, rule: Rule, form: _Row, annual: Array) -> Array:
    """The standard deduction with what melts it, and the deduction in percent; cents x scale."""
    shape = rule.annual
    assert shape is not None
    standard: Array = _print_of(s, rule, form.column) + np.zeros_like(annual)
    if rule.phase_out:
        standard = _melted(rule, shape, form.column, (standard, annual))
    if rule.percent is not None:
        rate, cap = rule.percent
        share = annual * (shape.scale // rate.denominator) * rate.numerator
        standard = standard + np.where(form.first > 0, np.minimum(share, cap * shape.scale), 0)
    if rule.amount_is == "deduction":
        standard = standard + form.amount * shape.scale
    return standard


def _print_of(s: StateRows, rule: Rule, column: Array | int) -> Array:
    """The printed deduction. Maine printed its booklet of 2026 twice; which one applies from August is not known."""
    shape = rule.annual
    assert shape is not None
    printed: Array = shape.standard[0][column]
    if s.state != "ME" or not s.law.has("me.revised_standard"):
        return printed
    chosen = s["state_method"]
    s.problem(
        chosen < _FIRST_PRINT,
        "state_method",
        "figure_missing",
        "Maine Revenue Services printed its withholding tables of 2026 twice (December 2025 and August 2026), and the "
        "day from which the second applies is not known: set state_method to first_print or second_print.",
    )
    second = np.array([s.law.money(f"me.revised_standard.{name}") for name in rule.columns], np.int64)
    return np.where(chosen > _FIRST_PRINT, second[column], printed)


def _melted(rule: Rule, shape: Shape, column: Array | int, amounts: tuple[Array, Array]) -> Array:
    standard, annual = amounts
    starts = np.array([one[0] for one in rule.phase_out], np.int64)[column]
    over = np.maximum(annual - starts, 0)
    if rule.phase_out[0][3]:
        ends = np.array([one[1] for one in rule.phase_out], np.int64)[column]
        left = np.clip(ends - annual, 0, ends - starts)
        return half_up_to(half_up(standard * left, ends - starts), 100)
    rates = [int(rate * shape.scale) for _, _, rate, _ in rule.phase_out]
    left = standard - np.array(rates, np.int64)[column] * over
    return np.where(left < 0, 0, left)


def _allowances(rule: Rule, shape: Shape, form: _Row, annual: Array) -> Array:
    first, second = shape.allowance[0]
    total: Array = first * form.first
    if second:
        total = total + second * form.second
    if rule.allowance_limit:
        total = np.where(annual > rule.allowance_limit, 0, total)
    return total


def _period(s: StateRows, rule: Rule, form: _Row, pay: tuple[Array, Array]) -> Array:
    wages, extra = pay
    shape = rule.period
    assert shape is not None
    frequency = s["frequency"]
    first = int(frequency[0])
    index: Array | int = first if bool((frequency == first).all()) else frequency
    periods = s.periods(rule.periods)
    guard(wages, shape.brackets.den * rule.unit * int(np.max(periods)))
    standard = shape.standard[index, form.column]
    own = _OWN_ALLOWANCES.get(s.state)
    allowances = own(s) if own else _period_allowances(rule, shape, form, (wages, periods, index))
    net = np.maximum(wages - standard - allowances, 0)
    row = shape.brackets.find(index * shape.tables + (form.column if shape.tables > 1 else 0), net)
    exact = shape.brackets.exact(row, net)
    parts: Array | int = shape.brackets.den
    if rule.round_product:
        exact, parts = half_up(exact, parts), 1
    if rule.amount_is == "credit":
        credit = form.amount + rule.credit * form.first
        exact, parts = np.maximum(exact * periods - credit * parts, 0), parts * periods
    withheld = half_up(exact + extra * parts, parts * rule.unit) * rule.unit
    if s.tracing:
        s.note("", "Wages of the period", wages)
        s.note("", "Standard deduction of the period", standard)
        s.note("", "Allowances of the period", allowances)
        s.note("", "Taxable in the period", net)
        _table(s, shape, row)
        s.note("", "Tax of the period", withheld, rounding=_rounding(rule))
    return withheld


def _period_allowances(rule: Rule, shape: Shape, form: _Row, pay: tuple[Array, Array | int, Array | int]) -> Array:
    wages, periods, index = pay
    if any(rule.divided):
        first, second = rule.divided
        return half_up(first * form.first + second * form.second, periods)
    total: Array = shape.allowance[index, 0] * form.first
    if rule.allowance_limit:
        total = np.where(wages * periods > rule.allowance_limit, 0, total)
    return total


def _table(s: StateRows, shape: Shape, row: Array) -> None:
    s.note("", "Over", half_up(shape.brackets.threshold[row], shape.scale))
    s.note("", "Amount of the row", half_up(shape.brackets.base[row], shape.scale))
    s.note("", "Rate on the excess", shape.brackets.rate[row] * 1_000_000 // shape.brackets.den, unit="rate")


def _rounding(rule: Rule) -> str:
    return "half up to the dollar" if rule.unit == 100 else "half up to the cent"
