"""Changes of a signed contract: the list, one of them, its words, what it does, and its moves; and the papers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.engagements import forms, permissions, queries, rules, services
from openhro.engagements.models import Amendment, Engagement, Signature
from openhro.engagements.views import shown, terms_shown


@dataclass(frozen=True, slots=True)
class AmendmentMove:
    """A move as its page shows it."""

    label: Any
    question: Any
    does: Any
    tone: str = "primary"


AMENDMENT_MOVES = {
    "sign": AmendmentMove(
        gettext_lazy("Sign"),
        gettext_lazy("Sign this change?"),
        gettext_lazy("With both signatures it is agreed, and holds from its day on. Nobody signs what they drafted."),
    ),
    "withdraw": AmendmentMove(
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdraw this change?"),
        gettext_lazy("It is kept for the record, and binds nobody."),
        "danger",
    ),
}


@require_safe
def listing(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """All changes of a contract, and all of its papers."""
    by = actor(request)
    found = _seen(request, queries.one(by, engagement_id))
    context = {
        "engagement": found,
        "rows": [terms_shown.line(one) for one in queries.amendments(by, found.pk)[:200]],
        "columns": terms_shown.COLUMNS,
        "papers": [terms_shown.paper(one) for one in queries.versions(by, found.pk)[:200]],
        "paper_columns": terms_shown.PAPER_COLUMNS,
        "ask": terms_shown.may_ask(by, found),
        "crumbs": crumbs(found, _("Changes")),
    }
    return render(request, "engagements/amendments.html", context)


def new(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Put a change forward: in words, what it does follows."""
    by = actor(request)
    found = _seen(request, queries.one(by, engagement_id))
    permit(by, permissions.REQUEST_CHANGE, found)
    rules.check_amendable(found.state, rules.ALLOWED[found.state])
    in_words = not may(by, permissions.AMEND, found)
    initial = {"effective_on": clock.today(found.client.zone)}
    form = forms.AmendmentForm(request.POST or None, currency=found.currency, in_words=in_words, initial=initial)
    title = _("Ask for a change") if in_words else _("Draft a change")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.draft_amendment(by, found.pk, services.AmendmentTerms(**form.values())))
        if made:
            messages.success(
                request, _("Saved. Both sides sign it next.") if in_words else _("Saved. Say what it does.")
            )
            return redirect("engagements:amendment", amendment_id=made.pk)
    return _form(request, found, None, form, title)


def page(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """One change: what it does, from when, who has signed, and what comes next."""
    by, held, found = _held(request, amendment_id)
    signatures = list(queries.amendment_signatures(by, held.pk))
    names = clients.user_names(by, [one.signed_by for one in signatures])
    changes = services.amendment_terms(held).changes
    editing = held.state == "draft" and may(by, permissions.AMEND, found)
    sentences = [services.told_changes([one], terms_shown.figures(found)) for one in changes]
    context = {
        "amendment": held,
        "engagement": found,
        "state": terms_shown.state(held),
        "stages": terms_shown.stages(held),
        "changes": [{"place": place, "lines": lines} for place, lines in enumerate(sentences)],
        "facts": terms_shown.facts(held),
        "calculation": terms_shown.calculation(held),
        "signatures": [] if held.kind == "indexation" else _sign_offs(held, signatures, names),
        "moves": _offered(by, held, found, signatures),
        "editing": editing,
        "may_edit_words": editing or (held.state == "draft" and held.drafted_by == by.user and not changes),
        "adding": rules.CHANGES.items(),
        "crumbs": crumbs(found, f"{held.number} · {held.title}", listed=True),
    }
    return render(request, "engagements/amendment.html", context)


def edit(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Say the words of a draft anew."""
    by, held, found = _held(request, amendment_id)
    permit(by, permissions.REQUEST_CHANGE, found)
    rules.check_amendment_move(held.state, "revise")
    in_words = not may(by, permissions.AMEND, found)
    initial = {
        "kind": held.kind, "title": held.title, "effective_on": held.effective_on, "reason": held.reason,
        "version": held.version, "price_impact": _plain(held),
    }  # fmt: skip
    form = forms.AmendmentForm(request.POST or None, currency=found.currency, in_words=in_words, initial=initial)
    if request.method == "POST" and form.is_valid():
        terms = dataclasses.replace(services.amendment_terms(held), **form.values())
        version = form.cleaned_data["version"] or 0
        if attempt(form, lambda: services.revise_amendment(by, held.pk, version, terms)):
            messages.success(request, _("Saved."))
            return redirect("engagements:amendment", amendment_id=held.pk)
    return _form(request, found, held, form, _("Change the words"))


def add(request: HttpRequest, amendment_id: UUID, what: str) -> HttpResponse:
    """Add one thing that a draft does."""
    by, held, found = _held(request, amendment_id)
    permit(by, permissions.AMEND, found)
    rules.check_amendment_move(held.state, "revise")
    if what not in rules.CHANGES:
        raise NotFound("change")
    form = _change_form(by, held, found, what, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change = _change_of(form, held, found, what)
        if change is None:
            form.add_error(None, _("This is how it is already: nothing would change."))
        else:
            before = services.amendment_terms(held)
            terms = dataclasses.replace(before, changes=(*before.changes, change))
            if attempt(form, lambda: services.revise_amendment(by, held.pk, held.version, terms)):
                messages.success(request, _("Added. It begins on the day of the change."))
                return redirect("engagements:amendment", amendment_id=held.pk)
    return _form(request, found, held, form, rules.CHANGES[what])


@require_POST
def drop(request: HttpRequest, amendment_id: UUID, place: int) -> HttpResponse:
    """Take one thing out of a draft."""
    by, held, _found = _held(request, amendment_id)
    before = services.amendment_terms(held)
    if place >= len(before.changes):
        permit(by, permissions.AMEND, held)
        raise NotFound("change")
    kept = (*before.changes[:place], *before.changes[place + 1 :])
    services.revise_amendment(by, held.pk, held.version, dataclasses.replace(before, changes=kept))
    messages.success(request, _("Taken out."))
    return redirect("engagements:amendment", amendment_id=held.pk)


def move(request: HttpRequest, amendment_id: UUID, name: str) -> HttpResponse:
    """What a move does, in words; posting does it."""
    by, held, found = _held(request, amendment_id)
    chosen = AMENDMENT_MOVES.get(name)
    if chosen is None:
        raise NotFound("move")
    side = _side(by, found) if name == "sign" else ""
    if side is None:
        permit(by, permissions.AMEND_PROVIDER, found)
    if name == "withdraw":
        permit(by, permissions.REQUEST_CHANGE if held.drafted_side == "client" else permissions.AMEND, found)
    rules.check_amendment_move(held.state, name)
    form = forms.NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _do(by, held, name, side or ""))
        if done:
            messages.success(request, _("Done: %(what)s.") % {"what": str(chosen.label).lower()})
            return redirect("engagements:amendment", amendment_id=held.pk)
    context = {
        "engagement": found, "amendment": held, "move": chosen, "form": form, "side": side,
        "crumbs": crumbs(found, held.title, listed=True),
    }  # fmt: skip
    return render(request, "engagements/amendment_move.html", context)


@require_safe
def version_pdf(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A kept paper: the same bytes each time."""
    by = actor(request)
    found = queries.version(by, version_id)
    answer = HttpResponse(services.contract_pdf(by, found.pk), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.engagement.code}-v{found.number}.pdf"'
    return answer


@require_safe
def contract_pdf(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """The contract as it would be printed now."""
    by = actor(request)
    found = queries.one(by, engagement_id)
    answer = HttpResponse(services.contract_preview(by, found.pk), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer


def crumbs(found: Engagement, label: Any, *, listed: bool = False) -> list[dict[str, Any]]:
    """The way back from a page of a contract's terms."""
    way = [
        {"label": _("Engagements"), "url": f"/engagements/?client={found.client.code}"},
        {"label": found.code, "url": f"/engagements/{found.pk}/"},
    ]
    if listed:
        way.append({"label": _("Changes"), "url": f"/engagements/{found.pk}/amendments/"})
    return [*way, {"label": label}]


def _seen(request: HttpRequest, found: Engagement) -> Engagement:
    request.client = found.client  # type: ignore[attr-defined]
    return found


def _held(request: HttpRequest, amendment_id: UUID) -> tuple[Actor, Amendment, Engagement]:
    by = actor(request)
    held = queries.amendment(by, amendment_id)
    return by, held, _seen(request, held.engagement)


def _side(by: Actor, found: Engagement) -> str | None:
    if may(by, permissions.AMEND_CLIENT, found):
        return "client"
    return "provider" if may(by, permissions.AMEND_PROVIDER, found) else None


def _do(by: Actor, held: Amendment, name: str, side: str) -> Amendment:
    if name == "sign":
        return services.sign_amendment(by, held.pk, side)
    return services.withdraw_amendment(by, held.pk)


def _offered(by: Actor, held: Amendment, found: Engagement, signatures: list[Signature]) -> list[dict[str, Any]]:
    """The moves that the state allows and the reader may make."""
    side = _side(by, found)
    signed = {one.side for one in signatures if not one.void}
    back = permissions.REQUEST_CHANGE if held.drafted_side == "client" else permissions.AMEND
    theirs = {"sign": bool(side) and side not in signed and by.user not in (held.drafted_by, held.revised_by),
              "withdraw": may(by, back, found)}  # fmt: skip
    names = [name for name in rules.AMENDMENT_ALLOWED[held.state] if theirs[name]]
    return [{"name": name, "label": AMENDMENT_MOVES[name].label, "tone": AMENDMENT_MOVES[name].tone} for name in names]


def _sign_offs(held: Amendment, rows: list[Signature], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Both sides; void ones stay visible."""
    found = [shown.signature(row, names) for row in rows if row.void]
    for side in ("client", "provider"):
        signed = next((row for row in rows if row.side == side and not row.void), None)
        waits = "waiting" if held.state == "draft" else "locked"
        found.append(
            shown.signature(signed, names)
            if signed
            else {"role": shown.role("contract", side), "name": "", "state": waits}
        )
    return found


def _plain(held: Amendment) -> str:
    if held.price_impact_minor is None:
        return ""
    return terms_shown.figures(held.engagement).amount(held.price_impact_minor)


def _head_now(held: Amendment, found: Engagement) -> dict[str, Any]:
    """The head with what the draft changes already."""
    held_changes = rules.head_of(services.amendment_terms(held).changes)
    return {name: getattr(found, name) for name in rules.HEAD_FIELDS} | held_changes


def _change_form(by: Actor, held: Amendment, found: Engagement, what: str, data: Any) -> django_forms.Form:
    companies = [(one.pk, f"{one.name} · {one.country}") for one in clients.provider_entities(by)]
    if what == "head":
        return forms.HeadChangeForm(data, companies=companies, initial=_head_now(held, found))
    if what == "add_scope":
        entities = [(one.pk, f"{one.name} · {one.country}") for one in clients.entities(by, found.client_id)]
        return _begins(
            forms.ScopeForm(data, model=found.model, entities=entities, companies=companies,
                            initial={"start": held.effective_on})
        )  # fmt: skip
    if what == "add_price":
        return _begins(forms.PriceForm(data, currency=found.currency, initial={"start": held.effective_on}))
    today = clock.today(found.client.zone)
    going = [
        (one.pk, f"{one} · {shown.days(one.valid)}")
        for one in (queries.scope_items(by, found.pk) if what == "end_scope" else queries.prices(by, found.pk))
        if one.valid.upper is None or one.valid.upper > today
    ]
    return forms.EndItemForm(data, items=going)


def _begins(form: django_forms.Form) -> django_forms.Form:
    """The first day is the amendment's, so that nobody is asked for it."""
    form.fields["start"].widget = django_forms.HiddenInput()
    return form


def _change_of(form: Any, held: Amendment, found: Engagement, what: str) -> services.Change | None:
    if what == "head":
        head = form.changed(_head_now(held, found))
        return services.Change(what, head=head) if head else None
    if what == "add_scope":
        return services.Change(what, scope=form.terms())
    if what == "add_price":
        return services.Change(what, price=form.terms())
    return services.Change(what, item_id=UUID(form.cleaned_data["item_id"]))


def _form(
    request: HttpRequest, found: Engagement, held: Amendment | None, form: django_forms.Form, title: Any
) -> HttpResponse:
    back = f"/amendments/{held.pk}/" if held else f"/engagements/{found.pk}/amendments/"
    context = {
        "form": form, "title": title, "engagement": found, "client": found.client,
        "crumbs": crumbs(found, title, listed=True), "cancel": back,
    }  # fmt: skip
    return render(request, "engagements/form.html", context)
