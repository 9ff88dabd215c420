"""Poland: ZUS, health insurance, the PIT advance and PPK of 2025 and 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.pl.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.pl.payslip import check, payslip

__all__ = ["PACK"]

PACK = Pack(
    code="pl",
    name="Poland",
    currency="PLN",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "thin: figures and vectors come from one package (polish-salary-calc 0.2.1), all 561 rows exactly; one payslip "
        "was checked by hand; nothing official confirms them"
    ),
    frequencies=FREQUENCIES,
)
