"""Signing in: allauth with our rules; no self-registration, lockout after repeated failures."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from openhro.core.errors import TooMany
from openhro.core.web import refusal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The answer after too many failures."""
    return refusal(
        request, TooMany("LOCKED_OUT", "Too many failed attempts. Wait 15 minutes, or ask your administrator.")
    )
