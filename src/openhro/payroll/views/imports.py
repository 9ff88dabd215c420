"""Files of inputs: read and checked first, applied when the reader has seen what they would do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openhro.core import imports
from openhro.core.errors import Conflict
from openhro.core.permission import permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import ImportForm
from openhro.payroll.services.imports import INPUT_COLUMNS
from openhro.payroll.shown import inputs as shown_inputs
from openhro.payroll.views.asked import in_group
from openhro.payroll.views.inputs import line_head


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Choose a file; it is checked in a dry run, which writes nothing but its report."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    permit(by, permissions.INPUT_EDIT, view.row)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        period = queries.period_of_run(by, run_id)
        checked = services.Options(dry_run=True, partial=True)
        report = attempt(form, lambda: services.import_inputs(by, period, content, name, checked))
        if report is not None:
            request.session[_key(report.batch_id)] = imports.park(by, view.row.client_id, content)
            return redirect("payroll:imported", run_id, report.batch_id)
    in_group(request, by, view.row)
    shown = line_head(view, _("Import a file of inputs")) | {
        "form": form, "columns": imports.documentation(INPUT_COLUMNS),
    }  # fmt: skip
    return render(request, "payroll/run/import.html", shown, status=422 if request.method == "POST" else 200)


def _key(batch_id: UUID | None) -> str:
    return f"import:{batch_id}"


@require_safe
def report(request: HttpRequest, run_id: UUID, batch_id: UUID) -> HttpResponse:
    """What the check found."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    permit(by, permissions.INPUT_EDIT, view.row)
    batch = queries.input_batch(by, view.row.client_id, batch_id)
    in_group(request, by, view.row)
    waits = batch.state == "dry_run" and _key(batch.id) in request.session
    shown: dict[str, Any] = line_head(view, _("What the file would do"))
    shown |= {"batch": batch, "report": shown_inputs.report(batch), "waits": waits}
    return render(request, "payroll/run/imported.html", shown)


@require_POST
def confirm(request: HttpRequest, run_id: UUID, batch_id: UUID) -> HttpResponse:
    """Take in what the check has shown: everything, or (`partial`) the rows without a fault."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    batch = queries.input_batch(by, view.row.client_id, batch_id)
    token = request.session.get(_key(batch.id), "")
    if not token:
        raise Conflict("FILE_GONE", _("This file was taken already, or is no longer here. Send it again."))
    content = imports.take(by, view.row.client_id, token)
    how = services.Options(dry_run=False, partial=request.POST.get("partial") == "1")
    done = services.import_inputs(by, queries.period_of_run(by, run_id), content, batch.file_name, how)
    request.session.pop(_key(batch.id), None)
    imports.drop(token)
    if done.state != "applied":
        messages.error(request, _("Something changed since the check, so nothing was taken in. See the rows below."))
        return redirect("payroll:imported", run_id, done.batch_id)
    taken = done.created + done.changed
    said = ngettext("%(n)d line was taken in.", "%(n)d lines were taken in.", taken)
    messages.success(request, said % {"n": taken})
    return redirect("payroll:inputs", run_id)
