"""Heads, days employed and the assignments of a period: what billing counts and payroll books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Q, QuerySet

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Invalid
from openhro.core.permission import permit
from openhro.people.models import LIVING, Assignment, Employment
from openhro.people.permissions import PERSON_VIEW
from openhro.people.queries.persons import Row, rows_of
from openhro.people.queries.visible import in_clients, team_ids
from openhro.people.rules import dates


@dataclass(frozen=True, slots=True)
class EmployedDays:
    """An employment with some day in a month; the dates are those of the employment, not cut to the month."""

    employment_id: UUID
    external_id: str
    start: date
    end: date | None
    entity_id: UUID | None
    provider_entity_id: UUID | None
    person_id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment on the days of a period."""

    employment_id: UUID
    first: date
    until: date | None
    job_title: str
    site: str
    department: str
    cost_centre: str
    fte: Decimal


def headcount(by: Actor, client_id: UUID, day: date) -> int:
    """Distinct people employed at a client on a day."""
    permit(by, PERSON_VIEW, client_id)
    rows = Employment.objects.filter(_touching(day, day), client_id=client_id)
    count: int = rows.aggregate(heads=Count("person", distinct=True))["heads"]
    return count


def employed_days(
    by: Actor, client_id: UUID, month: date, *, entity_id: UUID | None = None, provider_entity_id: UUID | None = None
) -> list[EmployedDays]:  # fmt: skip
    """The employments with any day in the month of `month`, leavers too; of one employer where it is given."""
    permit(by, PERSON_VIEW, client_id)
    first = month.replace(day=1)
    rows = Employment.objects.filter(
        _touching(first, dates.add_months(first, 1) - timedelta(days=1)), client_id=client_id
    )
    if entity_id:
        rows = rows.filter(entity_id=entity_id)
    if provider_entity_id:
        rows = rows.filter(provider_entity_id=provider_entity_id)
    return [
        EmployedDays(
            job.pk, job.external_id, job.start, job.end, job.entity_id, job.provider_entity_id, job.person_id,
            job.number, f"{job.person.given_name} {job.person.family_name}",
        )
        for job in rows.order_by("external_id").select_related("person")
    ]  # fmt: skip


def assignments(
    by: Actor, entity_id: UUID, first_day: date, last_day: date, *, client_id: UUID | None = None
) -> Iterator[AssignmentLine]:  # fmt: skip
    """Every version of an assignment in force on some day of a period, by employment and day."""
    jobs = _of_employer(by, entity_id, first_day, last_day, client_id)
    rows = Assignment.objects.filter(LIVING, employment__in=jobs, valid__overlap=_days(first_day, last_day))
    columns = ("employment_id", "valid", "job_title", "site", "department", "cost_centre", "fte")
    found = rows.order_by("employment_id", "valid").values_list(*columns).iterator(20_000)
    return (AssignmentLine(job, valid.lower, valid.upper, *rest) for job, valid, *rest in found)


def team(by: Actor, day: date | None = None, *, whole: bool = False) -> list[Row]:
    """Who reports to the actor on a day; with `whole`, also those who report to them, and so on down."""
    on = day or clock.today()
    jobs = Employment.objects.filter(pk__in=team_ids(by, on, 40 if whole else 1)).select_related("person")
    return sorted(rows_of({job.person for job in jobs}, on), key=lambda row: (row.name, row.external_id))


def _of_employer(
    by: Actor, entity_id: UUID, first_day: date, last_day: date, client_id: UUID | None
) -> QuerySet[Employment]:  # fmt: skip
    permit(by, PERSON_VIEW, client_id)
    rows = Employment.objects.filter(_touching(first_day, last_day), in_clients(by, PERSON_VIEW))
    rows = rows.filter(Q(entity_id=entity_id) | Q(provider_entity_id=entity_id))
    return rows.filter(client_id=client_id) if client_id else rows


def _touching(first_day: date, last_day: date) -> Q:
    if last_day < first_day:
        raise Invalid("PERIOD", "The last day is before the first.", field="last_day")
    return Q(start__lte=last_day) & (Q(end=None) | Q(end__gte=first_day))


def _days(first_day: date, last_day: date) -> DateRange:
    return DateRange(first_day, last_day + timedelta(days=1))
