"""The legal employer of an employment, and the engagement that lets the work be done."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.people.models import Employment
from openhro.people.rules import Terms, employers


def check_employer(by: Actor, client_id: UUID, terms: Terms) -> None:
    """Refuse a company that is not the client's or the provider's, and work that no engagement covers."""
    if terms.entity_id and not clients.entities(by, client_id).filter(pk=terms.entity_id).exists():
        raise NotFound("legal entity")
    provider_entities = apps.get_model("clients", "ProviderEntity")._default_manager
    if terms.provider_entity_id and not provider_entities.filter(pk=terms.provider_entity_id).exists():
        raise NotFound("provider entity")
    check_scope(by, client_id, terms)


def check_scope(by: Actor, client_id: UUID, terms: Terms) -> None:
    """Who may be the employer is the engagement's to say: one that covers this work on the first day."""


def hired(job: Employment) -> employers.Hired:
    """A stored employment as the rules see it."""
    return employers.Hired(job.external_id, job.entity_id, job.provider_entity_id, job.country, job.start, job.end)
