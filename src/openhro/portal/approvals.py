"""What waits for the reader's yes, by clock: difference first, totals against last time, headcount, one button."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor, Role
from openhro.core.asked import check_names
from openhro.core.errors import NotFound
from openhro.core.web import actor
from openhro.payroll import queries as payroll
from openhro.payroll.queries import DueRun, RunTotals, RunView, Walk
from openhro.ui import charts, formats

WHOLE = 3
"""Runs that are shown whole; the others stand in the list until these are done."""
APPROVALS = ("review", "client_approve")


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Runs that wait for this reader, runs that wait for inputs, and what follows a yes just given."""
    by, code = actor(request), request.GET.get("client", "")
    check_names(request, "client", "done")
    client = clients.client(by, code) if code else None
    found = payroll.due_runs(by)
    found = [one for one in found if client is None or one.row.client_id == client.pk]
    waiting = _latest([one for one in found if one.row.step in APPROVALS])
    cards = [card for card in (_card(by, one) for one in waiting[:WHOLE]) if card]
    shown = {
        "now": clock.now(),
        "cards": cards,
        "rest": [_row(one) for one in waiting[WHOLE:]],
        "inputs": [_row(one) for one in _latest(found) if one.row.step == "inputs" and _sends(by, one)],
        "others": [_row(one) for one in _latest(found) if one.row.id not in {card["run"].id for card in cards}
                   and one.row.step not in ("inputs", *APPROVALS)],
        "columns": [
            {"label": _("Person")}, {"label": _("Line")}, {"label": _("Change"), "kind": "money"},
            {"label": _("Reason")},
        ],
        "done": _done(by, request.GET.get("done", "")),
    }  # fmt: skip
    return render(request, "portal/approvals.html", shown)


def _latest(found: list[DueRun]) -> list[DueRun]:
    """In the order of their clocks."""
    return sorted(found, key=lambda one: one.due_at)


def _sends(by: Actor, one: DueRun) -> bool:
    return bool(by.roles_at(one.row.client_id) & {Role.CLIENT_ADMIN, Role.CLIENT_HR})


def _card(by: Actor, one: DueRun) -> dict[str, Any] | None:
    """One run as somebody needs it to decide; None where the decision is not this reader's."""
    view = payroll.run_view(by, one.row.id)
    wanted = next((move for move in view.moves if move in APPROVALS), None)
    if wanted is None:
        return None
    past, walk = payroll.history(by, one.row.id, most=2), payroll.walk(by, one.row.id)
    changes = payroll.variances(by, one.row.id, limit=6)
    before = past[-2] if len(past) > 1 else None
    signed = [a for a in payroll.approvals(by, view.row.id) if not a.is_void]
    return {
        "run": view.row,
        "view": view,
        "month": view.row.period_name,
        "due": next((d.due_at for d in view.deadlines if d.kind == _CLOCK[wanted] and not d.stopped_at), one.due_at),
        "action": reverse("payroll:move", args=[view.row.id, wanted]),
        "button": _("Approve this pay run") if wanted == "client_approve" else _("Approve as reviewer"),
        "url": reverse("payroll:run", args=[view.row.id]),
        "tiles": _tiles(view, before),
        "changes": changes.rows,
        "more": max(sum(changes.reasons.values()) - len(changes.rows), 0),
        "against": payroll.period_name(before.pay_date, view.row.frequency) if before else "",
        "said": _said(view, walk),
        "walk": headcount(walk) if walk else None,
        "signed": signed,
        "left_out": next((a for a in signed if a.left_out), None),
        "next": f"{reverse('portal:approvals')}?done={view.row.id}",
    }


_CLOCK = {"client_approve": "payroll.approve", "review": "payroll.review"}


def _tiles(view: RunView, before: RunTotals | None) -> list[dict[str, Any]]:
    sums = [
        (_("Net pay"), view.row.net_minor, before.net_minor if before else None),
        (_("Gross pay"), view.row.gross_minor, before.gross_minor if before else None),
        (_("Employer's costs"), view.employer_minor, before.employer_minor if before else None),
    ]
    return [{"label": label, "minor": minor, "prior": prior} for label, minor, prior in sums]


def _said(view: RunView, walk: Walk | None) -> str:
    """Who is paid, in a sentence."""
    count = formats.count(view.row.people, formats.current_locale())
    said = ngettext("%(n)s person is paid", "%(n)s people are paid", view.row.people) % {"n": count}
    if walk and walk.against and (walk.hires or walk.leavers or walk.moved_in or walk.moved_out):
        moves = _("%(hires)d joined, %(leavers)d left") % {"hires": walk.hires, "leavers": walk.leavers}
        if walk.moved_in or walk.moved_out:
            groups = {"here": walk.moved_in, "away": walk.moved_out}
            moves += _(", %(here)d came from another pay group, %(away)d went to one") % groups
        said = f"{said}; {moves}"
    if view.row.refused:
        left = ngettext("%(n)d is left out", "%(n)d are left out", view.row.refused) % {"n": view.row.refused}
        said = f"{said}; {left}"
    return f"{said}."


def headcount(walk: Walk) -> charts.Chart:
    """From the people paid last time to those paid now."""
    change = walk.paid - walk.opening
    if not walk.against:
        said = ngettext("%(n)d person in the first run", "%(n)d people in the first run", walk.paid) % {"n": walk.paid}
    elif change:
        more = _("%(n)d more people than last time") if change > 0 else _("%(n)d fewer people than last time")
        said = more % {"n": abs(change)}
    else:
        said = _("As many people as last time")
    between = [charts.Step(label, people) for label, people in walk.steps()]
    steps = [charts.Step(_("Last time"), walk.opening, "total"), *between, charts.Step(_("Now"), walk.paid, "total")]
    return charts.waterfall(charts.Caption(said, _("Headcount walk."), charts.Count(_("people"))), steps)


def _row(one: DueRun) -> dict[str, Any]:
    return {
        "title": f"{one.row.group}, {one.row.period_name}", "client": one.row.client,
        "work": one.title.partition(":")[0], "due": one.due_at, "url": reverse("payroll:run", args=[one.row.id]),
        "inputs": reverse("payroll:inputs", args=[one.row.id]),
    }  # fmt: skip


def _done(by: Actor, text: str) -> dict[str, Any] | None:
    """What happens after the yes that was just given."""
    if not text:
        return None
    try:
        view = payroll.run_view(by, UUID(text))
    except ValueError:
        raise NotFound("pay run") from None
    if view.row.state not in ("reviewed", "client_approved"):
        return None
    return {"run": view.row, "url": reverse("payroll:run", args=[view.row.id]), "steps": _steps(view)}


def _steps(view: RunView) -> list[dict[str, Any]]:
    """The way from here to the pay day, each with its day."""
    due = {one.kind: one.due_at for one in view.deadlines}
    rows: list[tuple[str, str, datetime | None]] = [
        (_("The money is confirmed"), _("A payroll specialist records it; not who approved."), due.get("payroll.fund")),
        (_("Payments are released"), _("A second specialist sends them to the bank."), due.get("payroll.release")),
    ]
    if view.row.state == "reviewed":
        rows.insert(0, (_("The client approves"), _("A third person, of the client."), due.get("payroll.approve")))
    locale = formats.current_locale()
    found = [
        {"title": title, "body": body, "when": formats.day(at, locale, "weekday") if at else "", "future": True}
        for title, body, at in rows
    ]
    day = formats.day(view.row.pay_date, locale, "weekday")
    body = _("Everybody reads their payslip from the release on.")
    return [*found, {"title": _("People are paid"), "body": body, "when": day, "future": True}]
