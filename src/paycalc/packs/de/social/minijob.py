"""Minijob: the employer's lump sums, the employee's part of pension insurance, the lump-sum tax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.columns import KV_GROUPS, RV_GROUPS
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.packs.de.social.bases import Bases
    from paycalc.run import Run

__all__ = ["charge"]

_MONTH: Final = 30
_MILLION: Final = 1_000_000
CITE: Final = "SGB V s. 249b; SGB VI s. 163 (8), 168 (1) no. 1b, 172 (3); EStG s. 40a (2); BVV s. 2 (1)"


def charge(r: Run, pay: Array, bases: Bases) -> None:
    """Sets the Minijob's contributions and tax, and whether it exceeds its limit.

    `pay` is that of Minijobs, one-off pay counted, zero for others.
    """
    if not pay.any():
        return
    r.part("Minijob", CITE)
    limit = r.law.money("sv.minijob_limit")
    r.note("G", "Minijob limit of a month", limit)
    r["above_minijob_limit"] = (pay * _MONTH > limit * bases.days).astype(np.int64)
    rv_group = r["rv_group"]
    flat = np.where(r["kv_group"] == KV_GROUPS.index("6"), part(pay, r.law.rate("sv.minijob.kv"), half_up), 0)
    r.note("KV", "Lump sum for health insurance", flat, rounding="half up")
    r["minijob_kv"] = flat
    insured = rv_group == RV_GROUPS.index("1")
    employer = part(pay, r.law.rate("sv.minijob.rv"), half_up)
    r.note("RV", "Employer's part of pension insurance", employer, rounding="half up")
    r["minijob_rv"] = np.where(insured | (rv_group == RV_GROUPS.index("5")), employer, 0)
    own = np.where(insured & (pay > 0), _own_part(r, pay, employer, bases.days), 0)
    r.note("RV", "Employee's part of pension insurance", own, rounding="half up")
    r["minijob_rv_employee"] = own
    tax = share(pay, r["flat_tax_rate"], _MILLION, half_up)
    r.note("St", "Lump-sum tax", tax, rounding="half up")
    r["minijob_tax"] = tax


def _own_part(r: Run, pay: Array, employer: Array, days: Array) -> Array:
    """The rest of the whole rate; on at least the minimum base, whose rest is the employee's too."""
    whole, lump = r.law.rate("sv.rv"), r.law.rate("sv.minijob.rv")
    minimum = share(days, r["minijob_minimum"], _MONTH, half_up)
    return np.where(pay > minimum, part(pay, whole - lump, half_up), part(minimum, whole, half_up) - employer)
