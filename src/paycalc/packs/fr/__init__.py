"""France: private-sector contributions, reductions, CSG and withholding at the given rate, of 2025 and 2026."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.fr.columns import FREQUENCIES, INPUTS, RESULTS
from paycalc.packs.fr.payslip import check, payslip

__all__ = ["PACK"]

PACK = Pack(
    code="fr",
    name="France",
    currency="EUR",
    version="2026.1",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "openfisca-france 176.1.8, one model working in 32-bit floats: every line to the cent but ties, AGS and the "
        "general reduction, which carry a tolerance; no official vectors; withholding (PAS), part time and the "
        "yearly regularisation of reductions have no vectors"
    ),
    frequencies=FREQUENCIES,
)
