"""The advisor's pages: the questions in steps, the advice, the drafts made from it, and what was advised before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from openhro.clients import permissions as client_permissions
from openhro.clients import queries as clients
from openhro.core import clock, paging
from openhro.core.permission import clients_where, may, permit
from openhro.core.web import actor, tried
from openhro.engagements import forms, permissions, queries, services
from openhro.engagements.rules.advice import read_answers
from openhro.engagements.views import advice_shown as shown

_SALT = "openhro.advice"
_NAMES = list(forms.STEPS)


def listing(request: HttpRequest) -> HttpResponse:
    """What was advised, newest first."""
    by = actor(request)
    page = paging.page(queries.kept_advices(by), ("-made_at", "id"), request.GET.get("cursor", ""))
    names = clients.user_names(by, [one.made_by for one in page.rows])
    context = {
        "rows": [shown.line(one, names) for one in page.rows],
        "columns": shown.COLUMNS,
        "next": f"?cursor={page.next}" if page.next else "",
    }
    return render(request, "engagements/advice_list.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """The questions, step by step. The answers so far travel with the page, signed; only the last step keeps them."""
    by = actor(request)
    permit(by, permissions.ADVISE)
    if request.method != "POST":
        return _step(request, _NAMES[0], _before(request))
    so_far = _so_far(request.POST.get("so_far", ""))
    name = request.POST.get("step", "")
    if so_far is None or name not in forms.STEPS:
        messages.warning(request, _("These answers were open for too long. Begin again."))
        return redirect("engagements:advice_new")
    form = forms.STEPS[name](request.POST, so_far)
    go, place = request.POST.get("go", ""), _NAMES.index(name)
    valid = form.is_valid()
    if go == "more":
        return _step(request, name, so_far, form)
    merged = form.merged() if valid else so_far
    if go == "back":
        return _step(request, _NAMES[max(0, place - 1)], merged)
    if not form.is_valid():
        return _step(request, name, so_far, form)
    if place + 1 < len(_NAMES):
        return _step(request, _NAMES[place + 1], merged)
    kept, _refused = tried(form, lambda: services.keep_advice(by, read_answers(merged)))
    if kept is None:
        return _step(request, name, so_far, form)
    return redirect("engagements:advice", advice_id=kept.pk)


def _before(request: HttpRequest) -> dict[str, Any]:
    """The answers of an advice that is to be given anew, or those that everybody begins with."""
    begins = {"currency": "USD", "start": clock.today().replace(day=1).isoformat()}
    from_ = request.GET.get("from", "")
    try:
        known = UUID(from_) if from_ else None
    except ValueError:
        known = None
    return dict(queries.kept_advice(actor(request), known).answers) if known else begins


def _so_far(text: str) -> dict[str, Any] | None:
    """The answers that a page carried; None where nobody has signed them."""
    try:
        found = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


def _step(request: HttpRequest, name: str, so_far: dict[str, Any], form: forms.StepForm | None = None) -> HttpResponse:
    if form is None:
        form = forms.STEPS[name](None, so_far)
    if name == "countries" and request.POST.get("go") == "more":
        form = forms.STEPS[name](_one_row_more(request), so_far)
        form.errors.clear()
    context = {
        "form": form,
        "step": name,
        "title": form.title,
        "last": name == _NAMES[-1],
        "first": name == _NAMES[0],
        "rows": getattr(form, "shown", list)(),
        "count": getattr(form, "count", 0),
        "so_far": signing.dumps(so_far, salt=_SALT, compress=True),
        "stages": shown.stages(name),
        "crumbs": [{"label": _("Advisor"), "url": "/advice/"}, {"label": _("Advise a prospect")}],
    }
    return render(request, "engagements/advice_ask.html", context)


def _one_row_more(request: HttpRequest) -> Any:
    """What was typed, with room for another country."""
    typed = request.POST.copy()
    rows = typed.get("rows", "")
    typed["rows"] = str(int(rows) + 1) if rows.isdecimal() and len(rows) < 4 else "3"
    return typed


def page(request: HttpRequest, advice_id: UUID) -> HttpResponse:
    """One advice: models, reasons, what is missing, the comparison, fees, and the in-house department beside them."""
    by = actor(request)
    kept = queries.kept_advice(by, advice_id)
    today = queries.recommendation(by, read_answers(kept.answers))
    context = {
        "kept": kept,
        "places": shown.places(today),
        "notes": today.advice.notes,
        "none_fits": not today.advice.models,
        "models": shown.fitting(today),
        "answers": shown.answers(today.answers),
        "comparison": today.comparison,
        "comparison_columns": shown.comparison_columns(today),
        "estimate": today.estimate,
        "costs": shown.costs(today.estimate),
        "chart": shown.chart(today.estimate),
        "changed": queries.changed_since(kept, today),
        "may_draft": not kept.drafted_at and bool(today.advice.models) and may(by, permissions.DRAFT),
        "drafts": queries.engagements(by).filter(pk__in=kept.drafts) if kept.drafts else [],
        "made_by": next(iter(clients.user_names(by, [kept.made_by]).values()), ""),
        "crumbs": [{"label": _("Advisor"), "url": "/advice/"}, {"label": kept.name}],
    }
    return render(request, "engagements/advice.html", context)


def draft(request: HttpRequest, advice_id: UUID) -> HttpResponse:
    """Turn the advice into drafts of engagements, for a client that is there or a new one."""
    by = actor(request)
    permit(by, permissions.DRAFT)
    kept = queries.kept_advice(by, advice_id)
    allowed = clients_where(by, permissions.DRAFT)
    known = [(one.pk, one.name) for one in clients.clients(by) if one.pk in allowed]
    code = slugify(kept.name)[:20].strip("-")
    initial = {"client_code": code, "code": f"ENG-{code.upper()[:12].strip('-')}".strip("-")}
    may_add = may(by, client_permissions.CLIENT_ADD)
    form = forms.DraftForm(request.POST or None, known, may_add=may_add, initial=initial)
    if request.method == "POST" and form.is_valid():
        made, _refused = tried(form, lambda: services.draft_from_advice(by, kept.pk, form.into()))
        if made:
            messages.success(request, _("The drafts are saved. Check companies and registrations against papers."))
            return redirect("engagements:page", engagement_id=made[0].pk)
    today = queries.recommendation(by, read_answers(kept.answers))
    context = {
        "kept": kept,
        "form": form,
        "models": shown.fitting(today),
        "left_out": shown.left_out(today),
        "crumbs": [
            {"label": _("Advisor"), "url": "/advice/"},
            {"label": kept.name, "url": f"/advice/{kept.pk}/"},
            {"label": _("Drafts")},
        ],
    }
    return render(request, "engagements/advice_draft.html", context)
