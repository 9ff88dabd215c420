"""What a row comes to, and what the rows of one file share while they are checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import Refused
from openhro.people.imports.state import JobState, PersonState, State
from openhro.people.rules import Account, Leaving, Terms
from openhro.people.rules.history import Version

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """The versions of a dated fact before and after."""

    before: list[Version]
    after: list[Version]


@dataclass(slots=True)
class RowPlan:
    """What one row comes to: the states it touches, with the values they get."""

    number: int
    person: PersonState
    job: JobState
    person_changes: dict[str, Any] = field(default_factory=dict)
    person_before: dict[str, Any] = field(default_factory=dict)
    homes: Change | None = None
    national: tuple[str, str, str] | None = None
    job_changes: dict[str, Any] = field(default_factory=dict)
    posts: Change | None = None
    pays: Change | None = None
    account: Account | None = None
    bank_day: date | None = None
    end: Leaving | None = None

    @property
    def outcome(self) -> str:
        """created (a new employment), changed or unchanged."""
        if self.job.new:
            return CREATED
        employment = (self.job_changes, self.posts, self.pays, self.account, self.end)
        return CHANGED if self.touches_person or any(employment) else UNCHANGED

    @property
    def touches_person(self) -> bool:
        """True where the row writes to the person, not only to the employment."""
        return bool(self.person.new or self.person_changes or self.homes or self.national)


@dataclass(slots=True)
class Sheet:
    """The run of one file: who, for which client, what is known, and what the rows before have taken."""

    by: Actor
    client_id: UUID
    state: State
    today: date
    ids: dict[str, UUID]
    taken_numbers: dict[tuple[str, bytes], UUID]
    alike: dict[Any, str]
    done: set[str] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)
    scopes: dict[Terms, Refused | UUID | None] = field(default_factory=dict)
