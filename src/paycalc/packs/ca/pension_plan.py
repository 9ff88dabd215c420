"""Canada and Quebec Pension Plan, chapter 6 of T4127: contributions C and C2, and their deductible part F5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.ca.periods import contributes, pensionable_months, periods
from paycalc.packs.ca.places import QUEBEC
from paycalc.packs.ca.sheet import of, rate, times
from paycalc.rounding import half_down, half_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["Contributions", "Plan", "contribute", "deductible", "plans", "share_of"]

CITE: Final = "Canada Pension Plan; T4127 chapter 6 and Tables 8.3 to 8.6"
_NAMES: Final = ("cpp", "qpp")


@dataclass(frozen=True)
class Plan:
    """By plan (0 CPP, 1 QPP): rates in hundred-thousandths, yearly maxima in cents."""

    rate: Array
    base: Array
    additional: Array
    most: Array
    most_base: Array
    exemption: int
    ympe: int
    second: int  # rate of C2
    most_second: int


@dataclass(frozen=True)
class Contributions:
    """Of each row, in cents: what the tax formulas need."""

    plan: Array  # 0 CPP, 1 QPP
    c: Array
    c2: Array
    able: NDArray[np.bool_]  # contributes at all
    reached: NDArray[np.bool_]  # the year's maximum is reached with this pay
    months: Array
    paid: Array  # D, of the plan of the row
    elsewhere: Array  # DQ (or D), of the other plan


def plans(law: Law) -> Plan:
    """The figures of both plans, once per run."""
    return law.once("ca.plans", lambda: _build(law))


def _build(law: Law) -> Plan:
    def both(name: str) -> Array:
        return np.array([rate(law, f"plan.{plan}.{name}") for plan in _NAMES], np.int64)

    def most(name: str) -> Array:
        return np.array([law.money(f"plan.{plan}.{name}") for plan in _NAMES], np.int64)

    return Plan(
        both("rate"), both("base"), both("additional"), most("most"), most("most_base"),
        law.money("plan.exemption"), law.money("plan.ympe"),
        rate(law, "plan.second.rate"), law.money("plan.second.most"),
    )  # fmt: skip


def contribute(r: Run) -> Contributions:
    """Sets cpp, cpp2, qpp, qpp2 and the employer's equal shares; needs pensionable_earnings and non_periodic_pay."""
    r.part("Canada or Quebec Pension Plan (C, C2)", CITE)
    law = plans(r.law)
    plan = (r["province"] == QUEBEC).astype(np.int64)
    able = contributes(r)
    months = pensionable_months(r)
    paid, elsewhere = _paid(r, plan)
    exemption = law.exemption // periods(r)
    r.note("EX", "Basic exemption of the period", exemption, formula="3,500 / P", rounding="third decimal dropped")
    regular = r["pensionable_earnings"] - r["non_periodic_pay"]
    charged = np.where(regular > 0, r["pensionable_earnings"] - exemption, r["pensionable_earnings"])
    percent = law.rate[plan]
    r.note("rate", "Rate", percent, unit="rate", scale=10)
    by_rate = of(np.maximum(charged, 0), percent)
    r.note("C(ii)", "By the rate", by_rate, formula="rate x (PI - EX)", rounding="half up to the cent")
    room = half_up(law.most[plan] * months, 12) - paid - half_down(elsewhere * percent, law.rate[1 - plan])
    r.note(
        "C(i)", "Left under the year's maximum", room, formula="maximum x PM / 12 - D", rounding="half up to the cent"
    )
    c = np.where(able, np.maximum(np.minimum(by_rate, room), 0), 0)
    second = _second(r, law, months) * able
    for name, where in (("cpp", plan == 0), ("qpp", plan == 1)):
        if not where.any():
            continue
        r[name] = np.where(where, c, 0)
        r[f"{name}2"] = np.where(where, second, 0)
        r[f"{name}_employer"], r[f"{name}2_employer"] = r[name], r[f"{name}2"]
    return Contributions(plan, c, second, able, c >= room, months, paid, elsewhere)


def _paid(r: Run, plan: Array) -> tuple[Array, Array]:
    """D and DQ: paid before to the plan of the row, and to the other one by a transfer."""
    cpp, qpp = r["cpp_before"], r["qpp_before"]
    return np.where(plan == 0, cpp, qpp), np.where(plan == 0, qpp, cpp)


def _second(r: Run, law: Plan, months: Array) -> Array:
    """C2: on earnings above the year's maximum pensionable earnings."""
    earned = r["pensionable_earnings_before"]
    start = np.maximum(earned, half_up(times(months, law.ympe), 12))
    r.note("W", "Earnings from which C2 is due", start, formula="greater of PIYTD and YMPE x PM / 12")
    above = np.maximum(earned + r["pensionable_earnings"] - start, 0)
    due = of(above, law.second)
    room = half_up(law.most_second * months, 12) - r["cpp2_before"] - r["qpp2_before"]
    r.note("C2(ii)", "By the rate", due, formula="(PIYTD + PI - W) x 0.04", rounding="half up to the cent")
    r.note("C2(i)", "Left under the year's maximum", room, formula="maximum x PM / 12 - D2")
    due = np.maximum(np.minimum(due, room), 0)
    return np.where(r["cpp2_exempt"] == 1, 0, due) if r.given("cpp2_exempt") else due


def deductible(law: Plan, c: Contributions, unit: Array | int) -> Array:
    """F5 in units: the first additional share of C, and C2."""
    return of(times(c.c, unit), law.additional[c.plan], law.rate[c.plan]) + c.c2 * unit


def share_of(total: Array, amount: Array, whole: Array) -> Array:
    """total x amount / whole, half up; nothing of nothing. Raises Overflow for amounts that 64 bits cannot relate."""
    amount, whole = np.where(whole > 0, amount, 0), np.maximum(whole, 1)
    times(amount, whole)
    return of(total, amount, whole)
