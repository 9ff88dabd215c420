"""Canada: federal, provincial and territorial tax, CPP, EI, QPP and QPIP of 2025 and of the first half of 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.ca.columns import INPUTS, RESULTS
from paycalc.packs.ca.payslip import check, payslip
from paycalc.packs.ca.places import FREQUENCIES

__all__ = ["PACK"]

PACK = Pack(
    code="ca",
    name="Canada",
    currency="CAD",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 6, 30)),),
    proof="results of CRA's online calculator and a second engine fed with CRA's tables; counts in packs/ca/README.md",
    frequencies=FREQUENCIES,
)
