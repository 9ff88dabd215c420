"""The transition range (Midijob): the reduced income that contributions are owed on, and the employee's part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.packs.de.social.people import is_midijob
from paycalc.rounding import floor, half_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["in_range", "incomes"]

MONTH: Final = 30
_F_SCALE: Final = 10_000
CITE: Final = "SGB IV s. 20 (2), (2a); SGB VI s. 123"


def in_range(r: Run, days: Array) -> NDArray[np.bool_]:
    """Midijobs whose pay of this month, one-off pay counted, does not exceed the upper limit."""
    if not r.given("employment"):
        return np.zeros(r.rows, np.bool_)
    upper = r.law.money("sv.midijob_limit")
    return is_midijob(r) & ((r["sv_gross"] + r["one_off_pay"]) * MONTH <= upper * days)


def incomes(r: Run, pay: Array, days: Array) -> tuple[Array, Array]:
    """(beitragspflichtige Einnahme BE, that of the employee's share), to the cent.

    A part of a month is raised to 30 days for the formula and its result lowered again, without rounding between.
    Below the Minijob limit BE is the pay times F, and the employee pays nothing.
    """
    g, upper = r.law.money("sv.minijob_limit"), r.law.money("sv.midijob_limit")
    f = int(r.law.rate("sv.midijob_f") * _F_SCALE)
    raised = np.minimum(pay * MONTH, upper * days)
    above = np.maximum(raised - g * days, 0)
    span = upper - g
    exact = f * g * span * days + (upper * _F_SCALE - g * f) * above
    below = half_up(pay * f, _F_SCALE)
    whole = np.where(above > 0, half_up(exact, _F_SCALE * span * MONTH), below)
    employee = half_up(upper * above, span * MONTH)
    r.part("Transition range", CITE)
    r.note("G", "Minijob limit", g)
    r.note("F", "Factor F", f, unit="rate", scale=1_000_000 // _F_SCALE)
    r.note("AE", "Pay of a whole month", floor(raised, days))
    r.note("BE", "Income for all contributions", whole, rounding="half up",
           formula="F x G + (2000 / (2000 - G) - G / (2000 - G) x F) x (AE - G)")  # fmt: skip
    r.note(
        "BE", "Income for the employee's share", employee, formula="2000 / (2000 - G) x (AE - G)", rounding="half up"
    )
    return whole, employee
