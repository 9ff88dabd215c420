"""Somebody's account, for a provider administrator: close or open it, reset its second factors, lift its lockout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from openhro.clients import queries, services
from openhro.core.errors import NotFound
from openhro.core.web import actor


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do to an account: its button, what it does, what is said when it is done, and when it is offered."""

    label: Any
    does: Any
    done: Any
    call: Callable[..., Any]
    offered: Callable[[queries.Account], bool]
    tone: str = ""


MOVES = {
    "lift_lockout": Move(
        gettext_lazy("Lift the lockout"),
        gettext_lazy("Wrong passwords or codes have locked the account. They may try again at once."),
        gettext_lazy("The lockout is lifted."),
        services.lift_lockout,
        lambda held: held.locked,
        "primary",
    ),
    "reset_factors": Move(
        gettext_lazy("Reset second factors"),
        gettext_lazy(
            "For somebody who lost them. Their sessions end, and the password alone opens the account until they add "
            "another factor. Make sure that it is they who ask."
        ),
        gettext_lazy("The second factors are off the account."),
        services.reset_factors,
        lambda held: bool(held.factors),
    ),
    "deactivate": Move(
        gettext_lazy("Deactivate the account"),
        gettext_lazy("They are signed out everywhere at once, and their API tokens are deleted. Roles stay on record."),
        gettext_lazy("The account is closed."),
        services.deactivate_user,
        lambda held: held.user.is_active,
        "danger",
    ),
    "reactivate": Move(
        gettext_lazy("Activate the account again"),
        gettext_lazy("They may sign in again with their password and second factors. Ended sessions stay ended."),
        gettext_lazy("The account is open again."),
        services.reactivate_user,
        lambda held: not held.user.is_active,
        "primary",
    ),
}


def page(request: HttpRequest, code: str, user_id: UUID) -> HttpResponse:
    """The state of an account and what can be done about it."""
    by = actor(request)
    client = queries.client(by, code)
    held = queries.account(by, client.pk, user_id)
    kinds, languages = dict(Authenticator.Type.choices), dict(settings.LANGUAGES)
    facts = [
        (_("User name"), held.user.username),
        (_("Email"), held.user.email),
        (_("Second factors"), ", ".join(str(kinds[kind]) for kind in held.factors) or _("None")),
        (_("API tokens"), held.tokens),
        (_("Dates and time zone"), f"{languages.get(held.user.locale, held.user.locale)}, {held.user.zone}"),
    ]
    shown = {
        "client": client,
        "held": held,
        "facts": [{"label": label, "value": value} for label, value in facts if value != ""],
        "moves": [(key, one) for key, one in MOVES.items() if one.offered(held)],
        "crumbs": [
            {"label": client.name, "url": f"/clients/{client.code}/"},
            {"label": _("Users"), "url": f"/clients/{client.code}/users/"},
            {"label": held.user.name},
        ],
    }
    request.client = client  # type: ignore[attr-defined]
    return render(request, "clients/secure.html", shown)


@require_POST
def move(request: HttpRequest, code: str, user_id: UUID, name: str) -> HttpResponse:
    """Do it; a refusal says why not."""
    by = actor(request)
    client = queries.client(by, code)
    queries.account(by, client.pk, user_id)
    if name not in MOVES:
        raise NotFound("move")
    MOVES[name].call(by, user_id)
    messages.success(request, str(MOVES[name].done))
    return redirect("clients:secure", code=client.code, user_id=user_id)
