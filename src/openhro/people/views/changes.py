"""The three changes of an employment on pages: hire, set pay, end. A refusal stays beside the field that it names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import Invalid, NotFound
from openhro.core.money import Money
from openhro.core.permission import REGISTRY, Permission, may, permit
from openhro.core.web import actor, tried
from openhro.people import forms, permissions, queries, services
from openhro.people.queries import EmploymentView, PersonView


def hire_new(request: HttpRequest) -> HttpResponse:
    """Somebody new to a client, with a first employment."""
    by = actor(request)
    permit(by, permissions.EMPLOYMENT_EDIT)
    check_names(request, "client")
    client = clients.client(by, request.GET.get("client", ""))
    for needed in (permissions.PERSON_EDIT, permissions.EMPLOYMENT_EDIT):
        permit(by, needed, client.pk)
    form = forms.NewHireForm(request.POST or None, **_companies(by, client))
    refused = None
    if request.method == "POST" and form.is_valid():
        made, refused = tried(
            form,
            lambda: services.hire_new(
                by, client.pk, form.newcomer(), form.terms(), post=form.post(_manager(by, client, form)), pay=_pay(form)
            ),
        )
        if made:
            messages.success(request, _("%(name)s is hired.") % {"name": made.person})
            return _hired(by, made)
    alike = refused.detail if refused and refused.code == "POSSIBLE_REHIRE" else None
    if not alike and not form.data.get("known_different"):
        del form.fields["known_different"]
    return _page(request, client, form, _("Hire somebody"), alike=alike)


def hire_again(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Another employment of somebody who is known; after an earlier one it is a rehire."""
    by, person, client = _person(request, person_id, permissions.EMPLOYMENT_EDIT)
    form = forms.HireForm(request.POST or None, **_companies(by, client))
    if request.method == "POST" and form.is_valid():
        made, _refused = tried(
            form,
            lambda: services.hire(
                by, person.id, form.terms(), post=form.post(_manager(by, client, form)), pay=_pay(form)
            ),
        )
        if made:
            messages.success(request, _("%(name)s is hired.") % {"name": made.person})
            return _hired(by, made)
    return _page(request, client, form, _("A new employment"), person)


def _hired(by: Actor, job: Any) -> HttpResponse:
    """On to the payroll for whoever keeps it: no group pays the person yet. It stands above and is met by its names."""
    if may(by, REGISTRY["payroll.group:edit"], job.client_id):
        return redirect("payroll:person", employment_id=job.pk)
    return redirect("people:person", person_id=job.person_id)


def set_pay(request: HttpRequest, person_id: UUID, employment_id: UUID) -> HttpResponse:
    """Pay from a day on; what holds today is filled in."""
    by, person, client = _person(request, person_id, permissions.PAY_EDIT)
    job = _job(person, employment_id)
    form = forms.PayForm(request.POST or None, initial=_held(job) | {"day": max(job.start, clock.today(client.zone))})
    if request.method == "POST" and form.is_valid():
        pay = form.pay()
        assert pay is not None  # the form asks for an amount
        day = form.cleaned_data["day"]
        made, _refused = tried(form, lambda: services.set_pay_terms(by, job.id, day, pay))
        if made:
            messages.success(request, _("The pay holds from the day you gave."))
            return redirect(f"/people/{person.id}/?as_of={day.isoformat()}")
    return _page(request, client, form, _("Change the pay"), person)


def end(request: HttpRequest, person_id: UUID, employment_id: UUID) -> HttpResponse:
    """The last day of an employment; whoever reports to the leaver gets another manager."""
    by, person, client = _person(request, person_id, permissions.EMPLOYMENT_EDIT)
    job = _job(person, employment_id)
    initial = {"end": job.end or clock.today(client.zone), "end_reason": job.end_reason, "version": job.version}
    form = forms.EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done, _refused = tried(form, lambda: _end(by, client, job, form))
        if done:
            messages.success(request, _("The employment ends on the day you gave."))
            return redirect("people:person", person_id=person.id)
    return _page(request, client, form, _("End the employment"), person)


def _end(by: Actor, client: Client, job: EmploymentView, form: forms.EndForm) -> Any:
    given = form.cleaned_data
    to = _manager(by, client, form) if given["rehome_to"] == "other" else given["rehome_to"] or None
    return services.end_employment(by, job.id, form.leaving(), rehome_to=to, version=given["version"])


def _person(request: HttpRequest, person_id: UUID, needed: Permission) -> tuple[Actor, PersonView, Client]:
    by = actor(request)
    person = queries.person(by, person_id)
    permit(by, needed, person.client_id)
    return by, person, clients.clients(by).get(pk=person.client_id)


def _job(person: PersonView, employment_id: UUID) -> EmploymentView:
    for job in person.employments:
        if job.id == employment_id:
            return job
    raise NotFound("employment")


def _companies(by: Actor, client: Client) -> dict[str, Any]:
    """What the hiring form asks: the companies that may employ, and whether the reader sets pay."""
    entities = [(one.pk, f"{one.name} · {one.country}") for one in clients.entities(by, client.pk)]
    ours = [(one.pk, f"{one.name} · {one.country}") for one in clients.provider_entities(by)]
    initial = {"entity": entities[0][0]} if len(entities) == 1 else {}
    pays = may(by, permissions.PAY_EDIT, client.pk)
    return {"entities": entities, "companies": ours, "pays": pays, "initial": initial}


def _manager(by: Actor, client: Client, form: django_forms.Form) -> UUID | None:
    """The one employment that is meant by what was typed."""
    text = form.cleaned_data["manager"]
    if not text:
        return None
    found = queries.employments_named(by, client.pk, text, most=2)
    if len(found) != 1:
        said = _("Several people fit this; give the key.") if found else _("Nobody here fits this.")
        raise Invalid("UNKNOWN_MANAGER", said, field="manager")
    return found[0]


def _pay(form: forms.HireForm) -> services.Pay | None:
    return form.pay() if "amount" in form.fields else None


def _held(job: EmploymentView) -> dict[str, Any]:
    """The pay of today as the form shows it."""
    if job.pay is None:
        return {}
    amount = Money(job.pay.amount_minor, job.pay.currency).plain()
    hours = job.pay.hours_week.normalize() if job.pay.hours_week is not None else None
    return {
        "basis": job.pay.basis, "amount": amount, "currency": job.pay.currency,
        "hours_week": f"{hours:f}" if hours is not None else None,
    }  # fmt: skip


def _page(
    request: HttpRequest, client: Client, form: django_forms.Form, title: str, person: PersonView | None = None,
    alike: list[dict[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    request.client = client  # type: ignore[attr-defined]
    people = f"/people/?client={client.code}"
    crumbs = [{"label": _("People"), "url": people}]
    name = f"{person.given_name} {person.family_name}" if person else ""
    if person:
        crumbs.append({"label": name, "url": f"/people/{person.id}/"})
    shown = {
        "form": form,
        "title": title,
        "lede": name or client.name,
        "alike": alike,
        "parts": form.parts() if isinstance(form, forms.HireForm) else [],
        "cancel": f"/people/{person.id}/" if person else people,
        "crumbs": [*crumbs, {"label": title}],
    }
    return render(request, "people/form.html", shown)
