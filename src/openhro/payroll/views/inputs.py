"""The tab of inputs: lines, the typed form, files with a dry run first, and the log of what came late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openhro.core import clock, imports
from openhro.core.actor import Actor
from openhro.core.asked import check_names
from openhro.core.errors import Invalid, NotFound
from openhro.core.ids import uuid7
from openhro.core.permission import may, permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import InputForm, LateForm, SettleForm, as_text
from openhro.payroll.queries import InputRow, RunView
from openhro.payroll.services.imports import INPUT_COLUMNS
from openhro.payroll.shown import inputs as shown_inputs
from openhro.payroll.shown import run
from openhro.payroll.shown.columns import HEADS
from openhro.payroll.views.asked import cursor_links, exports, in_group
from openhro.payroll.views.run import page
from openhro.people import queries as people

TAKING = ("open", "collecting")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of table that can be downloaded."""


@require_safe
def inputs(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The living lines of the period, and what came late."""
    return render(request, "payroll/run/inputs.html", _tab(request, run_id))


def _tab(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    by, view, shown = page(request, run_id, "inputs")
    check_names(request, "cursor")
    found = queries.inputs_of_run(by, run_id, request.GET.get("cursor"))
    edits = may(by, permissions.INPUT_EDIT, view.row)
    taking = _taking(by, view)
    return shown | {
        "page": found,
        "rows": shown_inputs.rows(found.rows, view.row.currency),
        "links": cursor_links(request, found.next),
        "input_columns": [*HEADS["input_columns"], *([{"label": "", "kind": "fit"}] if edits and taking else [])],
        "late": shown_inputs.late(queries.late_inputs(by, run_id)),
        "may_edit": edits and taking,
        "may_log": edits and not taking and view.row.state != "cancelled",
        "may_settle": may(by, permissions.RUN_CALCULATE, view.row),
        "typed": _typed(by, view) if edits and taking else None,
        "late_form": LateForm(),
        "input_files": [*_templates(view.row.id), *_exports(request, view.row.id)],
        "cutoff": next((one.due_at for one in view.deadlines if one.kind == "payroll.inputs"), None),
    }


def _taking(by: Actor, view: RunView) -> bool:
    """Whether the service would still take a line from this reader: the page offers nothing that it refuses."""
    if view.row.state not in TAKING:
        return False
    cutoff = next((one.due_at for one in view.deadlines if one.kind == "payroll.inputs"), None)
    in_time = cutoff is None or clock.now() <= cutoff
    return in_time or view.unlocks > 0 or may(by, permissions.RUN_CALCULATE, view.row)


def _templates(run_id: UUID) -> list[dict[str, Any]]:
    return [
        {"label": _("Template, %(kind)s") % {"kind": kind.upper()}, "icon": "document",
         "url": reverse("payroll:input_template", args=[run_id, kind])}
        for kind in ("xlsx", "csv")
    ]  # fmt: skip


def _exports(request: HttpRequest, run_id: UUID) -> list[dict[str, Any]]:
    return [
        one | {"label": _("All lines, %(kind)s") % {"kind": one["label"]}}
        for one in exports(request, "inputs_export", run_id)
    ]


def _typed(by: Actor, view: RunView, data: Any = None, initial: dict[str, Any] | None = None) -> InputForm:
    group = next(one for one in queries.pay_groups(by, view.row.client_id) if one.id == view.row.group_id)
    held = queries.elements(by, view.row.client_id, group.pack)
    return InputForm(data, currency=view.row.currency, elements=held, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, run_id: UUID, input_id: UUID | None = None) -> HttpResponse:
    """Type a line, or change one: the change is a new version, and the old one stays."""
    by = actor(request)
    view = queries.run_view(by, run_id)
    permit(by, permissions.INPUT_EDIT, view.row)
    held = _held(by, run_id, input_id) if input_id else None
    data = request.POST if request.method == "POST" else None
    form = _typed(by, view, data, _initial(held, view.row.currency) if held else None)
    if data is not None and form.is_valid() and attempt(form, lambda: _give(by, view, form, held)) is not None:
        messages.success(request, _("The line is saved."))
        return redirect("payroll:inputs", run_id)
    in_group(request, by, view.row)
    shown = line_head(view, _("Change a line") if held else _("Add a line")) | {"form": form, "held": held}
    return render(request, "payroll/run/line.html", shown, status=200 if data is None else 422)


def line_head(view: RunView, title: str) -> dict[str, Any]:
    """The head of a page below the tab."""
    crumbs = run.crumbs(view)
    crumbs[-1]["url"] = run.tab_url("inputs", view.row.id)
    return HEADS | {
        "view": view, "run": view.row, "currency": view.row.currency, "now": clock.now(), "title": title,
        "crumbs": [*crumbs, {"label": title}], "back": run.tab_url("inputs", view.row.id),
    }  # fmt: skip


def _held(by: Actor, run_id: UUID, input_id: UUID) -> InputRow:
    found = queries.input_of_run(by, run_id, input_id)
    if found is None:
        raise NotFound("input")
    return found


def _initial(held: InputRow, currency: str) -> dict[str, Any]:
    return {
        "person": held.number, "element": str(held.element_id),
        "units": f"{held.units.normalize():f}" if held.units is not None else "",
        "rate": as_text(held.rate_minor, currency), "amount": as_text(held.amount_minor, currency), "note": held.note,
    }  # fmt: skip


def _give(by: Actor, view: RunView, form: Form, held: InputRow | None) -> Any:
    given = form.cleaned_data
    who = held.employment_id if held else one_named(by, view.row.client_id, given["person"])
    key = held.external_id if held else f"web-{given['once'] or uuid7()}"
    made = services.Line(
        who, held.element_id if held else UUID(given["element"]), key,
        given["units"], given["rate"], given["amount"], given["note"],
    )  # fmt: skip
    return services.give_input(by, queries.period_of_run(by, view.row.id), made, new=held is None)


def one_named(by: Actor, client_id: UUID, text: str) -> UUID:
    """The one person that is meant by a number or a name; a refusal names who else it could be."""
    found = people.employments_named(by, client_id, text, most=6)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid("PERSON_UNKNOWN", "Nobody at this client has this number or name.", field="person")
    named = people.names_of(by, client_id, found)
    told = ", ".join(f"{one.name} ({one.number})" for one in list(named.values())[:5])
    raise Invalid("PERSON_SEVERAL", f"Several people match: {told}. Write the number.", field="person")


@require_POST
def remove(request: HttpRequest, run_id: UUID, input_id: UUID) -> HttpResponse:
    """Take a line back; its history stays."""
    by = actor(request)
    _held(by, run_id, input_id)
    services.remove_input(by, input_id)
    messages.success(request, _("The line is taken back. Its history stays."))
    return redirect("payroll:inputs", run_id)


@require_POST
def log_late(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Write down what came after the cut-off."""
    by, form = actor(request), LateForm(request.POST)
    permit(by, permissions.INPUT_EDIT, queries.run_view(by, run_id).row)
    period = queries.period_of_run(by, run_id)
    if form.is_valid():
        given = form.cleaned_data
        log = lambda: services.log_late_input(  # noqa: E731
            by, period, {"what": given["what"]}, cause=given["cause"], owner=given["owner"]
        )
        if attempt(form, log) is not None:
            messages.success(request, _("It is in the late log. It changes no result of this run."))
            return redirect("payroll:inputs", run_id)
    shown = _tab(request, run_id) | {"late_form": form, "failed": [form]}
    return render(request, "payroll/run/inputs.html", shown, status=422)


@require_POST
def settle(request: HttpRequest, run_id: UUID, late_id: UUID) -> HttpResponse:
    """Say what became of a late input."""
    by, form = actor(request), SettleForm(request.POST)
    permit(by, permissions.RUN_CALCULATE, queries.run_view(by, run_id).row)
    save = lambda: services.settle_late_input(by, late_id, how=form.cleaned_data["how"])  # noqa: E731
    if form.is_valid() and attempt(form, save) is not None:
        messages.success(request, _("Settled."))
        return redirect("payroll:inputs", run_id)
    shown = _tab(request, run_id) | {"settle_form": form, "settling": late_id, "failed": [form]}
    return render(request, "payroll/run/inputs.html", shown, status=422)


def known(request: HttpRequest, kind: str) -> Actor:
    """The reader, where the kind of table is one of ours; 404 for another."""
    if kind not in TYPES:
        raise NotFound("kind of file")
    return actor(request)


@require_safe
def template(request: HttpRequest, run_id: UUID, kind: str) -> HttpResponse:
    """A file to fill in."""
    by = known(request, kind)
    permit(by, permissions.INPUT_EDIT, queries.run_view(by, run_id).row)
    return table_file(imports.template(INPUT_COLUMNS, kind), f"inputs.{kind}")


def table_file(content: bytes, name: str) -> HttpResponse:
    """A table as a download."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def export(request: HttpRequest, run_id: UUID, kind: str) -> HttpResponse:
    """All living lines as a table."""
    by = known(request, kind)
    view = queries.run_view(by, run_id)
    rows, cursor = list[InputRow](), None
    while True:
        found = queries.inputs_of_run(by, run_id, cursor, limit=500)
        rows += found.rows
        cursor = found.next
        if cursor is None:
            break
    make = imports.xlsx_file if kind == "xlsx" else imports.csv_file
    return table_file(make(*shown_inputs.table(rows, view.row.currency)), f"{view.row.code}-inputs.{kind}")
