"""The bodies and replies of clients, entities, users, roles and tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from openhro.core.actor import Role
from openhro.core.rest import Body, Country, Dated, Reply

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="A short key.", examples=["halden"])]
TaxIds = Annotated[
    dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=60)]],
    Field(max_length=20, examples=[{"EIN": "12-3456789"}]),
]
Jurisdiction = Annotated[str, Field(max_length=10, description="ISO 3166-1 or -2.", examples=["US-CO"])]


class NewClient(Body):
    """A client company: the tenant."""

    code: Code
    name: str = Field(min_length=1, max_length=160, examples=["Halden Instruments Group"])
    brand_name: str = Field("", max_length=80)
    brand_colour: str = Field("#1f4f82", max_length=7)
    country: Country | None = Field(None, description="Gives zone and locale where these are not said.")
    zone: str = Field("", max_length=60, description="IANA time zone.", examples=["America/Denver"])
    locale: str = Field("", max_length=12, description="Without it, as the country (or the zone's) writes.")


class Client(Reply):
    """A client company."""

    id: UUID
    code: str
    name: str
    brand_name: str
    brand_colour: str
    zone: str
    locale: str


class NewEntity(Body):
    """A company of the client that can employ."""

    client_id: UUID
    code: Code
    name: str = Field(min_length=1, max_length=160, examples=["Halden Instruments Ltd"])
    country: Country
    address: str = Field("", max_length=1_000)
    tax_ids: TaxIds = Field(default_factory=dict)
    sites: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(default_factory=list, max_length=200)


class Entity(Reply):
    """A company of the client."""

    id: UUID
    client_id: UUID
    code: str
    name: str
    country: str
    address: str
    tax_ids: dict[str, str]
    sites: list[str]


class NewRegistration(Body):
    """A registration of an entity with an authority."""

    entity_id: UUID
    type: str = Field(max_length=40, examples=["payroll_withholding"])
    jurisdiction: Jurisdiction
    start: date
    last: date | None = Field(None, description="The last day; null is open.")


class Registration(Dated):
    """A registration with the days on which it holds."""

    id: UUID
    client_id: UUID
    entity_id: UUID
    type: str
    jurisdiction: str
    number: str


class NewProviderEntity(Body):
    """A company of the provider."""

    code: Code
    name: str = Field(min_length=1, max_length=160, examples=["Northbridge Deutschland GmbH"])
    country: Country
    address: str = Field("", max_length=1_000)
    tax_ids: TaxIds = Field(default_factory=dict)


class NewProviderRegistration(Body):
    """A registration or licence of a company of the provider."""

    entity_id: UUID
    type: str = Field(max_length=40, examples=["labour_leasing"])
    jurisdiction: Jurisdiction
    valid_from: date
    number: str = Field("", max_length=60)


class ProviderRegistration(Reply):
    """A registration or licence of a company of the provider."""

    id: UUID
    entity_id: UUID
    type: str
    jurisdiction: str
    number: str
    valid_from: date
    valid_to: date | None = Field(description="The last day.")


class ProviderEntity(Reply):
    """A company of the provider; in EOR and PEO it employs or co-employs."""

    id: UUID
    code: str
    name: str
    country: str
    address: str
    tax_ids: dict[str, str]
    registrations: list[ProviderRegistration]


class Invitation(Body):
    """Who is to work for or at a client, and in which role."""

    client_id: UUID
    username: str = Field(min_length=1, max_length=60, pattern=r"^\S+$")
    name: str = Field(min_length=1, max_length=120)
    email: str = Field(max_length=254, examples=["hannah@example.org"])
    role: Role
    entity_id: UUID | None = Field(None, description="The company at which they work: gives zone and locale.")
    locale: str = Field("", max_length=12)
    zone: str = Field("", max_length=60)


class User(Reply):
    """Somebody who can sign in."""

    id: UUID
    username: str
    name: str
    email: str
    is_active: bool


class NewGrant(Body):
    """A role at a client; without a client at every one, now and later."""

    user_id: UUID
    role: Role
    client_id: UUID | None = None
    start: date | None = Field(None, description="Null: today.")
    functions: list[Annotated[str, Field(max_length=30)]] = Field(
        default_factory=list, max_length=20, description="Of a specialist; empty means those of the role."
    )


class Grant(Reply):
    """A role that a user holds on given days."""

    id: UUID
    user_id: UUID
    name: str
    username: str
    client_id: UUID | None
    role: str
    functions: list[str]
    valid_from: date
    valid_to: date | None = Field(description="The last day.")

    @staticmethod
    def resolve_name(row: Any) -> str:
        return str(row.user.name)

    @staticmethod
    def resolve_username(row: Any) -> str:
        return str(row.user.username)


class GrantEnd(Body):
    """The last day of a role."""

    last_day: date


class NewToken(Body):
    """A key with which a program acts as oneself."""

    name: str = Field(min_length=1, max_length=80, examples=["Payroll bridge"])
    days: Annotated[int, Field(ge=1, le=366)] = 90


class Token(Reply):
    """An API token; its text cannot be read again."""

    id: UUID
    name: str
    made_at: datetime
    expires_at: datetime


class TokenMade(Token):
    """A new token, with the text that is shown this once."""

    token: str


class Membership(Reply):
    """A client that one works for or at, and the roles that one holds there."""

    id: UUID
    code: str
    name: str
    zone: str
    roles: list[str]


class Me(Reply):
    """The signed-in user. `everywhere` are the roles held at every client."""

    id: UUID
    username: str
    name: str
    email: str
    locale: str
    zone: str
    everywhere: list[str]
    clients: list[Membership] = Field(description="The first 200; `GET /clients` has all.")


class Profile(Body):
    """The own fields that change."""

    name: str = Field(None, min_length=1, max_length=120)
    locale: str = Field(None, max_length=12)
    zone: str = Field(None, max_length=60)


class PasswordChange(Body):
    """The present password proves who asks."""

    old: str = Field(max_length=200)
    new: str = Field(max_length=200)
