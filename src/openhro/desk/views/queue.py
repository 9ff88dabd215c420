"""The agents' pages: the queue by time to breach, one request, and entering one for somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core import imports, journal, paging
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names, one_of
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.desk import forms, permissions, queries, services, shown
from openhro.desk.models import Ticket
from openhro.desk.views.asked import asked_client, choose, crumbs, opened
from openhro.desk.views.moves import offered
from openhro.people import queries as people

MOST_ROWS = 10_000


def listing(request: HttpRequest) -> HttpResponse:
    """The queue, most pressing first."""
    by = actor(request)
    code = request.GET.get("client", "")
    form = forms.FilterForm(request.GET)
    state = asked(request, form, "client", "mine", "cursor")["state"] or "active"
    mine = one_of(request, "mine", "1") == "1"
    client = clients.client(by, code) if code else None
    rows = queries.queue(by, client.pk if client else None, "" if state == "all" else state)
    page = paging.page(
        rows.filter(assignee_id=by.user) if mine else rows, ("breach_at", "pk"), request.GET.get("cursor", "")
    )
    kept = {name: value for name, value in (("client", code), ("state", state), ("mine", "1" if mine else "")) if value}
    context = {
        "rows": shown.rows(by, page.rows),
        "form": form,
        "client_code": code,
        "tabs": _tabs(code, mine=mine),
        "mine": mine,
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "may_raise": may(by, permissions.RAISE_FOR),
        "links": places(by, code),
        "export_url": f"/desk/export.csv?{urlencode({'client': code, 'state': state})}" if code else "",
    }
    return render(request, "desk/queue.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The queue as a file, with the words of lists only: no more than the page shows."""
    by = actor(request)
    form = forms.FilterForm(request.GET)
    state = asked(request, form, "client")["state"] or "active"
    client = asked_client(request, by)
    if client is None:
        raise Invalid("CLIENT_NEEDED", _("Name the client."), field="client")
    rows = queries.queue(by, client.pk, "" if state == "all" else state).select_related("queue")[:MOST_ROWS]
    answer = HttpResponse(
        imports.csv_file(shown.EXPORT, shown.exported(by, rows)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="requests-{client.code}.csv"'
    return answer


def _tabs(code: str, *, mine: bool) -> list[dict[str, Any]]:
    with_client = {"client": code} if code else {}
    return [
        {"label": _("Everybody’s"), "url": f"/desk/?{urlencode(with_client)}", "current": not mine},
        {"label": _("Mine"), "url": f"/desk/?{urlencode(with_client | {'mine': '1'})}", "current": mine},
    ]


def places(by: Actor, code: str) -> list[dict[str, Any]]:
    """The desk's other pages."""
    with_client = f"?{urlencode({'client': code})}" if code else ""
    found = (
        [{"label": _("Knowledge"), "url": f"/desk/knowledge/{with_client}", "icon": "book"}]
        if may(by, permissions.KNOWLEDGE) or may(by, permissions.ALL)
        else []
    )
    if may(by, permissions.FIGURES):
        found.append({"label": _("Figures"), "url": f"/desk/figures/{with_client}", "icon": "chart"})
        if may(by, permissions.SETUP):
            found.append({"label": _("Setup"), "url": f"/desk/setup/{with_client}", "icon": "grid"})
        found.append({"label": _("Promises"), "url": f"/desk/promises/{with_client}", "icon": "clock"})
    return found


def page(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One request: conversation, promises, moves, and who it is about."""
    by = actor(request)
    check_names(request, "macro")
    ticket = opened(request, ticket_id)
    services.log_reading(by, ticket.pk)
    works = may(by, permissions.WORK, ticket) and queries.may_read(by, ticket)
    return render(request, "desk/ticket.html", _context(by, ticket, works=works, request=request))


def _context(by: Actor, ticket: Ticket, *, works: bool, request: HttpRequest) -> dict[str, Any]:
    readable = queries.may_read(by, ticket)
    macro = request.GET.get("macro", "")
    return {
        "ticket": ticket,
        "title": f"#{ticket.number} {queries.shown_subject(by, ticket, listed=False)}",
        "state": shown.state(ticket),
        "crumbs": crumbs(ticket),
        "talk": shown.talk(by, ticket, queries.entries(by, ticket)[:500]) if readable else [],
        "readable": readable,
        "answers": shown.answers(ticket) if readable else [],
        "promises": shown.promises(queries.explained(by, ticket)),
        "tasks": list(queries.tasks(by, ticket)) if readable and queries.sees_inside(by, ticket) else [],
        "reason": queries.shown_reason(by, ticket, listed=False),
        "context": shown.context(queries.context_of(by, ticket)) if readable else None,
        "facts": shown.facts(by, ticket),
        "moves": offered(by, ticket) if readable else [],
        "open": ticket.state in queries.ACTIVE,
        "may_exclude": may(by, permissions.EXCLUDE, ticket),
        "may_consent": may(by, permissions.CONSENT, ticket),
        "waits": works and ticket.state in queries.WAITING,
        "works": works,
        "may_take": works and ticket.assignee_id != by.user and ticket.state in queries.ACTIVE,
        "answer": forms.AnswerForm(initial=_macro(by, macro, ticket)) if works else None,
        "note": forms.NoteForm() if works else None,
        "macros": list(queries.macros(by, ticket.client_id)[:20]) if works else [],
        "story": [
            {"title": journal.EVENTS[one.event].tells, "when": shown.moment(one.at), "who": one.actor_name}
            for one in journal.history(by, [str(ticket.pk)])[:30]
        ],
    }


def _macro(by: Actor, macro: str, ticket: Ticket) -> dict[str, str]:
    """What a ready answer fills in: its words and what follows."""
    try:
        text, then = queries.macro_text(by, UUID(macro), ticket) if macro else ("", "")
    except ValueError:
        raise NotFound("macro") from None
    return {"text": text, "then": then}


@require_POST
def answer(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Answer in public, and perhaps wait or resolve with it."""
    return _write(request, ticket_id, "answer", forms.AnswerForm, services.answer_and, _("Your answer is sent."))


@require_POST
def note(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Write an internal note."""
    return _write(request, ticket_id, "note", forms.NoteForm, services.note, _("The note is kept."))


def _write(request: HttpRequest, ticket_id: UUID, name: str, kind: Any, service: Any, told: str) -> HttpResponse:
    by = actor(request)
    ticket = opened(request, ticket_id)
    permit(by, permissions.WORK, ticket)
    form = kind(request.POST)
    if form.is_valid() and attempt(form, lambda: service(by, ticket.pk, **form.cleaned_data)) is not None:
        messages.success(request, told)
        return redirect("desk:ticket", ticket_id=ticket.pk)
    works = queries.may_read(by, ticket)
    context = _context(by, ticket, works=works, request=request) | {name: form, "fault": form}
    return render(request, "desk/ticket.html", context)


@require_POST
def take(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Work on it oneself."""
    services.take(actor(request), ticket_id)
    messages.success(request, _("You work on it now."))
    return redirect("desk:ticket", ticket_id=ticket_id)


@require_POST
def do_task(request: HttpRequest, ticket_id: UUID, task_id: UUID) -> HttpResponse:
    """A step is done."""
    services.do_task(actor(request), task_id)
    return redirect("desk:ticket", ticket_id=ticket_id)


def new(request: HttpRequest) -> HttpResponse:
    """Enter what somebody asked by phone or chat."""
    by = actor(request)
    check_names(request, "client")
    permit(by, permissions.RAISE_FOR)
    client = asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/new/")
    permit(by, permissions.RAISE_FOR, client.pk)
    categories = queries.category_tree(by, client.pk)
    form = forms.PhoneForm(request.POST or None, categories=categories)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _entered(by, client, form.cleaned_data))
        if made:
            messages.success(request, _("The request has the number %(n)s.") % {"n": made.number})
            return redirect("desk:ticket", ticket_id=made.pk)
    crumbs_ = [{"label": _("Service desk"), "url": f"/desk/?client={client.code}"}, {"label": _("New request")}]
    shown_ = {"form": form, "client": client, "crumbs": crumbs_, "title": _("Enter a request"), "send": _("Enter it")}
    return render(request, "desk/form.html", shown_)


def _entered(by: Actor, client: Client, given: dict[str, Any]) -> Ticket:
    """The one person whom the words mean asks."""
    found = people.people(by, client.pk, people.Filters(text=given["who"]), limit=2).rows
    if len(found) != 1:
        told = _("Nobody is found so.") if not found else _("More than one person is found so. Give the staff number.")
        raise Invalid("PERSON_UNCLEAR", told, field="who")
    ask = services.Ask(
        given["subject"], given["text"], category_id=given["category_id"], person_id=found[0].person_id, for_them=True,
        channel=given["channel"],
    )  # fmt: skip
    return services.raise_ticket(by, client.pk, ask)
