"""The choice lists of the pack, shared by columns and formulas."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CLAIMS",
    "CREDIT_METHODS",
    "EXEMPT",
    "FREQUENCIES",
    "GIVEN",
    "OUTSIDE",
    "PERIODS",
    "PLACES",
    "QUEBEC",
    "ROUNDINGS",
    "TAXING",
]

TAXING: Final = ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "SK", "YT")
"""The provinces and territories whose income tax the formulas of T4127 give."""

PLACES: Final = (*TAXING, "QC", "outside")
QUEBEC: Final = PLACES.index("QC")
OUTSIDE: Final = PLACES.index("outside")

PERIODS: Final = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}
FREQUENCIES: Final = tuple(PERIODS)

CLAIMS: Final = ("basic", "amount", *(str(code) for code in range(11)), "E")
"""How a claim is known: no form TD1, the form's amount, a claim code, or exempt."""
GIVEN: Final = CLAIMS.index("amount")
EXEMPT: Final = CLAIMS.index("E")

CREDIT_METHODS: Final = ("greater", "annualised", "year_to_date")
ROUNDINGS: Final = ("factors", "deduction")
