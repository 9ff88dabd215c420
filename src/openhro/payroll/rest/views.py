"""The replies of payroll: groups, inputs and runs. What a run came to is in `figures.py`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field

from openhro.core.rest import Dated, Reply


class PayGroup(Reply):
    """A pay group; not `installed`: its country's pack is not there yet, so nobody can be paid."""

    id: UUID
    client_id: UUID
    client: str
    code: str
    name: str
    employer: str
    country: str
    pack: str
    installed: bool
    currency: str
    frequency: str
    next_pay_date: date | None


class PayPeriod(Reply):
    """A row of the calendar, with its regular run where it has one."""

    id: UUID
    number: int = Field(description="Within the tax year, from 1.")
    start: date
    end: date
    pay_date: date
    input_cutoff: datetime
    approval_due: datetime
    funding_due: datetime
    release_due: datetime
    run_id: UUID | None = None
    run_state: str = ""


class PayElement(Reply):
    """A line by the client's own name; `law` is what the pack calls its column."""

    id: UUID
    code: str
    name: str
    pack: str
    category: str
    law: str
    unit: str
    multiplier_micro: int
    gl_account: str
    active: bool


class PayElementMade(Reply):
    """A line that was defined."""

    id: UUID
    client_id: UUID
    code: str
    name: str
    pack: str
    category: str
    unit: str
    multiplier_micro: int
    gl_account: str
    sort: int
    active: bool


class Member(Dated):
    """An employment that is paid in a group on these days."""

    id: UUID
    client_id: UUID
    group_id: UUID
    employment_id: UUID


class MembersAdded(Reply):
    """How many are new."""

    added: int


class TaxFacts(Dated):
    """What the pack knows of a person on these days."""

    id: UUID
    client_id: UUID
    employment_id: UUID
    pack: str
    facts: dict[str, str]


class FactColumn(Reply):
    """A fact that the pack asks for."""

    name: str
    label: str
    help: str
    choices: list[str]


class FactsVersion(Reply):
    """Facts that hold from a day until before another."""

    start: date
    until: date | None
    facts: dict[str, str]
    shown: list[tuple[str, str]] = Field(description="Label and value, as people read them.")
    source: str
    recorded_at: datetime
    recorded_by: str


class PackFacts(Reply):
    """What one pack asks and knows of a person."""

    pack: str
    name: str
    installed: bool
    group: str
    columns: list[FactColumn]
    versions: list[FactsVersion]


def of_day(pack: Any, day: date | None) -> dict[str, Any]:
    """The pack's facts with the versions that hold on a day (None: all of them)."""
    held = [
        one for one in pack.versions if day is None or (one.start <= day and (one.until is None or day < one.until))
    ]
    names = ("pack", "name", "installed", "group", "columns")
    return {name: getattr(pack, name) for name in names} | {"versions": held}


class Recurring(Dated):
    """A line of every period on these days."""

    id: UUID
    client_id: UUID
    employment_id: UUID
    element_id: UUID
    element: str
    amount_minor: int

    @staticmethod
    def resolve_element(row: Any) -> str:
        return str(row.element.name)


class OpeningBalance(Reply):
    """Year-to-date figures of the old system."""

    id: UUID
    client_id: UUID
    employment_id: UUID
    pack: str
    as_of: date
    values: dict[str, str]
    source: str

    @staticmethod
    def resolve_values(row: Any) -> dict[str, str]:
        return dict(row.values)


class InputLine(Reply):
    """One line that came in for the period."""

    id: UUID
    employment_id: UUID
    number: str
    name: str
    element: str
    external_id: str
    units: Decimal | None
    rate_minor: int | None
    amount_minor: int | None
    note: str
    version: int
    source: str
    made_at: datetime


class InputLines(Reply):
    """Some inputs, how many there are in all, and how many came late and are not settled."""

    items: list[InputLine]
    next: str | None
    count: int
    late: int


class InputMade(Reply):
    """A line as it was stored; the same line again is the same version."""

    id: UUID
    client_id: UUID
    period_id: UUID
    employment_id: UUID
    element_id: UUID
    external_id: str
    units: Decimal | None
    rate_minor: int | None
    amount_minor: int | None
    note: str
    version: int
    removed: bool
    source: str
    made_at: datetime


class LateInput(Reply):
    """What came after the cut-off."""

    id: UUID
    client_id: UUID
    period_id: UUID
    payload: dict[str, Any]
    cause: str
    owner: str
    received_at: datetime
    settled_at: datetime | None
    settled_how: str


class LateRow(Reply):
    """What came after the cut-off of a run's period."""

    id: UUID
    payload: dict[str, Any]
    cause: str
    owner: str
    received_at: datetime
    received_from: str
    settled_at: datetime | None
    settled_how: str


class RunRow(Reply):
    """One line of a list of runs."""

    id: UUID
    code: str
    kind: str
    state: str
    client_id: UUID
    client: str
    group_id: UUID
    group: str
    country: str
    pay_date: date
    currency: str
    people: int
    refused: int = Field(description="Left out because of an error.")
    gross_minor: int
    net_minor: int
    holder: str | None = Field(description="Whose turn it is.")
    step: str = Field(description="What is to be done.")
    zone: str = Field(description="Of the pay group's deadlines.")


class DueRun(Reply):
    """A run with the clock that runs out first."""

    row: RunRow
    title: str
    due_at: datetime
    late: bool


class Stage(Reply):
    """A stage of the run."""

    name: str
    state: str = Field(description="done, current or to come.")
    at: datetime | None
    by: str


class RunDeadline(Reply):
    """A clock of the run."""

    kind: str
    title: str
    due_at: datetime
    stopped_at: datetime | None
    late: bool
    owner: str


class Blocker(Reply):
    """Why the run does not move."""

    code: str
    text: str
    count: int


class RunJob(Reply):
    """The newest background job of the run."""

    kind: str
    state: str
    done: int
    total: int
    unit: str
    message: str


class Run(Reply):
    """A pay run. `moves` are the actions that one may take now; `result_hash` is what approvals are bound to."""

    row: RunRow
    period_number: int
    start: date
    end: date
    employer: str
    deductions_minor: int
    employer_minor: int
    calculation_id: UUID | None
    calculation: int
    unlocks: int
    version: int
    result_hash: str
    pack_version: str
    funding: dict[str, Any]
    filing: dict[str, Any]
    stages: list[Stage]
    deadlines: list[RunDeadline]
    blockers: list[Blocker]
    moves: list[str]
    job: RunJob | None
    left_out: int = Field(description="People with an error: left out, or with lines that are not paid.")
