"""One person: the facts on a day, and the whole story."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.asked import check_names, one_of
from openhro.core.permission import REGISTRY, may
from openhro.core.web import actor
from openhro.people import forms, permissions, queries
from openhro.people.views import shown


def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person as of a day (`as_of`, today unless told), with timeline."""
    by = actor(request)
    journal = one_of(request, "story", "facts") == ""
    check_names(request, "as_of", "story")
    form = forms.DayForm(request.GET if "as_of" in request.GET else None)
    wanted = form.cleaned_data.get("as_of") if form.is_bound and form.is_valid() else None
    person = queries.person(by, person_id, wanted)
    client = clients.clients(by).get(pk=person.client_id)
    request.client = client  # type: ignore[attr-defined]
    today = clock.today(client.zone)
    facts = queries.timeline(by, person_id)
    told = facts if journal else [fact for fact in facts if fact.kind != "journal"]
    names = clients.user_names(by, {fact.recorded_by for fact in facts})
    context: dict[str, Any] = {
        "person": person,
        "name": f"{person.preferred_name or person.given_name} {person.family_name}",
        "form": form if form.errors else forms.DayForm(initial={"as_of": person.as_of}),
        "today": today,
        "past": person.as_of != today,
        "state": shown.state(person),
        "lede": shown.lede(person),
        "personal": shown.personal(person),
        "jobs": [shown.job(job) for job in person.employments],
        "hidden": shown.hidden(person),
        "may_employ": may(by, permissions.EMPLOYMENT_EDIT, person.client_id),
        "may_see_payroll": may(by, REGISTRY["payroll.group:read"], person.client_id),
        "may_pay": may(by, permissions.PAY_EDIT, person.client_id),
        "story": shown.story(told, names, person.as_of),
        "journal": journal,
        "without_journal": f"?as_of={person.as_of}&story=facts",
        "with_journal": f"?as_of={person.as_of}",
        "steps": _steps(facts, person.as_of, today),
        "crumbs": [
            {"label": _("People"), "url": f"/people/?client={client.code}"},
            {"label": f"{person.given_name} {person.family_name}"},
        ],
    }
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


def _steps(facts: list[queries.Fact], day: date, today: date) -> dict[str, Any]:
    """The nearest days on which something changed, before and after; and where the day lies in the whole story."""
    changes = sorted({fact.day for fact in facts if fact.kind != "journal" and fact.superseded_at is None})
    ends = {fact.until for fact in facts if fact.until and fact.kind != "journal" and fact.superseded_at is None}
    days = sorted({*changes, *ends, today})
    return {
        "before": max((one for one in days if one < day), default=None),
        "after": min((one for one in days if one > day), default=None),
        "days": days[-24:],
    }
