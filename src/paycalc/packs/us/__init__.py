"""The United States pack: federal withholding, FICA, FUTA, and the states it names. Read README.md first."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.us.checks import check
from paycalc.packs.us.columns import INPUTS, RESULTS
from paycalc.packs.us.payslip import payslip
from paycalc.packs.us.places import FREQUENCIES

__all__ = ["PACK"]

PACK = Pack(
    code="us",
    name="United States",
    currency="USD",
    version="2026.2",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "13,804 golden rows, 0 mismatches: 13,745 exact (12,592 printed IRS cells, Worksheet 1A answers, examples of "
        "the IRS and of agencies), 59 within the tolerance of inexact sources; states CA, CO, NY, TX; Colorado has no "
        "agency example"
    ),
    frequencies=FREQUENCIES,
)
