"""Who does what: the matrix of a contract, its gaps, and the form of one step. And figures of price indices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openhro.core import clock, paging
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.engagements import forms, permissions, queries, rules, services
from openhro.engagements.models import Duty, Engagement
from openhro.engagements.views import terms_shown
from openhro.engagements.views.amending import crumbs


@require_safe
def matrix(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The matrix as it holds today (or on the first day of a contract to come), by function."""
    by, found = _seen(request, engagement_id)
    day = max(found.effective_from, clock.today(found.client.zone))
    editing = found.state not in rules.ENDED and not found.framework and may(by, permissions.DUTY_EDIT, found)
    context = {
        "engagement": found,
        "groups": terms_shown.duties(queries.duties(by, found.pk, day)),
        "columns": [*terms_shown.DUTY_COLUMNS, *([{"kind": "fit"}] * 2 if editing else [])],
        "gaps": queries.raci_gaps(by, found, day),
        "day": day,
        "editing": editing,
        "crumbs": crumbs(found, _("Who does what")),
    }
    return render(request, "engagements/raci.html", context)


@require_POST
def propose(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Begin with the usual matrix."""
    by, found = _seen(request, engagement_id)
    made = services.propose_duties(by, found.pk)
    messages.success(request, _("%(n)s steps were added. Look whether they are yours.") % {"n": len(made)})
    return redirect("engagements:raci", engagement_id=found.pk)


def new(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """A step of one's own."""
    by, found = _seen(request, engagement_id)
    permit(by, permissions.DUTY_EDIT, found)
    form = forms.DutyForm(request.POST or None, functions=_functions(by, found), known=False)
    return _saved(request, by, found, form, _("Add a step"))


def edit(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Say anew who has which part in a step; at work it holds from today, and what was said is kept."""
    by, row = _held(request, duty_id)
    found = row.engagement
    permit(by, permissions.DUTY_EDIT, found)
    names = ("function", "process", "step", "name", "employer_decision", "responsible", "accountable")
    initial = {name: getattr(row, name) for name in (*names, "consulted", "informed")}
    form = forms.DutyForm(request.POST or None, functions=_functions(by, found), known=True, initial=initial)
    return _saved(request, by, found, form, row.name)


@require_POST
def end(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Let a step be nobody's any more."""
    by, row = _held(request, duty_id)
    services.end_duty(by, row.pk)
    messages.success(request, _("From today on the step is gone."))
    return redirect("engagements:raci", engagement_id=row.engagement_id)


def indices(request: HttpRequest) -> HttpResponse:
    """Figures of price indices, and the form that enters one."""
    by = actor(request)
    permit(by, permissions.INDEX_READ)
    check_names(request, "cursor")
    entering = may(by, permissions.INDEX_ENTER)
    form = forms.IndexForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permit(by, permissions.INDEX_ENTER)
        made = attempt(form, lambda: services.enter_index_value(by, **form.cleaned_data)) if form.is_valid() else None
        if made:
            messages.success(request, _("The figure is entered. Prices follow it on their anniversary."))
            return redirect("engagements:indices")
    page = paging.page(queries.index_values(by), ("index", "-month", "id"), request.GET.get("cursor", ""))
    context = {
        "rows": [_figure(one) for one in page.rows],
        "columns": terms_shown.INDEX_COLUMNS,
        "form": form if entering else None,
        "next": f"?cursor={page.next}" if page.next else "",
    }
    return render(request, "engagements/indices.html", context)


def _figure(one: Any) -> dict[str, Any]:
    return {
        "index": one.index,
        "month": f"{one.month:%Y-%m}",
        "change": f"{one.change.normalize():f} %",
        "source": one.source,
        "used": _("A price rests on it") if one.used_at else _("Not yet"),
    }


def _seen(request: HttpRequest, engagement_id: UUID) -> tuple[Actor, Engagement]:
    by = actor(request)
    found = queries.one(by, engagement_id)
    request.client = found.client  # type: ignore[attr-defined]
    return by, found


def _held(request: HttpRequest, duty_id: UUID) -> tuple[Actor, Duty]:
    by = actor(request)
    row = queries.duty(by, duty_id)
    request.client = row.engagement.client  # type: ignore[attr-defined]
    return by, row


def _functions(by: Actor, found: Engagement) -> list[tuple[str, Any]]:
    held = dict.fromkeys(queries.scope_items(by, found.pk).values_list("function", flat=True))
    return [(name, rules.FUNCTIONS.get(name, name)) for name in held]


def _saved(request: HttpRequest, by: Actor, found: Engagement, form: forms.DutyForm, title: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.set_duty(by, found.pk, form.terms()))
        if made:
            messages.success(request, _("Saved."))
            return redirect("engagements:raci", engagement_id=found.pk)
    context = {
        "form": form, "title": title, "engagement": found, "client": found.client, "crumbs": crumbs(found, title),
        "cancel": f"/engagements/{found.pk}/raci/",
    }  # fmt: skip
    return render(request, "engagements/form.html", context)
