"""The four branches: employee's and employer's share of each, rounded as the Beitragsverfahrensverordnung says.

BVV s. 2 (1): what both bear by halves is half of the rate of the base, rounded half up, and doubled; shares that differ
are rounded by themselves. In the transition range, BVV s. 2 (2): all of it on the reduced income, the employee's half
on the employee's income, and the employer bears the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.columns import KV_GROUPS, RV_GROUPS
from paycalc.packs.de.places import in_saxony
from paycalc.packs.de.social.people import is_minijob
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["LINES", "Month", "charge"]

LINES: Final = tuple(
    f"{branch}_{who}" for branch in ("kv", "kvz", "pv", "rv", "av") for who in ("employee", "employer")
)
_MILLION: Final = 1_000_000
_HALF: Final = Fraction(1, 2)
_HALF_ONLY: Final = 2
_SCALE: Final = 10_000
Shares = tuple["Array", "Array"]


@dataclass(frozen=True, slots=True)
class Month:
    """What it stands on: law and fund's rate of then, the bases, who is in the transition range."""

    law: Law
    kvz: Array
    kv: Array
    rv: Array
    kv_employee: Array
    rv_employee: Array
    reduced: NDArray[np.bool_]


def charge(r: Run, month: Month) -> dict[str, Array]:
    """The LINES in cents."""
    shares = (*_health(r, month), _care(r, month), _pension(r, month), _unemployment(r, month))
    return dict(zip(LINES, (one for both in shares for one in both), strict=True))


def _halves(base: Array, employee: Array, rate: Fraction) -> Shares:
    """Employee's and employer's share of a rate that both bear by halves."""
    half = rate * _HALF
    whole, own = 2 * part(base, half, half_up), part(employee, half, half_up)
    return own, whole - own


def _only(where: NDArray[np.bool_], shares: Shares) -> Shares:
    return np.where(where, shares[0], 0), np.where(where, shares[1], 0)


def _health(r: Run, month: Month) -> tuple[Shares, Shares]:
    """The general or reduced contribution, and the fund's additional one, each by itself."""
    r.part("Health insurance", "SGB V s. 241, 242, 243, 249; BVV s. 2")
    group, law = r["kv_group"], month.law
    owed = np.isin(group, [KV_GROUPS.index(one) for one in ("1", "3", "9")]) & ~is_minijob(r)
    kv, employee = np.where(owed, month.kv, 0), np.where(owed, month.kv_employee, 0)
    _rate(r, "KV", law.rate("sv.kv.general"))
    shares = _halves(kv, employee, law.rate("sv.kv.general"))
    reduced = group == KV_GROUPS.index("3")
    if reduced.any():
        _rate(r, "KV", law.rate("sv.kv.reduced"))
        less = _halves(kv, employee, law.rate("sv.kv.reduced"))
        shares = (np.where(reduced, less[0], shares[0]), np.where(reduced, less[1], shares[1]))
    _noted(r, "KV", kv, shares)
    whole, own = 2 * share(kv, month.kvz, 2 * _MILLION, half_up), share(employee, month.kvz, 2 * _MILLION, half_up)
    r.note("KVZ", "Additional rate of the fund", month.kvz, unit="rate")
    _noted(r, "KVZ", kv, (own, whole - own))
    return shares, (own, whole - own)


def _care(r: Run, month: Month) -> Shares:
    """By children and Land: the surcharge of the childless and the discounts are the employee's alone."""
    r.part("Care insurance", "SGB XI s. 55 (3), 58; BVV s. 2")
    law = month.law
    owed = (r["pv_group"] == 1) & ~is_minijob(r)
    saxony = in_saxony(r) == 1
    for name, value in law.value("sv.pv").items():
        _rate(r, f"PV {name.replace('_', ' ')}", Fraction(value))
    base, own = np.where(owed, month.kv, 0), np.where(owed, month.kv_employee, 0)
    usual, apart = (_care_shares(r, law, month, (base, own, suffix)) for suffix in ("", "_saxony"))
    shares = (np.where(saxony, apart[0], usual[0]), np.where(saxony, apart[1], usual[1]))
    _noted(r, "PV", base, shares)
    return shares


def _care_shares(r: Run, law: Law, month: Month, bases: tuple[Array, Array, str]) -> Shares:
    base, own, suffix = bases
    ee, er, childless, child = (
        int(law.rate(f"sv.pv.{name}") * _SCALE)
        for name in (f"employee{suffix}", f"employer{suffix}", "childless", "child")
    )
    half = share(own, ee, _SCALE, half_up)
    employer = share(base, ee, _SCALE, half_up) + share(base, er, _SCALE, half_up) - half
    apart = half + share(base, childless, _SCALE, half_up)
    alone = np.where(month.reduced, apart, share(own, ee + childless, _SCALE, half_up))
    less = share(own, ee - child * r["pva"], _SCALE, half_up)
    return np.where(r["pvz"] == 1, alone, less), employer


def _pension(r: Run, month: Month) -> Shares:
    r.part("Pension insurance", "SGB VI s. 157, 158, 168; BVV s. 2")
    group = r["rv_group"]
    owed = np.isin(group, [RV_GROUPS.index("1"), RV_GROUPS.index("3")]) & ~is_minijob(r)
    _rate(r, "RV", month.law.rate("sv.rv"))
    shares = _only(owed, _halves(month.rv, month.rv_employee, month.law.rate("sv.rv")))
    shares = (np.where(group == RV_GROUPS.index("3"), 0, shares[0]), shares[1])
    _noted(r, "RV", month.rv, shares)
    return shares


def _unemployment(r: Run, month: Month) -> Shares:
    r.part("Unemployment insurance", "SGB III s. 341, 346; BVV s. 2")
    group = r["av_group"]
    _rate(r, "AV", month.law.rate("sv.av"))
    shares = _only((group > 0) & ~is_minijob(r), _halves(month.rv, month.rv_employee, month.law.rate("sv.av")))
    shares = (np.where(group == _HALF_ONLY, 0, shares[0]), shares[1])
    _noted(r, "AV", month.rv, shares)
    return shares


def _rate(r: Run, line: str, rate: Fraction) -> None:
    r.note(line, "Rate", int(rate * _MILLION), unit="rate")


def _noted(r: Run, line: str, base: Array, shares: Shares) -> None:
    r.note(line, "Base", base)
    for who, amount in zip(("Employee", "Employer"), shares, strict=True):
        r.note(line, f"{who}'s share", amount, formula="base x share of the rate", rounding="half up")
