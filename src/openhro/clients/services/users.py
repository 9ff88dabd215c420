"""Verbs of users: invite, give a role, end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from openhro.clients import events, permissions, queries, rules
from openhro.clients.models import Client, Grant, User
from openhro.clients.places import Reader
from openhro.clients.services.own import set_password
from openhro.core import clock
from openhro.core.actor import Actor, Role, system
from openhro.core.errors import Conflict, NotFound
from openhro.core.journal import record
from openhro.core.permission import permit
from openhro.core.scope import scope


@transaction.atomic
def invite_user(
    by: Actor, username: str, name: str, email: str, *, password: str | None = None, reader: Reader | None = None
) -> User:  # fmt: skip
    """Make an account; roles come by `grant_role`. Without a password nobody can sign in until one is set.

    Dates, amounts and the time zone are as `reader` says, or as at the provider.
    """
    permit(by, permissions.USER_INVITE)
    rules.check_texts({"username": username, "name": name, "email": email})
    if User.objects.filter(username__iexact=username).exists():
        raise Conflict("USERNAME_TAKEN", f"There is a user {username} already.", field="username")
    home = reader or queries.reader_of_provider()
    rules.check_locale(home.locale)
    rules.check_zone(home.zone)
    user = User(username=username, name=name, email=email, locale=home.locale, zone=home.zone)
    if password is None:
        user.set_unusable_password()
    else:
        set_password(user, password, "password")
    user.save()
    record(by, events.USER_INVITED, user, {"username": username})
    return user


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
    record(by, events.ROLE_GRANTED, grant, {"role": role, "user": user_id})
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
    """Who is to work for or at a client, and in which role.

    Where locale and zone are not said, they are those of the company (`entity_id`), else of the client; for the
    provider's people, those of the provider.
    """

    username: str
    name: str
    email: str
    role: Role
    entity_id: UUID | None = None
    locale: str = ""
    zone: str = ""


@transaction.atomic
def invite_to_client(by: Actor, client_id: UUID, to: Invitation) -> Grant:
    """Give somebody a role at a client, and an account where they have none.

    Only the provider may name somebody who has one already: a client cannot look into other clients' users.
    """
    permit(by, permissions.USER_INVITE, client_id)
    rules.check_grant(by.roles_at(client_id), to.role, at_client=True)
    known = User.objects.filter(username__iexact=to.username).first()
    if known is None or Role.PROVIDER_ADMIN not in by.roles_at(None):
        known = invite_user(by, to.username, to.name, to.email, reader=_reader(by, client_id, to))
    return grant_role(by, known.pk, to.role, client_id)


def _reader(by: Actor, client_id: UUID, to: Invitation) -> Reader:
    """How the product writes for somebody new: as was said, else as where they work."""
    theirs = to.role in rules.CLIENT_ROLES or to.entity_id is not None
    home = queries.reader_at(by, client_id, to.entity_id) if theirs else queries.reader_of_provider()
    return Reader(to.locale or home.locale, to.zone or home.zone)


@transaction.atomic
def end_role(by: Actor, grant_id: UUID, *, last: date) -> Grant:
    """End a role on a last day."""
    grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound("role")
    permit(by, permissions.USER_INVITE, grant)
    rules.check_grant(by.roles_at(grant.client_id), Role(grant.role), grant.client_id is not None)
    rules.check_dates(grant.valid_from, last)
    if grant.role == Role.PROVIDER_ADMIN and grant.client_id is None:
        rules.check_administrator_stays(queries.administrators().exclude(pk=grant.user_id).exists())
    grant.valid_to = last
    grant.save(update_fields=["valid_to"])
    record(by, events.ROLE_ENDED, grant, {"role": grant.role, "last": last})
    return grant
