"""The permission door: names, who holds them, and `permit`. Maker is never checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from openhro.core.actor import Actor, Everyone, Role
from openhro.core.errors import Conflict, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Permission:
    """A named right: `payroll.run:approve`, what it allows in plain words, and the roles that hold it."""

    name: str
    allows: str
    roles: frozenset[Role]


REGISTRY: dict[str, Permission] = {}


def define(name: str, allows: str, *roles: Role) -> Permission:
    """Declare a permission once, in a package's `permissions.py`. The name is `<function>.<object>:<verb>`."""
    if name in REGISTRY:
        raise ValueError(f"Permission {name} is declared twice.")
    REGISTRY[name] = Permission(name, allows, frozenset(roles) | {Role.SYSTEM})
    return REGISTRY[name]


def permit(by: Actor, permission: Permission, obj: Any = None) -> None:
    """Let `by` pass or refuse: 404 for another client's object, 403 for a right that the role lacks.

    `obj` is a row with `client_id`, a client's id, or None for what belongs to no single client (then a role at any
    client is enough: lists show only the actor's own rows anyway).
    """
    if obj is None:
        if not by.all_roles & permission.roles:
            raise _forbidden(permission)
        return
    client = obj if isinstance(obj, UUID) else obj.client_id
    if client is not None and not by.sees(client):
        raise NotFound
    if not by.roles_at(client) & permission.roles:
        raise _forbidden(permission)


def may(by: Actor, permission: Permission, obj: Any = None) -> bool:
    """True where `permit` would let pass: for buttons, never instead of `permit`."""
    try:
        permit(by, permission, obj)
    except (Forbidden, NotFound):
        return False
    return True


def clients_where(by: Actor, permission: Permission) -> frozenset[UUID] | Everyone:
    """The clients at which the actor holds a permission."""
    if by.roles.get(None, frozenset()) & permission.roles:
        return by.clients
    held = (
        client for client, roles in by.roles.items() if client and client in by.clients and roles & permission.roles
    )
    return frozenset(held)


def in_clients(by: Actor, permission: Permission, path: str = "client_id") -> Q:
    """The rows of clients at which the actor holds a permission."""
    clients = clients_where(by, permission)
    return Q() if isinstance(clients, Everyone) else Q(**{f"{path}__in": clients})


def check_other_person(by: Actor, *makers: UUID | None) -> None:
    """Refuse with SELF_APPROVAL when `by` made what is to be checked. The system may not check its own work either."""
    if by.user is None or by.user in makers:
        raise Conflict("SELF_APPROVAL", "Somebody else must check this: you made or already checked it yourself.")


def _forbidden(permission: Permission) -> Forbidden:
    return Forbidden(
        "FORBIDDEN", f"Your role does not allow this ({permission.allows}). Ask an administrator.", rule=permission.name
    )
