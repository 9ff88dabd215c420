"""Writes about the provider, its clients and users: one function per verb."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.clients import permissions, rules
from openhro.clients.models import (
    ApiToken,
    Client,
    Grant,
    LegalEntity,
    Provider,
    ProviderEntity,
    ProviderRegistration,
    Registration,
    User,
)
from openhro.core import clock
from openhro.core.actor import Actor, Role, system
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.journal import event, record
from openhro.core.permission import permit
from openhro.core.scope import scope

PROVIDER_ENTITY_ADDED = event("clients.provider_entity_added", "An entity of the provider was added")
PROVIDER_REGISTERED = event("clients.provider_registered", "An entity of the provider was registered or licensed")
CLIENT_ADDED = event("clients.client_added", "A client company was added")
ENTITY_ADDED = event("clients.entity_added", "A legal entity of a client was added")
REGISTRATION_CHANGED = event("clients.registration_changed", "A registration of a legal entity began or ended")
USER_INVITED = event("clients.user_invited", "Somebody got an account")
ROLE_GRANTED = event("clients.role_granted", "Somebody got a role")
TOKEN_MADE = event("clients.token_made", "Somebody made an API token")
TOKEN_REVOKED = event("clients.token_revoked", "Somebody revoked an API token")
PASSWORD_CHANGED = event("clients.password_changed", "Somebody changed their password")
FACTOR_ADDED = event("clients.factor_added", "Somebody added a second factor")
FACTOR_REMOVED = event("clients.factor_removed", "Somebody removed a second factor")
CODES_RENEWED = event("clients.recovery_codes_renewed", "Somebody made new recovery codes")
PROVIDER_NAMED = event("clients.provider_named", "The name or colour of the desk was set")
ROLE_ENDED = event("clients.role_ended", "Somebody's role ended")


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
    record(by, PROVIDER_ENTITY_ADDED, entity, {"code": code, "country": country})
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
    record(by, PROVIDER_REGISTERED, entity, {"type": type, "jurisdiction": jurisdiction, "from": valid_from})
    return made


@transaction.atomic
def add_client(by: Actor, code: str, name: str, **values: Any) -> Client:
    """Add a client company: the tenant, with brand, zone and locale."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_code(code)
    rules.check_texts({"name": name, **values})
    checks = {"brand_colour": rules.check_colour, "zone": rules.check_zone, "locale": rules.check_locale}
    for field in checks.keys() & values.keys():
        checks[field](values[field])
    if Client.objects.filter(code=code).exists():
        raise Conflict("CLIENT_EXISTS", f"There is a client {code} already.", field="code")
    client = Client.objects.create(code=code, name=name, **values)
    record(by, CLIENT_ADDED, client, {"code": code})
    return client


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
    record(by, ENTITY_ADDED, entity, {"code": code, "country": country})
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
    record(by, REGISTRATION_CHANGED, made, {"type": type, "jurisdiction": jurisdiction, "from": start, "to": last})
    return made


def _entity(entity_id: UUID) -> LegalEntity:
    entity = LegalEntity.objects.filter(pk=entity_id).first()
    if entity is None:
        raise NotFound("legal entity")
    return entity


@transaction.atomic
def invite_user(by: Actor, username: str, name: str, email: str, *, password: str | None = None) -> User:
    """Make an account; roles come by `grant_role`. Without a password nobody can sign in until one is set."""
    permit(by, permissions.USER_INVITE)
    rules.check_texts({"username": username, "name": name, "email": email})
    if User.objects.filter(username__iexact=username).exists():
        raise Conflict("USERNAME_TAKEN", f"There is a user {username} already.", field="username")
    user = User(username=username, name=name, email=email)
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password, "password")
    user.save()
    record(by, USER_INVITED, user, {"username": username})
    return user


def _set_password(user: User, password: str, field: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as bad:
        raise Invalid("PASSWORD", " ".join(bad.messages), field=field) from None
    user.set_password(password)


@transaction.atomic
def grant_role(
    by: Actor,
    user_id: UUID,
    role: Role,
    client_id: UUID | None,
    *,
    start: date | None = None,
    functions: list[str] | None = None,
) -> Grant:
    """Give a role at a client (None: at every client) from a day on."""
    permit(by, permissions.USER_INVITE, client_id)
    rules.check_grant(by.roles_at(client_id), role, client_id is not None)
    rules.check_dates(start or clock.today(), None)
    _check_known(by, user_id, client_id)
    same = Grant.objects.filter(user_id=user_id, role=role, valid_to=None)
    held = (same.filter(client_id=client_id) if client_id else same.filter(client_id__isnull=True)).first()
    if held:
        return held
    grant = Grant.objects.create(
        user_id=user_id,
        client_id=client_id,
        role=role,
        functions=functions or [],
        valid_from=start or clock.today(),
        granted_by=by.user,
    )
    record(by, ROLE_GRANTED, grant, {"role": role, "user": user_id})
    return grant


def _check_known(by: Actor, user_id: UUID, client_id: UUID | None) -> None:
    """The provider knows every user and client; a client's administrator their own people, and who is new to all."""
    if client_id is not None and not Client.objects.filter(pk=client_id).exists():
        raise NotFound("client")
    known = User.objects.filter(pk=user_id).exists()
    if known and not by.roles_at(None) & {Role.PROVIDER_ADMIN, Role.SYSTEM}:
        with scope(system()):
            held = set(Grant.objects.filter(user_id=user_id).values_list("client_id", flat=True))
        known = not held or client_id in held
    if not known:
        raise NotFound("user")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is to work for or at a client, and in which role."""

    username: str
    name: str
    email: str
    role: Role


@transaction.atomic
def invite_to_client(by: Actor, client_id: UUID, to: Invitation) -> Grant:
    """Give somebody a role at a client, and an account where they have none.

    Only the provider may name somebody who has one already: a client cannot look into other clients' users.
    """
    permit(by, permissions.USER_INVITE, client_id)
    rules.check_grant(by.roles_at(client_id), to.role, at_client=True)
    known = User.objects.filter(username__iexact=to.username).first()
    if known is None or Role.PROVIDER_ADMIN not in by.roles_at(None):
        known = invite_user(by, to.username, to.name, to.email)
    return grant_role(by, known.pk, to.role, client_id)


@transaction.atomic
def end_role(by: Actor, grant_id: UUID, *, last: date) -> Grant:
    """End a role on a last day."""
    grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound("role")
    permit(by, permissions.USER_INVITE, grant)
    rules.check_grant(by.roles_at(grant.client_id), Role(grant.role), grant.client_id is not None)
    rules.check_dates(grant.valid_from, last)
    grant.valid_to = last
    grant.save(update_fields=["valid_to"])
    record(by, ROLE_ENDED, grant, {"role": grant.role, "last": last})
    return grant


@transaction.atomic
def change_password(by: Actor, old: str, new: str) -> User:
    """Another password for oneself; the present one proves who asks."""
    user = _self(by)
    if user.has_usable_password() and not user.check_password(old):
        raise Invalid("PASSWORD_WRONG", "This is not your present password.", field="old")
    _set_password(user, new, "new")
    user.save(update_fields=["password"])
    record(by, PASSWORD_CHANGED, user)
    return user


@transaction.atomic
def change_profile(by: Actor, *, name: str, locale: str, zone: str) -> User:
    """One's own name, and how dates and amounts are written for oneself."""
    user = _self(by)
    if not name.strip():
        raise Invalid("REQUIRED", "Give your name.", field="name")
    rules.check_locale(locale)
    rules.check_zone(zone)
    user.name, user.locale, user.zone = name.strip()[:120], locale, zone
    user.save(update_fields=["name", "locale", "zone"])
    return user


def _self(by: Actor) -> User:
    user = User.objects.select_for_update().filter(pk=by.user).first() if by.user else None
    if user is None:
        raise NotFound("user")
    return user


@transaction.atomic
def set_provider(by: Actor, name: str, colour: str = "#1f4f82") -> Provider:
    """Say whose product this installation is: what the desk's pages and the sign-in page are headed with."""
    permit(by, permissions.CLIENT_ADD)
    rules.check_colour(colour)
    if not name.strip():
        raise Invalid("REQUIRED", "Give the provider's name.", field="name")
    made, _ = Provider.objects.update_or_create(only=True, defaults={"name": name.strip()[:80], "colour": colour})
    record(by, PROVIDER_NAMED, made, {"name": made.name})
    return made


@transaction.atomic
def revoke_token(by: Actor, token_id: UUID) -> None:
    """End an API token of one's own at once."""
    own = ApiToken.objects.select_for_update().filter(pk=token_id)
    held = own.filter(user_id=by.user).first() if by.user else None
    if held is None:
        raise NotFound("token")
    record(by, TOKEN_REVOKED, held)
    held.delete()


@transaction.atomic
def make_token(by: Actor, name: str, *, days: int = 90) -> str:
    """An API token for oneself; the text is shown once and cannot be read again."""
    if by.user is None or not 1 <= days <= 366:
        raise Invalid("TOKEN_DAYS", "A token lasts 1 to 366 days and belongs to a person.", field="days")
    if not name.strip():
        raise Invalid("REQUIRED", "Say what the token is for.", field="name")
    text = "ohr_" + secrets.token_urlsafe(32)
    now = clock.now()
    made = ApiToken.objects.create(
        user_id=by.user,
        name=name[:80],
        hash=hashlib.sha256(text.encode()).digest(),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(by, TOKEN_MADE, made, {"days": days})
    return text
