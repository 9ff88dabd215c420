"""JRE4, JRE4ENT, JVBEZ: what the year will bring without the one-off payment, as told or projected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from paycalc.columns import Array
    from paycalc.run import Run

__all__ = ["GIVEN", "PROJECTED", "expected_year"]

PROJECTED, GIVEN = 0, 1
MONTHLY: Final = 0
_LAST_MONTH: Final = 12


def expected_year(r: Run) -> tuple[Array, Array, Array]:
    """(JRE4, JRE4ENT, JVBEZ) in cents, LStR R 39b.6 (2).

    Projected for monthly pay: what was taxed since January, sonstige Bezüge counted, and this month's wage for each
    month that is left, this one counted. For annual pay it is the year's wage itself.
    """
    if not (r["one_off_gross"].any() or r["mbv"].any()):
        return r["jre4"], r["jre4ent"], r["jvbez"]
    left = _LAST_MONTH + 1 - r.dates.end.month
    times = np.where(r["pay_frequency"] == MONTHLY, left, 1)
    jre4 = r["tax_gross_before"] + r["one_off_gross_before"] + r["tax_gross"] * times
    jvbez = r["pension_pay_before"] + r["pension_one_off_before"] + r["pension_pay"] * times
    told = r["annual_pay"] == GIVEN
    r.problem(
        ~told & (r["tax_gross"] == 0) & ((r["one_off_gross"] != 0) | (r["mbv"] != 0)),
        "annual_pay",
        "annual_pay",
        "Without a wage on the payslip that of the year cannot be projected; give JRE4 with annual_pay = given.",
    )
    return (
        np.where(told, r["jre4"], jre4),
        np.where(told, r["jre4ent"], r["severance_pay_before"]),
        np.where(told, r["jvbez"], jvbez),
    )
