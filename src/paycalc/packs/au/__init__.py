"""Australia: PAYG withholding, study and training loans, super guarantee of 2025-26 and 2026-27."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.au.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.au.payslip import check, payslip

__all__ = ["PACK"]

PACK = Pack(
    code="au",
    name="Australia",
    currency="AUD",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 7, 1), date(2027, 6, 30)),),
    proof=(
        "2026-27: ATO sample data and Schedule 8 examples, exactly, and one package for scales 5 and 6. 2025-26 has no "
        "vectors; its scales rest on public copies of NAT 1004, scale 6 on one copy. Super and working holiday makers "
        "have no vectors"
    ),
    frequencies=FREQUENCIES,
    tax_year=(7, 1),
)
