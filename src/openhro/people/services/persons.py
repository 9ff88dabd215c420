"""Verbs of a person: add, change, number, move house, link to a login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from openhro.clients.queries import actor, check_client
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Forbidden, NotFound, Stale
from openhro.core.permission import may, permit
from openhro.people.models import LIVING, Address, NationalId, Person, PersonBefore
from openhro.people.permissions import OWN_EDIT, PERSON_EDIT
from openhro.people.queries.persons import matches
from openhro.people.queries.secrets import blind_of
from openhro.people.queries.visible import is_own
from openhro.people.rules import Home, NationalNumber, NewPerson, dates, fields, history, identity
from openhro.people.services.records import locked_person, meanwhile, store, versions_of

ADDED = journal.event("people.person_added", "Somebody was added")
CHANGED = journal.event("people.person_changed", "Details of a person changed")
NUMBERED = journal.event("people.national_id_set", "A national number was recorded")
MOVED = journal.event("people.address_set", "A home address was recorded")
LINKED = journal.event("people.user_linked", "A person was given a login")

HOME_FIELDS = ("line1", "line2", "city", "region", "postcode", "country")


@transaction.atomic
def add_person(
    by: Actor, client_id: UUID, new: NewPerson, *,
    national_id: NationalNumber | None = None, home: Home | None = None, known_different: bool = False,
) -> Person:  # fmt: skip
    """Add somebody to a client. Somebody who may be here already is refused with the list, for a rehire keeps the
    person: hire them again, or say that they are `known_different`."""
    permit(by, PERSON_EDIT, client_id)
    check_client(by, client_id)
    values = fields.person(asdict(new))
    dates.check_birth(values["date_of_birth"], clock.today())
    if Person.objects.filter(client_id=client_id, external_id=values["external_id"]).exists():
        raise Conflict("EXTERNAL_ID_TAKEN", f"There is a person {values['external_id']} already.", field="external_id")
    _check_not_here(by, client_id, values, national_id, known_different)
    with meanwhile():
        person = Person.objects.create(client_id=client_id, **values, **fields.name_keys(values))
    journal.record(by, ADDED, person, {"external_id": person.external_id})
    if national_id:
        _number(by, person, national_id)
    if home:
        _move(by, person, home)
    return person


def _check_not_here(
    by: Actor, client_id: UUID, values: Mapping[str, Any], number: NationalNumber | None, known_different: bool
) -> None:
    here = matches(by, client_id, values, number)
    certain = [match for match in here if match.by == "national_id"]
    if certain or (here and not known_different):
        raise Conflict(
            "POSSIBLE_REHIRE",
            "This person may be here already. Hire that person again"
            + ("." if certain else ", or say that this is somebody else."),
            field="national_id" if certain else None,
            detail=[
                {"person": str(match.person_id), "external_id": match.external_id, "by": match.by} for match in here
            ],
        )


@transaction.atomic
def change_person(by: Actor, person_id: UUID, changes: Mapping[str, Any], *, version: int | None = None) -> Person:
    """Correct somebody's details; what they were is kept. People themselves change how they are called and reached."""
    person = locked_person(by, person_id)
    _permit_change(by, person, changes)
    if version is not None and version != person.version:
        raise Stale("STALE", "Somebody changed this person since you opened the page. Reload, and change it again.")
    values = fields.person(changes)
    if "date_of_birth" in values:
        dates.check_birth(values["date_of_birth"], clock.today())
        for start in person.employments.values_list("start", flat=True):
            dates.check_age_at_start(values["date_of_birth"], start)
    before = {name: getattr(person, name) for name, value in values.items() if getattr(person, name) != value}
    if not before:
        return person
    keep_before(by, person, before)
    for name in before:
        setattr(person, name, values[name])
    now = {name: getattr(person, name) for name in ("given_name", "family_name", "preferred_name")}
    person.family_key, person.given_key = fields.name_keys(now).values()
    person.version += 1
    person.save()
    journal.record(by, CHANGED, person, {"fields": sorted(before)})
    return person


def keep_before(by: Actor, person: Person, before: Mapping[str, Any]) -> None:
    """Keep the values that a correction replaces."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    PersonBefore.objects.create(
        client_id=person.client_id, person=person, version=person.version, values=plain, superseded_by=by.user
    )


def _permit_change(by: Actor, person: Person, changes: Mapping[str, Any]) -> None:
    if may(by, PERSON_EDIT, person):
        return fields.check_person_fields(changes, own=False)
    if is_own(by, person):
        permit(by, OWN_EDIT, person)
        return fields.check_person_fields(changes, own=True)
    names = sorted(changes)
    raise Forbidden(
        "FORBIDDEN", f"Your role does not allow changing: {', '.join(names)}.", rule=PERSON_EDIT.name, detail=names
    )


@transaction.atomic
def set_national_id(by: Actor, person_id: UUID, number: NationalNumber) -> NationalId:
    """Record a state's number for a person; an earlier one of its kind is superseded."""
    person = locked_person(by, person_id)
    permit(by, PERSON_EDIT, person)
    return _number(by, person, number)


def _number(by: Actor, person: Person, number: NationalNumber) -> NationalId:
    value = identity.national_id(number.kind, number.value)
    country = identity.KINDS[number.kind][0] or fields.country(number.country)
    blind = blind_of(number.kind, value, country)
    taken = NationalId.objects.filter(LIVING, client_id=person.client_id, kind=number.kind, blind=blind)
    if taken.exclude(person=person).exists():
        raise Conflict("NATIONAL_ID_TAKEN", "Somebody else at this client has this number.", field="national_id")
    held = NationalId.objects.filter(LIVING, person=person, kind=number.kind)
    same = held.filter(blind=blind).first()
    if same and str(same.value) == value:
        return same
    held.update(superseded_at=clock.now())
    made = NationalId(
        client_id=person.client_id, person=person, kind=number.kind, country=country, value=value, blind=blind,
        last4=identity.last4(value), recorded_by=by.user,
    )  # fmt: skip
    with meanwhile():
        made.save(force_insert=True)
    journal.record(by, NUMBERED, person, {"kind": number.kind})
    return made


@transaction.atomic
def set_home(by: Actor, person_id: UUID, home: Home) -> Address:
    """Record where somebody lives from a day on; the address before ends the day before."""
    person = locked_person(by, person_id)
    if not may(by, PERSON_EDIT, person):
        if not is_own(by, person):
            permit(by, PERSON_EDIT, person)
        permit(by, OWN_EDIT, person)
    return _move(by, person, home)


def _move(by: Actor, person: Person, home: Home) -> Address:
    values = fields.home(home)
    day = dates.check_day(home.since or clock.today(), "since")
    rows = list(Address.objects.filter(LIVING, person=person).select_for_update())
    held = versions_of(rows, lambda row: {name: getattr(row, name) for name in HOME_FIELDS})
    # An address is one value: a later one is never mixed with parts of this.
    after = history.splice(held, day, values, stays=frozenset(HOME_FIELDS))
    store(by, person, Address, rows, after)
    if after != held:
        journal.record(by, MOVED, person, {"from": day.isoformat(), "country": values["country"]})
    return Address.objects.get(LIVING, person=person, valid__contains=day)


@transaction.atomic
def link_user(by: Actor, person_id: UUID, user_id: UUID | None) -> Person:
    """Say which login is this person's (None: no longer any)."""
    person = locked_person(by, person_id)
    permit(by, PERSON_EDIT, person)
    if user_id and Person.objects.filter(client_id=person.client_id, user_id=user_id).exclude(pk=person.pk).exists():
        raise Conflict("USER_TAKEN", "This login belongs to another person of this client.", field="user")
    _check_login(by, person.client_id, user_id)
    person.user_id = user_id
    person.version += 1
    person.save(update_fields=["user", "version"])
    journal.record(by, LINKED, person, {"user": str(user_id) if user_id else None})
    return person


def _check_login(by: Actor, client_id: UUID, user_id: UUID | None) -> None:
    """A login must hold a role at the client: others do not exist for it."""
    if user_id is None:
        return
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None or not actor(user, by.via).roles.get(client_id):
        raise NotFound("login")
