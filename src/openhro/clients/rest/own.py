"""Oneself: who one is, how one reads, and the tokens that act as oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.clients import queries, services
from openhro.clients.rest import schemas
from openhro.core.rest import Page, Router, by_of, listed, need_session

router = Router()


@router.read("/me", schemas.Me)
def get_me(request: HttpRequest) -> Any:
    """Who one is, and the roles that one holds at which clients."""
    return queries.me(by_of(request))


@router.change("/me", schemas.Me, versioned=False)
def change_me(request: HttpRequest, given: schemas.Profile) -> Any:
    """The own name, and how dates and amounts are written for oneself."""
    by = by_of(request)
    held = queries.me(by)
    now = {name: getattr(held, name) for name in ("name", "locale", "zone")}
    services.change_profile(by, **now | given.model_dump(exclude_unset=True))
    return queries.me(by)


@router.act("/me/actions/change_password", None)
def change_password(request: HttpRequest, given: schemas.PasswordChange) -> None:
    """Another password; only from a browser's session."""
    need_session(request)
    services.change_password(by_of(request), given.old, given.new)


@router.read("/tokens", Page[schemas.Token])
def list_tokens(request: HttpRequest) -> Any:
    """The own tokens that still hold, newest first."""
    return listed(queries.tokens(by_of(request)))


@router.create("/tokens", schemas.TokenMade)
def make_token(request: HttpRequest, given: schemas.NewToken) -> Any:
    """Make a token; its text is shown this once. Only from a browser's session."""
    need_session(request)
    by = by_of(request)
    text = services.make_token(by, given.name, days=given.days)
    made = queries.tokens(by)[0]
    return {"id": made.pk, "name": made.name, "made_at": made.made_at, "expires_at": made.expires_at, "token": text}


@router.act("/tokens/{token_id}/actions/revoke", None)
def revoke_token(request: HttpRequest, token_id: UUID) -> None:
    """End an own token at once."""
    services.revoke_token(by_of(request), token_id)
