"""The list of engagements, and one of them with all that is agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal, paging
from openhro.core.asked import asked
from openhro.core.permission import may
from openhro.core.web import actor
from openhro.engagements import forms, permissions, queries, rules
from openhro.engagements.views import moves, readiness_shown, shown, terms_shown


def listing(request: HttpRequest) -> HttpResponse:
    """A page of engagements, by client and code."""
    by = actor(request)
    code = request.GET.get("client", "")
    client = clients.client(by, code) if code else None
    rows = queries.engagements(by, client.pk if client else None)
    form = forms.FilterForm(request.GET)
    given = {name: value for name, value in asked(request, form, "client", "cursor").items() if value}
    page = paging.page(rows.filter(**given), ("client__name", "code", "id"), request.GET.get("cursor", ""))
    kept = given | ({"client": code} if code else {})
    context = {
        "form": form,
        "rows": [shown.line(one) for one in page.rows],
        "columns": shown.COLUMNS,
        "applied": [
            {"label": str(dict(form.fields[name].choices)[value]), "url": f"?{urlencode(_without(kept, name))}"}  # type: ignore[attr-defined]
            for name, value in given.items()
        ],
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "client_code": code,
        "may_draft": may(by, permissions.DRAFT, client.pk if client else None),
    }
    return render(request, "engagements/list.html", context)


def _without(kept: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key != name}


def page(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """One contract: model, scope, prices, signatures, what can be done next, and its history."""
    by = actor(request)
    found = queries.one(by, engagement_id)
    request.client = found.client  # type: ignore[attr-defined]
    today = clock.today(found.client.zone)
    scope = list(queries.scope_items(by, found.pk))
    prices = list(queries.prices(by, found.pk))
    signatures = list(queries.signatures(by, found.pk))
    names = clients.user_names(by, [one.signed_by for one in signatures])
    # What both have signed is changed by amendments: the page offers no other way.
    drafting = found.state in rules.UNSIGNED and may(by, permissions.DRAFT, found)
    context = {
        "engagement": found,
        "state": shown.state(found),
        "model": rules.MODELS[found.model],
        "stages": shown.stages(found),
        "tabs": readiness_shown.tabs(found, ""),
        "head": shown.head(found),
        "employs": shown.who(found),
        "matrix": shown.matrix(scope, today),
        "prices": [shown.price(one, found.currency, today) for one in prices],
        "price_columns": shown.PRICE_COLUMNS,
        "signatures": shown.signatures(found, signatures, names),
        "moves": moves.offered(by, found, signatures),
        "gate": queries.readiness(by, found.pk, max(today, found.effective_from))
        if found.state == "transition"
        else [],
        "breaches": found.in_breach,
        **terms_shown.beside(by, found, scope, today),
        "may_draft": drafting,
        "may_head": may(by, permissions.DRAFT, found) and found.state not in ("closed", "withdrawn"),
        "story": shown.story(journal.history(by, [str(found.pk)])[:100]),
        "crumbs": [
            {"label": _("Engagements"), "url": f"/engagements/?client={found.client.code}"},
            {"label": found.code},
        ],
    }
    return render(request, "engagements/page.html", context)
