"""Persons: the list, one as of a day with their story, and corrections."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core.rest import Asked, Page, Router, by_of, listed, page_of, version_of
from openhro.people import queries, services
from openhro.people.rest import schemas

router = Router()


class PeopleFilters(Asked):
    """What a list of people is narrowed to."""

    client_id: UUID
    as_of: date | None = Field(None, description="The people as they are on this day.")
    text: str = Field("", max_length=200, description="Beginnings of names, or a whole id or e-mail.")
    state: str = Field("", max_length=10, description="pre_hire, active or ended.")
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    country: str = Field("", max_length=2)
    site: str = Field("", max_length=80)
    department: str = Field("", max_length=80)
    manager_id: UUID | None = None
    cursor: str = Field("", max_length=400)
    limit: Annotated[int, Field(ge=1, le=500)] = 50


@router.read("/people", Page[schemas.PersonRow])
def list_people(request: HttpRequest, asked: Query[PeopleFilters]) -> Any:
    """A client's people as they are on a day, by family name; a manager sees the own team."""
    values = asked.model_dump()
    client_id, as_of, cursor, limit = (values.pop(name) for name in ("client_id", "as_of", "cursor", "limit"))
    page = queries.people(by_of(request), client_id, queries.Filters(**values), as_of, cursor or None, limit)
    return page_of(page.rows, page.next)


@router.create("/people", schemas.Person, key=True)
def add_person(request: HttpRequest, given: schemas.NewPerson) -> Any:
    """Add somebody. `POSSIBLE_REHIRE` lists who may be the same: hire them again, or say `known_different`."""
    by, values = by_of(request), given.model_dump()
    client_id, known, number, home = (
        values.pop(name) for name in ("client_id", "known_different", "national_id", "home")
    )
    made = services.add_person(
        by, client_id, services.NewPerson(**values), known_different=known,
        national_id=services.NationalNumber(**number) if number else None,
        home=services.Home(**home) if home else None,
    )  # fmt: skip
    return queries.person(by, made.pk)


@router.read("/people/{person_id}", schemas.Person)
def get_person(request: HttpRequest, person_id: UUID, as_of: date | None = None) -> Any:
    """A person as known now, on a day."""
    return queries.person(by_of(request), person_id, as_of)


@router.change("/people/{person_id}", schemas.Person)
def change_person(request: HttpRequest, person_id: UUID, given: schemas.PersonChange) -> Any:
    """Correct details; people themselves change how they are called and reached."""
    by = by_of(request)
    services.change_person(by, person_id, given.model_dump(exclude_unset=True), version=version_of(request))
    return queries.person(by, person_id)


@router.read("/people/{person_id}/timeline", Page[schemas.Fact])
def get_person_timeline(request: HttpRequest, person_id: UUID) -> Any:
    """All that is known of a person, oldest day first."""
    return listed(queries.timeline(by_of(request), person_id))


@router.act("/people/{person_id}/actions/set_national_id", schemas.Person)
def set_national_id(request: HttpRequest, person_id: UUID, given: schemas.NationalNumber) -> Any:
    """Record a state's number; an earlier one of its kind is superseded."""
    by = by_of(request)
    services.set_national_id(by, person_id, services.NationalNumber(**given.model_dump()))
    return queries.person(by, person_id)


@router.act("/people/{person_id}/actions/set_home", schemas.Person)
def set_home(request: HttpRequest, person_id: UUID, given: schemas.Home) -> Any:
    """Record where somebody lives from a day on."""
    by = by_of(request)
    services.set_home(by, person_id, services.Home(**given.model_dump()))
    return queries.person(by, person_id, given.since)


@router.act("/people/{person_id}/actions/link_user", schemas.Person)
def link_user(request: HttpRequest, person_id: UUID, given: schemas.Login) -> Any:
    """Say which login is this person's."""
    by = by_of(request)
    services.link_user(by, person_id, given.user_id)
    return queries.person(by, person_id)


@router.read("/team", Page[schemas.PersonRow])
def list_team(request: HttpRequest, as_of: date | None = None, whole: bool = False) -> Any:
    """Who reports to oneself on a day; `whole` goes down to those who report to them."""
    return listed(queries.team(by_of(request), as_of, whole=whole))


class Headcount(schemas.Reply):
    """Distinct people employed on a day."""

    as_of: date
    headcount: int


@router.read("/headcount", Headcount)
def get_headcount(request: HttpRequest, client_id: UUID, as_of: date) -> Any:
    """How many people a client employs on a day."""
    return {"as_of": as_of, "headcount": queries.headcount(by_of(request), client_id, as_of)}
