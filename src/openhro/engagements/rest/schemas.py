"""The bodies and replies of the engagement resources."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Country, Currency, Dated, Minor, Reply
from openhro.engagements import rules

Months = Annotated[int, Field(ge=0, le=1200)]
Share = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6, description="Percent: 2.75 is 2.75 %.")]


class NewEngagement(Body):
    """The head of a contract; nothing binds until both sides have signed."""

    client_id: UUID
    code: str = Field(min_length=1, max_length=40, examples=["ENG-HAL-01"])
    model: str = Field(description="HRO, EOR, PEO, ASO or BPO: says who employs.", max_length=3, examples=["HRO"])
    currency: Currency
    effective_from: date
    effective_to: date | None = Field(None, description="The last day.")
    term_months: Months | None = None
    renewal: str = Field("none", description="none or auto.", max_length=10)
    notice_months: Months = 3
    law: str = Field("", max_length=120, examples=["England and Wales"])
    provider_entity_id: UUID | None = None
    parent_id: UUID | None = Field(None, description="The framework engagement.")
    dpa_ref: str = Field("", max_length=120, description="The signed data-processing agreement; signing needs it.")
    risk_bearer: str = Field("client", max_length=8)
    plan_sponsor: str = Field("", max_length=8, description="Empty takes the model's own.")
    framework: bool = Field(False, description="It holds what its child engagements share: no scope, no prices.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "client_id": "019a9c10-0000-7000-8000-000000000001", "code": "ENG-HAL-01", "model": "HRO",
                "currency": "USD", "effective_from": "2026-03-01", "dpa_ref": "DPA-2026-7",
            }
        }
    )  # fmt: skip


class EngagementChange(Body):
    """The fields of the head that change; after both have signed only by amendment."""

    code: str = Field(None, min_length=1, max_length=40)
    model: str = Field(None, max_length=3)
    currency: Currency = Field(None)
    effective_from: date = Field(None)
    effective_to: date | None = None
    term_months: Months | None = None
    renewal: str = Field(None, max_length=10)
    notice_months: Months = Field(None)
    law: str = Field(None, max_length=120)
    provider_entity_id: UUID | None = None
    parent_id: UUID | None = None
    dpa_ref: str = Field(None, max_length=120)
    risk_bearer: str = Field(None, max_length=8)
    plan_sponsor: str = Field(None, max_length=8)
    framework: bool = Field(None)


class Engagement(Reply):
    """A contract. `moves` are the actions that its state knows; who may take them is another question."""

    id: UUID
    client_id: UUID
    code: str
    model: str
    state: str
    moves: list[str]
    currency: str
    effective_from: date
    effective_to: date | None
    term_months: int | None
    renewal: str
    notice_months: int
    law: str
    provider_entity_id: UUID | None
    parent_id: UUID | None
    framework: bool
    renewals: int = Field(description="How often the term was renewed.")
    dpa_ref: str
    risk_bearer: str
    plan_sponsor: str
    live_from: date | None
    suspended_for: str
    notice_on: date | None
    notice_side: str
    in_breach: list[str] = Field(description="Codes of the model rules that the last nightly check found broken.")
    version: int = Field(description="Give it in If-Match.")

    @staticmethod
    def resolve_moves(row: Any) -> list[str]:
        return list(rules.ALLOWED[row.state])


class NewScopeItem(Body):
    """A piece of work that somebody is responsible for."""

    engagement_id: UUID
    function: str = Field(max_length=40, examples=["payroll"])
    country: Country
    start: date
    last_day: date | None = None
    entity_id: UUID | None = Field(None, description="The client's company whose people it is about.")
    provider_entity_id: UUID | None = None
    process: str = Field("", max_length=80, description="Empty: the whole function.")
    population: str = Field("", max_length=80, description="Empty: everybody.")
    responsibility: str = Field("provider", description="provider, client or shared.", max_length=8)


class ScopeItem(Dated):
    """Who is responsible for a function of one employer on given days."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    function: str
    process: str
    country: str
    entity_id: UUID | None
    provider_entity_id: UUID | None
    population: str
    responsibility: str
    binding: bool = Field(description="False once the engagement was withdrawn.")


class Band(Body):
    """A band of a price: up to and with this many (null: no end), at this rate."""

    upto: Annotated[int, Field(ge=1, le=10**9)] | None
    rate_minor: Minor


class PriceBody(Body):
    """What is charged for which counted thing, in the engagement's currency."""

    code: str = Field(min_length=1, max_length=40, examples=["pepm"])
    kind: str = Field(max_length=20, examples=["pepm"])
    last_day: date | None = None
    rate_minor: Minor | None = None
    rate: Share | None = None
    tiers: list[Band] = Field(default_factory=list, max_length=100)
    tier_mode: str = Field("graduated", max_length=10, description="graduated or volume.")
    count_basis: str = Field("any_day", max_length=12)
    count_on: Annotated[int, Field(ge=-100, le=100)] | None = None
    minimum_minor: Minor | None = None
    cap_minor: Minor | None = None
    functions: list[Annotated[str, Field(max_length=40)]] = Field(default_factory=list, max_length=50)
    entities: list[UUID] = Field(default_factory=list, max_length=500)
    guarantee_days: Annotated[int, Field(ge=-10_000, le=10_000)] | None = None
    index: str = Field("", max_length=40, description="The price index that it follows, as in UK-CPI; empty: none.")
    index_floor: Share | None = Field(None, description="The least that the index counts, in percent.")
    index_cap: Share | None = Field(None, description="The most that the index counts, in percent.")
    index_from: date | None = Field(None, description="The first anniversary; then every year.")
    index_lag_months: Annotated[int, Field(ge=-100, le=100)] = Field(
        2, description="The figure of the month that lies so many months before the anniversary."
    )


class NewPrice(PriceBody):
    """A price from its first day on."""

    engagement_id: UUID
    start: date

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "engagement_id": "019a9c10-0000-7000-8000-000000000002", "code": "pepm", "kind": "pepm",
                "start": "2026-03-01", "minimum_minor": 250000,
                "tiers": [{"upto": 50, "rate_minor": 1800}, {"upto": None, "rate_minor": 1500}],
            }
        }
    )  # fmt: skip


class Price(Dated):
    """A price on its days."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    code: str
    kind: str
    currency: str
    rate_minor: int | None
    rate: Decimal | None
    tiers: list[Band]
    tier_mode: str
    count_basis: str
    count_on: int | None
    minimum_minor: int | None
    cap_minor: int | None
    functions: list[str]
    entities: list[UUID]
    guarantee_days: int | None
    index: str
    index_floor: Decimal | None
    index_cap: Decimal | None
    index_from: date | None
    index_lag_months: int

    @staticmethod
    def resolve_currency(row: Any) -> str:
        return str(row.engagement.currency)

    @staticmethod
    def resolve_tiers(row: Any) -> list[dict[str, Any]]:
        return [{"upto": upto, "rate_minor": minor} for upto, minor in row.tiers]


def price_terms(values: dict[str, Any]) -> rules.PriceTerms:
    """The price of a body as the services take it."""
    tiers = tuple((band["upto"], band["rate_minor"]) for band in values["tiers"])
    several = {name: tuple(values[name]) for name in ("functions", "entities")}
    return rules.PriceTerms(**values | several | {"tiers": tiers})


class PriceSaved(Reply):
    """A saved price, and what the engagement manager should look at again."""

    item: Price
    warnings: list[str]


class Signature(Reply):
    """Somebody's consent to a fingerprint of the terms."""

    id: UUID
    purpose: str = Field(description="contract, amendment or closing.")
    side: str
    signed_by: UUID
    signer: str = Field(description="The name under which somebody was signed in.")
    via: str = Field(description="The way in: web or rest.")
    signed_at: datetime
    terms_hash: str
    document_hash: str = Field(description="SHA-256 of the paper that was signed; empty for a closing.")
    void: bool = Field(description="The terms changed afterwards.")


class Employer(Reply):
    """Who is printed as employer; in co-employment the company that files, and `worksite` the client's."""

    kind: str
    name: str
    address: str
    country: str
    tax_ids: dict[str, str]
    entity_id: UUID | None
    provider_entity_id: UUID | None
    worksite: Employer | None


class Work(Body):
    """A unit of work: a function for the people of one employer in a country on a day."""

    client_id: UUID
    function: str = Field(max_length=40, examples=["payroll"])
    country: Country
    day: date
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    process: str = Field("", max_length=80)


class Coverage(Reply):
    """The contract line that covers a piece of work on a day, and the legal employer that it names."""

    scope_item: ScopeItem
    employer: Employer


class Breach(Reply):
    """A model rule that the scope breaks on a day."""

    code: str
    message: str
    rule: str | None


class LastDay(Body):
    """The last day on which something holds."""

    last_day: date


class Side(Body):
    """For which side somebody acts."""

    side: str = Field(description="client or provider.", max_length=8, examples=["client"])


class GoLive(Body):
    """The first day of service."""

    day: date


class Suspension(Body):
    """Why."""

    reason: str = Field(max_length=12, examples=["non_payment"])


class NoticeGiven(Body):
    """Whose notice, and the last day of service."""

    side: str = Field(description="client or provider.", max_length=8)
    ends_on: date
