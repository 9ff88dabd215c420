"""What must be in order before somebody is paid. Errors leave the person out; warnings want an answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from openhro.people.queries import PayRoster

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one person."""

    employment_id: UUID
    severity: str
    code: str
    message: str
    field: str = ""

    @classmethod
    def error(cls, employment_id: UUID, code: str, message: str, field: str = "") -> Finding:
        """Leaves the person out until it is mended."""
        return cls(employment_id, "error", code, message, field)

    @classmethod
    def warning(cls, employment_id: UUID, code: str, message: str, field: str = "") -> Finding:
        """Must be answered by a named person before the run goes to review."""
        return cls(employment_id, "warning", code, message, field)


ID_NAMES = {"GB": "National Insurance number", "US": "Social Security number", "DE": "tax number (IdNr)"}


def check_people(roster: PayRoster, country: str) -> list[tuple[str, Flags, str, str]]:
    """The checks of people's standing data: code, whom it concerns, severity and sentence of each."""
    paid = np.zeros(len(roster), np.bool_)
    paid[roster.terms.at[roster.terms.amount_minor > 0]] = True
    name = ID_NAMES.get(country, "national id")
    return [
        ("PAY_TERMS_MISSING", ~paid, "error", "There are no pay terms for this period."),
        ("BANK_MISSING", ~roster.has_bank, "error", "There is no bank account on the pay date."),
        ("NATIONAL_ID_MISSING", ~roster.has_national_id, "warning", f"The {name} is missing; filings will be held."),
        ("ADDRESS_MISSING", ~roster.has_address, "warning", "There is no home address; it is needed for filings."),
    ]
