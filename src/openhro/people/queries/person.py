"""One person as of a day: employments, assignment, pay and accounts, each only as far as the actor may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import Permission, may
from openhro.people.models import LIVING, Address, Assignment, BankAccount, Employment, NationalId, PayTerms, Person
from openhro.people.permissions import ADDRESS_VIEW, BANK_VIEW, PAY_VIEW
from openhro.people.queries.visible import is_own, seen
from openhro.people.rules import dates


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """The work on a day."""

    since: date
    job_title: str
    site: str
    department: str
    cost_centre: str
    manager_id: UUID | None
    manager: str
    fte: Decimal


@dataclass(frozen=True, slots=True)
class PayView:
    """The pay terms on a day."""

    since: date
    basis: str
    amount_minor: int
    currency: str
    hours_week: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class BankView:
    """An account on a day; of the number only the last characters."""

    id: UUID
    since: date
    scheme: str
    holder: str
    number: str
    kind: str
    priority: int
    split: str
    split_minor: int | None
    split_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """An employment on a day, with what holds on it (for one that ended: on its last day)."""

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
    service: tuple[int, int]
    version: int
    assignment: AssignmentView | None
    pay: PayView | None
    banks: tuple[BankView, ...]


@dataclass(frozen=True, slots=True)
class AddressView:
    """The home on a day."""

    since: date
    lines: tuple[str, ...]
    country: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person on a day. `hidden` names what the actor may not see: bank, pay, address."""

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
    version: int
    national_ids: tuple[tuple[str, str], ...]
    address: AddressView | None
    employments: tuple[EmploymentView, ...]
    hidden: frozenset[str] = field(default=frozenset())


def person(by: Actor, person_id: UUID, as_of: date | None = None) -> PersonView:
    """A person as known now, on a day; 404 for whom the actor does not see."""
    day = as_of or clock.today()
    found = seen(by, person_id)
    hidden = hidden_from(by, found)
    private = "address" in hidden
    jobs = found.employments.select_related("entity", "provider_entity").order_by("start", "external_id", "pk")
    return PersonView(
        found.pk, found.client_id, day, found.external_id, found.given_name, found.family_name, found.preferred_name,
        None if private else found.date_of_birth, "" if private else found.sex, found.email,
        "" if private else found.phone, found.user_id, found.version,
        () if "bank" in hidden else _numbers(found), None if private else _address(found, day),
        tuple(_employment(job, day, hidden) for job in jobs), hidden,
    )  # fmt: skip


def employment(by: Actor, employment_id: UUID, as_of: date | None = None) -> EmploymentView:
    """One employment on a day; 404 where its person is not seen."""
    job = Employment.objects.select_related("entity", "provider_entity").filter(pk=employment_id).first()
    if job is None:
        raise NotFound("employment")
    try:
        found = seen(by, job.person_id)
    except NotFound:
        raise NotFound("employment") from None
    return _employment(job, as_of or clock.today(), hidden_from(by, found))


def person_of(by: Actor, client_id: UUID | None = None) -> PersonView | None:
    """The actor as an employee; None for somebody who is none. At several clients: of the given one, or the first."""
    if by.user is None:
        return None
    own = Person.objects.filter(user_id=by.user)
    found = (own.filter(client_id=client_id) if client_id else own).order_by("pk").first()
    return person(by, found.pk) if found else None


def hidden_from(by: Actor, found: Person) -> frozenset[str]:
    """What of a person stays hidden from the actor; nothing from the person."""
    if is_own(by, found):
        return frozenset()
    shown: dict[str, Permission] = {"bank": BANK_VIEW, "pay": PAY_VIEW, "address": ADDRESS_VIEW}
    return frozenset(name for name, permission in shown.items() if not may(by, permission, found))


def masked(last4: str) -> str:
    """A secret as pages show it."""
    return f"•••• {last4}".strip()


def _numbers(found: Person) -> tuple[tuple[str, str], ...]:
    rows = NationalId.objects.filter(LIVING, person=found).order_by("kind")
    return tuple((row.kind, masked(row.last4)) for row in rows)


def _address(found: Person, day: date) -> AddressView | None:
    row = Address.objects.filter(LIVING, person=found, valid__contains=day).first()
    if row is None:
        return None
    lines = (row.line1, row.line2, row.city, " ".join(filter(None, (row.region, row.postcode))))
    return AddressView(row.valid.lower, tuple(filter(None, lines)), row.country)


def _employment(job: Employment, day: date, hidden: frozenset[str]) -> EmploymentView:
    on = min(max(day, job.start), job.end or date.max)
    names = [company.name for company in (job.entity, job.provider_entity) if company]
    upto = min(day, job.end or date.max)
    return EmploymentView(
        job.pk, job.external_id, job.number, dates.state_on(job.start, job.end, day), job.entity_id,
        job.provider_entity_id, " / ".join(names), job.engagement_id, job.country, job.start, job.end, job.end_reason,
        job.continuous_service_from, dates.complete(job.continuous_service_from, upto), job.version,
        _assignment(job, on), None if "pay" in hidden else _pay(job, on), () if "bank" in hidden else _banks(job, day),
    )  # fmt: skip


def _assignment(job: Employment, day: date) -> AssignmentView | None:
    rows = Assignment.objects.filter(LIVING, employment=job, valid__contains=day).select_related("manager__person")
    row = rows.first()
    if row is None:
        return None
    manager = str(row.manager.person) if row.manager else ""
    return AssignmentView(
        row.valid.lower, row.job_title, row.site, row.department, row.cost_centre, row.manager_id, manager, row.fte
    )


def _pay(job: Employment, day: date) -> PayView | None:
    row = PayTerms.objects.filter(LIVING, employment=job, valid__contains=day).first()
    return (
        None
        if row is None
        else PayView(row.valid.lower, row.basis, row.amount_minor, row.currency, row.hours_week, row.reason)
    )


def _banks(job: Employment, day: date) -> tuple[BankView, ...]:
    on = max(day, job.start)
    rows = BankAccount.objects.filter(LIVING, employment=job, valid__contains=on).order_by("priority")
    return tuple(
        BankView(
            row.pk, row.valid.lower, row.scheme, row.holder, masked(row.last4), row.kind, row.priority, row.split,
            row.split_minor, row.split_percent,
        )
        for row in rows
    )  # fmt: skip
