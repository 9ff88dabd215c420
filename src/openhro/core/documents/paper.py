"""Which sheet a country uses."""

from __future__ import annotations

# US Letter is usual in North America, the Philippines and parts of Latin America; A4 everywhere else (ISO 216).
_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO", "SV", "NI", "PR"})


def paper_of(country: str) -> str:
    """The sheet by Typst's name, for an ISO 3166 country code."""
    return "us-letter" if country in _LETTER else "a4"
