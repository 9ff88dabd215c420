"""The moves of a contract: which are offered to whom, and the page that says what each does before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import Permission, may, permit
from openhro.core.web import actor, attempt
from openhro.engagements import forms, permissions, queries, rules, services
from openhro.engagements.models import Engagement, Signature


@dataclass(frozen=True, slots=True)
class Move:
    """A move as its page shows it. With `sides`, the permission of the side for which the actor acts."""

    label: Any
    question: Any
    does: Any
    permission: Permission
    call: Callable[..., Any]
    form: type[django_forms.Form] = forms.NothingForm
    client_permission: Permission | None = None
    tone: str = "primary"


MOVES: dict[str, Move] = {
    "propose": Move(
        gettext_lazy("Propose"),
        gettext_lazy("Propose this engagement?"),
        gettext_lazy("The client’s side can see it. Head, scope and prices can still change."),
        permissions.PROPOSE,
        services.propose,
    ),
    "send_for_review": Move(
        gettext_lazy("Send for review"),
        gettext_lazy("Ask the client to review and sign?"),
        gettext_lazy("Their administrators are told. A change after a signature makes it void."),
        permissions.PROPOSE,
        services.send_for_review,
    ),
    "sign": Move(
        gettext_lazy("Sign"),
        gettext_lazy("Sign this engagement?"),
        gettext_lazy("Your signature is bound to the head, scope and prices as they stand now."),
        permissions.SIGN_PROVIDER,
        services.sign,
        client_permission=permissions.SIGN_CLIENT,
    ),
    "start_transition": Move(
        gettext_lazy("Start the transition"),
        gettext_lazy("Start taking the work over?"),
        gettext_lazy("You lead it; somebody else lets it go live."),
        permissions.TRANSITION,
        services.start_transition,
    ),
    "go_live": Move(
        gettext_lazy("Go live"),
        gettext_lazy("Let this engagement go live?"),
        gettext_lazy("From the first day of service the work in scope may be done, and is charged."),
        permissions.GO_LIVE,
        services.go_live,
        forms.GoLiveForm,
    ),
    "suspend": Move(
        gettext_lazy("Suspend"),
        gettext_lazy("Suspend this engagement?"),
        gettext_lazy("All work stops but what the law demands: payroll and compliance go on."),
        permissions.SUSPEND,
        services.suspend,
        forms.SuspendForm,
        tone="danger",
    ),
    "resume": Move(
        gettext_lazy("Resume"),
        gettext_lazy("Let all work go on again?"),
        gettext_lazy("Everything in scope may be done again from now."),
        permissions.SUSPEND,
        services.resume,
    ),
    "give_notice": Move(
        gettext_lazy("Give notice"),
        gettext_lazy("Give notice on this engagement?"),
        gettext_lazy("The contract ends on the day you name, after the agreed notice. This cannot be taken back."),
        permissions.NOTICE_PROVIDER,
        services.give_notice,
        forms.NoticeForm,
        permissions.NOTICE_CLIENT,
        tone="danger",
    ),
    "begin_exit": Move(
        gettext_lazy("Begin the exit"),
        gettext_lazy("Begin handing the work back?"),
        gettext_lazy("Work goes on until the last day; both sides then confirm that all is handed over."),
        permissions.EXIT,
        services.begin_exit,
    ),
    "close": Move(
        gettext_lazy("Confirm closing"),
        gettext_lazy("Confirm that all is handed over?"),
        gettext_lazy("With both confirmations the engagement is closed for good."),
        permissions.CLOSE_PROVIDER,
        services.close,
        client_permission=permissions.CLOSE_CLIENT,
        tone="danger",
    ),
    "withdraw": Move(
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdraw this engagement?"),
        gettext_lazy("It is kept for the record, and its scope no longer stands in another contract’s way."),
        permissions.PROPOSE,
        services.withdraw,
        tone="danger",
    ),
}


def offered(by: Actor, engagement: Engagement, signatures: list[Signature]) -> list[dict[str, Any]]:
    """The moves that the state allows and the actor may make; the first is the next step."""
    found: list[dict[str, Any]] = []
    for name in rules.ALLOWED[engagement.state]:
        move = MOVES[name]
        side = side_of(by, move, engagement)
        if side is None or (side and _signed(name, side, signatures)):
            continue
        found.append({"name": name, "label": move.label, "tone": "" if found and move.tone == "primary" else move.tone})
    return found


def side_of(by: Actor, move: Move, engagement: Engagement) -> str | None:
    """For which side the actor makes a move; "" where it has no sides, None where it is not theirs."""
    if move.client_permission and may(by, move.client_permission, engagement):
        return "client"
    if may(by, move.permission, engagement):
        return "provider" if move.client_permission else ""
    return None


def _signed(name: str, side: str, signatures: list[Signature]) -> bool:
    purpose = {"sign": "contract", "close": "closing"}.get(name)
    return any((one.purpose, one.side, one.void) == (purpose, side, False) for one in signatures)


def move(request: HttpRequest, engagement_id: UUID, name: str) -> HttpResponse:
    """What a move does, in words and with what it asks for; posting does it."""
    by = actor(request)
    engagement = queries.one(by, engagement_id)
    chosen = MOVES.get(name)
    if chosen is None:
        raise NotFound("move")
    side = side_of(by, chosen, engagement)
    if side is None:
        permit(by, chosen.permission, engagement)
    rules.check_move(engagement.state, name)
    request.client = engagement.client  # type: ignore[attr-defined]
    today = clock.today(engagement.client.zone)
    form = chosen.form(request.POST if request.method == "POST" else None, initial=_initial(engagement, today))
    if request.method == "POST" and form.is_valid():
        given = {"side": side, **form.cleaned_data} if side else form.cleaned_data
        done = attempt(form, lambda: chosen.call(by, engagement.pk, **given))
        if done is not None:
            messages.success(request, _("Done: %(what)s.") % {"what": str(chosen.label).lower()})
            return redirect("engagements:page", engagement_id=engagement.pk)
    context = {
        "engagement": engagement,
        "move": chosen,
        "form": form,
        "side": side,
        "gate": queries.readiness(by, engagement.pk, max(today, engagement.effective_from))
        if name == "go_live"
        else [],
        "crumbs": [
            {"label": _("Engagements"), "url": f"/engagements/?client={engagement.client.code}"},
            {"label": engagement.code, "url": f"/engagements/{engagement.pk}/"},
            {"label": chosen.label},
        ],
    }
    return render(request, "engagements/move.html", context)


def _initial(engagement: Engagement, today: Any) -> dict[str, Any]:
    earliest = rules.earliest_end(today, engagement.notice_months)
    return {"day": max(today, engagement.effective_from), "ends_on": earliest}
