"""Pages of the usage register: what is recorded, one record with its documents, files with a dry run first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from openhro.billing import forms, permissions, queries, services, shown
from openhro.billing.models import Usage
from openhro.billing.views.asked import Asking, ask
from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core import imports, paging
from openhro.core.actor import Actor
from openhro.core.asked import asked, check_names
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.engagements import queries as engagements
from openhro.ui.progress import file_report

_ORDER = ("-first", "external_id", "id")
_form_page = require_http_methods(["GET", "HEAD", "POST"])


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of the register, newest first."""
    by, code = actor(request), request.GET.get("client", "")
    kind = asked(request, forms.UsageFilterForm(request.GET), "client", "cursor")["kind"]
    client = clients.client(by, code) if code else None
    rows = queries.usage(by, client.pk if client else None)
    page = paging.page(rows.filter(kind=kind) if kind else rows, _ORDER, request.GET.get("cursor", ""))
    billed = queries.billed_on(by, [one.pk for one in page.rows])
    kept = {name: value for name, value in (("client", code), ("kind", kind)) if value}
    context = {
        "form": forms.UsageFilterForm({"kind": kind}),
        "rows": [shown.usage_row(one, billed) for one in page.rows],
        "columns": shown.USAGE_COLUMNS,
        "next": f"?{urlencode(kept | {'cursor': page.next})}" if page.next else "",
        "client_code": code,
        "may_record": bool(code) and may(by, permissions.USAGE, client.pk if client else None),
        "tabs": shown.tabs(by, "usage", code),
    }
    return render(request, "billing/usage.html", context)


def _client(request: HttpRequest, by: Actor) -> Client:
    """The client that the address names, for whom the reader may record."""
    check_names(request, "client")
    permit(by, permissions.USAGE)
    client = clients.client(by, request.GET.get("client", ""))
    permit(by, permissions.USAGE, client.pk)
    return client


def _trail(code: str, *more: str) -> list[dict[str, Any]]:
    trail: list[dict[str, Any]] = [
        {"label": _("Invoices"), "url": f"/billing/?client={code}"}, {"label": _("Usage"), "url": _register(code)}
    ]  # fmt: skip
    return [*trail, *({"label": one} for one in more)]


def _register(code: str) -> str:
    return f"{reverse('billing:usage')}?client={code}"


@_form_page
def new(request: HttpRequest) -> HttpResponse:
    """Record a thing to bill."""
    by = actor(request)
    client = _client(request, by)
    return _record(request, by, client, _("Record usage"), None)


@_form_page
def edit(request: HttpRequest, usage_id: UUID) -> HttpResponse:
    """Correct a record that is not billed, or say when an enrolment or a hire ended."""
    by = actor(request)
    held = queries.one_usage(by, usage_id)
    permit(by, permissions.USAGE, held)
    return _record(request, by, held.client, _("Correct a record"), held)


def _record(request: HttpRequest, by: Actor, client: Client, title: str, held: Usage | None) -> HttpResponse:
    contracts = [(str(one.pk), one.code, one.currency) for one in engagements.engagements(by, client.pk)]
    form = forms.UsageForm(_data(request), contracts=contracts, initial=_initial(held) if held else None)
    back = reverse("billing:usage_page", args=[held.pk]) if held else _register(client.code)
    asking = Asking(
        title, _("What no function of the product counts yet, and a price of the contract charges."), _("Record it"),
        _("It is recorded, and billed with the month of its day."), back, _trail(client.code, title),
    )  # fmt: skip
    return ask(request, form, asking, lambda: services.record_usage(by, client.pk, form.terms()))


def _initial(held: Usage) -> dict[str, Any]:
    names = ("kind", "external_id", "name", "number", "subject", "first", "last", "price_code")
    amount = "" if held.amount_minor is None else forms.plain(held.amount_minor, held.engagement.currency)
    return {name: getattr(held, name) for name in names} | {
        "engagement": str(held.engagement_id), "quantity": f"{held.quantity.normalize():f}", "amount_minor": amount,
    }  # fmt: skip


@require_safe
def page(request: HttpRequest, usage_id: UUID) -> HttpResponse:
    """One record: what it says, the invoice that charged it, the documents behind it."""
    by = actor(request)
    held = queries.one_usage(by, usage_id)
    request.client = held.client  # type: ignore[attr-defined]
    billed = queries.billed_on(by, [held.pk]).get(held.pk)
    writes = may(by, permissions.USAGE, held)
    context = {
        "usage": held,
        "title": held.name or held.external_id,
        "state": shown.usage_state(held, billed),
        "facts": shown.usage_facts(held, billed),
        "documents": [shown.usage_document(one) for one in queries.documents(by, held.pk)],
        "needs_document": held.kind == "cost",
        "may_edit": writes and (billed is None or held.kind in ("hire", "enrolment")),
        "may_withdraw": writes and billed is None and held.withdrawn_at is None,
        "may_document": writes and held.kind == "cost",
        "crumbs": _trail(held.client.code, held.external_id),
    }
    return render(request, "billing/usage_page.html", context)


@_form_page
def withdraw(request: HttpRequest, usage_id: UUID) -> HttpResponse:
    """Take back what was recorded by mistake."""
    by = actor(request)
    held = queries.one_usage(by, usage_id)
    permit(by, permissions.USAGE, held)
    asking = Asking(
        _("Withdraw a record"), _("It stays in the register and is not billed."), _("Withdraw"),
        _("The record is withdrawn."), reverse("billing:usage_page", args=[held.pk]),
        _trail(held.client.code, held.external_id), facts=tuple(shown.usage_facts(held, None)),
    )  # fmt: skip
    return ask(request, forms.NothingForm(_data(request)), asking, lambda: services.withdraw_usage(by, held.pk))


@_form_page
def add_document(request: HttpRequest, usage_id: UUID) -> HttpResponse:
    """Put the supplier's document behind a cost."""
    by = actor(request)
    held = queries.one_usage(by, usage_id)
    permit(by, permissions.USAGE, held)
    form = forms.FileForm(_data(request), request.FILES or None)
    asking = Asking(
        _("Add a document"), _("A PDF, PNG or JPEG of at most 10 MiB. A cost without one is not billed."), _("Add it"),
        _("The document is kept with the cost."), reverse("billing:usage_page", args=[held.pk]),
        _trail(held.client.code, held.external_id), upload=True,
    )  # fmt: skip

    def add() -> Any:
        file = form.cleaned_data["file"]
        return services.add_document(by, held.pk, file.name, file.read())

    return ask(request, form, asking, add)


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A document behind a cost."""
    found = queries.document(actor(request), document_id)
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}"'
    return answer


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """A file of usage to fill in."""
    permit(actor(request), permissions.USAGE)
    if kind not in ("csv", "xlsx"):
        raise NotFound("template")
    content = imports.template(services.USAGE_COLUMNS, kind)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/zip")
    answer["Content-Disposition"] = f'attachment; filename="usage.{kind}"'
    return answer


@_form_page
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked in a dry run, which writes nothing but its report."""
    by = actor(request)
    client = _client(request, by)
    form = forms.FileForm(_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        tried = services.Options(dry_run=True, partial=True)
        report = attempt(form, lambda: services.import_usage(by, client.pk, content, file.name, tried))
        if report is not None:
            request.session[f"import:{report.batch_id}"] = imports.park(by, client.pk, content)
            return redirect("billing:usage_imported", report.batch_id)
    context = {
        "form": form, "columns": imports.documentation(services.USAGE_COLUMNS), "doc_columns": shown.DOC_COLUMNS,
        "client": client, "crumbs": _trail(client.code, _("Import a file")), "back": _register(client.code),
    }  # fmt: skip
    return render(request, "billing/usage_import.html", context, status=422 if request.method == "POST" else 200)


@_form_page
def imported(request: HttpRequest, usage_import_id: UUID) -> HttpResponse:
    """What a file would do; posted, it is taken in."""
    by = actor(request)
    batch = queries.usage_import(by, usage_import_id)
    permit(by, permissions.USAGE, batch)
    client = clients.readable_client(by, batch.client_id)
    key = f"import:{batch.pk}"
    if request.method == "POST":
        token = request.session.pop(key, "")
        if not token or batch.state != "dry_run":
            raise Conflict("FILE_GONE", _("This file was taken already, or is no longer here. Send it again."))
        content = imports.take(by, client.pk, token)
        how = services.Options(dry_run=False, partial=request.POST.get("partial") == "1")
        report = services.import_usage(by, client.pk, content, batch.file_name, how)
        imports.drop(token)
        taken = report.created + report.changed
        if report.state == "applied":
            said = ngettext("%(n)d record was taken in.", "%(n)d records were taken in.", taken)
            messages.success(request, said % {"n": taken})
            return redirect(_register(client.code))
        messages.error(request, _("Something changed since the check, so nothing was taken in. See the rows below."))
        return redirect("billing:usage_imported", report.batch_id)
    context = {
        "batch": batch, "report": file_report(batch.report), "refused_columns": shown.REFUSED_COLUMNS,
        "waits": batch.state == "dry_run" and key in request.session, "back": _register(client.code),
        "again": f"{reverse('billing:usage_import')}?client={client.code}",
        "crumbs": _trail(client.code, _("What the file would do")),
    }  # fmt: skip
    return render(request, "billing/usage_imported.html", context)
