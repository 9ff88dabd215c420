"""The United States pack: federal withholding, FICA, FUTA, and the states it names. Read README.md first."""

from __future__ import annotations

from datetime import date

from paycalc.packs import Pack
from paycalc.packs.us.checks import check
from paycalc.packs.us.columns import INPUTS, RESULTS
from paycalc.packs.us.payslip import payslip
from paycalc.packs.us.places import FREQUENCIES
from paycalc.packs.us.to_date import totals_of_lines

__all__ = ["PACK"]

PACK = Pack(
    code="us",
    name="United States",
    currency="USD",
    version="2026.3",
    inputs=INPUTS,
    results=RESULTS,
    payslip=payslip,
    check=check,
    covers=((date(2025, 1, 1), date(2026, 12, 31)),),
    proof=(
        "13,945 golden rows, 0 mismatches: 13,884 exact (12,592 printed IRS cells, Worksheet 1A answers, examples of "
        "the IRS and of agencies), 61 within the tolerance of inexact sources; all states of 2026; AL, KS, OK and WV "
        "have no golden row; those of AZ, CO, DC and of income tax in PA are not an agency's"
    ),
    frequencies=FREQUENCIES,
    year_to_date=tuple(totals_of_lines(RESULTS)),
    printed=("w4_status", "work_state"),
    printed_if_set=("w4_step2", "home_state", "state_status"),
)
