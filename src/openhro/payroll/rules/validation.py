"""What must be in order before somebody is paid. Errors leave the person out; warnings want an answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from openhro.people.queries import PayRoster

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Noticed:
    """A result of the pack that should be nothing: `column` is its name, whatever pack has it."""

    column: str
    code: str
    message: str


NOTICED = (
    Noticed("minimum_wage_shortfall", "BELOW_MINIMUM_WAGE", "This pay is below the minimum wage by {amount}."),
    Noticed("orders_not_taken", "ORDER_OVER_LIMIT", "A limit leaves {amount} of the orders against pay untaken."),
    Noticed("deductions_not_taken", "DEDUCTION_NOT_TAKEN", "The pay does not cover {amount} of the deductions."),
    Noticed("retirement_over_limit", "PENSION_OVER_LIMIT", "{amount} of the 401(k) is over the limit, and not taken."),
)
"""What the packs work out besides, and somebody must look at before it is paid."""


def repeated(columns: list[Ints]) -> Flags:
    """Which rows are the same in every column as another row; of two, both."""
    order = np.lexsort(columns)
    same = np.ones(max(len(order) - 1, 0), np.bool_)
    for column in columns:
        same &= column[order][1:] == column[order][:-1]
    found = np.zeros(len(order), np.bool_)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found


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
