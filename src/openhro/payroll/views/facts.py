"""Somebody's tax data: what the pack asks for, every version with its days, and a form for the next one."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import FactsForm
from openhro.payroll.queries import PackFacts, TaxFactsView
from openhro.payroll.shown.columns import HEADS
from openhro.payroll.views.asked import in_client


@require_http_methods(["GET", "HEAD", "POST"])
def tax(request: HttpRequest, employment_id: UUID) -> HttpResponse:
    """The tax data of one employment."""
    by = actor(request)
    try:
        view = queries.tax_facts(by, employment_id)
    except NotFound:
        if queries.on_payroll(by, employment_id).stays:
            raise
        return redirect("payroll:person", employment_id)  # a pack asks for facts once a group pays the person
    pack = _chosen(request, view)
    form = _form(pack, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permit(by, permissions.FACTS_EDIT, view.client_id)
        if form is not None and form.is_valid() and _set(by, view, pack, form):
            messages.success(request, _("The tax data is saved. It counts in every run calculated from now on."))
            return redirect(_address(employment_id, pack, view))
    in_client(request, by, view.client_id)
    timezone.activate(ZoneInfo(pack.zone))
    shown = HEADS | {
        "view": view, "pack": pack, "form": form, "now": clock.now(), "today": clock.today(),
        "may_edit": may(by, permissions.FACTS_EDIT, view.client_id), "tabs": _tabs(view, pack),
        "crumbs": [
            {"label": _("People"), "url": "/people/"},
            {"label": view.person.name, "url": f"/people/{view.person.person_id}/"}, {"label": _("Tax data")},
        ],
    }  # fmt: skip
    return render(request, "payroll/tax.html", shown, status=422 if request.method == "POST" else 200)


def _chosen(request: HttpRequest, view: TaxFactsView) -> PackFacts:
    asked = request.GET.get("pack", view.packs[-1].pack)
    found = next((one for one in view.packs if one.pack == asked), None)
    if found is None:
        raise NotFound("page")
    return found


def _form(pack: PackFacts, data: Any) -> FactsForm | None:
    """The form, filled with what holds now; None without an installed pack."""
    if not pack.installed:
        return None
    held = pack.versions[0].facts if pack.versions else {}
    return FactsForm(data, columns=pack.columns, initial={**held, "start": clock.today()})


def _set(by: Actor, view: TaxFactsView, pack: PackFacts, form: FactsForm) -> bool:
    person, start = view.person.employment_id, form.cleaned_data["start"]
    save = lambda: services.set_tax_facts(by, view.client_id, person, pack.pack, form.facts(), start=start)  # noqa: E731
    return attempt(form, save) is not None


def _address(employment_id: UUID, pack: PackFacts, view: TaxFactsView) -> str:
    url = reverse("payroll:tax", args=[employment_id])
    return f"{url}?pack={pack.pack}" if len(view.packs) > 1 else url


def _tabs(view: TaxFactsView, pack: PackFacts) -> list[dict[str, Any]]:
    if len(view.packs) < 2:
        return []
    return [{"label": one.group, "url": f"?pack={one.pack}", "current": one.pack == pack.pack} for one in view.packs]
