"""Files of inputs: read and checked first, applied when the reader has seen what they would do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openhro.core import clock, imports, jobs
from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.core.permission import permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import ImportForm
from openhro.payroll.queries import BatchView
from openhro.payroll.services.imports import INPUT_COLUMNS
from openhro.payroll.views.asked import in_group
from openhro.payroll.views.inputs import line_head
from openhro.ui.progress import file_report, file_row


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
        batch = attempt(form, lambda: services.receive_inputs(by, period, content, name, checked))
        if batch is not None:
            waits = batch.report.get("waits")
            request.session[_key(batch.pk)] = waits["token"] if waits else imports.park(by, view.row.client_id, content)
            return redirect("payroll:imported", run_id, batch.pk)
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
    shown |= {"batch": batch, "report": file_report(batch.report), "waits": waits, "job": _job(by, run_id, batch)}
    return render(request, "payroll/run/imported.html", shown)


def _job(by: Actor, run_id: UUID, batch: BatchView) -> dict[str, Any] | None:
    """The job of a file that waits, or did in vain, as a progress row."""
    found = jobs.of_object(by, batch.id) if batch.state in ("waiting", "failed", "stopped") else None
    if found is None:
        return None
    return file_row(
        found, batch.file_name, clock.now(), trial=batch.report.get("waits", {}).get("dry_run", False),
        poll=reverse("payroll:import_progress", args=[run_id, batch.id]),
        cancel=reverse("payroll:import_stop", args=[run_id, batch.id]),
    )  # fmt: skip


@require_safe
def progress(request: HttpRequest, run_id: UUID, batch_id: UUID) -> HttpResponse:
    """The progress row; when the job has ended the page is asked to load itself anew."""
    by = actor(request)
    batch = queries.input_batch(by, queries.run_view(by, run_id).row.client_id, batch_id)
    job = _job(by, run_id, batch)
    answer = render(request, "payroll/run/job.html", {"job": job}) if job else HttpResponse()
    if job is None or job["state"] != "running":
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def stop(request: HttpRequest, run_id: UUID, batch_id: UUID) -> HttpResponse:
    """Ask the job to stop: nothing of the file is kept."""
    by = actor(request)
    queries.input_batch(by, queries.run_view(by, run_id).row.client_id, batch_id)
    services.stop_import(by, batch_id)
    messages.info(request, _("It stops at its next step, and nothing of the file is kept."))
    return redirect("payroll:imported", run_id, batch_id)


@require_POST
def confirm(request: HttpRequest, run_id: UUID, batch_id: UUID) -> HttpResponse:
    """Take in what the check has shown: everything, or (`partial`) the rows without a fault."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    batch = queries.input_batch(by, view.row.client_id, batch_id)
    token = request.session.get(_key(batch.id), "")
    if not token:
        raise Conflict("FILE_GONE", _("This file was taken already, or is no longer here. Send it again."))
    if batch.state != "dry_run":
        raise Conflict("NOT_CHECKED", _("This file was not checked to its end. Send it again."))
    content = imports.take(by, view.row.client_id, token)
    how = services.Options(dry_run=False, partial=request.POST.get("partial") == "1")
    done = services.receive_inputs(by, queries.period_of_run(by, run_id), content, batch.file_name, how)
    request.session.pop(_key(batch.id), None)
    imports.drop(token)
    if done.state != "applied":
        if done.state != "waiting":
            told = _("Something changed since the check, so nothing was taken in. See the rows below.")
            messages.error(request, told)
        return redirect("payroll:imported", run_id, done.pk)
    taken = done.report["created"] + done.report["changed"]
    said = ngettext("%(n)d line was taken in.", "%(n)d lines were taken in.", taken)
    messages.success(request, said % {"n": taken})
    return redirect("payroll:inputs", run_id)
