"""Factories of people: a client with entities, and somebody employed there with a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from tests import make

from openhro.clients.models import Client, LegalEntity, ProviderEntity, User
from openhro.core.actor import Actor, Role, system
from openhro.core.errors import Refused
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.people import models, services
from openhro.people.models import Employment, Person

START = date(2026, 1, 5)


@dataclass
class House:
    """A client with a company in each of two countries, its HR user and a payroll specialist."""

    client: Client
    us: LegalEntity
    uk: LegalEntity
    hr: Actor
    pay: Actor


def house() -> House:
    client = make.client()
    with scope(system()):
        us = LegalEntity.objects.create(client=client, code="us", name="Acme Inc.", country="US")
        uk = LegalEntity.objects.create(client=client, code="uk", name="Acme Ltd", country="GB")
    return House(client, us, uk, actor(Role.CLIENT_HR, client), actor(Role.PAYROLL_SPECIALIST, client))


def actor(role: Role, *clients: Client) -> Actor:
    """Somebody in a role, like `make.actor`, but without a password: hashing one is the slowest step of a test."""
    user = login()
    for at in clients or (None,):
        make.grant(user, role, at)
    return make.as_actor(user)


def login() -> User:
    user = User(username=make.unique("user"), name="Robin Example")
    user.set_unusable_password()
    user.save()
    return user


def provider_entity(country: str = "DE") -> ProviderEntity:
    return ProviderEntity.objects.create(code=make.unique("nb"), name=f"Northbridge {country}", country=country)


def new_person(**values) -> services.NewPerson:
    given = {"external_id": make.unique("p"), "given_name": "Tom", "family_name": make.unique("Okafor")} | values
    return services.NewPerson(**given)


def person(house: House, **values) -> Person:
    with scope(house.hr):
        return services.add_person(house.hr, house.client.pk, new_person(**values))


def terms(house: House, **values) -> services.Terms:
    given = {"external_id": make.unique("e"), "start": START, "country": "GB", "entity_id": house.uk.pk} | values
    return services.Terms(**given)


def post(**values) -> services.Post:
    return services.Post(**({"job_title": "Technician", "site": "Leeds", "department": "Assembly"} | values))


def pay(amount_minor: int = 3_200_000, **values) -> services.Pay:
    given = {"basis": "annual", "amount_minor": amount_minor, "currency": "GBP", "hours_week": Decimal("37.5")} | values
    return services.Pay(**given)


def bacs(**values) -> services.Account:
    given = {"scheme": "bacs", "holder": "T Okafor", "routing": "20-00-00", "account": "55779911"} | values
    return services.Account(**given)


def hired(house: House, manager: Employment | None = None, **values) -> Employment:
    """Somebody hired at the UK company with pay and a bank account; `values` are those of the person."""
    someone = person(house, **values)
    with scope(house.hr):
        return services.hire(
            house.hr,
            someone.pk,
            terms(house),
            post=post(manager_id=manager.pk if manager else None),
            pay=pay(),
            account=bacs(),
        )


def employee(house: House, job: Employment, role: Role = Role.EMPLOYEE) -> Actor:
    """The person of an employment, signed in."""
    user = login()
    make.grant(user, role, house.client)
    with scope(house.hr):
        services.link_user(house.hr, job.person_id, user.pk)
    return make.as_actor(user)


def refused(kind: type[Refused], by: Actor, service, *args, **kwargs) -> Refused:
    """The refusal of a call, after making sure that it wrote nothing at all."""
    before = written()
    with pytest.raises(kind) as caught, scope(by):
        service(by, *args, **kwargs)
    assert written() == before
    return caught.value


def act(by: Actor, service, *args, **kwargs):
    """Call one service or query as somebody."""
    with scope(by):
        return service(by, *args, **kwargs)


def written() -> dict[str, list]:
    """Every row of every table of people, and the journal: a refused call changes none of them."""
    tables = (
        models.Person, models.PersonBefore, models.NationalId, models.Employment, models.Address, models.Assignment,
        models.PayTerms, models.BankAccount, JournalEntry,
    )  # fmt: skip
    with scope(system()):
        return {
            table.__name__: [str(row) for row in table._base_manager.order_by("pk").values_list()] for table in tables
        }
