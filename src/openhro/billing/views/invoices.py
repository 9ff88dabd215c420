"""Pages of invoices: the list, one with its lines, who was counted behind a line, and the moves up to a credit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from openhro.billing import forms, permissions, queries, services, shown
from openhro.billing.models import Invoice
from openhro.billing.views.asked import crumbs as _crumbs
from openhro.billing.views.asked import invoice_of as _invoice
from openhro.clients import queries as clients
from openhro.core import clock, imports, journal, paging
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.people import queries as people

_ORDER = ("-period", "client__name", "currency", "id")


def listing(request: HttpRequest) -> HttpResponse:
    """A page of invoices, newest month first."""
    by = actor(request)
    code, state, rows = _asked(request, "cursor")
    page = paging.page(rows, _ORDER, request.GET.get("cursor", ""))
    kept = {name: value for name, value in (("client", code), ("state", state)) if value}
    context = {
        "form": forms.FilterForm({"state": state}),
        "rows": [shown.row(one) for one in page.rows],
        "columns": shown.COLUMNS,
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "client_code": code,
        "export_url": f"/billing/export.csv?{urlencode(kept)}",
        "may_draft": may(by, permissions.DRAFT),
        "tabs": shown.tabs(by, "invoices", code),
    }
    return render(request, "billing/list.html", context)


def _asked(request: HttpRequest, *also: str) -> tuple[str, str, Any]:
    """Client, state and the invoices that the address asks for."""
    state = asked(request, forms.FilterForm(request.GET), "client", *also)["state"]
    by, code = actor(request), request.GET.get("client", "")
    client = clients.client(by, code) if code else None
    rows = queries.invoices(by, client.pk if client else None)
    if state == "overdue":
        return code, state, queries.overdue(by, client.pk if client else None)
    return code, state, rows.filter(state=state) if state else rows


def export(request: HttpRequest) -> HttpResponse:
    """The invoices that the same filters show, as CSV."""
    _code, _state, rows = _asked(request)
    header = ("client", "number", "period", "state", "currency", "total_minor", "issued_at", "due_on")
    lines = [
        (one.client.name, one.number, one.period, one.state, one.currency, one.total_minor, one.issued_at, one.due_on)
        for one in rows.order_by(*_ORDER)[:50_000]
    ]
    return _csv(imports.csv_file(header, lines), "invoices.csv")


def _csv(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def draft(request: HttpRequest) -> HttpResponse:
    """Count a month of a client and draft its invoices, one a currency."""
    by = actor(request)
    permit(by, permissions.DRAFT)
    check_names(request, "client")
    allowed = [(one.code, one.name) for one in clients.clients(by)[:500] if may(by, permissions.DRAFT, one.pk)]
    initial = {"client": request.GET.get("client", ""), "month": f"{clock.today():%Y-%m}"}
    form = forms.DraftForm(request.POST or None, clients=allowed, initial=initial)
    if request.method == "POST" and form.is_valid():
        client = clients.client(by, form.cleaned_data["client"])
        made = attempt(form, lambda: services.draft_invoice(by, client.pk, form.cleaned_data["month"]))
        if made:
            messages.success(request, _("The month is counted. Look at every line, then mark it as reviewed."))
            return redirect("billing:invoice", invoice_id=made[0].pk)
    crumbs = [{"label": _("Invoices"), "url": "/billing/"}, {"label": _("Draft a month")}]
    return render(request, "billing/draft.html", {"form": form, "crumbs": crumbs})


def page(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """One invoice: its lines with what was counted, its credits, and what can be done with it."""
    by = actor(request)
    found = _invoice(request, invoice_id)
    lines = list(queries.lines(by, found.pk))
    charged, missing = [one for one in lines if not one.reason], [one for one in lines if one.reason]
    counted = queries.counted(by, found.pk)
    credits_ = list(queries.credit_notes(by, found.pk))
    balance = queries.balance_of(found)
    about = _about(by, found)
    context = about | {
        "invoice": found,
        "title": shown.title(found),
        "state": shown.state(found),
        "facts": shown.facts(found),
        "lines": [shown.line(one, found, counted.get(one.pk, 0)) for one in charged],
        "not_billed": [shown.line(one, found, 0) for one in missing],
        "credits": [shown.credit(one) for one in credits_],
        "credit_columns": shown.CREDIT_COLUMNS[1:],
        "settled": shown.balance_rows(found, balance),
        "left_minor": balance.open_minor,
        "actions": shown.actions(by, found, balance),
        "may_dispute": found.number is not None and may(by, permissions.DISPUTE, found),
        "untaxed": not found.tax_category and found.number is None,
        "moves": shown.moves(by, found),
        "may_credit": found.number is not None and may(by, permissions.CREDIT, found),
        "story": shown.story(
            journal.history(by, [str(found.pk), *(str(one.pk) for one in credits_), *about["about_ids"]])[:50]
        ),
        "crumbs": _crumbs(found),
    }
    return render(request, "billing/invoice.html", context)


def _about(by: Actor, found: Invoice) -> dict[str, Any]:
    """Disputes, payments and write-offs of an invoice."""
    disputes = list(queries.disputes(by, found.pk))
    payments = list(queries.payments(by, found.pk))
    offs = list(queries.write_offs(by, found.pk))
    return {
        "disputes": [shown.dispute(by, one, found) for one in disputes],
        "payments": [shown.payment(by, one, found) for one in payments],
        "payment_columns": shown.PAYMENT_COLUMNS,
        "write_offs": [shown.write_off(by, one, found) for one in offs],
        "about_ids": [str(one.pk) for one in (*disputes, *payments, *offs)],
        "disputed_lines": {one.line_id for one in disputes if one.state == "open"},
    }


def line(request: HttpRequest, invoice_id: UUID, line_id: UUID) -> HttpResponse:
    """Who or what one line counted; the quantities add up to what it charged."""
    by = actor(request)
    found = _invoice(request, invoice_id)
    one = queries.line(by, found.pk, line_id)
    check_names(request, "cursor")
    rows = paging.page(queries.evidence(by, one.pk), ("label", "id"), request.GET.get("cursor", ""), limit=100)
    named = people.names_of(by, found.client_id, [row.object_id for row in rows.rows if row.kind != "run"])
    context = {
        "invoice": found,
        "line": shown.line(one, found, 0),
        "rows": [shown.evidence(row, named, found.currency, one.unit) for row in rows.rows],
        "columns": shown.EVIDENCE_COLUMNS,
        "next": f"?{urlencode({'cursor': rows.next})}" if rows.next else "",
        "crumbs": _crumbs(found, _("What was counted")),
        "export_url": f"/billing/invoices/{found.pk}/lines/{one.pk}/export.csv",
    }
    return render(request, "billing/line.html", context)


def export_line(request: HttpRequest, invoice_id: UUID, line_id: UUID) -> HttpResponse:
    """What one line counted, as CSV."""
    by = actor(request)
    found = _invoice(request, invoice_id)
    one = queries.line(by, found.pk, line_id)
    rows = queries.evidence(by, one.pk).order_by("label", "id")
    columns = ("kind", "label", "number", "name", "first", "last", "quantity")
    header = ("kind", "id", "number", "name", "first", "last", "quantity")
    return _csv(imports.csv_file(header, rows.values_list(*columns)), "counted.csv")


def pdf(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The issued invoice on paper, as it went out."""
    found = _invoice(request, invoice_id)
    return _file(services.invoice_document(actor(request), found.pk), f"{found.number}.pdf")


def ubl(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The issued invoice as UBL, as it went out."""
    found = _invoice(request, invoice_id)
    return _file(services.invoice_ubl(actor(request), found.pk), f"{found.number}.xml")


def lines_csv(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The lines of an invoice, as CSV."""
    found = _invoice(request, invoice_id)
    return _csv(services.invoice_csv(actor(request), found.pk), f"{found.number or 'draft'}.csv")


def note_pdf(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """A credit note on paper, as it went out."""
    note = queries.credit_note(actor(request), note_id)
    return _file(services.note_document(actor(request), note.pk), f"{note.number}.pdf")


def note_ubl(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """A credit note as UBL, as it went out."""
    note = queries.credit_note(actor(request), note_id)
    return _file(services.note_document(actor(request), note.pk, "ubl"), f"{note.number}.xml")


def _file(content: bytes, name: str) -> HttpResponse:
    kind, place = ("application/pdf", "inline") if name.endswith(".pdf") else ("application/xml", "attachment")
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'{place}; filename="{name}"'
    return answer


def move(request: HttpRequest, invoice_id: UUID, name: str) -> HttpResponse:
    """What a move does, in words; posting does it."""
    by = actor(request)
    found = _invoice(request, invoice_id)
    chosen = shown.MOVES.get(name)
    if chosen is None:
        raise NotFound("move")
    permit(by, chosen.permission, found)
    form = forms.NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: chosen.call(by, found.pk))
        if done is not None:
            messages.success(request, str(chosen.done))
            return redirect("billing:invoice", invoice_id=found.pk)
    context = {"invoice": found, "move": chosen, "form": form, "crumbs": _crumbs(found, str(chosen.label))}
    return render(request, "billing/move.html", context)


def credit(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """Correct an issued invoice by a credit note."""
    by = actor(request)
    found = _invoice(request, invoice_id)
    permit(by, permissions.CREDIT, found)
    form = forms.CreditForm(request.POST or None, currency=found.currency)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        note = attempt(form, lambda: services.credit(by, found.pk, given["amount_minor"], given["reason"]))
        if note:
            messages.success(request, _("The credit note %(number)s is issued.") % {"number": note.number})
            return redirect("billing:invoice", invoice_id=found.pk)
    context = {"invoice": found, "form": form, "crumbs": _crumbs(found, _("Give a credit"))}
    return render(request, "billing/credit.html", context)


def credits_list(request: HttpRequest) -> HttpResponse:
    """The credit notes, newest first."""
    by, code = actor(request), request.GET.get("client", "")
    check_names(request, "client", "cursor")
    client = clients.client(by, code) if code else None
    rows = queries.credits_given(by, client.pk if client else None)
    page = paging.page(rows, ("-id",), request.GET.get("cursor", ""))
    kept = {"client": code} if code else {}
    context = {
        "rows": [shown.credit(one) for one in page.rows],
        "columns": shown.CREDIT_COLUMNS,
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "tabs": shown.tabs(by, "credits", code),
    }
    return render(request, "billing/credits.html", context)
