"""What is known already of the people and employments that a file names: loaded once, in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from openhro.core.fields import unseal
from openhro.people.models import LIVING, Address, Assignment, BankAccount, Employment, NationalId, PayTerms, Person
from openhro.people.rules import Account, employers
from openhro.people.rules.history import Version
from openhro.people.services.assignments import lock_managers
from openhro.people.services.records import POST_FIELDS

PERSON_COLUMNS = (
    "external_id", "given_name", "family_name", "preferred_name", "date_of_birth", "sex", "email", "phone",
)  # fmt: skip
HOME_COLUMNS = ("line1", "line2", "city", "region", "postcode", "country")
JOB_COLUMNS = (
    "external_id", "number", "entity_id", "provider_entity_id", "country", "start", "end", "end_reason",
    "continuous_service_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One of a person's employments: what a new one is held against."""

    id: UUID
    hired: employers.Hired
    service_from: date


@dataclass(slots=True)
class PersonState:
    """A person as stored, or as the file will make it."""

    id: UUID
    values: dict[str, Any]
    version: int = 1
    new: bool = False
    homes: list[Version] = field(default_factory=list)
    numbers: dict[str, tuple[UUID, bytes, str]] = field(default_factory=dict)
    jobs: list[Known] = field(default_factory=list)


@dataclass(slots=True)
class JobState:
    """An employment as stored, or as the file will make it."""

    id: UUID
    person: PersonState
    values: dict[str, Any]
    new: bool = False
    engagement_id: UUID | None = None
    posts: list[Version] = field(default_factory=list)
    pays: list[Version] = field(default_factory=list)
    banks: list[tuple[UUID, Any, Account]] = field(default_factory=list)

    def as_hired(self) -> employers.Hired:
        """The employment as the rules see it."""
        names = ("external_id", "entity_id", "provider_entity_id", "country", "start", "end")
        return employers.Hired(*(self.values[name] for name in names))


@dataclass(slots=True)
class State:
    """People and employments by their external ids; employments of managers who are not in the file, by id."""

    people: dict[str, PersonState]
    jobs: dict[str, JobState]
    managers: dict[str, tuple[UUID, UUID, date, date | None]]
    entities: dict[str, UUID]
    providers: dict[str, UUID]


def among(field: str, keys: Iterable[Any], kind: str = "uuid") -> models.Func:
    """The condition that a field is one of any number of keys, which go as one array constant.

    As such it is an index condition or a hash table whatever the statistics say. Placeholders, and a sub-select over
    JSON, were measured: the first cost seconds, the second became a nested loop over a table newly filled.
    """
    quoted = ",".join('"' + str(key).replace("\\", "\\\\").replace('"', '\\"') + '"' for key in keys)
    template = f"%(expressions)s::{kind}[])"
    array = models.Value("{" + quoted + "}")
    return models.Func(
        models.F(field), array, template=template, arg_joiner=" = any(", output_field=models.BooleanField()
    )


def load_people(client_id: UUID, external_ids: Sequence[str]) -> dict[str, PersonState]:
    """The people among these ids, with addresses, national numbers and the dates of all their employments."""
    by_id: dict[UUID, PersonState] = {}
    rows = Person.objects.filter(among("external_id", external_ids, "text"), client_id=client_id)
    locked = rows.order_by("pk").select_for_update()
    for pk, version, *values in locked.values_list("pk", "version", *PERSON_COLUMNS):
        by_id[pk] = PersonState(pk, dict(zip(PERSON_COLUMNS, values, strict=True)), version)
    mine = Q(among("person_id", by_id), client_id=client_id)
    homes = Address.objects.filter(LIVING, mine).values_list("pk", "person_id", "valid", *HOME_COLUMNS)
    for pk, owner, valid, *home in homes:
        there = dict(zip(HOME_COLUMNS, home, strict=True))
        by_id[owner].homes.append(Version(valid.lower, valid.upper, there, pk))
    numbers = NationalId.objects.filter(LIVING, mine).values_list("pk", "person_id", "kind", "blind", "value")
    for pk, owner, kind, blind, sealed in numbers:
        by_id[owner].numbers[kind] = (pk, bytes(blind), unseal(bytes(sealed), f"people_nationalid:{pk}:value"))
    names = ("external_id", "entity_id", "provider_entity_id", "country", "start", "end")
    jobs = Employment.objects.filter(mine).values_list("pk", "person_id", "continuous_service_from", *names)
    for pk, owner, since, *job in jobs:
        by_id[owner].jobs.append(Known(pk, employers.Hired(*job), since))
    for person in by_id.values():
        person.homes.sort(key=lambda version: version.first)
    return {person.values["external_id"]: person for person in by_id.values()}


def load_jobs(client_id: UUID, external_ids: Sequence[str], people: Iterable[PersonState]) -> dict[str, JobState]:
    """The employments among these ids with their dated facts; one of a person not in `people` has a bare owner."""
    owners = {person.id: person for person in people}
    by_id: dict[UUID, JobState] = {}
    rows = Employment.objects.filter(among("external_id", external_ids, "text"), client_id=client_id)
    for pk, owner, *values in rows.order_by("pk").select_for_update().values_list("pk", "person_id", *JOB_COLUMNS):
        person = owners.get(owner) or PersonState(owner, {})
        by_id[pk] = JobState(pk, person, dict(zip(JOB_COLUMNS, values, strict=True)))
    # People, then employments, then the manager graph: every service takes the locks in this order.
    lock_managers(client_id)
    _load_facts(by_id, Q(among("employment_id", by_id), client_id=client_id))
    for job in by_id.values():
        job.posts.sort(key=lambda version: version.first)
        job.pays.sort(key=lambda version: version.first)
    return {job.values["external_id"]: job for job in by_id.values()}


def _load_facts(by_id: dict[UUID, JobState], mine: Q) -> None:
    head = ("pk", "employment_id", "valid")
    for pk, owner, valid, *post in Assignment.objects.filter(LIVING, mine).values_list(*head, *POST_FIELDS):
        values = dict(zip(POST_FIELDS, post, strict=True))
        by_id[owner].posts.append(Version(valid.lower, valid.upper, values, pk))
    names = ("basis", "amount_minor", "currency", "hours_week", "reason")
    for pk, owner, valid, basis, amount, currency, hours, reason in PayTerms.objects.filter(LIVING, mine).values_list(
        *head, *names
    ):
        pay = {"rate": (basis, amount, currency), "hours_week": hours, "reason": reason}
        by_id[owner].pays.append(Version(valid.lower, valid.upper, pay, pk))
    columns = ("scheme", "holder", "routing", "account", "kind", "priority", "split", "split_minor", "split_percent")
    for pk, owner, valid, *bank in BankAccount.objects.filter(LIVING, mine).values_list(*head, *columns):
        given = dict(zip(columns, bank, strict=True))
        for secret in ("routing", "account"):
            given[secret] = unseal(bytes(given[secret]), f"people_bankaccount:{pk}:{secret}")
        by_id[owner].banks.append((pk, valid, Account(**given)))


def load_managers(client_id: UUID, external_ids: Sequence[str]) -> dict[str, tuple[UUID, UUID, date, date | None]]:
    """Employment, person, first and last day of managers who are here already."""
    found = {}
    rows = Employment.objects.filter(among("external_id", external_ids, "text"), client_id=client_id)
    for key, pk, person, start, end in rows.values_list("external_id", "pk", "person_id", "start", "end"):
        found[key] = (pk, person, start, end)
    return found
