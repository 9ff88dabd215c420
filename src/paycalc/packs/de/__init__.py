"""Germany: Lohnsteuer, Solidaritätszuschlag, church tax and social insurance of 2025 and 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.de.checks import check
from paycalc.packs.de.columns import FREQUENCIES, INPUTS
from paycalc.packs.de.payslip import payslip
from paycalc.packs.de.results import RESULTS

__all__ = ["PACK"]

PACK = Pack(
    code="de",
    name="Germany",
    currency="EUR",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof="code generated from the BMF's pseudo-code, BMF check values, gettsim; counts in packs/de/README.md",
    frequencies=FREQUENCIES,
)
