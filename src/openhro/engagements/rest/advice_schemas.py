"""The bodies and replies of the advisor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Country, Currency, Minor, Reply
from openhro.engagements.rest.schemas import Engagement
from openhro.engagements.rules import FUNCTIONS, advice

Function = Annotated[str, Field(max_length=40, examples=["payroll"])]
People = Annotated[int, Field(ge=0, le=1_000_000)]
Level = Annotated[int, Field(ge=0, le=4)]
_LIST = ", ".join(FUNCTIONS)


class ProspectPlace(Body):
    """One country of a prospect."""

    country: Country
    headcount: Annotated[int, Field(ge=1, le=1_000_000)]
    functions: list[Function] = Field(
        min_length=1, max_length=30, description=f"Of {_LIST}; any other business function in small letters."
    )
    entity: str = Field("", max_length=160, description="The company that employs there; empty for none.")
    registered: bool = Field(False, description="It is registered there as an employer for payroll.")


class ProspectAnswers(Body):
    """What a prospect answers. Amounts are a year's, in minor units of the currency."""

    name: str = Field(min_length=1, max_length=160, examples=["Orchard Foods SARL"])
    currency: Currency
    start: date
    months: Annotated[int, Field(ge=1, le=600, description="How long the contract is to last.")]
    places: list[ProspectPlace] = Field(min_length=1, max_length=advice.MOST_PLACES)
    documented: Level = Field(description="How far processes are written down: 0 none to 4 measured; 2 is documented.")
    levels: dict[str, Level] = Field(default_factory=dict, description="The same for single functions.")
    liability: str = Field("keep", max_length=10, description="keep, share or hand_over.", examples=["keep"])
    self_funded: bool = Field(False, description="The employer pays for benefits itself, without an insurer.")
    growth_percent: int = Field(0, ge=-90, le=500)
    payroll_minor: Minor | None = None
    hires: People | None = Field(None, description="A year.")
    hr_staff: People = Field(0, description="In the HR department of today.")
    hr_cost_minor: Minor | None = None
    systems_minor: Minor | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Orchard Foods SARL", "currency": "USD", "start": "2027-01-01", "months": 24, "documented": 2,
                "places": [
                    {"country": "GB", "headcount": 84, "functions": ["payroll"], "entity": "Orchard Ltd",
                     "registered": True},
                    {"country": "DE", "headcount": 2, "functions": ["employment", "payroll"]},
                ],
                "hr_staff": 3, "hr_cost_minor": 21000000,
            }
        }
    )  # fmt: skip


class AdviceReason(Reply):
    """Why, or why not, a model."""

    model: str
    rule: str = Field(description="The row of the comparison table that says so.")
    text: str
    code: str = Field(description="The rule that refuses it; empty where the rules would allow it.")


class AdviceMissing(Reply):
    """What is missing, and what to do about it."""

    code: str
    text: str


class AdviceCell(Reply):
    """The advice for a function in a country. `model` null: none fits today; `later` fits once nothing is missing."""

    country: str
    function: str
    model: str | None
    later: str | None
    reasons: list[AdviceReason]
    missing: list[AdviceMissing]
    instead: list[AdviceReason]
    implied: bool = Field(description="Not asked for, but it comes with the model.")


class FeeEstimate(Reply):
    """An estimated fee of the first year."""

    model: str
    kind: str
    low_minor: int
    high_minor: int
    how: str
    source: str


class CostYear(Reply):
    """A year of the contract beside the in-house department."""

    number: int
    months: int
    headcount: int
    inhouse_minor: int | None
    low_minor: int
    high_minor: int


class CostEstimate(Reply):
    """What it costs. What no rate is known for stands in `refused`, never in the fees."""

    currency: str
    card: str
    complete: bool = Field(description="All that was asked for has a model and a fee.")
    without_model: int = Field(description="So many functions stay with the client for now.")
    fees: list[FeeEstimate]
    refused: list[str]
    inhouse_minor: int | None
    staff_minor: int | None
    systems_minor: int | None
    years: list[CostYear]
    assumed: list[str]


class ComparisonCell(Reply):
    """A cell of the comparison table; `mark` is for, against or empty."""

    model: str
    text: str
    mark: str


class ComparisonRow(Reply):
    """A row of the comparison table."""

    rule: str
    label: str
    cells: list[ComparisonCell]


class AdviceLine(Reply):
    """An advice that was kept."""

    id: UUID
    client_id: UUID | None = Field(description="Set once drafts were made.")
    name: str
    decided: dict[str, str] = Field(description="Country/function and the model on the day it was kept.")
    made_by: UUID | None
    made_at: datetime
    drafted_at: datetime | None
    drafts: list[UUID]


class Advice(AdviceLine):
    """A kept advice with what its answers give today; `changed` names where that is another model than then."""

    answers: dict[str, Any]
    models: list[str]
    cells: list[AdviceCell]
    notes: list[AdviceMissing]
    estimate: CostEstimate
    comparison: list[ComparisonRow]
    changed: list[str]


class AdviceDraftInto(Body):
    """Where drafts go: a client that is there, or a new one."""

    code: str = Field(min_length=1, max_length=36, description="Begins each draft's code: ENG-1 makes ENG-1-HRO.")
    client_id: UUID | None = None
    client_code: str = Field("", max_length=40, description="The code of a new client, who gets the prospect's name.")


class AdviceDrafted(Reply):
    """The drafts, one for each model that fits."""

    client_id: UUID
    engagements: list[Engagement]
