"""What callers hand to the services: frozen descriptions of a person, an employment, a post, pay and a bank account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody new; `external_id` is the client's own key, one a person."""

    external_id: str
    given_name: str
    family_name: str
    preferred_name: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalNumber:
    """A state's number for a person; the country follows from the kind, but for OTHER."""

    kind: str
    value: str = field(repr=False)
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody new with a national number; `known_different`: somebody alike is here, and this is another person."""

    person: NewPerson
    national_id: NationalNumber | None = None
    known_different: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where somebody lives, from `since` on (None: today)."""

    line1: str
    city: str
    country: str
    line2: str = ""
    region: str = ""
    postcode: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An employment: with the client's entity, the provider's, or both (co-employment)."""

    external_id: str
    start: date
    country: str
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    engagement_id: UUID | None = None
    number: str = ""
    continuous_service_from: date | None = None
    bridging_months: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """How an employment ends: its last day, why, and whether the employer would have liked to keep the person."""

    end: date
    reason: str
    regretted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What somebody does, where, and under whom (the manager's employment)."""

    job_title: str
    site: str = ""
    department: str = ""
    cost_centre: str = ""
    manager_id: UUID | None = None
    fte: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Agreed pay for one unit of the basis, in minor units of the currency."""

    basis: str
    amount_minor: int
    currency: str
    hours_week: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account to pay into. ach: routing and account; bacs: sort code and account; sepa: IBAN as account, BIC."""

    scheme: str
    holder: str
    account: str = field(default="", repr=False)
    routing: str = field(default="", repr=False)
    kind: str = "checking"
    priority: int = 1
    split: str = "remainder"
    split_minor: int | None = None
    split_percent: Decimal | None = None
