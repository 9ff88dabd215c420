"""Signing in: allauth with our rules. No self-registration, lockout after repeated failures, sealed second factors."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from openhro.clients import lockout, queries
from openhro.clients.models import User
from openhro.core import clock
from openhro.core.errors import TooMany
from openhro.core.fields import seal, unseal
from openhro.core.web import is_rest, refusal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Whether who one is must be shown again. Having just signed in shows it: allauth alone would ask twice."""
        return super().is_reauthentication_required(app=app) and not just_signed_in(context.request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By name alone, whichever host was asked: what an administrator lifts is one count.
        return lockout.key_of_name(attempted(request, credentials))


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are ciphertext in the database, and carry the provider's name in the reader's app."""

    ADDRESS = "mfa_authenticator:secret"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, self.ADDRESS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), self.ADDRESS)

    def get_totp_issuer(self) -> str:
        return queries.provider_name()

    def _get_site_name(self) -> str:
        return queries.provider_name()


def just_signed_in(request: HttpRequest) -> bool:
    """Whether this session was opened, with all that it took, in the minutes for which showing it again would last."""
    held = get_authentication_records(request, request.user if isinstance(request.user, User) else None)
    shown = [one["at"] for one in held if one.get("method") in ("password", "mfa")]
    return bool(shown) and clock.now().timestamp() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def attempted(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Under which name somebody tried to sign in: what the lockout counts by."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login", "")
    return str(name).strip().casefold()[:150]


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The answer after too many failures."""
    return refusal(
        request, TooMany("LOCKED_OUT", "Too many failed attempts. Wait 15 minutes, or ask your administrator.")
    )


class ReaderMiddleware:
    """Dates, amounts and words as the signed-in reader has chosen them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or is_rest(request):
            return self.get_response(request)
        request.LANGUAGE_CODE = user.locale
        with timezone.override(user.zone), translation.override(user.locale):
            return self.get_response(request)
