"""Reads about the provider, its clients and users."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models
from django.http import HttpRequest

from openhro.clients import lockout, places
from openhro.clients.models import (
    ApiToken,
    Client,
    Grant,
    LegalEntity,
    Provider,
    ProviderEntity,
    Registration,
    User,
)
from openhro.clients.permissions import ACCOUNT_SECURE, CLIENT_READ, USER_READ
from openhro.clients.places import Reader
from openhro.clients.rules import CLIENT_ROLES, FUNCTIONS_OF, PROVIDER_ROLES, ROLE_NAMES
from openhro.core import clock
from openhro.core.actor import ALL_CLIENTS, NOT_STAFF, Actor, Everyone, Role, Via, system
from openhro.core.errors import NotFound, NotSignedIn
from openhro.core.permission import permit
from openhro.core.scope import scope

__all__ = [
    "CLIENT_ROLES", "PROVIDER_ROLES", "ROLE_NAMES", "Client", "Reader", "actor", "actor_of", "actor_of_user",
    "address_of", "approvers", "client", "clients", "entities", "functions", "functions_at", "grant_holders",
    "locale_of", "people_behind", "provider_entities", "provider_name", "reader_at", "reader_of_provider", "readers_at",
    "registrations", "tokens", "user_names", "users", "users_by_address",
]  # fmt: skip


def actor_of_user(request: HttpRequest, via: Via) -> Actor | None:
    """The actor behind a request's session or, for REST, its token; None when nobody is signed in."""
    bearer = request.headers.get("Authorization", "") if via is Via.REST else ""
    user = _token_user(bearer) if bearer else request.user
    if bearer and not (user and user.is_active):
        raise NotSignedIn(
            "This token is unknown, has ended or was revoked. Send `Authorization: Bearer ohr_...` with one that "
            "your account page made."
        )
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


def actor_of(user_id: UUID | None, via: Via) -> Actor:
    """The actor behind work that somebody began earlier, with the roles of today."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user is None:
        raise NotFound("user")
    return actor(user, via)


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


def readable_client(by: Actor, client_id: UUID) -> Client:
    """One client company by its id, for those who may read its entities."""
    found = clients(by).filter(pk=client_id).first()
    if found is None:
        raise NotFound("client")
    permit(by, CLIENT_READ, found.pk)
    return found


def check_client(by: Actor, client_id: UUID) -> None:
    """Refuse a client that is not there: who sees all clients would pass any permission for it."""
    if not clients(by).filter(pk=client_id).exists():
        raise NotFound("client")


def entity(by: Actor, entity_id: UUID) -> LegalEntity:
    """One legal entity."""
    found = LegalEntity.objects.filter(pk=entity_id).first()
    if found is None:
        raise NotFound("legal entity")
    permit(by, CLIENT_READ, found)
    return found


def entities(by: Actor, client_id: UUID) -> models.QuerySet[LegalEntity]:
    """The legal entities of a client."""
    return LegalEntity.objects.filter(client_id=client_id)


def reader_at(by: Actor, client_id: UUID, entity_id: UUID | None = None) -> Reader:
    """How dates are written and which clock holds at a company of a client; without one, at the client."""
    found = readable_client(by, client_id)
    if entity_id is None:
        return Reader(found.locale, found.zone)
    company = entities(by, client_id).filter(pk=entity_id).first()
    if company is None:
        raise NotFound("legal entity")
    return readers_at(by, client_id)[company.pk]


def readers_at(by: Actor, client_id: UUID) -> dict[UUID, Reader]:
    """The same for each company of a client: by its country, and by the state in which it is registered today."""
    held: dict[UUID, list[tuple[str, str]]] = {}
    for one in registrations(by, client_id).filter(valid__contains=clock.today()):
        held.setdefault(one.entity_id, []).append((one.type, one.jurisdiction))
    return {
        one.pk: places.reader_in(one.country, places.state_of(held.get(one.pk, ()))) for one in entities(by, client_id)
    }


def reader_of_provider() -> Reader:
    """The same at the provider: as in the country of its first company."""
    country = ProviderEntity.objects.order_by("pk").values_list("country", flat=True).first()
    return places.reader_in(country) if country else Reader(settings.LANGUAGE_CODE, "Europe/London")


def registrations(by: Actor, client_id: UUID) -> models.QuerySet[Registration]:
    """The dated registrations of a client's entities."""
    return Registration.objects.filter(client_id=client_id).select_related("entity").order_by("entity", "type")


def provider_entities(by: Actor) -> models.QuerySet[ProviderEntity]:
    """The provider's own companies, with their registrations at hand."""
    return ProviderEntity.objects.prefetch_related("registrations").order_by("code")


def approvers(by: Actor, client_id: UUID, day: date) -> set[UUID]:
    """The users who may approve for a client on a day: those who administer it there."""
    held = Grant.objects.filter(client_id=client_id, role=Role.CLIENT_ADMIN, valid_from__lte=day, user__is_active=True)
    return set(held.exclude(valid_to__lt=day).values_list("user_id", flat=True))


def provider_name() -> str:
    """Whose product this installation is; no scope is needed, the sign-in page shows it."""
    return Provider.objects.values_list("name", flat=True).first() or "OpenHRO"


def functions(by: Actor) -> frozenset[str] | None:
    """The HR functions that the actor works in, by role or as the grants narrow it; None for all of them."""
    if by.all_roles & {Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER, Role.AUDITOR, Role.SYSTEM}:
        return None
    today = clock.today()
    if by.user is None:
        return frozenset()
    held = Grant.objects.filter(user_id=by.user, valid_from__lte=today).exclude(valid_to__lt=today)
    found: set[str] = set()
    for role, named in held.values_list("role", "functions"):
        found.update(named or FUNCTIONS_OF.get(Role(role), ()))
    return frozenset(found)


def functions_at(by: Actor, roles: frozenset[Role]) -> dict[UUID | None, frozenset[str]]:
    """The functions that the actor works in by some roles, client by client (None: at all of them): a function at one
    client says nothing of another."""
    if by.user is None:
        return {}
    today = clock.today()
    held = Grant.objects.filter(user_id=by.user, role__in=roles, valid_from__lte=today).exclude(valid_to__lt=today)
    found: dict[UUID | None, frozenset[str]] = {}
    for client_id, role, named in held.values_list("client_id", "role", "functions"):
        found[client_id] = found.get(client_id, frozenset()) | set(named or FUNCTIONS_OF.get(Role(role), ()))
    return found


def users(by: Actor, client_id: UUID) -> models.QuerySet[Grant]:
    """The grants of those who work for or at a client, ended ones included, by name."""
    permit(by, USER_READ, client_id)
    rows = Grant.objects.filter(models.Q(client_id=client_id) | models.Q(client_id=None))
    return rows.select_related("user").order_by("user__name", "valid_from")


def accounts(by: Actor, client_id: UUID) -> models.QuerySet[User]:
    """The users who have or had a role at a client, by name."""
    return User.objects.filter(pk__in=users(by, client_id).order_by().values("user_id")).order_by("name", "pk")


def administrators() -> models.QuerySet[User]:
    """Who administers the provider's desk today, at every client."""
    today = clock.today()
    held = Grant.objects.filter(role=Role.PROVIDER_ADMIN, client__isnull=True, valid_from__lte=today)
    return User.objects.filter(is_active=True, pk__in=held.exclude(valid_to__lt=today).values("user_id"))


def clients_of(user_id: UUID) -> set[UUID | None]:
    """Where somebody has or had a role, whoever asks; None stands for every client."""
    with scope(system()):
        return set(Grant.objects.filter(user_id=user_id).values_list("client_id", flat=True))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account as who secures it needs to see it."""

    user: User
    factors: list[str]
    tokens: int
    locked: bool
    own: bool


def account(by: Actor, client_id: UUID, user_id: UUID) -> Account:
    """The account of somebody who has or had a role for or at a client."""
    permit(by, ACCOUNT_SECURE, client_id)
    user = accounts(by, client_id).filter(pk=user_id).first()
    if user is None:
        raise NotFound("user")
    kinds = Authenticator.objects.filter(user=user).order_by("type").values_list("type", flat=True)
    tokens_held = ApiToken.objects.filter(user=user, expires_at__gt=clock.now()).count()
    return Account(user, list(kinds), tokens_held, lockout.is_locked(user), user.pk == by.user)


def people_behind(by: Actor, client_id: UUID) -> list[Grant]:
    """Who of the provider serves a client today, and who approves there: for everybody who works with it."""
    today = clock.today()
    rows = Grant.objects.filter(client_id=client_id, valid_from__lte=today, user__is_active=True)
    shown = [role for role in Role if role not in NOT_STAFF]
    rows = rows.exclude(valid_to__lt=today).filter(role__in=shown)
    return list(rows.select_related("user").order_by("role", "user__name"))


def grant_holders(client_id: UUID, roles: frozenset[Role]) -> list[UUID]:
    """The users who hold one of some roles at a client (or at all of them) today: whom a notice is for."""
    today = clock.today()
    at = models.Q(client_id=client_id) | models.Q(client_id=None)
    rows = Grant.objects.filter(at, role__in=roles, valid_from__lte=today, user__is_active=True)
    return list(rows.exclude(valid_to__lt=today).values_list("user_id", flat=True).distinct())


def user_names(by: Actor, user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of some users, for pages that hold their ids."""
    wanted = {one for one in user_ids if one}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def users_by_address(address: str) -> list[UUID]:
    """The active users with an e-mail address, whatever its capitals; two at most: more than one means nobody."""
    rows = User.objects.filter(email__iexact=address, is_active=True) if address else User.objects.none()
    return list(rows.order_by("pk").values_list("pk", flat=True)[:2])


def address_of(user_id: UUID) -> str:
    """Where an active user is reached by e-mail; empty where there is no address."""
    return User.objects.filter(pk=user_id, is_active=True).values_list("email", flat=True).first() or ""


def locale_of(user_id: UUID) -> str:
    """In which language and format an active user reads."""
    return User.objects.filter(pk=user_id, is_active=True).values_list("locale", flat=True).first() or ""


def tokens(by: Actor) -> models.QuerySet[ApiToken]:
    """The actor's own API tokens that still hold, newest first."""
    if by.user is None:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(user_id=by.user, expires_at__gt=clock.now()).order_by("-made_at")


@dataclass(frozen=True, slots=True)
class Membership:
    """A client that somebody works for or at, and the roles held there."""

    id: UUID
    code: str
    name: str
    zone: str
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in user; `everywhere` are the roles held at every client."""

    id: UUID
    username: str
    name: str
    email: str
    locale: str
    zone: str
    everywhere: list[str]
    clients: list[Membership]


def me(by: Actor) -> Me:
    """The actor as a user, with the first 200 clients."""
    user = User.objects.filter(pk=by.user).first() if by.user else None
    if user is None:
        raise NotFound("user")
    shown = [
        Membership(one.pk, one.code, one.name, one.zone, list(map(str, sorted(by.roles_at(one.pk)))))
        for one in clients(by)[:200]
    ]
    everywhere: list[str] = sorted(by.roles.get(None, frozenset()))
    return Me(user.pk, user.username, user.name, user.email, user.locale, user.zone, everywhere, shown)
