"""Norway: withholding by table and by percentage for 2025 and 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.no.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.no.payslip import check, payslip

__all__ = ["PACK"]

PACK = Pack(
    code="no",
    name="Norway",
    currency="NOK",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "withholding by table: all 1,783 held results of the Tax Administration's own routine, exactly; "
        "withholding by percentage and the employer's contributions have no independent vectors"
    ),
    frequencies=FREQUENCIES,
)
