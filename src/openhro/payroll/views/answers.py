"""Answers to warnings and changes, given where they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openhro.core.permission import permit
from openhro.core.web import actor, attempt
from openhro.payroll import permissions, queries, services
from openhro.payroll.forms import AnswerForm
from openhro.payroll.views import run


@require_POST
def problem(request: HttpRequest, run_id: UUID, problem_id: UUID) -> HttpResponse:
    """Why a warning may stand."""
    answer = lambda text: services.answer_problem(actor(request), problem_id, answer=text)  # noqa: E731
    return _answered(request, (run_id, problem_id), "checks", answer)


@require_POST
def variance(request: HttpRequest, run_id: UUID, variance_id: UUID) -> HttpResponse:
    """Why a change is right."""
    answer = lambda text: services.answer_variance(actor(request), variance_id, answer=text)  # noqa: E731
    return _answered(request, (run_id, variance_id), "variance", answer)


def _answered(request: HttpRequest, ids: tuple[UUID, UUID], tab: str, answer: Callable[[str], Any]) -> HttpResponse:
    """Back to the tab, which then begins with the next open question; a refusal keeps what was typed, in its place."""
    by, form = actor(request), AnswerForm(request.POST)
    permit(by, permissions.RUN_ANSWER, queries.run_view(by, ids[0]).row)
    if form.is_valid() and attempt(form, lambda: answer(form.cleaned_data["answer"])) is not None:
        messages.success(request, _("Answered."))
        return redirect(f"payroll:{tab}", ids[0])
    make = run.checks_shown if tab == "checks" else run.variance_shown
    shown = make(request, ids[0]) | {"form": form, "answering": ids[1], "failed": [form]}
    return render(request, f"payroll/run/{tab}.html", shown, status=422)
