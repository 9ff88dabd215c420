"""Who employs whom: no two employments with one entity on a day, no two employers of record for the same work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core.errors import Invalid
from openhro.ui.formats import said


@dataclass(frozen=True, slots=True)
class Hired:
    """The employer, place and days of one employment."""

    external_id: str
    entity_id: UUID | None
    provider_entity_id: UUID | None
    country: str
    start: date
    end: date | None

    @property
    def employer(self) -> UUID | None:
        """The company that the exclusion constraint of employments keys on."""
        return self.entity_id or self.provider_entity_id

    def overlaps(self, other: Hired) -> bool:
        """True where both hold on some day."""
        return self.start <= (other.end or date.max) and other.start <= (self.end or date.max)


def check_employers(new: Hired, others: Iterable[Hired]) -> None:
    """Refuse a second employment with the same entity, or with another employer of record for the same work.

    Work is the same when it is done in the same country for the same client on the same day. Two companies of the
    client may each employ somebody (two jobs in one group); a provider may not employ beside anybody else.
    """
    if not new.employer:
        raise Invalid(
            "EMPLOYER_REQUIRED", "Name the company that employs: the client's or the provider's.", field="entity"
        )
    for other in others:
        if not new.overlaps(other):
            continue
        days = f"{said(other.start)} to {said(other.end)}" if other.end else f"{said(other.start)} on"
        if other.employer == new.employer:
            raise Invalid(
                "EMPLOYMENT_OVERLAP",
                f"This company employs this person already (employment {other.external_id}, {days}). End that first.",
                field="start",
                detail={"employment": other.external_id},
            )
        by_provider = new.provider_entity_id or other.provider_entity_id
        same = (new.entity_id, new.provider_entity_id) == (other.entity_id, other.provider_entity_id)
        if by_provider and not same and new.country == other.country:
            raise Invalid(
                "DUAL_EMPLOYER",
                f"Another employer of record has this person for work in {new.country} already (employment "
                f"{other.external_id}, {days}). One piece of work has one employer: end that employment first.",
                field="entity",
                rule="1.2",
                detail={"employment": other.external_id},
            )
