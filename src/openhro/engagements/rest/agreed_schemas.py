"""The bodies and replies of what is agreed beside the head: amendments, versions, duties, figures of indices."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from openhro.core.rest import Body, Country, Dated, Reply
from openhro.engagements import rules
from openhro.engagements.rest.schemas import Employer, Months, PriceBody

Percent = Annotated[Decimal, Field(ge=-100, le=100, max_digits=9, decimal_places=6, description="2.6 is 2.6 %.")]
Signed = Annotated[int, Field(ge=-(10**13), le=10**13)]
RoleCodes = Annotated[list[Annotated[str, Field(max_length=8)]], Field(max_length=20)]


class HeadOfChange(Body):
    """The fields of the head that an amendment sets; what is not given stays."""

    effective_to: date | None = None
    term_months: Months | None = None
    renewal: str = Field(None, max_length=10)
    notice_months: Months = Field(None)
    law: str = Field(None, max_length=120)
    provider_entity_id: UUID | None = None
    dpa_ref: str = Field(None, max_length=120)
    risk_bearer: str = Field(None, max_length=8)
    plan_sponsor: str = Field(None, max_length=8)
    currency: str = Field(None, max_length=3, description="Refused with CURRENCY_FIXED: it never changes.")
    model: str = Field(None, max_length=3, description="Refused with HEAD_FIXED: that is another contract.")


class ScopeOfChange(Body):
    """Work that begins on the amendment's day."""

    function: str = Field(max_length=40, examples=["payroll"])
    country: Country
    last_day: date | None = None
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    process: str = Field("", max_length=80)
    population: str = Field("", max_length=80)
    responsibility: str = Field("provider", max_length=8)


class PriceOfChange(PriceBody):
    """A price that begins on the amendment's day."""


class AmendmentChange(Body):
    """One thing that an amendment does: `head`, `scope` or `price`, or the `item_id` of what ends the day before."""

    what: str = Field(
        max_length=12, description="head, add_scope, end_scope, add_price or end_price.", examples=["head"]
    )
    head: HeadOfChange | None = None
    scope: ScopeOfChange | None = None
    price: PriceOfChange | None = None
    item_id: UUID | None = None


class NewAmendment(Body):
    """A change of a signed contract. Only a change request may come in words alone."""

    engagement_id: UUID
    kind: str = Field(
        "amendment", max_length=14, description="amendment or change_request.", examples=["change_request"]
    )
    title: str = Field(min_length=1, max_length=160, examples=["Payroll in Germany from January"])
    reason: str = Field("", max_length=4000)
    effective_on: date
    price_impact_minor: Signed | None = Field(None, description="What it adds to the monthly charge.")
    changes: list[AmendmentChange] = Field(default_factory=list, max_length=200)


class AmendmentRevision(Body):
    """The parts of an amendment that are said anew; the changes as a whole. Signatures become void."""

    kind: str = Field(None, max_length=14)
    title: str = Field(None, min_length=1, max_length=160)
    reason: str = Field(None, max_length=4000)
    effective_on: date = Field(None)
    price_impact_minor: Signed | None = None
    changes: list[AmendmentChange] = Field(None, max_length=200)


class Amendment(Reply):
    """An amendment, a change request, or the record of an indexation (with its calculation)."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    number: int
    kind: str
    state: str
    moves: list[str]
    title: str
    reason: str
    effective_on: date
    price_impact_minor: int | None
    changes: list[dict[str, Any]]
    calculation: dict[str, Any]
    refused_code: str = Field(description="Why it could not take effect on its day; empty: nothing stands against it.")
    drafted_by: UUID | None
    drafted_side: str
    drafted_at: datetime
    agreed_at: datetime | None
    version: int = Field(description="Give it in If-Match.")

    @staticmethod
    def resolve_moves(row: Any) -> list[str]:
        return list(rules.AMENDMENT_ALLOWED[row.state])


class ContractVersion(Reply):
    """A version of the contract on paper; `signed_hash` once it bears both signatures."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    amendment_id: UUID | None
    number: int
    day: date
    terms_hash: str
    hash: str = Field(description="SHA-256 of the bytes that were signed.")
    signed_day: date | None
    signed_hash: str


class Head(Reply):
    """The head of a contract as agreed for a day."""

    code: str
    model: str
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
    dpa_ref: str
    risk_bearer: str
    plan_sponsor: str


class NewDuty(Body):
    """A step of the work and who has which part in it, by role codes."""

    engagement_id: UUID
    function: str = Field(max_length=40, examples=["payroll"])
    process: str = Field("", max_length=80, description="Empty: the whole function.")
    step: str = Field(max_length=40, examples=["approve"])
    name: str = Field(max_length=160, examples=["Approve the pay run"])
    employer_decision: bool = Field(False, description="Then a role of the client answers for it.")
    responsible: RoleCodes = Field(examples=[["CH"]])
    accountable: RoleCodes = Field(description="Exactly one role.", examples=[["CA"]])
    consulted: RoleCodes = Field(default_factory=list)
    informed: RoleCodes = Field(default_factory=list)


class Duty(Dated):
    """A row of the RACI matrix on its days."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    function: str
    process: str
    step: str
    name: str
    employer_decision: bool
    responsible: list[str]
    accountable: str
    consulted: list[str]
    informed: list[str]


class Gap(Reply):
    """What the matrix leaves open, as a sentence."""

    message: str


class Told(Reply):
    """A step in plain words: who does it, and who has the last word."""

    function: str
    step: str
    does: str
    decides: str


class WhoDoesWhat(Reply):
    """The legal employer of somebody's work, and who does what for them; no employer: no contract covers the day."""

    employer: Employer | None
    client: str
    provider: str
    told: list[Told]


class NewIndexValue(Body):
    """By how much a price index rose in the twelve months to a month, and who says so."""

    index: str = Field(max_length=40, examples=["UK-CPI"])
    month: date = Field(description="Any day of it.")
    change: Percent
    source: str = Field(max_length=400, examples=["https://www.ons.gov.uk/economy/inflationandpriceindices"])


class IndexValue(Reply):
    """A figure of a price index."""

    id: UUID
    index: str
    month: date
    change: Decimal
    source: str
    entered_by: UUID | None
    entered_at: datetime
    used_at: datetime | None = Field(description="Since then a price rests on it, and it stays as it is.")
