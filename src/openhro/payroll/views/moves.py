"""The moves of a run: a page for each that says what will happen, and the POST that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import check_other_person, permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import ApproveForm, FilingForm, FundingForm, PrepareForm, ReasonForm, as_text
from openhro.payroll.queries import RunView
from openhro.payroll.rules import moves
from openhro.payroll.shown import actions, money, run
from openhro.payroll.views.asked import in_group

_PLAIN: dict[str, Callable[[Actor, UUID], Any]] = {
    "lock": services.lock_run,
    "calculate": services.calculate_run,
    "release": services.release_run,
    "mark_paid": services.mark_paid,
    "close": services.close_run,
}
_PAYING = ("fund", "release")
_APPROVALS: dict[str, Callable[..., Any]] = {
    "prepare": services.prepare_run,
    "review": services.review_run,
    "client_approve": services.approve_run,
}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, run_id: UUID, action: str) -> HttpResponse:
    """One move: GET says what it does and asks what it needs, POST does it."""
    by = actor(request)
    if action not in actions.MOVES:
        raise NotFound("page")
    view = queries.run_view(by, run_id)
    permit(by, permissions.BY_MOVE[action], view.row)
    form = form_of(by, view, action, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _do(by, run_id, action, form))
        if done is not None:
            messages.success(request, actions.MOVES[action].done)
            return redirect(_after(request, run_id))
    elif request.method != "POST" and action not in view.moves:
        _refuse(by, view, action)
    in_group(request, by, view.row)
    shown = {
        "view": view, "run": view.row, "currency": view.row.currency, "now": clock.now(), "form": form,
        "move": described(by, view, action), "crumbs": _crumbs(view, action),
    }  # fmt: skip
    return render(request, "payroll/run/move.html", shown, status=422 if request.method == "POST" else 200)


def _refuse(by: Actor, view: RunView, action: str) -> NoReturn:
    """Why a move is not to be made: the reader made what is to be checked, or the run stands elsewhere."""
    if action == view.row.step:
        check_other_person(by, *(one.by for one in queries.approvals(by, view.row.id) if not one.is_void))
    raise moves.illegal(view.row.state, action, view.moves)


def _after(request: HttpRequest, run_id: UUID) -> str:
    """Back to the page of ours that the move was made on, else to the run."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else run.tab_url("run", run_id)


def _crumbs(view: RunView, action: str) -> list[dict[str, Any]]:
    crumbs = run.crumbs(view)
    crumbs[-1]["url"] = run.tab_url("run", view.row.id)
    return [*crumbs, {"label": actions.MOVES[action].button}]


def _do(by: Actor, run_id: UUID, action: str, form: forms.Form) -> Any:
    given = form.cleaned_data
    if action in _PLAIN:
        return _PLAIN[action](by, run_id)
    if action in _APPROVALS:
        return _APPROVALS[action](by, run_id, **given)
    if action == "fund":
        return services.confirm_funding(
            by, run_id, how=given["how"], reference=given["reference"], amount_minor=given["amount"]
        )
    if action == "mark_filed":
        assert isinstance(form, FilingForm)
        return services.mark_filed(by, run_id, filings=form.filings())
    undo = services.unlock_run if action == "unlock" else services.cancel_run
    return undo(by, run_id, reason=given["reason"])


def form_of(by: Actor, view: RunView, action: str, data: Any = None) -> forms.Form:
    """The form of a move; `data` is what was sent."""
    if action == "prepare":
        return PrepareForm(data, left_out=view.left_out, initial={"seen": view.result_hash})
    if action in _APPROVALS:
        return ApproveForm(data, initial={"seen": view.result_hash})
    if action == "fund":
        return _funding(by, view, data)
    if action == "mark_filed":
        filing = "FPS" if view.row.country == "GB" else ""
        return FilingForm(data, initial={"name_1": filing})
    return ReasonForm(data) if action in ("unlock", "cancel") else forms.Form(data)


def _funding(by: Actor, view: RunView, data: Any) -> FundingForm:
    """Its amount begins as the whole cash requirement, which is what it must cover."""
    currency, initial = view.row.currency, {}
    if view.calculation_id is not None:
        required = queries.cash_requirement(by, view.row.id).total_minor
        initial = {"how": "cleared_funds", "amount": as_text(required, currency)}
    return FundingForm(data, currency=currency, initial=initial)


def described(by: Actor, view: RunView, action: str) -> dict[str, Any]:
    """What a move's page or dialog says."""
    words = actions.MOVES[action]
    said = [words.told] if words.told else []
    if action == "unlock":
        said = actions.unlocking(view, len([1 for one in queries.approvals(by, view.row.id) if not one.is_void]))
    return {
        "action": action, "url": actions.url(view.row.id, action), "title": words.title, "button": words.button,
        "danger": words.danger, "said": said, "back": run.tab_url("run", view.row.id),
        "sums": money.releasing(queries.cash_requirement(by, view.row.id), view) if action in _PAYING else [],
    }  # fmt: skip


def dialogs(by: Actor, view: RunView) -> list[dict[str, Any]]:
    """The dialogs of the page: moves that ask for something before they are made."""
    wanted = [a for a in view.moves if a not in actions.AT_ONCE and a not in actions.TABBED and a in actions.MOVES]
    return [{"form": form_of(by, view, a), **described(by, view, a)} for a in wanted]


def approving(by: Actor, view: RunView) -> dict[str, Any] | None:
    """The approval that this reader may give now, with its form; it carries the hash of what the page shows."""
    wanted = view.row.step
    if wanted not in _APPROVALS or wanted not in view.moves:
        return None
    words = actions.MOVES[wanted]
    questions = [one for one in view.blockers if one.code in ("VARIANCE_OPEN", "WARNINGS_OPEN")]
    return {
        "url": actions.url(view.row.id, wanted), "button": words.button, "told": words.told,
        "form": form_of(by, view, wanted), "blocked": bool(questions) and wanted == "prepare",
    }  # fmt: skip


@require_safe
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The progress row; when the job has ended the page is asked to load itself anew."""
    view = queries.run_view(actor(request), run_id)
    job = run.job(view, clock.now())
    if job is None or job["state"] != "running":
        answer = HttpResponse(status=200) if job is None else render(request, "payroll/run/job.html", {"job": job})
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "payroll/run/job.html", {"job": job})


@require_POST
def stop(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Ask the calculation to stop at its next step."""
    services.stop_calculation(actor(request), run_id)
    messages.info(request, _("The calculation stops at its next step. What is done so far is kept for the next try."))
    return redirect("payroll:run", run_id)


@require_POST
def open_run(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """Open the regular run of a period."""
    run_ = services.open_run(actor(request), period_id)
    messages.success(request, _("The run is open. Inputs are taken until the cut-off."))
    return redirect("payroll:run", run_.pk)
