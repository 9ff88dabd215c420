"""Client companies, their entities and registrations, and the provider's own companies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.clients import queries, services
from openhro.clients.rest import schemas
from openhro.core.rest import Page, Router, by_of, rows_page

router = Router()


@router.read("/clients", Page[schemas.Client])
def list_clients(request: HttpRequest, cursor: str = "", limit: int = Query(100, ge=1, le=500)) -> Any:
    """The client companies that one works for or at, by name."""
    return rows_page(queries.clients(by_of(request)), ["name", "pk"], cursor, limit)


@router.create("/clients", schemas.Client)
def add_client(request: HttpRequest, given: schemas.NewClient) -> Any:
    """Add a client company."""
    return services.add_client(by_of(request), **given.model_dump())


@router.read("/clients/{client_id}", schemas.Client)
def get_client(request: HttpRequest, client_id: UUID) -> Any:
    """One client company."""
    return queries.readable_client(by_of(request), client_id)


@router.read("/entities", Page[schemas.Entity])
def list_entities(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The legal entities of a client."""
    by = by_of(request)
    queries.readable_client(by, client_id)
    return rows_page(queries.entities(by, client_id), ["code", "pk"], cursor, limit)


@router.create("/entities", schemas.Entity)
def add_entity(request: HttpRequest, given: schemas.NewEntity) -> Any:
    """Add a legal entity to a client."""
    return services.add_entity(by_of(request), **given.model_dump())


@router.read("/entities/{entity_id}", schemas.Entity)
def get_entity(request: HttpRequest, entity_id: UUID) -> Any:
    """One legal entity."""
    return queries.entity(by_of(request), entity_id)


@router.read("/registrations", Page[schemas.Registration])
def list_registrations(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The registrations of a client's entities, at all times."""
    by = by_of(request)
    queries.readable_client(by, client_id)
    return rows_page(queries.registrations(by, client_id), ["pk"], cursor, limit)


@router.create("/registrations", schemas.Registration)
def register_entity(request: HttpRequest, given: schemas.NewRegistration) -> Any:
    """Record that an entity is registered with an authority; engagements are held against it."""
    return services.register_entity(by_of(request), **given.model_dump())


@router.read("/provider-entities", Page[schemas.ProviderEntity])
def list_provider_entities(request: HttpRequest, cursor: str = "", limit: int = Query(100, ge=1, le=500)) -> Any:
    """The provider's own companies."""
    return rows_page(queries.provider_entities(by_of(request)), ["code"], cursor, limit)


@router.create("/provider-entities", schemas.ProviderEntity)
def add_provider_entity(request: HttpRequest, given: schemas.NewProviderEntity) -> Any:
    """Add a company of the provider."""
    return services.add_provider_entity(by_of(request), **given.model_dump())


@router.create("/provider-registrations", schemas.ProviderRegistration)
def register_provider_entity(request: HttpRequest, given: schemas.NewProviderRegistration) -> Any:
    """Record a registration or licence of a company of the provider."""
    return services.register_provider(by_of(request), **given.model_dump())
