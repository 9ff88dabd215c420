"""The bodies of payroll's requests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Country, Currency, Minor

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Name = Annotated[str, Field(max_length=80)]
Days = Annotated[int, Field(ge=0, le=60)]
Facts = Annotated[
    dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=80)]], Field(max_length=200)
]


class NewGroup(Body):
    """A pay group: one legal employer (the client's or the provider's), country pack, calendar and currency."""

    client_id: UUID
    code: Code = Field(examples=["uk-monthly"])
    name: str = Field(min_length=1, max_length=120)
    country: Country
    pack: str = Field(max_length=8, examples=["gb"])
    currency: Currency
    frequency: str = Field(max_length=20, examples=["monthly"])
    zone: str = Field(max_length=60, examples=["Europe/London"])
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    day_rule: str = Field("working_days", max_length=20, description="How a part period is paid.")
    originator: dict[Name, dict[Name, Name]] = Field(
        default_factory=dict, description="The paying account by scheme; it is kept encrypted and cannot be read.",
        examples=[
            {"bacs": {"sun": "123456", "sort_code": "204060", "account": "12345678", "name": "HALDEN"}},
            {"sepa": {"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "name": "HALDEN"}},
        ],
    )  # fmt: skip
    accounts: dict[Name, Name] = Field(default_factory=dict, description="General-ledger accounts.")


class NewPeriods(Body):
    """The next periods of a group's calendar. The leads are banking days before the pay date."""

    group_id: UUID
    first: date
    count: Annotated[int, Field(ge=1, le=400)]
    pay_day: Annotated[int, Field(ge=-60, le=60)] = Field(
        description="For months the day of the month (31 is the last); for weeks the days after the period's end."
    )
    input_lead: Days = 5
    approval_lead: Days = 3
    funding_lead: Days = 2
    release_lead: Days = 2
    hour: Annotated[int, Field(ge=0, le=23)] = 17


class NewElement(Body):
    """A line by the client's own name; `category` is the pack's pay column that it adds to."""

    client_id: UUID
    pack: str = Field(max_length=8, examples=["gb"])
    code: Code = Field(examples=["overtime"])
    name: str = Field(min_length=1, max_length=80)
    category: str = Field(max_length=60, examples=["overtime_pay"])
    unit: str = Field("amount", max_length=10, description="salary, amount, hours or units.")
    multiplier_micro: Annotated[int, Field(ge=0, le=10**9)] = Field(
        1_000_000, description="Millionths: 1.5 x hourly rate is 1500000."
    )
    gl_account: str = Field("", max_length=40)
    sort: Annotated[int, Field(ge=0, le=32_000)] = 100


class NewMember(Body):
    """An employment that is paid in the group on these days."""

    employment_id: UUID
    start: date
    last: date | None = None


class NewMembers(Body):
    """The employments that are paid in a group; who is in it already is left as is."""

    members: list[NewMember] = Field(min_length=1, max_length=5_000)


class MembershipEnd(Body):
    """The last day on which the group pays somebody."""

    last: date


class MembershipMove(Body):
    """The group that pays somebody from a day on; it belongs to the same employer."""

    to_group_id: UUID
    start: date


class NewTaxFacts(Body):
    """Somebody's tax facts from a day on, by the pack's names; empty ones are left out."""

    employment_id: UUID
    client_id: UUID
    pack: str = Field(max_length=8, examples=["gb"])
    start: date
    facts: Facts = Field(examples=[{"tax_code": "1257L", "ni_letter": "A"}])


class NewRecurring(Body):
    """A line of every period from a day to a last day."""

    employment_id: UUID
    element_id: UUID
    amount_minor: Minor
    start: date
    last: date | None = None


class NewOpeningBalance(Body):
    """Year-to-date figures of the old system up to the pay date `as_of`, by the pack's accumulator names."""

    group_id: UUID
    employment_id: UUID
    as_of: date
    values: Facts
    source: str = Field(max_length=120, examples=["Old payroll, September 2026"])


class NewInput(Body):
    """One line: either an amount, or units (hours, pieces) with or without a rate of their own."""

    period_id: UUID
    employment_id: UUID
    element_id: UUID
    external_id: str = Field(max_length=80, description="Your own id: the same again changes the line.")
    units: Annotated[Decimal, Field(max_digits=12, decimal_places=4)] | None = None
    rate_minor: Minor | None = None
    amount_minor: Minor | None = None
    note: str = Field("", max_length=200)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "period_id": "019a9c10-0000-7000-8000-000000000005",
                "employment_id": "019a9c10-0000-7000-8000-000000000006",
                "element_id": "019a9c10-0000-7000-8000-000000000007", "external_id": "OT-1", "units": "7.5",
            }
        }
    )  # fmt: skip


class NewLateInput(Body):
    """What came after the cut-off, why, and who sees to it; it changes no result."""

    period_id: UUID
    payload: dict[Name, Annotated[str, Field(max_length=300)]] = Field(
        max_length=50, description="The line as it came."
    )
    cause: str = Field(max_length=20, description="client, provider, employee or system.")
    owner: str = Field(max_length=80)


class Settlement(Body):
    """What became of a late input."""

    how: str = Field(max_length=120)


class NewRun(Body):
    """The period whose regular run is opened."""

    period_id: UUID


class Reason(Body):
    """Why; a named person stands for it."""

    reason: str = Field(max_length=200)


class Approval(Body):
    """The hash of the results that one looked at: other results are not approved."""

    seen: str = Field(max_length=64, description="`result_hash` of the run.")
    note: str = Field("", max_length=300)


class Preparation(Approval):
    """The preparer also says how many people have an error (`left_out` of the run), and why it may go on."""

    left_out: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    left_out_why: str = Field("", max_length=300)


class Funding(Body):
    """How the money came; it covers the whole cash requirement."""

    how: str = Field(max_length=20, description="cleared_funds or credit_decision.")
    reference: str = Field(max_length=120)
    amount_minor: Minor


class Filings(Body):
    """What was filed, under which reference."""

    filings: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=120)]] = Field(
        max_length=50, examples=[{"FPS": "A-123"}]
    )


class Answer(Body):
    """Why this is right, in a sentence."""

    answer: str = Field(max_length=300)
