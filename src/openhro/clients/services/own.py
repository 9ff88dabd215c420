"""Verbs about oneself: password, profile, API tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from openhro.clients import events, rules
from openhro.clients.models import ApiToken, User
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound
from openhro.core.journal import record


@transaction.atomic
def change_password(by: Actor, old: str, new: str) -> User:
    """Another password for oneself; the present one proves who asks."""
    user = _self(by)
    if user.has_usable_password() and not user.check_password(old):
        raise Invalid("PASSWORD_WRONG", "This is not your present password.", field="old")
    set_password(user, new, "new")
    user.save(update_fields=["password"])
    record(by, events.PASSWORD_CHANGED, user)
    return user


def set_password(user: User, password: str, field: str) -> None:
    """Set a password that the rules of the installation let pass; `field` is where it was typed."""
    try:
        validate_password(password, user)
    except ValidationError as bad:
        raise Invalid("PASSWORD", " ".join(bad.messages), field=field) from None
    user.set_password(password)


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
    record(by, events.TOKEN_MADE, made, {"days": days})
    return text


@transaction.atomic
def revoke_token(by: Actor, token_id: UUID) -> None:
    """End an API token of one's own at once."""
    own = ApiToken.objects.select_for_update().filter(pk=token_id)
    held = own.filter(user_id=by.user).first() if by.user else None
    if held is None:
        raise NotFound("token")
    record(by, events.TOKEN_REVOKED, held)
    held.delete()
