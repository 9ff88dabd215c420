"""Ireland: PAYE, USC and PRSI class A of 2025 and 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.ie.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.ie.payslip import check, payslip

__all__ = ["PACK"]

PACK = Pack(
    code="ie",
    name="Ireland",
    currency="EUR",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "thin: 11 official worked examples of Revenue and of the Department of Social Protection, exactly; 8 USC rows "
        "were derived from the same figures and prove nothing independently; how annual amounts of an RPN are cut to "
        "periods is not verified"
    ),
    frequencies=FREQUENCIES,
)
