"""State insurance programmes on wages: paid leave, disability, employees' unemployment contributions, and others.

One formula: a rate of the wages, up to a base of the year, by tiers of the employer's size. Where the law lets the
employer bear more of the employee's share, the client says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.us.bases import deferred
from paycalc.packs.us.places import STATE_NAMES
from paycalc.packs.us.states.rows import StateRows
from paycalc.parameters import Law
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "charge", "on_unemployment_wages"]

KINDS: Final = ("leave", "disability", "unemployment", "other")
_EMPLOYEE: Final = {name: f"state_{name}" for name in KINDS[:3]} | {"other": "state_other_tax"}
_EMPLOYER: Final = {"leave": "state_leave_employer", "other": "state_other_employer"}
_TITLES: Final = {
    "leave": "paid leave",
    "disability": "disability insurance",
    "unemployment": "unemployment contribution of the employee",
    "other": "further programme",
}
_MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Programme:
    """One programme of a state; rates by tier of the employer's size, cents."""

    kind: str
    title: str
    from_size: Array
    employee: tuple[Fraction, ...]
    employer: tuple[Fraction, ...]
    base: str
    cap: int  # 0: none
    cap_unknown: bool
    third_decimal: bool


def charge(s: StateRows) -> None:
    """Set every programme that the state has on the day."""
    for programme in s.compiled(_programmes(s.state)):
        s.part(f"{STATE_NAMES[s.state]}: {_TITLES[programme.kind]}", programme.title)
        _charge(s, programme)
    if s.state == "RI":
        s.part("Rhode Island job development fund", s.law.cite("ri.programme.on_unemployment_wages"))
        on_unemployment_wages(s, Fraction(str(s.law.value("ri.programme.on_unemployment_wages")["employer"])))


def on_unemployment_wages(s: StateRows, rate: Fraction, base: int | None = None) -> None:
    """A tax of a rated employer on the unemployment wages of the year up to their base."""
    rated = (s["sui_account"] == 1) | (s["sui_rate"] > 0)
    if not rated.any():
        return
    figure = f"sui.base.{s.state}"
    if base is None:
        base = s.law.money(figure) if s.law.has(figure) else 0
    top = np.where(s["sui_wage_base"] > 0, s["sui_wage_base"], base)
    wages = np.where(rated, np.minimum(s.kept("insured_wages"), np.maximum(top - s["ytd_sui_wages"], 0)), 0)
    s["state_employer_tax"] = part(wages, rate, half_up)


def _charge(s: StateRows, programme: Programme) -> None:
    wages = _wages(s, programme)
    s.note("", "Wages of the programme in this pay", wages)
    for tier, rows in _tiers(s, programme):
        employee = _share(wages, programme.employee[tier], programme)
        employer = part(wages, programme.employer[tier], half_up) if programme.employer[tier] else s.zeros()
        if programme.kind == "leave":
            employee, employer = _elected(s, programme.employee[tier], wages, (employee, employer))
        _set(s, _EMPLOYEE[programme.kind], rows, employee)
        if programme.kind in _EMPLOYER:
            _set(s, _EMPLOYER[programme.kind], rows, employer)
    if programme.kind != "other":
        s[f"{programme.kind}_wages"] = wages


def _set(s: StateRows, name: str, rows: Array | None, values: Array) -> None:
    s[name] = values if rows is None else np.where(rows, values, s[name])


def _tiers(s: StateRows, programme: Programme) -> list[tuple[int, Array | None]]:
    """Each tier with its rows; None for all. An employer of unknown size (0) is a large one."""
    last = len(programme.from_size) - 1
    if not last or not s.filled("employer_size"):
        return [(last, None)]
    size = s["employer_size"]
    found = np.where(size == 0, last, np.searchsorted(programme.from_size, size, "right") - 1)
    return [(tier, found == tier) for tier in range(last + 1)]


def _wages(s: StateRows, programme: Programme) -> Array:
    match programme.base:
        case "gross":
            wages = s.kept("cash_wages")
        case "gross_without_tips":
            wages = s.kept("cash_wages") - s["tips"]
        case "state":
            wages = s["state_wages"]
        case "after_125":
            wages = s.kept("insured_wages")
        case _:
            wages = np.maximum(s.kept("insured_wages") - deferred(s), 0)
    exempt = f"{programme.kind}_exempt"
    if s.filled(exempt):
        wages = np.where(s[exempt] == 1, 0, wages)
    if programme.cap:
        before = s[f"ytd_{programme.kind}_wages"]
        cap: Array | int = programme.cap
        if programme.cap_unknown:
            entered = s["leave_wage_base"]
            cap = np.where(entered > 0, entered, programme.cap)
            s.problem(
                (entered == 0) & (before + wages > programme.cap),
                "leave_wage_base",
                "figure_missing",
                f"{s.state}: the wage limit of its paid leave is not held, and these wages may pass it: enter "
                "leave_wage_base from the programme's agency.",
            )
        wages = np.minimum(wages, np.maximum(cap - before, 0))
    return wages


def _share(wages: Array, rate: Fraction, programme: Programme) -> Array:
    if not programme.third_decimal:
        return part(wages, rate, half_up)
    thousandths = share(wages, 10 * rate.numerator, rate.denominator, lambda number, by: number // by)
    return half_up(thousandths, 10)


def _elected(s: StateRows, most: Fraction, wages: Array, shares: tuple[Array, Array]) -> tuple[Array, Array]:
    """An employer may bear more than its own share; a rate above the most of the law is refused."""
    employee, employer = shares
    if s.filled("leave_employee_rate"):
        elected = s["leave_employee_rate"]
        s.problem(
            elected > int(most * _MILLION),
            "leave_employee_rate",
            "out_of_range",
            f"{s.state} allows the employee at most {_percent(most)}: {{value}} is more.",
        )
        lower = np.where(elected > 0, share(wages, elected, _MILLION, half_up), employee)
        employer, employee = employer + np.maximum(employee - lower, 0), np.minimum(lower, employee)
    if s.filled("leave_paid_by_employer"):
        all_ = s["leave_paid_by_employer"] == 1
        employer, employee = np.where(all_, employer + employee, employer), np.where(all_, 0, employee)
    return employee, employer


def _percent(rate: Fraction) -> str:
    whole, rest = divmod(int(rate * _MILLION), 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "%"


@cache
def _programmes(state: str) -> Callable[[Law], tuple[Programme, ...]]:
    return partial(_read, state.lower())


def _read(st: str, law: Law) -> tuple[Programme, ...]:
    """The programmes of the day. One that exists in another year only is asked for, so that its absence is named."""
    return tuple(
        _programme(kind, law.value(f"{st}.programme.{kind}"), law.cite(f"{st}.programme.{kind}"), law)
        for kind in KINDS
        if law.has(f"{st}.programme.{kind}") or _wanted(st, kind, law)
    )


def _wanted(st: str, kind: str, law: Law) -> bool:
    """New Jersey and Rhode Island charged these in 2025 as well, at rates that are not held."""
    return (st, kind) in {("nj", "leave"), ("nj", "disability"), ("ri", "disability")} and law.dates.pay.year == _FIRST


_FIRST: Final = 2025


def _programme(kind: str, held: dict[str, Any], title: str, law: Law) -> Programme:
    caps = {"none": 0, "oasdi": law.money("fica.oasdi_base"), "unknown": law.money("fica.oasdi_base")}
    cap = held["cap"]
    tiers = held["tiers"]
    return Programme(
        kind,
        title,
        np.array([int(tier[0]) for tier in tiers], np.int64),
        tuple(Fraction(str(tier[1])) for tier in tiers),
        tuple(Fraction(str(tier[2])) for tier in tiers),
        str(held["base"]),
        caps[cap] if isinstance(cap, str) else int(cap) * 100,
        cap == "unknown",
        held.get("rounding") == "third_decimal",
    )
