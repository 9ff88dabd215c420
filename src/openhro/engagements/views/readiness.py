"""The readiness board, one process of it, and the files of evidence."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import Invalid, NotFound
from openhro.core.web import actor
from openhro.engagements import queries, rules, services
from openhro.engagements.models import Engagement
from openhro.engagements.views import preparing
from openhro.engagements.views import readiness_shown as shown


def board(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Readiness by function and company, what keeps the gate shut, the processes of one cell, and the proofs."""
    by = actor(request)
    found = queries.one(by, engagement_id)
    request.client = found.client  # type: ignore[attr-defined]
    check_names(request, "function", "country", "company")
    day = max(clock.today(found.client.zone), found.effective_from)
    held = queries.board(by, found.pk, day)
    chosen = _chosen(request, held)
    context = {
        "engagement": found,
        "tabs": shown.tabs(found, "readiness"),
        "board": held,
        "matrix": shown.matrix(found, held, chosen.cell if chosen else None),
        "beside": [one for one in held.failing if "company" not in (one.get("detail") or {})],
        "chosen": _shown(by, found, chosen) if chosen else None,
        "acts": preparing.offered(by, found, preparing.ACTS, "fill", "process"),
        "proving": preparing.by_name(by, found, preparing.ACTS, "contact", "access", "data", "parallel"),
        "tiles": _tiles(held),
        **_proofs(by, found, chosen),
        "crumbs": _crumbs(found, _("Readiness")),
    }
    return render(request, "engagements/readiness.html", context)


def _chosen(request: HttpRequest, held: queries.Board) -> queries.BoardCell | None:
    """The cell that the address names, else the first with something to do."""
    asked = tuple(request.GET.get(name, "") for name in ("function", "country", "company"))
    for one in held.cells:
        if asked == (one.cell.function, one.cell.country, str(one.cell.company or "")):
            return one
    if any(asked):
        raise Invalid("CHOICE", _("There is no such work in this engagement."), field="function")
    return next((one for one in held.cells if one.failing), held.cells[0] if held.cells else None)


def _shown(by: Actor, found: Engagement, chosen: queries.BoardCell) -> dict[str, Any]:
    cell = chosen.cell
    rows = list(queries.processes(by, found.pk).filter(**asdict(cell)))
    names = clients.user_names(by, [one.assessed_by for one in rows])
    return {
        "title": queries.named_cell(cell, chosen.company),
        "failing": chosen.failing,
        "columns": shown.PROCESS_COLUMNS,
        "rows": [shown.process(one, names) for one in rows],
        "score": f"{chosen.score} %",
    }


def _tiles(held: queries.Board) -> list[dict[str, Any]]:
    mandatory, documented = sum(one.mandatory for one in held.cells), sum(one.documented for one in held.cells)
    ready = sum(not one.failing for one in held.cells)
    lowest = min(held.cells, key=lambda one: one.score, default=None)
    return [
        {"label": _("In the way of going live"), "value": str(len(held.failing)), "note": _("things to do")},
        {"label": _("Ready"), "value": f"{ready} / {len(held.cells)}", "note": _("functions by company")},
        {"label": _("Documented"), "value": f"{documented} / {mandatory}", "note": _("processes that must be")},
        {
            "label": _("Lowest score"),
            "value": f"{lowest.score:.0f} %" if lowest else "–",
            "note": _("%s %% is needed") % held.threshold,
        },
    ]


def _proofs(by: Actor, found: Engagement, chosen: queries.BoardCell | None) -> dict[str, Any]:
    """The contacts; of the chosen cell the reconciled data, parallel runs and tested access."""
    same = asdict(chosen.cell) if chosen else {"function": ""}
    contacts = list(queries.contacts(by, found.pk))
    tests = list(queries.access_tests(by, found.pk).filter(**same)[:100])
    names = clients.user_names(by, [*(one.user_id for one in contacts), *(one.user_id for one in tests)])
    return {
        "contacts": shown.contacts(contacts, names),
        "data": shown.data(queries.reconciliations(by, found.pk).filter(**same)[:100]),
        "data_asked": queries.library().data_of(same["function"]),
        "data_columns": shown.DATA_COLUMNS,
        "runs": shown.runs(queries.parallel_runs(by, found.pk).filter(**same)[:50]),
        "runs_asked": same["function"] in rules.PARALLEL_FUNCTIONS,
        "run_columns": shown.RUN_COLUMNS,
        "tests": shown.access(tests, names),
        "access_columns": shown.ACCESS_COLUMNS,
    }


def process(request: HttpRequest, engagement_id: UUID, process_id: UUID) -> HttpResponse:
    """One process: what it is for, its document, its evidence, and who judged it."""
    by = actor(request)
    found = queries.process(by, process_id)
    if found.engagement_id != engagement_id:
        raise NotFound("process")
    engagement = found.engagement
    request.client = engagement.client  # type: ignore[attr-defined]
    documents, files = list(queries.documents(by, found.pk)), list(queries.evidence(by, found.pk))
    judged = list(queries.assessments(by, found.pk))
    wrote = [one.made_by for one in documents] + [one.made_by for one in files]
    people = wrote + [one.assessed_by for one in judged]
    names = clients.user_names(by, people)
    template = next((one for one in queries.library().of(found.function) if one.code == found.code), None)
    board_ = f"/engagements/{engagement.pk}/readiness/"
    context = {
        "engagement": engagement,
        "process": found,
        "stages": shown.stages(found),
        "document": documents[0] if documents else None,
        "template": template,
        "versions": shown.versions(documents, names),
        "files": shown.files(engagement.pk, files, names),
        "judged": shown.judged(judged, names),
        "acts": preparing.by_name(by, engagement, preparing.PROCESS_ACTS, *preparing.PROCESS_ACTS),
        "crumbs": [*_crumbs(engagement, _("Readiness"), board_), {"label": found.name}],
    }
    return render(request, "engagements/process.html", context)


def evidence(request: HttpRequest, engagement_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file of evidence, to be saved."""
    found, content = services.evidence_content(actor(request), evidence_id)
    if found.process.engagement_id != engagement_id:
        raise NotFound("file")
    answer = HttpResponse(content, content_type=found.kind)
    answer["Content-Disposition"] = f'attachment; filename="{plain_name(found.name)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def plain_name(name: str) -> str:
    """A file's name that any header and any disk can hold."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)


def _crumbs(found: Engagement, label: str, url: str = "") -> list[dict[str, Any]]:
    last = {"label": label, "url": url} if url else {"label": label}
    return [
        {"label": _("Engagements"), "url": f"/engagements/?client={found.client.code}"},
        {"label": found.code, "url": f"/engagements/{found.pk}/"},
        last,
    ]
