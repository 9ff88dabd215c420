"""Verbs of companies: the provider's own, the clients, their legal entities and registrations."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.clients import events, permissions, places, rules
from openhro.clients.models import Client, LegalEntity, Provider, ProviderEntity, ProviderRegistration, Registration
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.journal import record
from openhro.core.permission import permit


@transaction.atomic
def set_provider(by: Actor, name: str, colour: str = "#1f4f82") -> Provider:
    """Say whose product this installation is: what the desk's pages and the sign-in page are headed with."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_colour(colour)
    if not name.strip():
        raise Invalid("REQUIRED", "Give the provider's name.", field="name")
    made, _ = Provider.objects.update_or_create(only=True, defaults={"name": name.strip()[:80], "colour": colour})
    record(by, events.PROVIDER_NAMED, made, {"name": made.name})
    return made


@transaction.atomic
def add_provider_entity(by: Actor, code: str, name: str, country: str, **values: Any) -> ProviderEntity:
    """Add a company of the provider."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_code(code)
    rules.check_country(country)
    rules.check_texts({"name": name, **values})
    rules.check_tax_ids(values.get("tax_ids", {}))
    if ProviderEntity.objects.filter(code=code).exists():
        raise Conflict("ENTITY_EXISTS", f"There is an entity {code} already.", field="code")
    entity = ProviderEntity.objects.create(code=code, name=name, country=country, **values)
    record(by, events.PROVIDER_ENTITY_ADDED, entity, {"code": code, "country": country})
    return entity


@transaction.atomic
def register_provider(
    by: Actor, entity_id: UUID, type: str, jurisdiction: str, *, valid_from: date, number: str = ""
) -> ProviderRegistration:
    """Record a registration or licence of a provider entity."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_registration_type(type)
    rules.check_jurisdiction(jurisdiction)
    rules.check_texts({"number": number})
    rules.check_dates(valid_from, None)
    entity = ProviderEntity.objects.filter(pk=entity_id).first()
    if entity is None:
        raise NotFound("provider entity")
    made = ProviderRegistration.objects.create(
        entity=entity, type=type, jurisdiction=jurisdiction, number=number, valid_from=valid_from
    )
    record(by, events.PROVIDER_REGISTERED, entity, {"type": type, "jurisdiction": jurisdiction, "from": valid_from})
    return made


@transaction.atomic
def add_client(by: Actor, code: str, name: str, *, country: str | None = None, **values: Any) -> Client:
    """Add a client company: the tenant, with brand, zone and locale; where these are not given, as in its country."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_code(code)
    values = _at_home(country, values)
    rules.check_texts({"name": name, **values})
    checks = {"brand_colour": rules.check_colour, "zone": rules.check_zone, "locale": rules.check_locale}
    for field in checks.keys() & values.keys():
        checks[field](values[field])
    if Client.objects.filter(code=code).exists():
        raise Conflict("CLIENT_EXISTS", f"There is a client {code} already.", field="code")
    client = Client.objects.create(code=code, name=name, **values)
    record(by, events.CLIENT_ADDED, client, {"code": code})
    return client


def _at_home(country: str | None, values: dict[str, Any]) -> dict[str, Any]:
    """The values with zone and locale of a country, or the locale of the zone's country."""
    given = {name: value for name, value in values.items() if value or name not in ("zone", "locale")}
    if country:
        rules.check_country(country)
        given.setdefault("zone", places.reader_in(country).zone)
    home = country or places.country_of_zone(given.get("zone", ""))
    return {"locale": places.locale_in(home), **given} if home else given


@transaction.atomic
def add_entity(by: Actor, client_id: UUID, code: str, name: str, country: str, **values: Any) -> LegalEntity:
    """Add a legal entity to a client."""
    permit(by, permissions.CLIENT_EDIT, client_id)
    if not Client.objects.filter(pk=client_id).exists():
        raise NotFound("client")
    rules.check_code(code)
    rules.check_texts({"name": name, **values})
    rules.check_country(country)
    rules.check_tax_ids(values.get("tax_ids", {}))
    if LegalEntity.objects.filter(client_id=client_id, code=code).exists():
        raise Conflict("ENTITY_EXISTS", f"There is an entity {code} already.", field="code")
    entity = LegalEntity.objects.create(client_id=client_id, code=code, name=name, country=country, **values)
    record(by, events.ENTITY_ADDED, entity, {"code": code, "country": country})
    return entity


@transaction.atomic
def register_entity(
    by: Actor, entity_id: UUID, type: str, jurisdiction: str, *, start: date, last: date | None = None
) -> Registration:
    """Record that an entity is registered with an authority from a day to a last day (None: open)."""
    entity = _entity(entity_id)
    permit(by, permissions.CLIENT_EDIT, entity)
    rules.check_registration_type(type)
    rules.check_jurisdiction(jurisdiction)
    rules.check_dates(start, last)
    valid = DateRange(start, date.fromordinal(last.toordinal() + 1) if last else None)
    held = Registration.objects.filter(entity=entity, type=type, jurisdiction=jurisdiction, valid__overlap=valid)
    if held.exists():
        raise Conflict("REGISTRATION_OVERLAP", f"{entity.name} is already registered there on some of these days.")
    made = Registration.objects.create(
        client_id=entity.client_id,
        entity=entity,
        type=type,
        jurisdiction=jurisdiction,
        valid=valid,
        recorded_by=by.user,
    )
    data = {"type": type, "jurisdiction": jurisdiction, "from": start, "to": last}
    record(by, events.REGISTRATION_CHANGED, made, data)
    return made


def _entity(entity_id: UUID) -> LegalEntity:
    entity = LegalEntity.objects.filter(pk=entity_id).first()
    if entity is None:
        raise NotFound("legal entity")
    return entity
