"""Reads about the provider, its clients and users."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import models
from django.http import HttpRequest

from openhro.clients.models import ApiToken, Client, Grant, LegalEntity, ProviderEntity, Registration, User
from openhro.core import clock
from openhro.core.actor import ALL_CLIENTS, Actor, Everyone, Role, Via
from openhro.core.errors import NotFound
from openhro.core.scope import scope


def actor_of_user(request: HttpRequest, via: Via) -> Actor | None:
    """The actor behind a request's session or, for REST, its token; None when nobody is signed in."""
    bearer = request.headers.get("Authorization", "")
    user = _token_user(bearer) if via is Via.REST and bearer else request.user
    return actor(user, via) if isinstance(user, User) and user.is_active else None


def _token_user(header: str) -> User | None:
    kind, _, token = header.partition(" ")
    wanted = hashlib.sha256(token.strip().encode()).digest()
    held = ApiToken.objects.select_related("user").filter(hash=wanted, expires_at__gt=clock.now()).first()
    return held.user if held and kind.lower() == "bearer" else None


def actor(user: User, via: Via) -> Actor:
    """What a user is today: clients and the roles held at each."""
    bare = Actor(user.pk, via, frozenset(), {}, user.name)
    roles: dict[UUID | None, frozenset[Role]] = {}
    today = clock.today()
    with scope(bare):
        held = Grant.objects.filter(user=user, valid_from__lte=today).exclude(valid_to__lt=today)
        for client, role in held.values_list("client_id", "role"):
            roles[client] = roles.get(client, frozenset()) | {Role(role)}
    clients = ALL_CLIENTS if None in roles else frozenset(client for client in roles if client)
    return Actor(user.pk, via, clients, roles, user.name)


def clients(by: Actor) -> models.QuerySet[Client]:
    """The client companies that the actor works for or at."""
    rows = Client.objects.order_by("name")
    return rows if isinstance(by.clients, Everyone) else rows.filter(pk__in=by.clients)


def client(by: Actor, code: str) -> Client:
    """One client company by its code."""
    found = clients(by).filter(code=code).first()
    if found is None:
        raise NotFound("client")
    return found


def entities(by: Actor, client_id: UUID) -> models.QuerySet[LegalEntity]:
    """The legal entities of a client."""
    return LegalEntity.objects.filter(client_id=client_id)


def registrations(by: Actor, client_id: UUID) -> models.QuerySet[Registration]:
    """The dated registrations of a client's entities."""
    return Registration.objects.filter(client_id=client_id).select_related("entity").order_by("entity", "type")


def provider_entities(by: Actor) -> models.QuerySet[ProviderEntity]:
    """The provider's own companies, with their registrations at hand."""
    return ProviderEntity.objects.prefetch_related("registrations").order_by("code")


def client_approvers(by: Actor, client_id: UUID, day: date) -> int:
    """How many people may approve for a client on a day: those who administer it there."""
    held = Grant.objects.filter(client_id=client_id, role=Role.CLIENT_ADMIN, valid_from__lte=day, user__is_active=True)
    return held.exclude(valid_to__lt=day).values("user").distinct().count()


def user_names(by: Actor, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of some users: who made, answered or approved what the actor reads."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
