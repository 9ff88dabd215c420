"""Writing dated facts: from two lists of versions to rows that are closed, superseded and added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.people.models import Assignment, Employment, PayTerms, Person, Versioned
from openhro.people.queries.visible import visible
from openhro.people.rules.history import Version

Row = TypeVar("Row", bound=Versioned)

POST_FIELDS = ("job_title", "site", "department", "cost_centre", "manager_id", "fte")


def locked_person(by: Actor, person_id: UUID) -> Person:
    """A person whom the actor sees, held against other writers; 404 for all others."""
    found = Person.objects.select_for_update().filter(pk__in=visible(by).filter(pk=person_id).values("pk")).first()
    if found is None:
        raise NotFound("person")
    return found


def locked_employment(by: Actor, employment_id: UUID) -> Employment:
    """An employment of a person whom the actor sees, held together with its person; 404 for all others."""
    owner = Employment.objects.filter(pk=employment_id).values_list("person_id", flat=True).first()
    if owner is None:
        raise NotFound("employment")
    try:
        person = locked_person(by, owner)
    except NotFound:
        raise NotFound("employment") from None
    found = Employment.objects.select_for_update().get(pk=employment_id)
    found.person = person
    return found


@contextmanager
def meanwhile() -> Iterator[None]:
    """Turn what a constraint refuses, because somebody was quicker, into an answer; the checks before saw nothing."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        raise Conflict("CHANGED_MEANWHILE", "Somebody did this at the same moment. Reload, and try again.") from fault


def bounds(row: Versioned) -> tuple[date, date | None]:
    """The first day, and the first day after."""
    return row.valid.lower, row.valid.upper


def versions_of(rows: Iterable[Row], values: Callable[[Row], dict[str, Any]]) -> list[Version]:
    """Living rows as versions, in order."""
    made = [Version(*bounds(row), values(row), row.pk) for row in rows]
    return sorted(made, key=lambda version: version.first)


def post_values(row: Assignment) -> dict[str, Any]:
    """What an assignment says."""
    return {name: getattr(row, name) for name in POST_FIELDS}


def pay_values(row: PayTerms) -> dict[str, Any]:
    """What pay terms say; basis, amount and currency are one value, for a later raise keeps or loses them together."""
    return {"rate": (row.basis, row.amount_minor, row.currency), "hours_week": row.hours_week, "reason": row.reason}


def pay_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns behind `pay_values`."""
    basis, amount_minor, currency = values["rate"]
    return {
        "basis": basis, "amount_minor": amount_minor, "currency": currency,
        "hours_week": values["hours_week"], "reason": values["reason"],
    }  # fmt: skip


def store(
    by: Actor, owner: Person | Employment, model: type[Row], rows: Sequence[Row], versions: Sequence[Version],
    columns: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
) -> list[Row]:  # fmt: skip
    """Make the living rows equal to the versions; returns the rows that were added.

    First rows go out of force, then ends move, then new rows come: the exclusion constraint holds at every step.
    """
    kept = {version.key: version for version in versions if version.key}
    gone = [row for row in rows if row.pk not in kept]
    if gone:
        now = clock.now()
        model._default_manager.filter(pk__in=[row.pk for row in gone]).update(superseded_at=now, superseded_by=by.user)
    moved = [row for row in rows if row.pk in kept and row.valid.upper != kept[row.pk].until]
    for row in sorted(moved, key=lambda row: kept[row.pk].until or date.max):
        row.valid = DateRange(row.valid.lower, kept[row.pk].until)
        row.save(update_fields=["valid"])
    added = []
    links = {"client_id": owner.client_id, "person" if isinstance(owner, Person) else "employment": owner}
    for version in versions:
        if version.key is None:
            days = DateRange(version.first, version.until)
            row = model(valid=days, recorded_by=by.user, **links, **columns(version.values))
            row.save(force_insert=True)
            added.append(row)
    return added
