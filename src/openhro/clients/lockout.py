"""Who is locked out after too many failures, and letting them try again at once.

Two things count: axes, wrong passwords for a name from one address; and allauth, wrong passwords for a name and wrong
codes of an account, from wherever. Both keep their counts in the database.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.core.internal import ratelimit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum

from openhro.clients.models import User
from openhro.core import clock

_APP, _ACTION = "allauth.account", "login_failed"


def key_of_name(name: str) -> str:
    """Under which key wrong passwords for a name are counted."""
    return f"name:{name.strip().casefold()}"


def is_locked(user: User) -> bool:
    """Whether some way in is closed to the account for now."""
    since = clock.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username__in=_names(user), attempt_time__gt=since)
    by_address = tried.order_by().values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return by_address.filter(failures__gte=settings.AXES_FAILURE_LIMIT).exists() or not all(map(_is_open, _keys(user)))


def lift(user: User) -> None:
    """Forget all failures of the account."""
    AccessAttempt.objects.filter(username__in=_names(user)).delete()
    for key in _keys(user):
        ratelimit.clear(None, app=_APP, action=_ACTION, key=key)


def _is_open(key: str) -> bool:
    # These limits are by key alone, so that no request is looked at.
    asked = {"app": _APP, "action": _ACTION, "key": key, "dry_run": True, "limit_get": True}
    return ratelimit.consume(None, **asked) is not None


def _names(user: User) -> list[str]:
    return [name.casefold() for name in (user.username, user.email) if name]


def _keys(user: User) -> list[str]:
    """Of the passwords tried by name, and of the codes (allauth's own key)."""
    return [*map(key_of_name, _names(user)), f"mfa-auth-user-{user.pk}"]
