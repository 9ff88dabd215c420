"""How a client's desk is set up, on pages: queues with their people, categories, and what a newer version moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.core.web import actor, attempt
from openhro.desk import forms, permissions, queries, rules, services, shown
from openhro.desk.models import Category
from openhro.desk.views.asked import asked_client, choose


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything that is set up for a client."""
    by = actor(request)
    permit(by, permissions.SETUP)
    check_names(request, "client")
    client = asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/setup/")
    permit(by, permissions.SETUP, client.pk)
    return render(request, "desk/setup.html", _context(by, client))


def _context(by: Actor, client: Client) -> dict[str, Any]:
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for policy in queries.policies(by, client.pk)[:60]:
        url = reverse("desk:recount_policy", args=[policy.pk])
        newest.setdefault(("policy", policy.code), _version(policy.code, policy.version, url, _("Promises")))
    for calendar in queries.calendars(by, client.pk)[:100]:
        url = reverse("desk:recount_calendar", args=[calendar.pk])
        newest.setdefault(("calendar", calendar.name), _version(calendar.name, calendar.version, url, _("Calendar")))
    return {
        "client": client, "queues": _queues(by, client),
        "categories": queries.category_tree(by, client.pk), "versions": list(newest.values()), "crumbs": crumbs(client),
    }  # fmt: skip


def _version(label: str, version: int, url: str, kind: str) -> dict[str, Any]:
    return {"label": label, "version": version, "url": url, "kind": kind}


def crumbs(client: Client, *more: str) -> list[dict[str, Any]]:
    """The way here."""
    found = [
        {"label": _("Service desk"), "url": f"/desk/?client={client.code}"},
        {"label": _("Setup"), "url": f"/desk/setup/?client={client.code}"},
    ]
    return [*found, *({"label": one} for one in more)]


def _queues(by: Actor, client: Client) -> list[dict[str, Any]]:
    """Each queue with its people, and a form for one more."""
    held, may_work = queries.agents_at(by, client.pk), _people(by, client.pk)
    names = clients.user_names(by, [one.user_id for one in held])
    found = []
    for queue in queries.queues(by, client.pk)[:60]:
        agents = [
            {"id": one.user_id, "name": names.get(one.user_id, ""), "skills": ", ".join(one.skills)}
            for one in held
            if one.queue_id == queue.pk
        ]
        found.append({"id": queue.pk, "name": queue.name, "agents": agents, "form": forms.AgentForm(people=may_work)})
    return found


def _people(by: Actor, client_id: UUID) -> list[tuple[UUID, str]]:
    """Who may work in a queue, by name."""
    names = clients.user_names(by, clients.grant_holders(client_id, permissions.WORK.roles))
    return sorted(names.items(), key=lambda one: one[1])


@require_POST
def agent(request: HttpRequest, queue_id: UUID) -> HttpResponse:
    """Let somebody work in a queue, or no longer."""
    by = actor(request)
    queue = next((one for one in queries.queues(by) if one.pk == queue_id), None)
    if queue is None:
        raise NotFound("queue")
    permit(by, permissions.SETUP, queue)
    form = forms.AgentForm(request.POST, people=_people(by, queue.client_id))
    if not form.is_valid():
        raise NotFound("user")
    user, skills = form.cleaned_data["user_id"], form.skills()
    if request.POST.get("remove"):
        services.remove_agent(by, queue.pk, user)
    else:
        services.set_agent(by, queue.pk, user, skills)
    messages.success(request, _("Kept."))
    return redirect(f"/desk/setup/?client={queue.client.code}")


def category(request: HttpRequest, category_id: UUID | None = None) -> HttpResponse:
    """Add a category, or change it."""
    by = actor(request)
    permit(by, permissions.SETUP)
    check_names(request, "client")
    held = queries.category(by, category_id) if category_id else None
    client = held.client if held else asked_client(request, by)
    if client is None:
        return choose(request, by, "/desk/setup/categories/new/")
    permit(by, permissions.SETUP, client.pk)
    form = _category_form(request, by, client, held)
    code = held.code if held else ""
    ready = request.method == "POST" and form.is_valid()
    made = attempt(form, lambda: services.set_category(by, client.pk, form.terms(code))) if ready else None
    if made:
        messages.success(request, _("The category is kept."))
        return redirect(f"/desk/setup/?client={client.code}")
    title = held.name if held else _("New category")
    shown_ = {"form": form, "client": client, "crumbs": crumbs(client, title), "title": title, "send": _("Keep")}
    return render(request, "desk/form.html", shown_)


def _category_form(request: HttpRequest, by: Actor, client: Client, held: Category | None) -> forms.CategorySetupForm:
    names = ("code", "name", "function", "queue_id", "parent_id", "policy_code", "skill", "confidential")
    initial = {name: getattr(held, name) for name in names} if held else {}
    above = [one for one in queries.category_tree(by, client.pk) if held is None or one[0] != held.pk]
    form = forms.CategorySetupForm(
        request.POST or None, initial=initial, queues=[(one.pk, one.name) for one in queries.queues(by, client.pk)],
        above=above,
    )  # fmt: skip
    if held:
        del form.fields["code"]
    return form


def recount_policy(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """The running clocks that the newest version of a policy moves; posting moves them."""
    by = actor(request)
    found = queries.policy(by, policy_id)
    return _recount(
        request, found.client, found.code, lambda apply: services.recalculate_policy(by, found.pk, apply=apply)
    )


def recount_calendar(request: HttpRequest, calendar_id: UUID) -> HttpResponse:
    """The running clocks that the newest version of a calendar moves; posting moves them."""
    by = actor(request)
    found = queries.calendar(by, calendar_id)
    return _recount(request, found.client, found.name, partial(services.recalculate, by, found.pk))


def _recount(
    request: HttpRequest, client: Client, name: str, recount: Callable[..., list[services.Moved]]
) -> HttpResponse:  # fmt: skip
    permit(actor(request), permissions.SETUP, client.pk)
    request.client = client  # type: ignore[attr-defined]
    if request.method == "POST":
        messages.success(request, _("%(n)s clocks were moved.") % {"n": len(recount(apply=True))})
        return redirect(f"/desk/setup/?client={client.code}")
    rows = [
        {
            "request": f"#{one.number}", "promise": rules.METRICS[one.metric], "before": shown.moment(one.before),
            "after": shown.moment(one.after),
        }
        for one in recount(apply=False)
    ]  # fmt: skip
    columns = [
        {"key": "request", "label": _("Request")}, {"key": "promise", "label": _("Promise")},
        {"key": "before", "label": _("Due now")}, {"key": "after", "label": _("Due then")},
    ]  # fmt: skip
    title = _("What the newest version of %(name)s moves") % {"name": name}
    context = {"client": client, "rows": rows, "columns": columns, "title": title, "crumbs": crumbs(client, title)}
    return render(request, "desk/recount.html", context)
