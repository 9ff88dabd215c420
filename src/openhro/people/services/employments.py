"""Verbs of an employment: hire (also again), end, and take an end back."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Stale
from openhro.core.permission import permit
from openhro.people.models import LIVING, Assignment, Employment, PayTerms, Person
from openhro.people.permissions import BANK_EDIT, EMPLOYMENT_EDIT, PAY_EDIT
from openhro.people.rules import (
    Account,
    Leaving,
    Newcomer,
    Pay,
    Post,
    Terms,
    dates,
    employers,
    fields,
    history,
    managers,
)
from openhro.people.services import assignments, banks
from openhro.people.services import pay as pays
from openhro.people.services.employer import check_employer, hired
from openhro.people.services.persons import add_person
from openhro.people.services.records import (
    locked_employment,
    locked_person,
    meanwhile,
    pay_columns,
    pay_values,
    post_values,
    store,
    versions_of,
)  # fmt: skip

HIRED = journal.event("people.hired", "Somebody was hired")
REHIRED = journal.event("people.rehired", "Somebody was hired again")
ENDED = journal.event("people.employment_ended", "An employment ends")
REOPENED = journal.event("people.end_taken_back", "The end of an employment was taken back")
REHOMED = journal.event("people.reports_rehomed", "People report to somebody else, because their manager leaves")

NEXT_MANAGER: Literal["next_manager"] = "next_manager"
Rehome = UUID | Literal["next_manager"] | None


@transaction.atomic
def hire(
    by: Actor, person_id: UUID, terms: Terms, *, post: Post, pay: Pay | None = None, account: Account | None = None
) -> Employment:  # fmt: skip
    """Employ a person of a client, at the company that the engagement makes the legal employer.

    A person who worked here before gets a new employment linked to the old one, and keeps the service date where the
    gap is bridged.
    """
    person = locked_person(by, person_id)
    permit(by, EMPLOYMENT_EDIT, person)
    if pay:
        permit(by, PAY_EDIT, person)
    if account:
        permit(by, BANK_EDIT, person)
    job = _begin(by, person, terms)
    assignments.begin_post(by, job, post)
    if pay:
        pays.change_pay(by, job, job.start, fields.pay(pay))
    if account:
        banks.begin_account(by, job, account, job.start)
        banks.check_days(job, job.start)
    event = REHIRED if job.previous_id else HIRED
    journal.record(
        by, event, job, {"external_id": job.external_id, "start": job.start.isoformat(), "country": job.country}
    )
    return job


@transaction.atomic
def hire_new(
    by: Actor, client_id: UUID, who: Newcomer, terms: Terms, *, post: Post, pay: Pay | None = None
) -> Employment:  # fmt: skip
    """Add somebody to a client and employ them: both, or neither."""
    person = add_person(
        by, client_id, who.person, national_id=who.national_id, known_different=who.known_different
    )  # fmt: skip
    return hire(by, person.pk, terms, post=post, pay=pay)


def _begin(by: Actor, person: Person, terms: Terms) -> Employment:
    external_id = fields.text(terms.external_id, "external_id")
    number = fields.text(terms.number, "number")
    fields.country(terms.country)
    dates.check_day(terms.start, "start")
    dates.check_age_at_start(person.date_of_birth, terms.start)
    if not 0 <= terms.bridging_months <= 120:
        raise Invalid("BRIDGING", "Bridge a gap of 0 to 120 months.", field="bridging_months")
    if Employment.objects.filter(client_id=person.client_id, external_id=external_id).exists():
        raise Conflict("EXTERNAL_ID_TAKEN", f"There is an employment {external_id} already.", field="external_id")
    others = list(Employment.objects.filter(person=person))
    new = employers.Hired(external_id, terms.entity_id, terms.provider_entity_id, terms.country, terms.start, None)
    employers.check_employers(new, map(hired, others))
    engagement_id = check_employer(by, person.client_id, terms)
    ended = [job for job in others if job.end and job.end < terms.start]
    previous = max(ended, key=lambda job: job.end or date.min, default=None)
    job = Employment(
        client_id=person.client_id, person=person, external_id=external_id, number=number, entity_id=terms.entity_id,
        provider_entity_id=terms.provider_entity_id, engagement_id=engagement_id, country=terms.country,
        start=terms.start, continuous_service_from=_service_from(terms, previous), previous=previous,
        recorded_by=by.user,
    )  # fmt: skip
    with meanwhile():
        job.save(force_insert=True)
    return job


def _service_from(terms: Terms, previous: Employment | None) -> date:
    given = terms.continuous_service_from
    if given is None:
        before = (previous.end, previous.continuous_service_from) if previous and previous.end else None
        return dates.service_from(terms.start, before, terms.bridging_months)
    if dates.check_day(given, "continuous_service_from") > terms.start:
        raise Invalid(
            "SERVICE_AFTER_START", "Service cannot count from after the start.", field="continuous_service_from"
        )
    return given


@transaction.atomic
def end_employment(
    by: Actor, employment_id: UUID, leaving: Leaving, *, rehome_to: Rehome = None, version: int | None = None
) -> Employment:
    """Let an employment end on a day (or on another day than said before): its assignment and pay end with it.

    Bank accounts stay, for the final pay. Whoever reports to the leaver goes to `rehome_to`, or to the leaver's own
    manager (NEXT_MANAGER); otherwise the end is refused with the list of them.
    """
    job = locked_employment(by, employment_id)
    permit(by, EMPLOYMENT_EDIT, job)
    _check_version(job, version)
    end, reason = dates.check_day(leaving.end, "end"), leaving.reason
    dates.check_order(job.start, end)
    if reason not in fields.END_REASONS:
        raise Invalid("CHOICE", f"Choose one of {', '.join(fields.END_REASONS)}.", field="end_reason")
    _check_others(job, end)
    assignments.lock_managers(job.client_id)
    _rehome(by, job, end, rehome_to)
    _stretch(by, job, end)
    job.end, job.end_reason, job.regretted = end, reason, leaving.regretted
    _save(job)
    journal.record(by, ENDED, job, {"end": end.isoformat(), "reason": reason})
    return job


@transaction.atomic
def take_back_end(by: Actor, employment_id: UUID, *, version: int | None = None) -> Employment:
    """Let an employment that was to end go on: its last assignment and pay go on too."""
    job = locked_employment(by, employment_id)
    permit(by, EMPLOYMENT_EDIT, job)
    _check_version(job, version)
    if job.end is None:
        raise Conflict("NOT_ENDED", "This employment has no end to take back.")
    _check_others(job, None)
    assignments.lock_managers(job.client_id)
    _stretch(by, job, None)
    job.end, job.end_reason, job.regretted = None, "", None
    _save(job)
    journal.record(by, REOPENED, job, {})
    return job


def _check_version(job: Employment, version: int | None) -> None:
    if version is not None and version != job.version:
        raise Stale("STALE", "Somebody changed this employment since you opened the page. Reload, and change it again.")


def _check_others(job: Employment, end: date | None) -> None:
    """A later end may run into an employment that began since."""
    if end is not None and job.end is not None and end <= job.end:
        return
    new = employers.Hired(job.external_id, job.entity_id, job.provider_entity_id, job.country, job.start, end)
    employers.check_employers(new, map(hired, Employment.objects.filter(person_id=job.person_id).exclude(pk=job.pk)))


def _stretch(by: Actor, job: Employment, end: date | None) -> None:
    """Cut the dated facts at the new end, or let the last of them go on to it."""
    was, until = assignments.day_after(job.end), assignments.day_after(end)
    posts, terms = assignments.living(job), pays.living(job)
    held = versions_of(posts, post_values)
    after = _fitted(held, was, until)
    grown = [version for version, old in zip(after, held, strict=False) if old.until != version.until]
    if was and (until is None or until > was):
        assignments.check_managers(job, grown)
    store(by, job, Assignment, posts, after)
    pay_after = _fitted(versions_of(terms, pay_values), was, until)
    store(by, job, PayTerms, terms, pay_after, pay_columns)


def _fitted(held: list[history.Version], was: date | None, until: date | None) -> list[history.Version]:
    longer = history.extend(held, was, until) if was else held
    return history.cut(longer, until) if until else longer


def _rehome(by: Actor, job: Employment, end: date, to: Rehome) -> None:
    """Give everybody who would report to the leaver after the end another manager."""
    until = assignments.day_after(end)
    assert until is not None
    after = Q(valid__endswith__gt=until) | Q(valid__upper_inf=True)
    held = Assignment.objects.filter(LIVING, after, manager=job, client_id=job.client_id)
    reports = list(
        Employment.objects.filter(pk__in=held.values("employment_id")).select_related("person").order_by("external_id")
    )
    if not reports:
        return
    if to is None:
        managers.check_rehomed([(report.external_id, str(report.person)) for report in reports])
    new = _next_manager(job, end) if to == NEXT_MANAGER else to
    if new == job.pk:
        raise Invalid(
            "REHOME_TO_LEAVER", "The new manager is the one who leaves. Choose somebody else.", field="rehome_to"
        )
    for report in reports:
        day = max(until, report.start)
        rows = assignments.living(report)
        posts = versions_of(rows, post_values)
        swapped = history.swap(posts, day, "manager_id", job.pk, new)
        assignments.check_managers(report, [version for version in swapped if version.key is None])
        store(by, report, Assignment, rows, swapped)
    journal.record(by, REHOMED, job, {"to": str(new), "employments": [str(report.pk) for report in reports]})


def _next_manager(job: Employment, end: date) -> UUID:
    edge = [
        edge
        for edge in assignments.edges_of(job.pk)
        if history.Version(edge.span.first, edge.span.until, {}).holds(end)
    ]
    if not edge:
        raise NotFound("manager above the one who leaves")
    return edge[0].manager


def _save(job: Employment) -> None:
    job.version += 1
    job.save(update_fields=["end", "end_reason", "regretted", "version"])


__all__ = ["NEXT_MANAGER", "end_employment", "hire", "hire_new", "take_back_end"]
