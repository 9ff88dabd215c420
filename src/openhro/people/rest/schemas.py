"""The bodies and replies of people."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Country, Currency, Minor, Reply

Hours = Annotated[Decimal, Field(max_digits=5, decimal_places=2, examples=["37.5"])]
Percent = Annotated[Decimal, Field(max_digits=5, decimal_places=2, examples=["33.33"])]
Text = Annotated[str, Field(max_length=300)]


class NationalNumber(Body):
    """A state's number for a person; it is kept encrypted and shown masked."""

    kind: str = Field(max_length=12, examples=["NINO"])
    value: str = Field(max_length=60, examples=["AB123456C"])
    country: str = Field("", max_length=2, description="Follows from the kind, but for OTHER.")


class Home(Body):
    """Where somebody lives, from `since` on (null: today)."""

    line1: str = Field(max_length=80)
    city: str = Field(max_length=60)
    country: Country
    line2: str = Field("", max_length=80)
    region: str = Field("", max_length=40, description="State or county; in the US the two-letter code.")
    postcode: str = Field("", max_length=16)
    since: date | None = None


class NewPerson(Body):
    """Somebody new; `external_id` is the client's own key."""

    client_id: UUID
    external_id: str = Field(max_length=60, examples=["P-0001"])
    given_name: str = Field(max_length=80, examples=["Priya"])
    family_name: str = Field(max_length=80, examples=["Raman"])
    preferred_name: str = Field("", max_length=80)
    date_of_birth: date | None = None
    sex: str = Field("", max_length=1, description="F, M, X or empty.")
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=30)
    national_id: NationalNumber | None = None
    home: Home | None = None
    known_different: bool = Field(False, description="Somebody alike is here already, and this is another person.")


class PersonChange(Body):
    """The details that are corrected; what they were is kept."""

    given_name: str = Field(None, max_length=80)
    family_name: str = Field(None, max_length=80)
    preferred_name: str = Field(None, max_length=80)
    date_of_birth: date | None = None
    sex: str = Field(None, max_length=1)
    email: str = Field(None, max_length=254)
    phone: str = Field(None, max_length=30)


class PersonRow(Reply):
    """One line of a list: the person, and the employment that matters most on the day."""

    person_id: UUID
    external_id: str
    name: str
    employment_id: UUID | None
    employment_external_id: str
    state: str = Field(description="pre_hire, active, ended or empty.")
    entity_id: UUID | None
    provider_entity_id: UUID | None
    country: str
    start: date | None
    end: date | None
    job_title: str
    site: str
    department: str


class Assignment(Reply):
    """The work on a day."""

    since: date
    job_title: str
    site: str
    department: str
    cost_centre: str
    manager_id: UUID | None = Field(description="The manager's employment.")
    manager: str
    fte: Decimal


class PayTerms(Reply):
    """The pay terms on a day."""

    since: date
    basis: str = Field(description="annual, monthly, weekly, daily or hourly.")
    amount_minor: int = Field(description="For one unit of the basis.")
    currency: str
    hours_week: Decimal | None
    reason: str


class BankAccount(Reply):
    """An account on a day; of the number only the last characters."""

    id: UUID
    since: date
    scheme: str
    holder: str
    number: str = Field(examples=["•••• 9911"])
    kind: str
    priority: int
    split: str
    split_minor: int | None
    split_percent: Decimal | None


class Employment(Reply):
    """An employment on a day, with what holds on it. `pay` and `banks` are empty where `hidden` names them."""

    id: UUID
    external_id: str
    number: str
    state: str
    entity_id: UUID | None
    provider_entity_id: UUID | None
    employer: str
    engagement_id: UUID | None
    country: str
    start: date
    end: date | None
    end_reason: str
    continuous_service_from: date
    service: tuple[int, int] = Field(description="Complete years and months.")
    version: int = Field(description="Of the employment, for `end` and `take_back_end`.")
    assignment: Assignment | None
    pay: PayTerms | None
    banks: list[BankAccount]


class Address(Reply):
    """The home on a day."""

    since: date
    lines: list[str]
    country: str


class MaskedId(Reply):
    """A state's number, masked."""

    kind: str
    number: str = Field(examples=["•••• 456C"])


class Person(Reply):
    """A person on a day."""

    id: UUID
    client_id: UUID
    as_of: date
    external_id: str
    given_name: str
    family_name: str
    preferred_name: str
    date_of_birth: date | None
    sex: str
    email: str
    phone: str
    user_id: UUID | None
    version: int = Field(description="Give it in If-Match.")
    national_ids: list[MaskedId]
    address: Address | None
    employments: list[Employment]
    hidden: list[str] = Field(description="What one may not see: bank, pay, address.")

    @staticmethod
    def resolve_national_ids(view: Any) -> list[dict[str, str]]:
        return [{"kind": kind, "number": number} for kind, number in view.national_ids]

    @staticmethod
    def resolve_hidden(view: Any) -> list[str]:
        return sorted(view.hidden)


class Fact(Reply):
    """One line of a person's story."""

    day: date
    kind: str = Field(description="hired, ended, assignment, pay, bank, address or journal.")
    title: str
    data: dict[str, Any]
    until: date | None = Field(description="The first day on which it no longer holds.")
    recorded_at: datetime
    recorded_by: UUID | None
    superseded_at: datetime | None = Field(description="When it was corrected.")


class Login(Body):
    """Which login is this person's; null: no longer any."""

    user_id: UUID | None


class Post(Body):
    """What somebody does, where, and under whom."""

    job_title: str = Field(max_length=120)
    site: str = Field("", max_length=80)
    department: str = Field("", max_length=80)
    cost_centre: str = Field("", max_length=40)
    manager_id: UUID | None = Field(None, description="The manager's employment.")
    fte: Decimal = Field(Decimal(1), max_digits=5, decimal_places=4)


class Pay(Body):
    """Agreed pay for one unit of the basis."""

    basis: str = Field(max_length=10, description="annual, monthly, weekly, daily or hourly.", examples=["annual"])
    amount_minor: Minor
    currency: Currency
    hours_week: Hours | None = None
    reason: str = Field("", max_length=120)


class Account(Body):
    """A bank account. ach: routing number, account; bacs: sort code, account; sepa: BIC, IBAN; cheque: none."""

    scheme: str = Field(max_length=8, examples=["bacs"])
    holder: str = Field(max_length=70)
    account: str = Field("", max_length=60)
    routing: str = Field("", max_length=30)
    kind: str = Field("checking", max_length=10)
    priority: Annotated[int, Field(ge=-1_000, le=1_000)] = 1
    split: str = Field("remainder", max_length=10, description="remainder, amount or percent.")
    split_minor: Minor | None = None
    split_percent: Percent | None = None


class NewEmployment(Body):
    """An employment with the client's entity, the provider's, or both (co-employment)."""

    person_id: UUID
    external_id: str = Field(max_length=60)
    start: date
    country: Country
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    engagement_id: UUID | None = None
    number: str = Field("", max_length=30, description="The staff number that a payslip prints.")
    continuous_service_from: date | None = None
    bridging_months: Annotated[int, Field(ge=-1_000, le=10_000)] = 0
    post: Post
    pay: Pay | None = None
    account: Account | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "person_id": "019a9c10-0000-7000-8000-000000000003", "external_id": "E-0001", "start": "2026-05-11",
                "country": "US", "entity_id": "019a9c10-0000-7000-8000-000000000004",
                "post": {"job_title": "Engineer", "site": "Denver"},
                "pay": {"basis": "annual", "amount_minor": 7800000, "currency": "USD", "hours_week": "40"},
            }
        }
    )  # fmt: skip


class EmploymentEnd(Body):
    """The last day, and why. `rehome_to`: who the leaver's reports go to, an employment or `next_manager`."""

    end: date
    reason: str = Field(max_length=20, examples=["voluntary"])
    regretted: bool | None = None
    rehome_to: UUID | Literal["next_manager"] | None = Field(None, examples=["next_manager"])


class PostChange(Body):
    """What changes from a day on; later versions take it over unless they changed the same value themselves."""

    employment_id: UUID
    day: date
    job_title: str = Field(None, max_length=120)
    site: str = Field(None, max_length=80)
    department: str = Field(None, max_length=80)
    cost_centre: str = Field(None, max_length=40)
    manager_id: UUID | None = None
    fte: Decimal = Field(None, max_digits=5, decimal_places=4)


class NewPayTerms(Pay):
    """Pay terms from a day on."""

    employment_id: UUID
    day: date


class NewBankAccount(Account):
    """One more account, from a day on."""

    employment_id: UUID
    day: date


class BankReplacement(Account):
    """Another account instead, from a day on."""

    day: date


class Closing(Body):
    """The first day on which an account is no longer used."""

    day: date


class BankAccountRow(Reply):
    """An account as it was written; of the number only the last characters."""

    id: UUID
    client_id: UUID
    employment_id: UUID
    valid_from: date
    valid_to: date | None
    scheme: str
    holder: str
    last4: str
    kind: str
    priority: int
    split: str
    split_minor: int | None
    split_percent: Decimal | None
