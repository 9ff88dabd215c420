"""Who is paid where: the people of a group, and one person's stays with the forms that change them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import MemberFilterForm, MemberForm, StayEndForm, StayForm
from openhro.payroll.queries import GroupView, OnPayroll, Stay
from openhro.payroll.shown import lists, members
from openhro.payroll.views.asked import cursor_links, in_client, in_group
from openhro.payroll.views.inputs import one_named


@require_http_methods(["GET", "HEAD", "POST"])
def group_people(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The people of a pay group; the form adds somebody."""
    by = actor(request)
    view = queries.pay_group(by, group_id)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        permit(by, permissions.GROUP_EDIT, view)
        if form.is_valid() and (added := attempt(form, lambda: _add(by, view, form))) is not None:
            text = _("Added to the group.") if added else _("The group pays this person on some of these days already.")
            messages.add_message(request, messages.SUCCESS if added else messages.WARNING, text)
            return redirect("payroll:members", group_id)
    return render(
        request, "payroll/members.html", _group_shown(request, by, view) | {"form": form},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _add(by: Actor, view: GroupView, form: forms.Form) -> int:
    given = form.cleaned_data
    who = one_named(by, view.client_id, given["person"])
    return services.add_members(by, view.id, [(who, given["start"], given["last"])])


def _group_shown(request: HttpRequest, by: Actor, view: GroupView) -> dict[str, Any]:
    in_group(request, by, view)
    filters = asked(request, MemberFilterForm(request.GET), "cursor")
    found = queries.members_named(by, view.id, filters["q"], request.GET.get("cursor", ""))
    return {
        "view": view, "page": found, "rows": members.rows(found.rows, clock.today(view.zone)), "q": filters["q"],
        "columns": members.COLUMNS, "links": cursor_links(request, found.next), "may_edit": _may(by, view.client_id),
        "crumbs": [*lists.group_crumbs(view, linked=True), {"label": _("People")}],
    }  # fmt: skip


def _may(by: Actor, client_id: UUID) -> bool:
    return may(by, permissions.GROUP_EDIT, client_id)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, employment_id: UUID) -> HttpResponse:
    """Where somebody is paid; the form puts them into a pay group."""
    by = actor(request)
    view = queries.on_payroll(by, employment_id)
    form = _joining(view, request.POST or None)
    if request.method == "POST":
        permit(by, permissions.GROUP_EDIT, view.client_id)
        added = attempt(form, lambda: _join(by, view, form)) if form.is_valid() else None
        if added:
            messages.success(request, _("On the payroll from the day you gave. Enter the tax data next."))
            return redirect("payroll:person", employment_id)
    return _person_page(request, by, view, joining=form)


def _joining(view: OnPayroll, data: Any = None) -> StayForm:
    ended = [one.last + timedelta(days=1) for one in view.stays if one.last]
    start = max([view.person.start, *ended])
    return StayForm(data, groups=members.choices(view.groups), initial={"start": start})


def _join(by: Actor, view: OnPayroll, form: forms.Form) -> int:
    given = form.cleaned_data
    added = services.add_members(by, UUID(given["group"]), [(view.person.employment_id, given["start"], None)])
    return added or _already(form)


def _already(form: forms.Form) -> int:
    form.add_error("start", _("The group pays this person on some of these days already."))
    return 0


@require_POST
def end(request: HttpRequest, employment_id: UUID, membership_id: UUID) -> HttpResponse:
    """The last day on which a group pays somebody."""
    by, view, stay = _stay(request, employment_id, membership_id)
    form = StayEndForm(request.POST, prefix="end")
    done = lambda: services.end_membership(by, stay.id, last=form.cleaned_data["last"])  # noqa: E731
    if form.is_valid() and attempt(form, done) is not None:
        messages.success(request, _("The group pays until the day you gave."))
        return redirect("payroll:person", employment_id)
    return _person_page(request, by, view, ending=form)


@require_POST
def move(request: HttpRequest, employment_id: UUID, membership_id: UUID) -> HttpResponse:
    """Another group pays somebody from a day on."""
    by, view, stay = _stay(request, employment_id, membership_id)
    form = _moving(view, stay, request.POST)
    done = lambda: services.move_member(  # noqa: E731
        by, stay.id, UUID(form.cleaned_data["group"]), start=form.cleaned_data["start"]
    )
    if form.is_valid() and attempt(form, done) is not None:
        messages.success(request, _("The other group pays from the day you gave."))
        return redirect("payroll:person", employment_id)
    return _person_page(request, by, view, moving=form)


def _stay(request: HttpRequest, employment_id: UUID, membership_id: UUID) -> tuple[Actor, OnPayroll, Stay]:
    by = actor(request)
    view = queries.on_payroll(by, employment_id)
    permit(by, permissions.GROUP_EDIT, view.client_id)
    stay = next((one for one in view.stays if one.id == membership_id), None)
    if stay is None:
        raise NotFound("member of a pay group")
    return by, view, stay


def _moving(view: OnPayroll, stay: Stay, data: Any = None) -> StayForm:
    others = [one for one in view.groups if one.id != stay.group_id]
    return StayForm(data, groups=members.choices(others), prefix="move")


def _person_page(request: HttpRequest, by: Actor, view: OnPayroll, **tried: forms.Form) -> HttpResponse:
    """The page; forms that were refused come back with what was typed."""
    in_client(request, by, view.client_id)
    check_names(request)
    stay = next((one for one in view.stays if one.last is None), None)
    edits = _may(by, view.client_id)
    shown = {
        "view": view, "stay": stay, "rows": members.stays(view.stays, clock.today()), "columns": members.STAY_COLUMNS,
        "may_edit": edits, "crumbs": members.crumbs(view), "failed": [form for form in tried.values() if form.errors],
        "ending": tried.get("ending") or StayEndForm(prefix="end"),
        "moving": (tried.get("moving") or _moving(view, stay)) if stay and len(view.groups) > 1 else None,
        "joining": tried.get("joining") or _joining(view),
        "may_read_tax": may(by, permissions.PAYSLIP_READ, view.client_id),
    }  # fmt: skip
    return render(request, "payroll/person.html", shown, status=422 if shown["failed"] else 200)
