"""The head of a run's page: crumbs, stages, who holds it, tabs, and the next action."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openhro.payroll.queries import RunCounts, RunView
from openhro.payroll.shown import actions, words
from openhro.ui import formats
from openhro.ui.progress import speed, waits

_DUE = {
    "inputs": "payroll.inputs", "calculate": "payroll.review", "prepare": "payroll.review", "review": "payroll.review",
    "client_approve": "payroll.approve", "fund": "payroll.fund", "release": "payroll.release",
}  # fmt: skip
_STAGE_DUE = {
    "collecting": "payroll.inputs", "locked": "payroll.lock", "calculated": "payroll.review",
    "reviewed": "payroll.review", "client_approved": "payroll.approve", "funded": "payroll.fund",
    "released": "payroll.release",
}  # fmt: skip
_BLOCKER_TABS = {"VARIANCE_OPEN": "variance", "WARNINGS_OPEN": "checks", "LEFT_OUT": "checks"}


def head(view: RunView, counts: RunCounts, tab: str, now: datetime) -> dict[str, Any]:
    """What every tab of the page shows above its own content."""
    return {
        "view": view,
        "run": view.row,
        "currency": view.row.currency,
        "counts": counts,
        "now": now,
        "crumbs": crumbs(view),
        "title": view.row.period_name,
        "state": words.state(view.row.state),
        "stages": stages(view),
        "holder": holder(view),
        "due": due(view),
        "deadlines": [replace(one, title=one.title.partition(":")[0]) for one in view.deadlines],
        "blockers": blockers(view),
        "tabs": tabs(view, counts, tab),
        "tab": tab,
        "next": actions.next_action(view, tab),
        "others": actions.others(view),
        "job": job(view, now),
    }


def crumbs(view: RunView) -> list[dict[str, Any]]:
    """Where the run stands: all runs, its group, itself."""
    return [
        {"label": _("Pay"), "url": reverse("payroll:runs")},
        {"label": f"{view.row.client}, {view.row.group}", "url": reverse("payroll:group", args=[view.row.group_id])},
        {"label": view.row.code},
    ]


def tab_url(tab: str, run_id: Any) -> str:
    """The address of a tab."""
    return reverse(f"payroll:{tab}", args=[run_id])


def stages(view: RunView) -> list[dict[str, Any]]:
    """The stages of the bar, each with when it was reached or is due."""
    locale, due_at = formats.current_locale(), {one.kind: one.due_at for one in view.deadlines}
    stuck = {one.code for one in view.blockers} & {"VARIANCE_OPEN", "WARNINGS_OPEN"}
    found = []
    for one in view.stages:
        if one.name == "open":
            continue
        state = {"done": "done", "current": "current"}.get(one.state, "")
        planned = due_at.get(_STAGE_DUE.get(one.name, ""))
        when = formats.day_month(timezone.localtime(one.at), locale) if one.at else ""
        if not when and planned:
            when = _("by %(day)s") % {"day": formats.day_month(timezone.localtime(planned), locale)}
        if not when and one.name == "paid":
            when = formats.day_month(view.row.pay_date, locale)
        if state == "current" and stuck:
            state = "blocked"
        found.append({"label": words.STAGES.get(one.name, one.name), "state": state, "when": when, "by": one.by})
    return found


def holder(view: RunView) -> dict[str, Any] | None:
    """Whose turn it is, and what for."""
    if view.row.holder is None:
        return None
    return {"role": words.HOLDERS.get(view.row.holder, view.row.holder), "step": words.STEPS[view.row.step]}


def due(view: RunView) -> Any:
    """The clock of the present step; None where none runs."""
    wanted = _DUE.get(view.row.step)
    return next((one for one in view.deadlines if one.kind == wanted and one.stopped_at is None), None)


def blockers(view: RunView) -> list[dict[str, Any]]:
    """What keeps the run where it is, each with the tab where it is mended."""
    return [
        {
            "code": one.code,
            "text": _blocker(one.code, one.count, str(one.text)),
            "url": reverse(f"payroll:{_BLOCKER_TABS.get(one.code, 'checks')}", args=[view.row.id]),
            "tone": "info" if one.code == "LEFT_OUT" else "warn",
        }
        for one in view.blockers
    ]


def _blocker(code: str, count: int, text: str) -> str:
    if code == "VARIANCE_OPEN":
        return ngettext("%(n)d change has no reason yet", "%(n)d changes have no reason yet", count) % {"n": count}
    if code == "WARNINGS_OPEN":
        return ngettext("%(n)d warning wants an answer", "%(n)d warnings want an answer", count) % {"n": count}
    if code == "LEFT_OUT":
        said = ngettext(
            "%(n)d person is left out by an error, or has lines that are not paid",
            "%(n)d people are left out by errors, or have lines that are not paid", count,
        )  # fmt: skip
        return said % {"n": count}
    return text


def tabs(view: RunView, counts: RunCounts, current: str) -> list[dict[str, Any]]:
    """The parts of the page; a hot count waits for somebody."""
    calculated, changes = view.calculation_id is not None, counts.unexplained or counts.changes
    rows: list[tuple[str, str, Any, bool]] = [
        ("run", _("Overview"), None, False),
        ("inputs", _("Inputs"), counts.inputs, False),
        ("checks", _("Checks"), (counts.questions or counts.errors) if calculated else None, bool(counts.questions)),
        ("results", _("Results"), view.row.people + view.row.refused if calculated else None, False),
        ("variance", _("Variance"), changes if calculated else None, bool(counts.unexplained)),
        ("approvals", _("Approvals"), f"{counts.approvals}/3" if calculated else None, False),
        ("files", _("Files"), counts.files or None, False),
    ]  # fmt: skip
    return [
        {
            "label": label, "url": reverse(f"payroll:{name}", args=[view.row.id]), "current": name == current,
            "count": count, "hot": hot,
        }
        for name, label, count, hot in rows
    ]  # fmt: skip


def job(view: RunView, now: datetime) -> dict[str, Any] | None:
    """The newest job as a progress row; None where none runs and the last one went well, or its work is done."""
    found, run_id = view.job, view.row.id
    if found is None or found.state == "done":
        return None
    if found.kind == "payroll.calculate" and view.row.state != "locked":
        return None
    titles = {"payroll.calculate": _("Calculating"), "payroll.payslips": _("Writing payslips")}
    state = {"queued": "running", "running": "running", "failed": "failed", "cancelled": "cancelled"}[found.state]
    rate, left = speed(found.started_at, found.done, found.total, now) if found.state == "running" else ("", "")
    return {
        "title": titles.get(found.kind, found.kind), "state": state, "done": found.done, "total": found.total or 1,
        "noun": found.unit, "rate": rate, "left": left, "waits": waits(found.state),
        "message": found.message if state != "running" else "",
        "poll": reverse("payroll:progress", args=[run_id]),
        "cancel": reverse("payroll:stop", args=[run_id]) if found.kind == "payroll.calculate" else "",
    }  # fmt: skip
