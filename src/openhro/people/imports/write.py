"""Writing the plans of all rows in a few statements: what goes out of force, what ends, what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from openhro.core import clock
from openhro.core.fields import seal
from openhro.core.ids import uuid7
from openhro.core.jobs import Steps
from openhro.people.imports import bulk
from openhro.people.imports.plan_job import main_account, previous
from openhro.people.imports.sheet import Change, RowPlan, Sheet
from openhro.people.imports.state import HOME_COLUMNS, JOB_COLUMNS, PERSON_COLUMNS
from openhro.people.models import (
    Address,
    Assignment,
    BankAccount,
    Employment,
    NationalId,
    PayTerms,
    Person,
    PersonBefore,
    Versioned,
)  # fmt: skip
from openhro.people.queries.secrets import blind_of
from openhro.people.rules import fields, identity
from openhro.people.services.banks import columns_of
from openhro.people.services.records import POST_FIELDS, pay_columns

Head = tuple[UUID, datetime, UUID | None]


@dataclass(slots=True)
class Rows:
    """Rows to write, by table."""

    head: Head
    new: dict[type[Model], list[Sequence[Any]]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[type[Model], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[type[Model], list[tuple[UUID, DateRange]]] = field(default_factory=lambda: defaultdict(list))
    people: list[Sequence[Any]] = field(default_factory=list)
    jobs: list[Sequence[Any]] = field(default_factory=list)


def write(sheet: Sheet, plans: Sequence[RowPlan], steps: Steps) -> None:
    """Write the plans of all rows; ends of employments that are here already are the caller's."""
    rows = Rows((sheet.client_id, clock.now(), sheet.by.user))
    made: set[UUID] = set()
    for plan in plans:
        if plan.person.new and plan.person.id not in made:
            made.add(plan.person.id)
            _new_person(rows, plan)
        elif plan.person_changes:
            _changed_person(rows, plan)
        _number(rows, plan)
        _job(rows, plan)
        _versions(rows, Address, plan.homes, plan.person.id, HOME_COLUMNS)
        _versions(rows, Assignment, plan.posts, plan.job.id, POST_FIELDS)
        _versions(rows, PayTerms, plan.pays, plan.job.id, _PAY)
        _account(rows, plan)
    _send(rows, steps)


def _new_person(rows: Rows, plan: RowPlan) -> None:
    client_id, now, _ = rows.head
    values = [plan.person.values[name] for name in PERSON_COLUMNS]
    keys = fields.name_keys(plan.person.values)
    rows.new[Person].append([plan.person.id, client_id, *values, keys["family_key"], keys["given_key"], 1, now])


def _changed_person(rows: Rows, plan: RowPlan) -> None:
    person, (client_id, now, user) = plan.person, rows.head
    keys = fields.name_keys(person.values)
    values = [person.values[name] for name in PERSON_COLUMNS]
    rows.people.append([person.id, *values, keys["family_key"], keys["given_key"], person.version + 1])
    old = {n: value.isoformat() if isinstance(value, date) else value for n, value in plan.person_before.items()}
    rows.new[PersonBefore].append([uuid7(), client_id, person.id, person.version, old, now, user])


def _number(rows: Rows, plan: RowPlan) -> None:
    if not plan.national:
        return
    (kind, value, country), (client_id, now, user) = plan.national, rows.head
    if kind in plan.person.numbers:
        rows.gone[NationalId].append(plan.person.numbers[kind][0])
    key = uuid7()
    sealed, blind = seal(value, f"people_nationalid:{key}:value"), blind_of(kind, value, country)
    last4 = identity.last4(value)
    rows.new[NationalId].append([key, client_id, plan.person.id, kind, country, sealed, blind, last4, now, user])


def _job(rows: Rows, plan: RowPlan) -> None:
    job, (client_id, now, user) = plan.job, rows.head
    if job.new:
        values = [job.values[name] for name in JOB_COLUMNS]
        before = previous(job.person, job.values["start"])
        last = before.id if before else None
        rows.new[Employment].append([job.id, client_id, job.person.id, *values, job.engagement_id, last, 1, now, user])
    elif plan.job_changes:
        after = job.values | plan.job_changes
        rows.jobs.append([job.id, after["number"], after["continuous_service_from"]])


def _versions(
    rows: Rows, model: type[Versioned], change: Change | None, owner: UUID, columns: Sequence[str]
) -> None:  # fmt: skip
    if change is None:
        return
    client_id, now, user = rows.head
    kept = {version.key: version for version in change.after if version.key}
    for version in change.before:
        if version.key is None:
            continue
        after = kept.get(version.key)
        if after is None:
            rows.gone[model].append(version.key)
        elif after.until != version.until:
            rows.moved[model].append((version.key, DateRange(version.first, after.until)))
    for version in change.after:
        if version.key is None:
            values = pay_columns(version.values) if model is PayTerms else version.values
            days = DateRange(version.first, version.until)
            rows.new[model].append([uuid7(), client_id, owner, days, now, user, *(values[name] for name in columns)])


def _account(rows: Rows, plan: RowPlan) -> None:
    if not plan.account or not plan.bank_day:
        return
    (client_id, now, user), day, account = rows.head, plan.bank_day, plan.account
    main = main_account(plan.job, day)
    later = [
        valid.lower for _, valid, other in plan.job.banks if other.priority == account.priority and valid.lower > day
    ]
    until = main[1].upper if main else min(later, default=None)
    if main and main[1].lower == day:
        rows.gone[BankAccount].append(main[0])
    elif main:
        rows.moved[BankAccount].append((main[0], DateRange(main[1].lower, day)))
    key, values = uuid7(), columns_of(account)
    for secret in ("routing", "account"):
        values[secret] = seal(values[secret], f"people_bankaccount:{key}:{secret}")
    days = DateRange(day, until)
    rows.new[BankAccount].append([key, client_id, plan.job.id, days, now, user, *(values[name] for name in _BANK)])


def _send(rows: Rows, steps: Steps) -> None:
    """First what goes out of force, then ends, then what is new, owners before what is theirs."""
    _, now, user = rows.head
    made = sum(map(len, rows.new.values()))
    steps.phase(made + len(rows.people) + len(rows.jobs), "records", "writing")
    for model, ids in rows.gone.items():
        bulk.supersede(model, ids, now, user)
    for model, moves in rows.moved.items():
        bulk.update(model, ("id", "valid"), moves)
    for model, columns, changed in (
        (Person, ("id", *PERSON_COLUMNS, "family_key", "given_key", "version"), rows.people),
        (Employment, ("id", "number", "continuous_service_from"), rows.jobs),
    ):
        for part in _parts(changed):
            bulk.update(model, columns, part)
            steps.add(len(part))
    for model, names in _COLUMNS.items():
        for part in _parts(rows.new[model]):
            bulk.insert(model, names, part)
            steps.add(len(part))


def _parts(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    return (rows[first : first + bulk.CHUNK] for first in range(0, len(rows), bulk.CHUNK))


_MARKS = ("recorded_at", "recorded_by")
_OF_JOB = ("id", "client_id", "employment_id", "valid", *_MARKS)
_PAY = ("basis", "amount_minor", "currency", "hours_week", "reason")
_BANK = (
    "scheme", "holder", "routing", "account", "last4", "kind", "priority", "split", "split_minor", "split_percent",
)  # fmt: skip
_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Person: ("id", "client_id", *PERSON_COLUMNS, "family_key", "given_key", "version", "recorded_at"),
    PersonBefore: ("id", "client_id", "person_id", "version", "values", "superseded_at", "superseded_by"),
    NationalId: ("id", "client_id", "person_id", "kind", "country", "value", "blind", "last4", *_MARKS),
    Employment: ("id", "client_id", "person_id", *JOB_COLUMNS, "engagement_id", "previous_id", "version", *_MARKS),
    Address: ("id", "client_id", "person_id", "valid", *_MARKS, *HOME_COLUMNS),
    Assignment: (*_OF_JOB, *POST_FIELDS),
    PayTerms: (*_OF_JOB, *_PAY),
    BankAccount: (*_OF_JOB, *_BANK),
}
