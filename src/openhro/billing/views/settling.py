"""Pages about what becomes of an invoice: disputes, payments, write-offs; and how a client is billed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openhro.billing import forms, permissions, queries, services, shown
from openhro.billing.models import BillingTerms
from openhro.billing.views.asked import Asking, ask, crumbs, invoice_of, url_of
from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.permission import permit
from openhro.core.web import actor

_form_page = require_http_methods(["GET", "HEAD", "POST"])


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@_form_page
def dispute(request: HttpRequest, invoice_id: UUID, line_id: UUID) -> HttpResponse:
    """The client objects to a line."""
    by, found = actor(request), invoice_of(request, invoice_id)
    permit(by, permissions.DISPUTE, found)
    line = queries.line(by, found.pk, line_id)
    left = services.left_of_lines(found).get(line.pk, 0)
    initial = {"amount_minor": forms.plain(left, found.currency)}
    form = forms.DisputeForm(_data(request), currency=found.currency, initial=initial)
    asking = Asking(
        _("Dispute a line"), _("The provider answers, and what it accepts is credited on this line."),
        _("Send the dispute"), _("The line is in dispute. You are told when it is answered."), url_of(found),
        crumbs(found, line.description, _("Dispute")), prefix=found.currency,
        facts=shown.facts_of((_("Line"), line.description), (_("Charged"), shown.money(line.amount_minor, found))),
    )  # fmt: skip
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return ask(
        request, form, asking, lambda: services.raise_dispute(by, line.pk, given["amount_minor"], given["reason"])
    )


@_form_page
def answer(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """The provider answers a dispute."""
    by = actor(request)
    one = queries.dispute(by, dispute_id)
    found = invoice_of(request, one.invoice_id)
    permit(by, permissions.ANSWER, found)
    form = forms.AnswerForm(_data(request), currency=found.currency)
    asking = Asking(
        _("Answer a dispute"), _("What you accept becomes a credit note in the same step."), _("Send the answer"),
        _("The dispute is answered."), url_of(found), crumbs(found, _("Dispute")), prefix=found.currency,
        facts=shown.facts_of(
            (_("Line"), one.line.description), (_("In dispute"), shown.money(one.amount_minor, found)),
            (_("Why"), one.reason),
        ),
    )  # fmt: skip
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return ask(
        request, form, asking,
        lambda: services.answer_dispute(by, one.pk, given["outcome"], given["answer"], given["credit_minor"]),
    )  # fmt: skip


@_form_page
def withdraw(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """The client lets a dispute go."""
    by = actor(request)
    one = queries.dispute(by, dispute_id)
    found = invoice_of(request, one.invoice_id)
    permit(by, permissions.DISPUTE, found)
    asking = Asking(
        _("Withdraw a dispute"), _("The line stays as it was charged."), _("Withdraw"), _("The dispute is withdrawn."),
        url_of(found), crumbs(found, _("Dispute")),
        facts=shown.facts_of((_("Line"), one.line.description), (_("Why"), one.reason)),
    )  # fmt: skip
    return ask(request, forms.NothingForm(_data(request)), asking, lambda: services.withdraw_dispute(by, one.pk))


@_form_page
def payment(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Record money that came."""
    by, found = actor(request), invoice_of(request, invoice_id)
    permit(by, permissions.PAY, found)
    left = max(queries.balance_of(found).open_minor, 0)
    initial = {"amount_minor": forms.plain(left, found.currency), "paid_on": clock.today(found.client.zone)}
    form = forms.PaymentForm(_data(request), currency=found.currency, initial=initial)
    asking = Asking(
        _("Record a payment"), _("Whole or in part. A payment of the same reference is recorded once."),
        _("Record it"), _("The payment is recorded."), url_of(found), crumbs(found, _("Payment")),
        prefix=found.currency, facts=shown.facts_of((_("Left to pay"), shown.money(left, found))),
    )  # fmt: skip

    def record() -> Any:
        given = form.cleaned_data
        received = services.Received(given["external_id"], given["amount_minor"], found.currency, given["paid_on"])
        return services.record_payment(by, found.pk, received)

    return ask(request, form, asking, record)


@_form_page
def reverse_payment(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """Take back a payment that bounced."""
    by = actor(request)
    one = queries.payment(by, payment_id)
    found = invoice_of(request, one.invoice_id)
    permit(by, permissions.PAY, found)
    form = forms.ReasonForm(_data(request))
    asking = Asking(
        _("Take a payment back"), _("It stays on record, and the invoice is due again by so much."), _("Take it back"),
        _("The payment is taken back."), url_of(found), crumbs(found, one.external_id), danger=True,
        facts=shown.facts_of((_("Payment"), one.external_id), (_("Amount"), shown.money(one.amount_minor, found))),
    )  # fmt: skip
    return ask(request, form, asking, lambda: services.reverse_payment(by, one.pk, form.cleaned_data["reason"]))


@_form_page
def write_off(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Ask for what is left to pay to be written off."""
    by, found = actor(request), invoice_of(request, invoice_id)
    permit(by, permissions.ASK_WRITE_OFF, found)
    form = forms.ReasonForm(_data(request))
    left = queries.balance_of(found).open_minor
    asking = Asking(
        _("Ask for a write-off"), _("A provider administrator other than you decides."), _("Ask for it"),
        _("The write-off waits for a decision."), url_of(found), crumbs(found, _("Write-off")),
        facts=shown.facts_of((_("Left to pay"), shown.money(left, found))),
    )  # fmt: skip
    return ask(request, form, asking, lambda: services.ask_write_off(by, found.pk, form.cleaned_data["reason"]))


@_form_page
def decide(request: HttpRequest, write_off_id: UUID) -> HttpResponse:
    """Decide on a write-off that somebody else asked for."""
    by = actor(request)
    one = queries.write_off(by, write_off_id)
    found = invoice_of(request, one.invoice_id)
    permit(by, permissions.DECIDE_WRITE_OFF, found)
    form = forms.DecisionForm(_data(request))
    asking = Asking(
        _("Decide on a write-off"), _("What is written off is not asked for again."), _("Decide"),
        _("The write-off is decided."), url_of(found), crumbs(found, _("Write-off")),
        facts=shown.facts_of(
            (_("Left to pay"), shown.money(queries.balance_of(found).open_minor, found)), (_("Why"), one.reason),
            (_("Asked by"), clients.user_names(by, [one.asked_by]).get(one.asked_by, "") if one.asked_by else ""),
        ),
    )  # fmt: skip
    chosen = {"approve": services.approve_write_off, "refuse": services.refuse_write_off}
    return ask(request, form, asking, lambda: chosen[form.cleaned_data["decision"]](by, one.pk))


def terms(request: HttpRequest) -> HttpResponse:
    """How a client is billed, currency by currency."""
    by, code = actor(request), request.GET.get("client", "")
    check_names(request, "client")
    client = clients.client(by, code) if code else None
    rows = queries.billing_terms(by, client.pk if client else None)[:500]
    context = {
        "rows": [shown.terms_row(one) for one in rows],
        "columns": shown.TERMS_COLUMNS,
        "client": client,
        "tabs": shown.tabs(by, "terms", code),
        "new_url": f"{reverse('billing:terms_new')}?client={code}" if code else "",
    }
    return render(request, "billing/terms.html", context)


@_form_page
def terms_new(request: HttpRequest) -> HttpResponse:
    """Say how a client is billed in a currency."""
    by = actor(request)
    check_names(request, "client")
    permit(by, permissions.TERMS)
    client = clients.client(by, request.GET.get("client", ""))
    permit(by, permissions.TERMS, client.pk)
    form = forms.TermsForm(
        _data(request), **_companies(by, client.pk), held=False, initial={"treatment": "rule", "payment_days": 30}
    )
    asking = _terms_asking(client.code, _("Say how %(client)s is billed") % {"client": client.name})
    return ask(
        request, form, asking,
        lambda: services.set_billing_terms(by, client.pk, form.cleaned_data["currency"], form.values()),
    )  # fmt: skip


@_form_page
def terms_edit(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Change how a client is billed in a currency."""
    by = actor(request)
    held = queries.one_terms(by, terms_id)
    request.client = held.client  # type: ignore[attr-defined]
    form = forms.TermsForm(_data(request), **_companies(by, held.client_id), held=True, initial=_initial(held))
    title = _("How %(client)s is billed in %(currency)s") % {"client": held.client.name, "currency": held.currency}
    return ask(
        request, form, _terms_asking(held.client.code, title),
        lambda: services.set_billing_terms(
            by, held.client_id, held.currency, form.values(), version=held.version
        ),
    )  # fmt: skip


def _initial(held: BillingTerms) -> dict[str, Any]:
    names = forms.TermsForm.base_fields.keys() - {"currency"}
    return {name: "" if getattr(held, name) is None else str(getattr(held, name)) for name in names}


def _companies(by: Actor, client_id: UUID) -> dict[str, list[tuple[str, str]]]:
    return {
        "ours": [(str(one.pk), f"{one.name} ({one.country})") for one in clients.provider_entities(by)],
        "theirs": [(str(one.pk), f"{one.name} ({one.country})") for one in clients.entities(by, client_id)],
    }


def _terms_asking(code: str, title: str) -> Asking:
    back = f"{reverse('billing:terms')}?client={code}"
    trail: list[dict[str, Any]] = [{"label": _("Invoices"), "url": f"/billing/?client={code}"}]
    return Asking(
        title, _("Drafts that are counted from now on follow. What is issued stays as it is."), _("Save"),
        _("The billing terms are saved."), back, [*trail, {"label": _("Billing terms"), "url": back}, {"label": title}],
    )  # fmt: skip
