"""The moves of a request on a page that says what each does before it is done."""

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
from django.views.decorators.http import require_POST

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import Invalid, NotFound, illegal_move
from openhro.core.permission import Permission, may, permit
from openhro.core.web import actor, attempt
from openhro.desk import forms, permissions, queries, rules, services
from openhro.desk.models import Ticket
from openhro.desk.views.asked import crumbs, opened


@dataclass(frozen=True, slots=True)
class Move:
    """A move as its page shows it."""

    label: Any
    does: Any
    permission: Permission
    call: Callable[..., Any]
    form: type[django_forms.Form] = forms.NothingForm
    icon: str = "arrow-right"
    tone: str = "primary"
    rule: str = ""
    """The move in the table of rules, where its page has another name."""


def _merge(by: Actor, ticket_id: UUID, number: int) -> Ticket:
    ticket = queries.one(by, ticket_id)
    into = queries.visible(by).filter(client_id=ticket.client_id, number=number).first()
    if into is None:
        raise Invalid("MERGE_INTO", _("There is no request of that number."), field="number")
    return services.merge(by, ticket_id, into.pk)


def _share(by: Actor, ticket_id: UUID, who: str) -> Any:
    found = clients.users_by_address(who)
    if len(found) != 1:
        raise Invalid("WHO", _("Nobody here has that address."), field="who")
    return services.share(by, ticket_id, found[0])


def _link(by: Actor, ticket_id: UUID, problem_id: UUID | None, title: str) -> Ticket:
    if bool(problem_id) == bool(title):
        raise Invalid("CAUSE", _("Choose a known cause, or name a new one."), field="title")
    if problem_id is None:
        problem_id = services.open_problem(by, queries.one(by, ticket_id).client_id, title).pk
    return services.link_to_problem(by, ticket_id, problem_id)


MOVES: dict[str, Move] = {
    "wait_for_requester": Move(
        gettext_lazy("Wait for whoever asked"),
        gettext_lazy(
            "The resolution’s clock stands still until they write again. What you owe them as an answer runs on."
        ),
        permissions.WORK,
        services.wait_for_requester,
        forms.MaybeReasonForm,
        "pause",
    ),
    "wait_for_third_party": Move(
        gettext_lazy("Wait for somebody else"),
        gettext_lazy("The resolution’s clock stands still. The client sees the reason."),
        permissions.WORK,
        services.wait_for_third_party,
        forms.ReasonForm,
        "pause",
    ),
    "hold": Move(
        gettext_lazy("Put on hold"),
        gettext_lazy("The resolution’s clock stands still. The client sees the reason."),
        permissions.WORK,
        services.hold,
        forms.ReasonForm,
        "pause",
    ),
    "resume": Move(
        gettext_lazy("Go on"),
        gettext_lazy("The clocks run again; the pause moves the due time by its business hours."),
        permissions.WORK,
        services.resume,
    ),
    "prioritise": Move(
        gettext_lazy("Change the priority"),
        gettext_lazy(
            "Running clocks count from the original start, with their pauses. A promise can be broken by this at once."
        ),
        permissions.WORK,
        services.prioritise,
        forms.LevelsForm,
        "arrow-up",
    ),
    "recategorise": Move(
        gettext_lazy("Change what it is about"),
        gettext_lazy(
            "It moves to the category’s queue, contract line, promises and secrecy. Clocks count from their start."
        ),
        permissions.WORK,
        services.recategorise,
        forms.CategoryForm,
        "arrow-right",
    ),
    "assign": Move(
        gettext_lazy("Give to somebody"),
        gettext_lazy("They are told. Only people of this queue with the needed skill are offered."),
        permissions.LEAD,
        services.assign,
        forms.AssignForm,
        "user",
    ),
    "requeue": Move(
        gettext_lazy("Move to another queue"),
        gettext_lazy("The people of that queue are told. Nobody works on it until one of them takes it."),
        permissions.LEAD,
        services.assign,
        forms.RequeueForm,
        "arrow-right",
        rule="assign",
    ),
    "share": Move(
        gettext_lazy("Let somebody follow"),
        gettext_lazy("They read what is said in public, never notes. Whom the request is about cannot follow it."),
        permissions.WORK,
        _share,
        forms.ShareForm,
        "user",
    ),
    "link_to_problem": Move(
        gettext_lazy("Name its cause"),
        gettext_lazy("Several requests can have one cause. Each is still answered by itself."),
        permissions.WORK,
        _link,
        forms.CauseForm,
        "warning",
        rule="note",
    ),
    "add_task": Move(
        gettext_lazy("Add a task"),
        gettext_lazy("The request cannot be resolved before all its tasks are done."),
        permissions.WORK,
        services.add_task,
        forms.TaskForm,
        "plus",
    ),
    "merge": Move(
        gettext_lazy("Merge into another"),
        gettext_lazy("This request ends. The other goes on from the earliest start of both; what was broken stays so."),
        permissions.LEAD,
        _merge,
        forms.MergeForm,
        "copy",
    ),
    "reopen": Move(
        gettext_lazy("Reopen"),
        gettext_lazy("The resolution’s clock goes on; the time since it was resolved counts as a pause."),
        permissions.WORK,
        services.reopen,
        forms.ReopenForm,
        "undo",
    ),
    "close": Move(
        gettext_lazy("Close"),
        gettext_lazy("It closes by itself some days after it was resolved."),
        permissions.WORK,
        services.close,
        icon="lock",
    ),
    "cancel": Move(
        gettext_lazy("Cancel"),
        gettext_lazy(
            "Nobody needs it any more. The clocks stop, and the client is asked whether they count; what was broken"
            " before stays broken. This cannot be taken back."
        ),
        permissions.WORK,
        services.cancel,
        forms.ReasonForm,
        "cross",
        "danger",
    ),
}


def offered(by: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """The moves that the state allows and the reader may make; the conversation has its own forms."""
    return [
        {"label": one.label, "url": f"/desk/tickets/{ticket.pk}/moves/{name}/", "icon": one.icon}
        for name, one in MOVES.items()
        if (one.rule or name) in rules.ALLOWED[ticket.state] and may(by, one.permission, ticket)
    ]


def move(request: HttpRequest, ticket_id: UUID, name: str) -> HttpResponse:
    """What a move does, in words and with what it asks for; posting does it."""
    by = actor(request)
    ticket = opened(request, ticket_id)
    chosen = MOVES.get(name)
    if chosen is None:
        raise NotFound("move")
    permit(by, chosen.permission, ticket)
    if (chosen.rule or name) not in rules.ALLOWED[ticket.state]:
        raise illegal_move("request", ticket.state, name, rules.ALLOWED[ticket.state])
    initial = {"impact": ticket.impact, "urgency": ticket.urgency}
    told = _("Done: %(what)s.") % {"what": str(chosen.label).lower()}
    return _done(request, ticket, chosen, ticket.pk, {"initial": initial, **_choices(by, ticket, chosen)}, told)


def _done(
    request: HttpRequest, ticket: Ticket, chosen: Move, pk: UUID, extra: dict[str, Any], told: str
) -> HttpResponse:  # fmt: skip
    """The page of a move, and the move itself."""
    by = actor(request)
    permit(by, chosen.permission, ticket)
    form = chosen.form(request.POST if request.method == "POST" else None, **extra)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: chosen.call(by, pk, **form.cleaned_data))
        if done is not None:
            messages.success(request, told)
            still = queries.visible(by).filter(pk=ticket.pk).exists()
            return redirect("desk:ticket", ticket_id=ticket.pk) if still else redirect("desk:queue")
    context = {"ticket": ticket, "move": chosen, "form": form, "crumbs": crumbs(ticket, chosen.label)}
    return render(request, "desk/move.html", context)


def _choices(by: Actor, ticket: Ticket, chosen: Move) -> dict[str, Any]:
    """What the move's form offers."""
    if chosen.form is forms.AssignForm:
        return {"agents": queries.agents(by, ticket)}
    if chosen.form is forms.CategoryForm:
        others = [one for one in queries.category_tree(by, ticket.client_id) if one[0] != ticket.category_id]
        return {"categories": others}
    if chosen.form is forms.RequeueForm:
        held = queries.queues(by, ticket.client_id)
        return {"queues": [(one.pk, one.name) for one in held if one.pk != ticket.queue_id]}
    if chosen.form is forms.CauseForm:
        return {"problems": [(one.pk, one.title) for one in queries.known_problems(by, ticket.client_id)[:200]]}
    return {}


LEAVE_OUT = Move(
    gettext_lazy("Leave out of the service levels"),
    gettext_lazy("The client is asked. Until they consent, this promise counts as it stands."),
    permissions.EXCLUDE,
    services.ask_to_exclude,
    forms.ReasonForm,
)


def leave_out(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """Ask the client that a promise does not count."""
    row = queries.one_clock(actor(request), clock_id)
    ticket = opened(request, row.ticket_id)
    return _done(request, ticket, LEAVE_OUT, row.pk, {}, _("The client is asked."))


@require_POST
def consent(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """The client agrees that a promise does not count."""
    row = services.consent_to_exclusion(actor(request), clock_id)
    messages.success(request, _("This promise no longer counts."))
    return redirect("desk:ticket", ticket_id=row.ticket_id)
