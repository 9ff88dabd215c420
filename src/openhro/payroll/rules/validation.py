"""What must be in order before somebody is paid. Errors leave the person out; warnings want an answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openhro.people.queries import PayRosterRow


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


def check_person(row: PayRosterRow, country: str) -> list[Finding]:
    """The checks of one person's standing data."""
    found: list[Finding] = []
    if not any(terms.amount_minor > 0 for terms in row.terms):
        found.append(Finding.error(row.employment_id, "PAY_TERMS_MISSING", "There are no pay terms for this period."))
    if not row.has_bank:
        found.append(Finding.error(row.employment_id, "BANK_MISSING", "There is no bank account on the pay date."))
    if not row.has_national_id:
        name = ID_NAMES.get(country, "national id")
        found.append(
            Finding.warning(row.employment_id, "NATIONAL_ID_MISSING", f"The {name} is missing; filings will be held.")
        )
    if not row.has_address:
        found.append(
            Finding.warning(row.employment_id, "ADDRESS_MISSING", "There is no home address; it is needed for filings.")
        )
    return found
