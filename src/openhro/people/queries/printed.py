"""What payslips, registers and payment files print of many people at once; everybody also reaches what is their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from openhro.core.actor import Actor
from openhro.core.permission import Permission, permit
from openhro.people.models import LIVING, Address, Assignment, Employment, NationalId, PayTerms, Person
from openhro.people.permissions import ADDRESS_VIEW, PAY_VIEW, PERSON_VIEW
from openhro.people.queries.person import masked
from openhro.people.queries.persons import beginning_with
from openhro.people.rules.fields import POSTCODE_FIRST


@dataclass(frozen=True, slots=True)
class Terms:
    """Pay terms on the days from `first` to before `until` (None: open); the amount is for one unit of the basis."""

    first: date
    until: date | None
    basis: str
    amount_minor: int
    hours_week_hundredths: int


@dataclass(frozen=True, slots=True)
class Named:
    """Who an employment is, as a list shows it; `number` is the staff number, without one the external id."""

    employment_id: UUID
    person_id: UUID
    number: str
    name: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Printed:
    """Who an employment is, as a document prints it on a day; of the national number only the last characters."""

    named: Named
    address: tuple[str, ...]
    national_id: str
    job_title: str
    department: str


def names_of(by: Actor, client_id: UUID, employment_ids: Collection[UUID]) -> dict[UUID, Named]:
    """Names and staff numbers of some employments of a client."""
    _permit(by, PERSON_VIEW, client_id, employment_ids)
    rows = Employment.objects.filter(client_id=client_id, pk__in=employment_ids).select_related("person")
    return {
        job.pk: Named(
            job.pk, job.person_id, job.number or job.external_id,
            f"{job.person.given_name} {job.person.family_name}", job.start, job.end,
        )
        for job in rows
    }  # fmt: skip


def employments_named(by: Actor, client_id: UUID, text: str, most: int = 2_000) -> list[UUID]:
    """The employments of a client whose person's name begins with these words, or that have this number or id."""
    permit(by, PERSON_VIEW, client_id)
    jobs = Employment.objects.filter(client_id=client_id)
    people = Person.objects.filter(beginning_with(text), client_id=client_id)
    word = text.replace("\0", "").strip()[:60]
    found = jobs.filter(Q(person__in=people) | Q(number=word) | Q(external_id=word))
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def printed(by: Actor, client_id: UUID, employment_ids: Collection[UUID], day: date) -> dict[UUID, Printed]:
    """What a document of that day prints of some employments: three more reads, however many they are."""
    _permit(by, ADDRESS_VIEW, client_id, employment_ids)
    named = names_of(by, client_id, employment_ids)
    people = {row.person_id for row in named.values()}
    homes = Address.objects.filter(LIVING, client_id=client_id, person_id__in=people, valid__contains=day)
    lines = {home.person_id: _lines(home) for home in homes}
    countries = dict(Employment.objects.filter(pk__in=list(named)).values_list("pk", "country"))
    held = NationalId.objects.filter(LIVING, client_id=client_id, person_id__in=people)
    numbers = {(who, country): last4 for who, country, last4 in held.values_list("person_id", "country", "last4")}
    posts = Assignment.objects.filter(LIVING, client_id=client_id, employment_id__in=list(named))
    last: dict[UUID, Assignment] = {}
    for post in posts.filter(valid__startswith__lte=day).order_by("valid"):
        last[post.employment_id] = post
    return {
        job: Printed(
            row, lines.get(row.person_id, ()),
            masked(numbers[(row.person_id, countries[job])]) if (row.person_id, countries[job]) in numbers else "",
            last[job].job_title if job in last else "", last[job].department if job in last else "",
        )
        for job, row in named.items()
    }  # fmt: skip


def terms_of(by: Actor, client_id: UUID, employment_id: UUID, first: date, last: date) -> list[Terms]:
    """The pay terms of one employment on the days of a period, in their order."""
    _permit(by, PAY_VIEW, client_id, [employment_id])
    span = DateRange(first, last, "[]")
    rows = PayTerms.objects.filter(LIVING, client_id=client_id, employment_id=employment_id, valid__overlap=span)
    return [
        Terms(row.valid.lower, row.valid.upper, row.basis, row.amount_minor, int((row.hours_week or 0) * 100))
        for row in rows.order_by("valid")
    ]


def own_employments(by: Actor) -> frozenset[UUID]:
    """The employments of the actor's own persons, at whichever clients."""
    if by.user is None:
        return frozenset()
    return frozenset(Employment.objects.filter(person__user_id=by.user).values_list("pk", flat=True))


def _permit(by: Actor, permission: Permission, client_id: UUID, employment_ids: Collection[UUID]) -> None:
    """What is one's own needs no role; everything else needs the permission."""
    if by.user is None or not set(employment_ids) or not set(employment_ids) <= own_employments(by):
        permit(by, permission, client_id)


def _lines(home: Address) -> tuple[str, ...]:
    if home.country in POSTCODE_FIRST:
        parts = (home.line1, home.line2, f"{home.postcode} {home.city}".strip(), home.region)
    else:
        parts = (home.line1, home.line2, home.city, " ".join(filter(None, (home.region, home.postcode))))
    return tuple(filter(None, parts))
