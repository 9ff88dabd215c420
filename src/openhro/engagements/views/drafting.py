"""The forms that draft a contract: head, scope and prices. A refusal stays beside the field that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import check_names, one_of
from openhro.core.errors import NotFound, Refused
from openhro.core.permission import permit
from openhro.core.web import actor, tried
from openhro.engagements import forms, queries, rules, services
from openhro.engagements.models import Engagement
from openhro.engagements.permissions import DRAFT


def new(request: HttpRequest) -> HttpResponse:
    """Draft an engagement with a client, of the model that a refusal may have suggested."""
    by = actor(request)
    permit(by, DRAFT)
    model = one_of(request, "model", *rules.MODELS)
    check_names(request, "client", "model")
    client = clients.client(by, request.GET.get("client", ""))
    permit(by, DRAFT, client.pk)
    request.client = client  # type: ignore[attr-defined]
    initial = {
        "model": model or "HRO",
        "currency": "USD",
        "effective_from": clock.today(client.zone).replace(day=1),
    }
    form = forms.HeadForm(
        request.POST or None, companies=_companies(by), frameworks=_frameworks(by, client.pk), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made, refused = tried(form, lambda: services.draft_engagement(by, client.pk, form.terms()))
        if made:
            messages.success(request, _("The draft is saved. Now add what is in scope."))
            return redirect("engagements:page", engagement_id=made.pk)
        return _form(request, None, form, _("A new engagement"), refused)
    return _form(request, None, form, _("A new engagement"))


def head(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Change the head; what both have signed changes by amendment only, and says so."""
    by, found = _drafted(request, engagement_id)
    names = [name for name in forms.HeadForm.base_fields if name != "version"]
    initial = {name: getattr(found, name) for name in names} | {"version": found.version}
    frames = _frameworks(by, found.client_id, found.pk)
    form = forms.HeadForm(request.POST or None, companies=_companies(by), frameworks=frames, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        made, refused = tried(form, lambda: services.revise_engagement(by, found.pk, version, form.values()))
        if made:
            messages.success(request, _("Saved."))
            return redirect("engagements:page", engagement_id=found.pk)
        return _form(request, found, form, _("Change the head"), refused)
    return _form(request, found, form, _("Change the head"))


def scope(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Add work to the scope."""
    by, found = _drafted(request, engagement_id)
    entities = [(one.pk, f"{one.name} · {one.country}") for one in clients.entities(by, found.client_id)]
    initial = {"start": max(found.effective_from, clock.today(found.client.zone).replace(day=1))}
    form = forms.ScopeForm(
        request.POST or None, model=found.model, entities=entities, companies=_companies(by), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made, refused = tried(form, lambda: services.add_scope(by, found.pk, form.terms()))
        if made:
            messages.success(request, _("The work is in scope."))
            return redirect("engagements:page", engagement_id=found.pk)
        return _form(request, found, form, _("Add work to the scope"), refused)
    return _form(request, found, form, _("Add work to the scope"))


def price(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Add a price; an unusual one for the model is saved with a warning."""
    by, found = _drafted(request, engagement_id)
    initial = {"start": found.effective_from}
    form = forms.PriceForm(request.POST or None, currency=found.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        made, refused = tried(form, lambda: services.add_price(by, found.pk, form.terms()))
        if made:
            messages.success(request, _("The price is agreed."))
            for warning in made.warnings:
                messages.warning(request, warning)
            return redirect("engagements:page", engagement_id=found.pk)
        return _form(request, found, form, _("Add a price"), refused)
    return _form(request, found, form, _("Add a price"))


def end_scope(request: HttpRequest, engagement_id: UUID, item_id: UUID) -> HttpResponse:
    """Let work leave the scope after a last day."""
    by, found = _drafted(request, engagement_id)
    item = queries.scope_items(by, found.pk).filter(pk=item_id).first()
    if item is None:
        raise NotFound("scope item")
    title = _("End %(what)s in %(where)s?") % {
        "what": rules.FUNCTIONS.get(item.function, item.function),
        "where": item.country,
    }
    return _end(request, found, title, lambda last: services.end_scope(by, item.pk, last))


def end_price(request: HttpRequest, engagement_id: UUID, item_id: UUID) -> HttpResponse:
    """Let a price end."""
    by, found = _drafted(request, engagement_id)
    item = queries.prices(by, found.pk).filter(pk=item_id).first()
    if item is None:
        raise NotFound("price")
    title = _("End the price %(code)s?") % {"code": item.code}
    return _end(request, found, title, lambda last: services.end_price(by, item.pk, last))


def _end(request: HttpRequest, found: Engagement, title: str, call: Callable[[Any], Any]) -> HttpResponse:
    form = forms.LastDayForm(request.POST or None, initial={"last_day": clock.today(found.client.zone)})
    if request.method == "POST" and form.is_valid():
        done, refused = tried(form, lambda: call(form.cleaned_data["last_day"]))
        if done:
            messages.success(request, _("It ends on the day you gave."))
            return redirect("engagements:page", engagement_id=found.pk)
        return _form(request, found, form, title, refused)
    return _form(request, found, form, title)


def _drafted(request: HttpRequest, engagement_id: UUID) -> tuple[Actor, Engagement]:
    by = actor(request)
    found = queries.one(by, engagement_id)
    permit(by, DRAFT, found)
    request.client = found.client  # type: ignore[attr-defined]
    return by, found


def _companies(by: Actor) -> list[tuple[UUID, str]]:
    return [(one.pk, f"{one.name} · {one.country}") for one in clients.provider_entities(by)]


def _frameworks(by: Actor, client_id: UUID, without: UUID | None = None) -> list[tuple[UUID, str]]:
    rows = queries.engagements(by, client_id).filter(framework=True)
    return [(one.pk, one.code) for one in rows if one.state not in rules.ENDED and one.pk != without]


def _form(
    request: HttpRequest,
    found: Engagement | None,
    form: django_forms.Form,
    title: str,
    refused: Refused | None = None,
) -> HttpResponse:
    detail = refused.detail if refused and isinstance(refused.detail, dict) else {}
    suggests = detail.get("suggests", "")
    client = request.client  # type: ignore[attr-defined]
    crumbs = [{"label": _("Engagements"), "url": f"/engagements/?client={client.code}"}]
    if found:
        crumbs.append({"label": found.code, "url": f"/engagements/{found.pk}/"})
    context = {
        "form": form,
        "title": title,
        "engagement": found,
        "client": client,
        "suggests": suggests,
        "suggested": rules.MODELS[suggests].name if suggests else "",
        "code": refused.code if refused else "",
        "crumbs": [*crumbs, {"label": title}],
        "cancel": f"/engagements/{found.pk}/" if found else f"/engagements/?client={client.code}",
    }
    return render(request, "engagements/form.html", context)
