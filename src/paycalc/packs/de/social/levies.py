"""Umlagen: U1 and U2 at the fund's rates (data of the person), U3 for insolvency money at the statutory rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.social.people import is_minijob
from paycalc.rounding import half_up, part, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.packs.de.social.bases import Bases
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["charge"]

_MILLION: Final = 1_000_000
CITE: Final = "AAG s. 7; SGB III s. 358, 360"


def charge(r: Run, bases: Bases, before: Law) -> None:
    """Sets u1, u2, u3, and those of Minijobs apart, for they go to the Minijob-Zentrale.

    The base is that of pension insurance, also where the person is not insured in it: the reduced income in the
    transition range, all pay of a Minijob. One-off pay counts for U3 only.
    """
    r.part("Levies", CITE)
    mini = is_minijob(r)
    regular = np.where(mini, r["sv_gross"], bases.regular)
    whole = np.where(mini, r["sv_gross"] + r["one_off_pay"], bases.rv)
    u3 = part(whole, r.law.rate("sv.u3"), half_up)
    if bases.last_year.rv.any():
        u3 = u3 + part(bases.last_year.rv, before.rate("sv.u3"), half_up)
    due = {
        "u1": share(regular, r["u1_rate"], _MILLION, half_up),
        "u2": share(regular, r["u2_rate"], _MILLION, half_up),
        "u3": np.where(r["insolvency_levy"] == 1, u3, 0),
    }
    r.note("AE", "Base of U1 and U2", regular)
    r.note("AE", "Base of U3", whole)
    for name, amount in due.items():
        r.note(name.upper(), "Levy", amount, rounding="half up")
        _set(r, name, amount, mini)


def _set(r: Run, name: str, amount: Array, mini: NDArray[np.bool_]) -> None:
    r[name] = np.where(mini, 0, amount)
    if mini.any():
        r[f"minijob_{name}"] = np.where(mini, amount, 0)
