"""Users and the roles that they hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.clients import queries, services
from openhro.clients.rest import schemas
from openhro.core.rest import Page, Router, by_of, rows_page

router = Router()


@router.read("/users", Page[schemas.User])
def list_users(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """Who has or had a role at a client, by name."""
    return rows_page(queries.accounts(by_of(request), client_id), ["name", "pk"], cursor, limit)


@router.create("/users", schemas.Grant, key=True)
def invite_user(request: HttpRequest, given: schemas.Invitation) -> Any:
    """Give somebody a role at a client, and an account where they have none; the answer is the role."""
    values = given.model_dump()
    return services.invite_to_client(by_of(request), values.pop("client_id"), services.Invitation(**values))


@router.act("/users/{user_id}/actions/deactivate", schemas.User)
def deactivate_user(request: HttpRequest, user_id: UUID) -> Any:
    """Close an account: its sessions and API tokens end at once. Not one's own, nor the last administrator's."""
    return services.deactivate_user(by_of(request), user_id)


@router.act("/users/{user_id}/actions/reactivate", schemas.User)
def reactivate_user(request: HttpRequest, user_id: UUID) -> Any:
    """Open a closed account again; its sessions and tokens stay ended."""
    return services.reactivate_user(by_of(request), user_id)


@router.act("/users/{user_id}/actions/reset_factors", schemas.User)
def reset_factors(request: HttpRequest, user_id: UUID) -> Any:
    """Take the second factors off an account, for somebody who lost them; its sessions end."""
    return services.reset_factors(by_of(request), user_id)


@router.act("/users/{user_id}/actions/lift_lockout", schemas.User)
def lift_lockout(request: HttpRequest, user_id: UUID) -> Any:
    """Let somebody try again at once whom wrong passwords or codes locked out."""
    return services.lift_lockout(by_of(request), user_id)


@router.read("/grants", Page[schemas.Grant])
def list_grants(
    request: HttpRequest, client_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The roles held for or at a client, ended ones included."""
    return rows_page(queries.users(by_of(request), client_id), ["user__name", "pk"], cursor, limit)


@router.create("/grants", schemas.Grant)
def grant_role(request: HttpRequest, given: schemas.NewGrant) -> Any:
    """Give a role; one that is held already is the answer."""
    return services.grant_role(by_of(request), **given.model_dump())


@router.act("/grants/{grant_id}/actions/end", schemas.Grant)
def end_grant(request: HttpRequest, grant_id: UUID, given: schemas.GrantEnd) -> Any:
    """End a role on a last day."""
    return services.end_role(by_of(request), grant_id, last=given.last_day)
