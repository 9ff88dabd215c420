"""What a pay run must know of the people it pays, in a handful of reads however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.people.models import LIVING, Address, BankAccount, Employment, NationalId
from openhro.people.permissions import PERSON_VIEW
from openhro.people.queries.counts import _of_employer, pay_terms


@dataclass(frozen=True, slots=True)
class Terms:
    """Pay terms on the days from `first` to before `until` (None: open); the amount is for one unit of the basis."""

    first: date
    until: date | None
    basis: str
    amount_minor: int
    hours_week_hundredths: int


@dataclass(frozen=True, slots=True)
class PayRosterRow:
    """One employment of a pay period; `end` is the last day. The terms are those of the period, in order of days."""

    employment_id: UUID
    person_id: UUID
    start: date
    end: date | None
    terms: tuple[Terms, ...]
    has_bank: bool
    has_national_id: bool
    has_address: bool
    number: str = ""


def pay_roster(
    by: Actor, client_id: UUID, employer_id: UUID, first: date, last: date, *, pay_date: date
) -> list[PayRosterRow]:
    """The employments that one employer pays for a period, with terms and what is in order on the pay date."""
    jobs = _of_employer(by, employer_id, first, last, client_id)
    terms: dict[UUID, list[Terms]] = {}
    for line in pay_terms(by, employer_id, first, last, client_id=client_id):
        hours = int((line.hours_week or 0) * 100)
        terms.setdefault(line.employment_id, []).append(
            Terms(line.first, line.until, line.basis, line.amount_minor, hours)
        )
    accounts = BankAccount.objects.filter(LIVING, client_id=client_id, valid__contains=pay_date)
    banked = set(accounts.values_list("employment_id", flat=True))
    known = set(NationalId.objects.filter(LIVING, client_id=client_id).values_list("person_id", flat=True))
    homes = Address.objects.filter(LIVING, client_id=client_id, valid__contains=pay_date)
    housed = set(homes.values_list("person_id", flat=True))
    rows = jobs.values_list("id", "person_id", "start", "end", "number", "external_id").iterator(20_000)
    return [
        PayRosterRow(
            job,
            person,
            start,
            end,
            tuple(terms.get(job, ())),
            job in banked,
            person in known,
            person in housed,
            number or external_id,
        )
        for job, person, start, end, number, external_id in rows
    ]


def client_of(by: Actor, employment_id: UUID) -> UUID:
    """Whose employment it is; 404 for one of a client that the actor does not serve."""
    found = Employment.objects.filter(pk=employment_id).values_list("client_id", flat=True).first()
    if found is None:
        raise NotFound("employment")
    return found


def check_employments(by: Actor, client_id: UUID, employment_ids: Iterable[UUID]) -> None:
    """Refuse employments that are not this client's: a foreign key alone would take another client's."""
    wanted = set(employment_ids)
    if Employment.objects.filter(client_id=client_id, pk__in=wanted).count() != len(wanted):
        raise NotFound("employment")


def employment_ids(by: Actor, client_id: UUID, external_ids: Iterable[str]) -> dict[str, UUID]:
    """The employments of a client by the external ids that files use; unknown ones are left out."""
    permit(by, PERSON_VIEW, client_id)
    rows = Employment.objects.filter(client_id=client_id, external_id__in=list(external_ids))
    return dict(rows.values_list("external_id", "id"))
