"""One's own account: profile, password, second factors, API tokens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openhro.clients import forms, queries, services
from openhro.clients.models import User
from openhro.clients.rules import ROLE_NAMES
from openhro.core.actor import Actor, Role
from openhro.core.web import actor, attempt


def account(request: HttpRequest) -> HttpResponse:
    """Who one is, in which roles, and how the product writes dates and amounts."""
    by, user = actor(request), _user(request)
    given = {"name": user.name, "locale": user.locale, "zone": user.zone}
    form = forms.ProfileForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: services.change_profile(by, **form.cleaned_data))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("clients:account")
    places = {client.pk: client.name for client in queries.clients(by)[:50]}
    roles = [
        {"label": places.get(client, _("Every client")) if client else _("Every client"), "value": _role_names(held)}
        for client, held in by.roles.items()
    ]
    shown = {"form": form, "account": user, "roles": roles, "factors": _factors(user), "tabs": tabs(by, "account")}
    return render(request, "clients/account.html", shown)


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Another password; other sessions end, this one goes on."""
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        user = attempt(form, lambda: services.change_password(actor(request), values["old"], values["new"]))
        if user:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("clients:account")
    return render(request, "clients/password.html", {"form": form, "tabs": tabs(actor(request), "password")})


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's API tokens; a new one is shown once, on the answer to the form that made it."""
    by = actor(request)
    form = forms.TokenForm(request.POST or None)
    made = None
    if request.method == "POST":
        if reauthentication.is_reauthentication_required(request, app="allauth.mfa"):
            return reauthentication.suspend_request(request, "/login/again/")
        if form.is_valid():
            values = form.cleaned_data
            made = attempt(form, lambda: services.make_token(by, values["name"], days=values["days"]))
    if made:
        form = forms.TokenForm()
    columns = [{"label": _("For")}, {"label": _("Made")}, {"label": _("Ends")}, {"kind": "fit"}]
    held = list(queries.tokens(by))
    shown = {"form": form, "made": made, "tokens": held, "tabs": tabs(by, "tokens"), "columns": columns}
    return render(request, "clients/tokens.html", shown)


@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    services.revoke_token(actor(request), token_id)
    messages.success(request, _("The token no longer works."))
    return redirect("clients:tokens")


def tabs(by: Actor, current: str) -> list[dict[str, Any]]:
    """The parts of one's account; who is an employee only has no program to let in."""
    places = [
        ("account", _("You"), "/account/"),
        ("password", _("Password"), "/account/password/"),
        ("factors", _("Second factor"), "/account/2fa/"),
        ("tokens", _("API tokens"), "/account/tokens/"),
    ]
    shown = places if by.all_roles != {Role.EMPLOYEE} else places[:-1]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in shown]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the middleware lets nobody else through
    return request.user


def _role_names(held: Any) -> str:
    return ", ".join(sorted(str(ROLE_NAMES[role]) for role in held))


def _factors(user: User) -> int:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).count()
