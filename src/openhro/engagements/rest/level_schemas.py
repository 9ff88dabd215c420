"""The bodies and replies of service levels."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from openhro.core.rest import Body, Dated, Reply

Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2, description="97.00 is 97 %.")]


class LevelMetric(Reply):
    """Something that can be promised, because a function measures it."""

    code: str
    name: str
    unit: str
    functions: list[str] = Field(description="A contract with one of these in scope needs service levels.")

    @staticmethod
    def resolve_name(row: Any) -> str:
        return str(row.name)

    @staticmethod
    def resolve_unit(row: Any) -> str:
        return str(row.unit)


class NewLevel(Body):
    """One promise."""

    metric: str = Field(max_length=40, examples=["ticket_resolution"])
    target: Percent = Field(examples=["97.00"])
    weight: Percent = Field(examples=["25"])
    minimum: Percent | None = None
    window_months: int = Field(1, ge=1, le=12, description="3 judges each month with the two before it.")
    critical: bool = False
    calendar: str = Field("", max_length=80)
    exclusions: list[str] = Field(
        default_factory=list, max_length=10, description="client_cause, third_party, force_majeure, agreed_outage."
    )
    ramp_months: int = Field(0, ge=0, le=24, description="The first months of service, in which a miss costs nothing.")
    ramp_target: Percent | None = None
    small_volume_n: int = Field(0, ge=0, le=1000, description="Below so many items one miss is allowed.")
    earn_back: bool = False
    expected: Percent | None = Field(None, description="What twelve months must reach on average to earn back.")


class NewLevelSet(Body):
    """All promises of an engagement from a day on, and what stands behind them."""

    engagement_id: UUID
    start: date
    at_risk: Percent = Field(description="Percent of a month's charges that credits can reach.", examples=["12"])
    levels: list[NewLevel] = Field(min_length=1, max_length=50)
    last_day: date | None = None
    multiplier: Annotated[Decimal, Field(ge=1, le=5, max_digits=4, decimal_places=2)] = Decimal("1.5")
    multiplier_after: int = Field(3, ge=1, le=12, description="From which miss in a row the multiplier holds.")
    close_after_days: int = Field(5, ge=0, le=27)


class ServiceLevel(Reply):
    """One promise."""

    id: UUID
    metric: str
    target: Decimal
    weight: Decimal
    minimum: Decimal | None
    window_months: int
    critical: bool
    calendar: str
    exclusions: list[str]
    ramp_months: int
    ramp_target: Decimal | None
    small_volume_n: int
    earn_back: bool
    expected: Decimal | None


class LevelSet(Dated):
    """What is promised on given days."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    at_risk: Decimal
    multiplier: Decimal
    multiplier_after: int
    close_after_days: int
    levels: list[ServiceLevel]

    @staticmethod
    def resolve_levels(row: Any) -> list[Any]:
        return list(row.levels.all())


class Measurement(Reply):
    """A level in a month: (met) of (met + missed), held against the target."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    level_id: UUID
    metric: str
    month: date
    met: int
    missed: int
    excluded: int
    value: Decimal | None
    target: Decimal
    status: str = Field(description="met, small_volume, missed, below_minimum or nothing.")
    ramp: bool
    in_a_row: int
    multiplier: Decimal
    termination_right: bool
    earns_back: list[UUID]
    measured_at: datetime
    closed_at: datetime | None


class LevelEvidence(Reply):
    """A thing that was counted."""

    id: UUID
    measurement_id: UUID
    kind: str
    item_id: UUID
    label: str
    met: bool
    excluded: bool
    excluded_for: str = Field(description="Why it should not count; it does until the client has consented.")
    at: datetime
    because: str
    url: str = Field(description="The page that explains it.")


class LevelMonth(Body):
    """A month, by its first day."""

    month: date = Field(examples=["2026-11-01"])


class ExclusionAsked(Body):
    """Why a row should not count: a ground that the level agreed on, and what happened."""

    ground: str = Field(max_length=20, examples=["client_cause"])
    reason: str = Field(max_length=200)


class LevelCredit(Reply):
    """What a miss costs, or gives back."""

    definition_id: UUID
    metric: str
    value: Decimal | None
    target: Decimal
    weight: Decimal
    multiplier: Decimal
    at_risk_minor: int
    amount_minor: int
    earned_back: bool
    measurement_id: UUID


class PortfolioLine(Reply):
    """An engagement at a glance."""

    engagement_id: UUID
    client_id: UUID
    code: str
    client: str
    model: str
    state: str
    health: str = Field(description="good, watch, bad or unknown.")
    reasons: list[str]
    month: date | None = Field(description="The last month that was measured.")
    met: int
    promised: int
    currency: str
    at_risk_minor: int | None = Field(description="Of the last month that was charged; null where none was.")
    credit_minor: int | None
