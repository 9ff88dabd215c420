"""Employee capital plans (PPK): basic contributions on gross pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.rounding import half_up, part
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute"]


def contribute(r: Run) -> None:
    """Sets ppk_employee and ppk_employer; needs gross_pay."""
    r.part("PPK", "Ustawa o pracowniczych planach kapitałowych, art. 26, 27")
    takes_part = r["ppk"] == 1
    for line, name in (("ppk_employee", "pl.ppk.employee"), ("ppk_employer", "pl.ppk.employer")):
        rate = r.law.rate(name)
        due = np.where(takes_part, part(r["gross_pay"], rate, half_up), 0)
        r.note("x", f"Gross pay at {percent(rate)}", due, rounding="half up to the grosz")
        r[line] = due
