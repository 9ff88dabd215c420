"""The import of people: upload, look at the check row by row, confirm. Large files are a job's, with its progress."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from openhro.clients import queries as clients
from openhro.core import clock, imports, jobs
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import Conflict, NotFound
from openhro.core.models import ImportBatch
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.people import forms, permissions, queries, services
from openhro.ui.progress import file_row

MOST_SHOWN = 200


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked in a dry run, which writes nothing but its report."""
    by = actor(request)
    permit(by, permissions.IMPORT)
    check_names(request, "client")
    allowed = _clients(by)
    form = forms.ImportForm(
        request.POST or None,
        request.FILES or None,
        clients=allowed,
        initial={"client": request.GET.get("client", "")},
    )
    if request.method == "POST" and form.is_valid():
        client = clients.client(by, form.cleaned_data["client"])
        content, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
        batch = attempt(form, lambda: services.receive(by, client.pk, content, name))
        if batch is not None:
            held = batch.report["waits"]["token"] if batch.state == "waiting" else imports.park(by, client.pk, content)
            request.session[f"import:{batch.pk}"] = held
            return redirect("people:report", batch_id=batch.pk)
    shown = {
        "form": form,
        "documentation": imports.documentation(services.IMPORT_COLUMNS),
        "columns": [{"label": label} for label in (_("Column"), _("Needed"), _("What it holds"), _("Example"))],
        "crumbs": [{"label": _("People"), "url": "/people/"}, {"label": _("Import")}],
    }
    return render(request, "people/import.html", shown)


def report(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What the check or the import found."""
    by = actor(request)
    batch = queries.batch(by, batch_id)
    request.client = batch.client  # type: ignore[attr-defined]
    refused = batch.report["refused"]
    waits = batch.state == "dry_run" and f"import:{batch.pk}" in request.session
    good = batch.report["created"] + batch.report["changed"]
    shown = {
        "batch": batch,
        "job": _job(by, batch),
        "report": batch.report,
        "good": good,
        "refused": refused[:MOST_SHOWN],
        "more": max(0, batch.report["refused_rows"] - len({row["row"] for row in refused[:MOST_SHOWN]})),
        "may_confirm": waits and good and not refused,
        "may_partial": waits and bool(refused),
        "columns": [{"label": _("Row"), "kind": "n"}, {"label": _("Column")}, {"label": _("What is wrong")}],
        "crumbs": [
            {"label": _("People"), "url": f"/people/?client={batch.client.code}"},
            {"label": _("Import"), "url": f"/people/import/?client={batch.client.code}"},
            {"label": batch.file_name},
        ],
    }
    return render(request, "people/report.html", shown)


@require_POST
def confirm(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take in what the check has shown: everything, or (`partial`) the rows without a fault."""
    by = actor(request)
    batch = queries.batch(by, batch_id)
    token = request.session.get(f"import:{batch.pk}", "")
    if not token:
        raise Conflict("FILE_GONE", _("This file was taken already, or is no longer here. Upload it again."))
    if batch.state != "dry_run":
        raise Conflict("NOT_CHECKED", _("This file was not checked to its end. Upload it again."))
    content = imports.take(by, batch.client_id, token)
    how = services.Options(dry_run=False, partial=request.POST.get("partial") == "1")
    done = services.receive(by, batch.client_id, content, batch.file_name, how)
    request.session.pop(f"import:{batch.pk}", None)
    imports.drop(token)
    if done.state == "applied":
        count = done.report["created"] + done.report["changed"]
        said = ngettext("%(n)d row was taken in.", "%(n)d rows were taken in.", count)
        messages.success(request, said % {"n": count})
        return redirect(f"/people/?client={batch.client.code}")
    if done.state != "waiting":
        messages.error(request, _("The data changed since the check, so nothing was taken in. Look at the rows below."))
    return redirect("people:report", batch_id=done.pk)


@require_safe
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The progress row; when the job has ended the page is asked to load itself anew."""
    by = actor(request)
    batch = queries.batch(by, batch_id)
    job = _job(by, batch)
    answer = render(request, "people/progress.html", {"job": job}) if job else HttpResponse()
    if job is None or job["state"] != "running":
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def stop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask the job to stop: nothing of the file is kept."""
    services.stop_import(actor(request), batch_id)
    messages.info(request, _("It stops at its next step, and nothing of the file is kept."))
    return redirect("people:report", batch_id=batch_id)


def _job(by: Actor, batch: ImportBatch) -> dict[str, Any] | None:
    """The job of a file that waits, or did in vain, as a progress row."""
    found = jobs.of_object(by, batch.pk) if batch.state in ("waiting", "failed", "stopped") else None
    if found is None:
        return None
    return file_row(
        found, batch.file_name, clock.now(), trial=batch.report.get("waits", {}).get("dry_run", False),
        poll=reverse("people:progress", args=[batch.pk]), cancel=reverse("people:stop", args=[batch.pk]),
    )  # fmt: skip


def template(request: HttpRequest, kind: str) -> HttpResponse:
    """A file to fill in, as csv or xlsx."""
    permit(actor(request), permissions.IMPORT)
    if kind not in ("csv", "xlsx"):
        raise NotFound("template")
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    types = {"csv": "text/csv; charset=utf-8", "xlsx": xlsx}
    answer = HttpResponse(imports.template(services.IMPORT_COLUMNS, kind), content_type=types[kind])
    answer["Content-Disposition"] = f'attachment; filename="people.{kind}"'
    return answer


def _clients(by: Actor) -> list[tuple[str, Any]]:
    """The clients for which the reader may import."""
    return [(row.code, row.name) for row in clients.clients(by)[:500] if may(by, permissions.IMPORT, row.pk)]
