"""How readiness is drawn and worded: the board as a picture, processes, proofs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.engagements import queries, rules
from openhro.engagements.models import (
    AccessTest,
    Assessment,
    DataReconciliation,
    Engagement,
    Evidence,
    NamedContact,
    ParallelRun,
    Process,
    ProcessDocument,
)
from openhro.ui import charts
from openhro.ui.charts.series import Tone
from openhro.ui.templatetags.ui import moment

TONES = {0: "bad", 1: "warn", 2: "info", 3: "good", 4: "good"}
PROCESS_COLUMNS = [
    {"key": "process", "label": gettext_lazy("Process")},
    {"key": "level", "label": gettext_lazy("Level"), "kind": "state"},
    {"key": "weight", "label": gettext_lazy("Weight"), "kind": "number"},
    {"key": "document", "label": gettext_lazy("Document")},
    {"key": "assessed", "label": gettext_lazy("Assessed")},
]
DATA_COLUMNS = [
    {"key": "data", "label": gettext_lazy("Data")},
    {"key": "state", "label": gettext_lazy("Result"), "kind": "state"},
    {"key": "count", "label": gettext_lazy("Records"), "kind": "n"},
    {"key": "apart", "label": gettext_lazy("Where they differ")},
    {"key": "made", "label": gettext_lazy("Counted")},
]
RUN_COLUMNS = [
    {"key": "period", "label": gettext_lazy("Period")},
    {"key": "state", "label": gettext_lazy("Result"), "kind": "state"},
    {"key": "employees", "label": gettext_lazy("Employees"), "kind": "number"},
    {"key": "made", "label": gettext_lazy("Reported")},
]
ACCESS_COLUMNS = [
    {"key": "who", "label": gettext_lazy("Who")},
    {"key": "note", "label": gettext_lazy("What was tried")},
    {"key": "state", "label": gettext_lazy("Result"), "kind": "state"},
    {"key": "made", "label": gettext_lazy("Tried")},
]


def tabs(engagement: Engagement, current: str) -> list[dict[str, Any]]:
    """The parts of a contract that have a page of their own."""
    base = f"/engagements/{engagement.pk}/"
    parts = {"": _("Contract"), "readiness": _("Readiness"), "transition": _("Transition")}
    return [
        {"label": label, "url": f"{base}{name}/" if name else base, "current": name == current}
        for name, label in parts.items()
    ]


def matrix(engagement: Engagement, board: queries.Board, chosen: rules.Cell | None) -> dict[str, Any]:
    """Functions as rows, companies as columns; in a cell the levels as a picture, the score, and how many are left."""
    places: dict[tuple[str, UUID | None], str] = {}
    by_function: dict[str, dict[tuple[str, UUID | None], dict[str, Any]]] = {}
    for one in board.cells:
        place = (one.cell.country, one.cell.company)
        places[place] = f"{one.company} · {one.cell.country}" if one.company else one.cell.country
        by_function.setdefault(one.cell.function, {})[place] = _cell(engagement, board, one, chosen)
    order = sorted(places, key=places.__getitem__)
    return {
        "columns": [{"label": _("Function")}, *({"label": places[place]} for place in order)],
        "rows": [
            {
                "function": rules.FUNCTIONS.get(function, function),
                "cells": [{"label": places[place], "one": held.get(place)} for place in order],
            }
            for function, held in by_function.items()
        ],
    }


def _cell(
    engagement: Engagement, board: queries.Board, one: queries.BoardCell, chosen: rules.Cell | None
) -> dict[str, Any]:
    query = {"function": one.cell.function, "country": one.cell.country, "company": one.cell.company or ""}
    left = len(one.failing)
    return {
        "picture": picture(one) if one.items else "",
        "score": f"{one.score:.0f} %",
        "tone": "bad" if left else "good",
        "said": _("%(left)s to do") % {"left": left} if left else _("ready"),
        "documented": _("%(done)s of %(all)s documented") % {"done": one.documented, "all": one.mandatory},
        "url": f"/engagements/{engagement.pk}/readiness/?{urlencode(query)}#processes",
        "name": queries.named_cell(one.cell, one.company),
        "current": one.cell == chosen,
    }


def picture(one: queries.BoardCell) -> Any:
    """A bar for each process by its level; red where it must be documented and is not."""
    bars = [charts.Bar(item.name, item.level, _tone(item)) for item in one.items]
    said = _("%(cell)s: %(score)s %%") % {"cell": queries.named_cell(one.cell, one.company), "score": one.score}
    caption = charts.Caption(said, _("Level of each process, 0 to 4:"), charts.Count(_("levels")))
    return charts.levels(bars, caption, 4, rules.DOCUMENTED)


def _tone(item: rules.Item) -> Tone:
    if item.level >= rules.DOCUMENTED:
        return "good" if item.level > rules.DOCUMENTED else "1"
    return "bad" if item.mandatory else "rest"


def process(one: Process, names: dict[UUID, str]) -> dict[str, Any]:
    """A row of the processes of a cell."""
    who = names.get(one.assessed_by, "") if one.assessed_by else ""
    return {
        "process": {
            "text": one.name,
            "url": f"/engagements/{one.engagement_id}/readiness/processes/{one.pk}/",
            "sub": _("must be documented") if one.mandatory else _("counts in the score"),
        },
        "level": level(one.level),
        "weight": one.weight,
        "document": _("version %s") % one.document if one.document else "–",
        "assessed": {"text": moment(one.assessed_at), "sub": who} if one.assessed_at else "–",
        "flag": "flag" if one.mandatory and one.level < rules.DOCUMENTED else "",
    }


def level(value: int) -> dict[str, Any]:
    """A level as a badge."""
    return {"label": f"{value} · {rules.LEVELS[value]}", "tone": TONES[value]}


def stages(one: Process) -> list[dict[str, Any]]:
    """The levels as stages, reached up to the present one."""
    found = []
    for value, name in rules.LEVELS.items():
        state = "done" if value < one.level else "current" if value == one.level else "todo"
        found.append({"label": f"{value} · {name}", "state": state})
    if one.mandatory and one.level < rules.DOCUMENTED:
        found[one.level]["state"] = "blocked"
    return found


def versions(rows: Iterable[ProcessDocument], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """The versions of a document, newest first."""
    return [
        {
            "title": _("Version %s") % one.number,
            "body": one.change,
            "when": moment(one.made_at),
            "who": names.get(one.made_by, "") if one.made_by else "",
        }
        for one in rows
    ]


def files(engagement_id: UUID, rows: Iterable[Evidence], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """The files of evidence."""
    return [
        {
            "name": one.name,
            "url": f"/engagements/{engagement_id}/readiness/evidence/{one.pk}/",
            "size": max(1, round(one.size / 1024)),
            "hash": one.sha256[:12],
            "when": moment(one.made_at),
            "who": names.get(one.made_by, "") if one.made_by else "",
        }
        for one in rows
    ]


def judged(rows: Iterable[Assessment], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Who assessed a process and how."""
    found = []
    for one in rows:
        on = _("on version %s") % one.document if one.document else _("there was no document")
        found.append(
            {
                "title": level(one.level)["label"],
                "body": f"{one.why} ({on})" if one.why else on,
                "when": moment(one.assessed_at),
                "who": names.get(one.assessed_by, "") if one.assessed_by else "",
                "tone": "good" if one.level >= rules.DOCUMENTED else "warn",
            }
        )
    return found


def contacts(rows: Iterable[NamedContact], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Who is named today, by what for."""
    sides = {"client": _("client"), "provider": _("provider")}
    return [
        {
            "id": one.pk,
            "label": f"{rules.PURPOSES[one.purpose]}, {sides.get(one.side, one.side)}"
            if one.purpose == "escalation"
            else rules.PURPOSES[one.purpose],
            "name": names.get(one.user_id, "?"),
            "level": one.level,
        }
        for one in rows
        if one.ended_at is None
    ]


def data(rows: Iterable[DataReconciliation]) -> list[dict[str, Any]]:
    """The newest reconciliation of each data set of a cell."""
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        named = next((each.name for each in queries.library().data_of(one.function) if each.code == one.data_set), "")
        said = {"label": _("agrees"), "tone": "good"} if one.agrees else {"label": _("differs"), "tone": "bad"}
        row = {
            "data": named or one.data_set,
            "state": said,
            "count": _("%(loaded)s of %(source)s") % {"loaded": one.loaded["count"], "source": one.source["count"]},
            "apart": ", ".join(each["what"] for each in one.differences) or "–",
            "made": moment(one.made_at),
            "flag": "" if one.agrees else "flag",
        }
        found.setdefault(one.data_set, row)
    return list(found.values())


def runs(rows: Iterable[ParallelRun]) -> list[dict[str, Any]]:
    """The parallel runs of a payroll, newest period first; an earlier report of a period is marked as replaced."""
    seen, found = set(), []
    for one in rows:
        replaced = one.period in seen
        seen.add(one.period)
        clean = {"label": _("clean"), "tone": "good"}
        if one.unexplained:
            clean = {"label": _("%s unexplained") % one.unexplained, "tone": "bad"}
        found.append(
            {
                "period": one.period,
                "state": {"label": _("replaced"), "tone": "plain"} if replaced else clean,
                "employees": one.employees,
                "made": moment(one.reported_at),
                "flag": "flag" if one.unexplained and not replaced else "",
            }
        )
    return found


def access(rows: Iterable[AccessTest], names: dict[UUID, str]) -> list[dict[str, Any]]:
    """The newest test of each person for a cell."""
    found: dict[UUID, dict[str, Any]] = {}
    for one in rows:
        said = {"label": _("works"), "tone": "good"} if one.passed else {"label": _("does not work"), "tone": "bad"}
        row = {
            "who": names.get(one.user_id, "?"),
            "note": one.note or "–",
            "state": said,
            "made": moment(one.tested_at),
        }
        found.setdefault(one.user_id, row)
    return list(found.values())
