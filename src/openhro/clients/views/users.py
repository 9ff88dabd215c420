"""Who works for and at a client: invite, give a role, end one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows import password_reset
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openhro.clients import forms, permissions, queries, services
from openhro.clients.models import Client, Grant
from openhro.clients.rules import CLIENT_ROLES, ROLE_NAMES
from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt


def users(request: HttpRequest, code: str) -> HttpResponse:
    """The users of a client with their roles; the form invites another."""
    by = actor(request)
    client = queries.client(by, code)
    grants = list(queries.users(by, client.pk))
    provider = Role.PROVIDER_ADMIN in by.roles_at(None)
    form = forms.InviteForm(request.POST or None, provider=provider, companies=_companies(request, client))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        place = UUID(values["entity_id"]) if values["entity_id"] else None
        to = services.Invitation(**values | {"role": Role(values["role"]), "entity_id": place})
        grant = attempt(form, lambda: services.invite_to_client(by, client.pk, to))
        if grant:
            _welcome(request, grant)
            return redirect("clients:users", code=client.code)
    elif request.method == "POST":
        permit(by, permissions.USER_INVITE, client.pk)
    shown = {
        "client": client,
        "form": form,
        "may_invite": may(by, permissions.USER_INVITE, client.pk),
        "may_secure": may(by, permissions.ACCOUNT_SECURE, client.pk),
        "grants": [_line(grant, client, provider) for grant in grants],
        "columns": [
            {"label": _("Person")},
            {"label": _("Role")},
            {"label": _("Since")},
            {"label": _("State")},
            {"kind": "fit"},
        ],
        "crumbs": [
            {"label": _("Clients"), "url": "/clients/"},
            {"label": client.name, "url": f"/clients/{client.code}/"},
            {"label": _("Users")},
        ],
    }
    request.client = client  # type: ignore[attr-defined]
    return render(request, "clients/users.html", shown)


def _companies(request: HttpRequest, client: Client) -> list[tuple[str, str]]:
    """Where somebody new may work, each with what it makes of dates and hours; nothing for those who may not invite."""
    by = actor(request)
    if not may(by, permissions.USER_INVITE, client.pk):
        return []
    readers, names = queries.readers_at(by, client.pk), dict(settings.LANGUAGES)

    def said(name: str, reader: queries.Reader) -> str:
        return f"{name} · {names.get(reader.locale, reader.locale)}, {reader.zone.replace('_', ' ')}"

    none = ("", said(_("No certain one"), queries.Reader(client.locale, client.zone)))
    return [none, *((str(one.pk), said(one.name, readers[one.pk])) for one in queries.entities(by, client.pk))]


def end_role(request: HttpRequest, code: str, grant_id: UUID) -> HttpResponse:
    """Let a role end on a last day."""
    by = actor(request)
    client = queries.client(by, code)
    permit(by, permissions.USER_INVITE, client.pk)
    grant = queries.users(by, client.pk).filter(pk=grant_id, client_id=client.pk).first()
    if grant is None:
        raise NotFound("role")
    form = forms.EndRoleForm(request.POST or None, initial={"last": clock.today(client.zone)})
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: services.end_role(by, grant.pk, last=form.cleaned_data["last"]))
        if ended:
            messages.success(request, _("The role of %(name)s ends.") % {"name": grant.user.name})
            return redirect("clients:users", code=client.code)
    request.client = client  # type: ignore[attr-defined]
    shown = {"client": client, "grant": grant, "role": ROLE_NAMES[Role(grant.role)], "form": form}
    return render(request, "clients/end_role.html", shown)


def _welcome(request: HttpRequest, grant: Grant) -> None:
    """A new user sets their own password by a link; somebody who has one already hears nothing."""
    user = grant.user
    if not user.has_usable_password() and user.email:
        password_reset.request_password_reset(request, user.email, [user], default_token_generator)
        messages.success(request, _("%(name)s is invited: a mail says how to set a password.") % {"name": user.name})
    else:
        messages.success(request, _("%(name)s has the role.") % {"name": user.name})


def _line(grant: Grant, client: Client, provider: bool) -> dict[str, Any]:
    today = clock.today(client.zone)
    state = "ended" if grant.valid_to and grant.valid_to < today else "to_come" if grant.valid_from > today else "holds"
    return {
        "id": grant.pk,
        "user_id": grant.user_id,
        "active": grant.user.is_active,
        "name": grant.user.name,
        "username": grant.user.username,
        "role": ROLE_NAMES[Role(grant.role)],
        "functions": grant.functions,
        "everywhere": grant.client_id is None,
        "since": grant.valid_from,
        "until": grant.valid_to,
        "state": state,
        "can_end": grant.client_id is not None and grant.valid_to is None and (provider or grant.role in CLIENT_ROLES),
    }
