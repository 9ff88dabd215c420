"""Verbs of an administrator about somebody's account: close and open it, reset its factors, lift its lockout."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from openhro.clients import events, lockout, permissions, queries, rules
from openhro.clients.models import ApiToken, User
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Forbidden, NotFound
from openhro.core.journal import record
from openhro.core.permission import permit


@transaction.atomic
def deactivate_user(by: Actor, user_id: UUID) -> User:
    """Close an account: its sessions and API tokens end at once; its roles and what it did stay on record."""
    # All administrators are locked first, and in one order, so that two cannot close each other's accounts.
    administrators = {one.pk for one in queries.administrators().select_for_update().order_by("pk")}
    user = _administered(by, user_id)
    rules.check_active(user.is_active, wanted=True)
    rules.check_administrator_stays(administrators != {user_id})
    tokens, _ = ApiToken.objects.filter(user=user).delete()
    user.is_active = False
    _end_sessions(user)
    user.save(update_fields=["is_active", "session_round"])
    record(by, events.USER_DEACTIVATED, user, {"tokens": tokens})
    return user


@transaction.atomic
def reactivate_user(by: Actor, user_id: UUID) -> User:
    """Open a closed account again: password and second factors are as they were, sessions and tokens stay ended."""
    user = _administered(by, user_id)
    rules.check_active(user.is_active, wanted=False)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by, events.USER_REACTIVATED, user)
    return user


@transaction.atomic
def reset_factors(by: Actor, user_id: UUID) -> User:
    """Take the second factors off an account, for somebody who lost them: the password alone opens it then."""
    user = _administered(by, user_id)
    held = Authenticator.objects.filter(user=user)
    kinds = sorted(held.values_list("type", flat=True))
    if not kinds:
        raise Conflict("NO_FACTORS", "This account has no second factor.")
    held.delete()
    _end_sessions(user)
    user.save(update_fields=["session_round"])
    record(by, events.FACTORS_RESET, user, {"kinds": kinds})
    return user


@transaction.atomic
def lift_lockout(by: Actor, user_id: UUID) -> User:
    """Let somebody try at once whom too many wrong passwords or codes locked out."""
    user = _administered(by, user_id)
    if not lockout.is_locked(user):
        raise Conflict("NOT_LOCKED_OUT", "This account is not locked out. Wrong passwords lock one address only.")
    lockout.lift(user)
    record(by, events.LOCKOUT_LIFTED, user)
    return user


def _administered(by: Actor, user_id: UUID) -> User:
    """The account of somebody else, all of whose clients the actor administers: an account opens all of them."""
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    # Who has no role anywhere is the provider's business alone.
    theirs = queries.clients_of(user_id) or {None}
    if user is None or not (by.sees(None) or any(by.sees(one) for one in theirs)):
        raise NotFound("user")
    permit(by, permissions.ACCOUNT_SECURE)
    if not all(by.roles_at(one) & permissions.ACCOUNT_SECURE.roles for one in theirs):
        raise Forbidden(
            "ACCOUNT_SHARED", "This person works for other clients too: an administrator of all clients must do it."
        )
    if user.pk == by.user:
        raise Conflict("OWN_ACCOUNT", "Another administrator must do this: it is your own account.")
    return user


def _end_sessions(user: User) -> None:
    user.session_round += 1
