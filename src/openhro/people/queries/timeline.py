"""A person's story: every dated fact and every entry of the journal, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.permission import may
from openhro.people.models import Address, Assignment, BankAccount, Employment, PayTerms, Person, Versioned
from openhro.people.permissions import PERSON_VIEW
from openhro.people.queries.person import hidden_from, masked
from openhro.people.queries.visible import seen


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: from which day it holds, what it is, and when and by whom it was recorded.

    kind: hired, ended, assignment, pay, bank, address or journal. `superseded_at` marks what was corrected since.
    """

    day: date
    kind: str
    title: str
    data: dict[str, Any]
    until: date | None
    recorded_at: datetime
    recorded_by: UUID | None
    superseded_at: datetime | None = None


def timeline(by: Actor, person_id: UUID) -> list[Fact]:
    """All that is known of a person, oldest day first; the journal's entries only for those who see all people."""
    person = seen(by, person_id)
    hidden = hidden_from(by, person)
    jobs = list(person.employments.order_by("start"))
    facts = [*_jobs(jobs), *_posts(jobs)]
    if "pay" not in hidden:
        facts += _pay(jobs)
    if "bank" not in hidden:
        facts += _banks(jobs)
    if "address" not in hidden:
        facts += _homes(person)
    if may(by, PERSON_VIEW, person):
        facts += _journal(by, person, jobs)
    return sorted(facts, key=lambda fact: (fact.day, fact.recorded_at))


def _jobs(jobs: list[Employment]) -> Iterator[Fact]:
    for job in jobs:
        data = {"employment": job.external_id, "country": job.country}
        yield Fact(job.start, "hired", job.external_id, data, None, job.recorded_at, job.recorded_by)
        if job.end:
            yield Fact(job.end, "ended", job.end_reason, data, None, job.recorded_at, job.recorded_by)


def _fact(row: Versioned, kind: str, title: str, **data: Any) -> Fact:
    return Fact(
        row.valid.lower, kind, title, data, row.valid.upper, row.recorded_at, row.recorded_by, row.superseded_at
    )


def _posts(jobs: list[Employment]) -> Iterator[Fact]:
    for row in Assignment.objects.filter(employment__in=jobs).select_related("manager__person"):
        manager = str(row.manager.person) if row.manager else ""
        yield _fact(
            row, "assignment", row.job_title, site=row.site, department=row.department, cost_centre=row.cost_centre,
            manager=manager, fte=str(row.fte),
        )  # fmt: skip


def _pay(jobs: list[Employment]) -> Iterator[Fact]:
    for row in PayTerms.objects.filter(employment__in=jobs):
        yield _fact(
            row, "pay", row.reason, basis=row.basis, amount_minor=row.amount_minor, currency=row.currency,
            hours_week=str(row.hours_week) if row.hours_week is not None else None,
        )  # fmt: skip


def _banks(jobs: list[Employment]) -> Iterator[Fact]:
    for row in BankAccount.objects.filter(employment__in=jobs):
        yield _fact(row, "bank", masked(row.last4), scheme=row.scheme, split=row.split, priority=row.priority)


def _homes(person: Person) -> Iterator[Fact]:
    for row in Address.objects.filter(person=person):
        yield _fact(row, "address", row.city, postcode=row.postcode, region=row.region, country=row.country)


def _journal(by: Actor, person: Person, jobs: list[Employment]) -> Iterator[Fact]:
    ids = [str(person.pk), *(str(job.pk) for job in jobs)]
    for entry in journal.history(by, ids).filter(client_id=person.client_id):
        told = journal.EVENTS.get(entry.event)
        title = told.tells if told else entry.event
        data = {"event": entry.event, "by": entry.actor_name, "via": entry.via, **entry.data}
        yield Fact(entry.at.date(), "journal", title, data, None, entry.at, entry.actor)
