"""One's own requests, in plain words and on a phone first: ask, follow, write again, reopen, say how it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openhro.core import paging
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.errors import NotFound, Refused
from openhro.core.permission import permit
from openhro.core.web import actor, attempt
from openhro.desk import forms, permissions, queries, services, shown
from openhro.desk.models import CatalogueItem, Ticket


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What the reader asked, newest first."""
    by = actor(request)
    permit(by, permissions.RAISE)
    check_names(request, "cursor")
    page = paging.page(queries.own(by), ("-opened_at", "-pk"), request.GET.get("cursor", ""), limit=30)
    context = {
        "rows": [shown.own_row(by, one) for one in page.rows],
        "next": f"?{urlencode({'cursor': page.next})}" if page.next else "",
    }
    return render(request, "desk/own/list.html", context)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be asked for, by what it is about."""
    items = list(queries.catalogue(actor(request))[:200])
    several = len({one.client_id for one in items}) > 1
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in items:
        group = f"{one.client.name}: {one.category.name}" if several else one.category.name
        groups.setdefault(group, []).append(
            {"name": one.name, "about": one.about, "url": f"/home/requests/new/{one.pk}/"}
        )
    return render(request, "desk/own/catalogue.html", {"groups": list(groups.items())})


def ask(request: HttpRequest, catalogue_item_id: UUID) -> HttpResponse:
    """Ask for one thing of the catalogue."""
    by = actor(request)
    item = queries.asked_item(by, catalogue_item_id)
    form = forms.AskForm(request.POST or None, fields=item.fields)
    if request.method == "POST" and form.is_valid():
        made = _asked(by, item, form)
        if made:
            messages.success(request, _("Thank you. Your request has the number %(n)s.") % {"n": made.number})
            return redirect("desk:own", ticket_id=made.pk)
    return render(request, "desk/own/ask.html", {"item": item, "form": form})


def _asked(by: Actor, item: CatalogueItem, form: forms.AskForm) -> Ticket | None:
    wanted = services.Ask(item_id=item.pk, text=form.cleaned_data["text"], answers=form.answers())
    try:
        return services.raise_ticket(by, item.client_id, wanted)
    except Refused as refused:
        if refused.status in (401, 403, 404):
            raise
        place = form.place(refused.field)
        form.add_error(place if place in form.fields else None, refused.message)
        return None


@require_safe
def page(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Where a request stands, and what was said."""
    by = actor(request)
    return render(request, "desk/own/ticket.html", _context(by, queries.own_one(by, ticket_id)))


def _context(by: Actor, ticket: Ticket) -> dict[str, Any]:
    mine = ticket.requester_id == by.user
    return {
        "ticket": ticket,
        "subject": queries.shown_subject(by, ticket, listed=False),
        "state": shown.state(ticket, plain=True),
        "promise": shown.own_promise(by, ticket),
        "reason": queries.shown_reason(by, ticket, listed=False) if ticket.state in queries.ACTIVE else "",
        "answers": shown.answers(ticket),
        "talk": shown.talk(by, ticket, queries.entries(by, ticket)[:500], plain=True),
        "mine": mine,
        "open": ticket.state in queries.ACTIVE,
        "reply": forms.ReplyForm(),
        "reopen": forms.ReopenForm() if mine and shown.reopen_until(ticket) else None,
        "reopen_until": shown.reopen_until(ticket),
        "rate": forms.RateForm() if queries.survey_open(by, ticket) else None,
    }


@require_POST
def reply(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Write again."""
    return _act(request, ticket_id, "reply", forms.ReplyForm, services.ask_again, _("We have your message."))


@require_POST
def reopen(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """It is not done."""
    return _act(request, ticket_id, "reopen", forms.ReopenForm, services.reopen, _("We work on it again."))


@require_POST
def rate(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Say how it was."""
    return _act(request, ticket_id, "rate", forms.RateForm, services.rate, _("Thank you."))


@require_POST
def cancel(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """It is no longer needed."""
    return _act(request, ticket_id, "cancel", forms.NothingForm, services.cancel, _("Your request is cancelled."))


def _act(request: HttpRequest, ticket_id: UUID, name: str, kind: Any, service: Any, told: str) -> HttpResponse:
    by = actor(request)
    ticket = queries.own_one(by, ticket_id)
    form = kind(request.POST)
    if form.is_valid() and attempt(form, lambda: service(by, ticket.pk, **form.cleaned_data)) is not None:
        messages.success(request, told)
        return redirect("desk:own", ticket_id=ticket.pk)
    return render(request, "desk/own/ticket.html", _context(by, ticket) | {name: form, "fault": form})


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Answers that are there already."""
    by = actor(request)
    permit(by, permissions.RAISE)
    text = asked(request, forms.SearchForm(request.GET))["q"]
    rows = [{"title": one.title, "url": f"/home/answers/{one.pk}/"} for one in queries.own_articles(by, text)[:60]]
    form = forms.SearchForm({"q": text})
    return render(request, "desk/own/answers.html", {"rows": rows, "form": form, "text": text})


@require_safe
def article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """One answer."""
    by = actor(request)
    permit(by, permissions.RAISE)
    if not queries.own_articles(by).filter(pk=article_id).exists():
        raise NotFound("article")
    return render(request, "desk/own/article.html", {"article": services.note_reading(by, article_id)})
