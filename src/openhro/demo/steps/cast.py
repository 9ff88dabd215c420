"""The provider with its companies, the clients with theirs, and everybody who signs in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model

from openhro.clients import queries, services
from openhro.core.actor import Actor, Role
from openhro.core.scope import scope
from openhro.demo.screen import Bar
from openhro.demo.story import day
from openhro.demo.world import World, moment

BEGAN = date(2025, 11, 3)


def tell(world: World, bar: Bar) -> None:
    """Companies first, then users: an administrator must be there before anybody else."""
    provider, all_clients = world.story["provider"], world.story["clients"]
    people = list(_users(world))
    bar.total(len(provider["entities"]) + len(all_clients) + len(people))
    _user(world, bar, people[0])
    if queries.provider_name() != provider["name"]:
        world.act("ivan", moment(BEGAN, 9), services.set_provider, provider["name"])
    for company in provider["entities"]:
        _provider_company(world, bar, company)
    for client in all_clients:
        _client(world, bar, client)
    for person in people[1:]:
        _user(world, bar, person)


def _users(world: World) -> list[dict[str, Any]]:
    """Everybody with a login: name, and the roles at which clients (None: at every one)."""
    found: dict[str, dict[str, Any]] = {}
    for staff in world.story["provider"]["staff"]:
        at = [None] if staff["clients"] is None else staff["clients"]
        email = f"{staff['id']}@northbridge.example"
        found[staff["id"]] = {
            "id": staff["id"],
            "name": staff["name"],
            "email": email,
            "roles": [(staff["role"], c) for c in at],
        }
    for client in world.story["clients"]:
        home = f"{client['code']}.example"
        for user in client["users"]:
            found[user["id"]] = {
                "id": user["id"], "name": user["name"], "email": f"{user['id']}@{home}",
                "roles": [(user["role"], client["code"])], "client": client["code"],
            }  # fmt: skip
        for key in client["employee_users"]:
            person = world.story.by_id[key]
            user = found.setdefault(key, {"id": key, "name": person.name, "email": f"{key}@{home}", "roles": []})
            user |= {"client": client["code"], "entity": person.entity}
            user["roles"].append(("EE", client["code"]))
    return list(found.values())


def _provider_company(world: World, bar: Bar, company: dict[str, Any]) -> None:
    with world.acting("ivan", moment(BEGAN, 9)) as by:
        if queries.provider_entities(by).filter(code=company["code"]).exists():
            world.found["company"] += 1
        else:
            values = {name: company[name] for name in ("address", "tax_ids")}
            made = services.add_provider_entity(by, company["code"], company["name"], company["country"], **values)
            for one in company["registrations"]:
                services.register_provider(by, made.pk, one["type"], one["jurisdiction"], valid_from=day(one["from"]))
            world.made["company"] += 1
    bar.add(1, company["name"])


def _client(world: World, bar: Bar, client: dict[str, Any]) -> None:
    with world.acting("ivan", moment(BEGAN, 10)) as by:
        if queries.clients(by).filter(code=client["code"]).exists():
            world.found["company"] += 1 + len(client["entities"])
        else:
            values = {name: client[name] for name in ("brand_name", "brand_colour", "zone", "locale")}
            made = services.add_client(by, client["code"], client["name"], **values)
            for company in client["entities"]:
                more = {name: company[name] for name in ("address", "tax_ids", "sites")}
                entity = services.add_entity(by, made.pk, company["code"], company["name"], company["country"], **more)
                for one in company["registrations"]:
                    services.register_entity(by, entity.pk, one["type"], one["jurisdiction"], start=day(one["from"]))
            world.made["company"] += 1 + len(client["entities"])
    bar.add(1, client["name"])


def _user(world: World, bar: Bar, user: dict[str, Any]) -> None:
    """Somebody with a password and roles. The first one is made by the product itself."""
    maker = "system" if user["id"] == "ivan" else "ivan"
    with world.acting(maker, moment(BEGAN, 11)) as by:
        held = get_user_model().objects.filter(username=user["id"]).first()
        if held is None:
            reader = _reader(world, by, user)
            password = world.story.password
            held = services.invite_user(by, user["id"], user["name"], user["email"], password=password, reader=reader)
            for role, client in user["roles"]:
                at = world.client(client) if client else None
                services.grant_role(by, held.pk, Role(role), at, start=BEGAN)
            world.made["user"] += 1
        else:
            world.found["user"] += 1
    bar.add(1, user["name"])


def _reader(world: World, by: Actor, user: dict[str, Any]) -> queries.Reader | None:
    """How dates are written for somebody: as at their company, else as at their client, else as at the provider."""
    if "client" not in user:
        return None
    place = world.entity(user["client"], user["entity"]) if user.get("entity") else None
    return queries.reader_at(by, world.client(user["client"]), place)


def link(world: World, client: dict[str, Any]) -> None:
    """Say which logins are whose, once the people are here."""
    from openhro.demo import found
    from openhro.people import services as people

    client_id = world.client(client["code"])
    with scope(world.actor("nina")) as by:
        here = found.persons(by, client_id)
    users = dict(get_user_model().objects.filter(username__in=client["employee_users"]).values_list("username", "pk"))
    for key in client["employee_users"]:
        if key in here and here[key][1] is None:
            start = max(world.story.by_id[key].start, date(2026, 3, 2))
            world.act("nina", moment(start, 8), people.link_user, here[key][0], users[key])
