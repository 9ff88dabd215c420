"""Three people, one result: preparer, provider's reviewer, client's approver; each bound to the results' hash."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import Permission, check_other_person, permit
from openhro.payroll import permissions
from openhro.payroll.events import PROBLEM_ANSWERED, RUN_APPROVED, RUN_PREPARED, RUN_REVIEWED, VARIANCE_ANSWERED
from openhro.payroll.models import Approval, PayRun, Problem, Variance
from openhro.payroll.queries.found import left_out_of
from openhro.payroll.rules import moves
from openhro.payroll.services import accounts, deadlines
from openhro.payroll.services.runs import locked


def _open_questions(run: PayRun) -> int:
    """Warnings without an answer and unexplained changes above the threshold."""
    warnings = Problem.objects.filter(calculation=run.calculation, severity="warning", answered_at=None).count()
    return warnings + Variance.objects.filter(calculation=run.calculation, needs_answer=True, answered_at=None).count()


@transaction.atomic
def prepare_run(
    by: Actor, run_id: UUID, *, seen: str, note: str = "", left_out: int = 0, left_out_why: str = ""
) -> PayRun:
    """The preparer hands the results on. All warnings and unexplained changes must be answered by then.

    Errors block nobody else, so who is left out by one could be overlooked: the preparer says how many, and why.
    """
    run = locked(run_id)
    permit(by, permissions.RUN_PREPARE, run)
    moves.moved(run.state, "prepare")
    if questions := _open_questions(run):
        raise Conflict(
            "QUESTIONS_OPEN", f"{questions} warnings or changes still need an answer.", detail={"open": questions}
        )
    approval = _approve(by, run, "preparer", seen, note)
    _check_left_out(run, left_out, left_out_why)
    approval.left_out, approval.left_out_why = left_out, left_out_why.strip()[:300]
    approval.save(update_fields=["left_out", "left_out_why"])
    told = {"left_out": left_out, "why": approval.left_out_why} if left_out else {}
    journal.record(by, RUN_PREPARED, run, _what(run) | told)
    return run


def _check_left_out(run: PayRun, said: int, why: str) -> None:
    """The number that the preparer names is that of the people with an error, and there is a reason for it."""
    held = left_out_of(run.calculation_id)
    if said == held and (why.strip() or not held):
        return
    told = (
        f"{held} people are left out of these results, or have lines that are not paid. Say that it is {held}, and why."
        if held
        else "Nobody is left out of these results."
    )
    raise Conflict(
        "EXCLUSIONS_UNACKNOWLEDGED", told, field="left_out_why" if said == held else "left_out",
        detail={"left_out": held},
    )  # fmt: skip


@transaction.atomic
def review_run(by: Actor, run_id: UUID, *, seen: str, note: str = "") -> PayRun:
    """The provider's second pair of eyes; not the preparer."""
    run = _next(by, run_id, permissions.RUN_REVIEW, "review")
    _approve(by, run, "reviewer", seen, note)
    _move(run, "review")
    deadlines.stop(by, run, "payroll.review")
    journal.record(by, RUN_REVIEWED, run, _what(run))
    return run


@transaction.atomic
def approve_run(by: Actor, run_id: UUID, *, seen: str, note: str = "") -> PayRun:
    """The client, who is the employer, says yes."""
    run = _next(by, run_id, permissions.RUN_APPROVE, "client_approve")
    _approve(by, run, "client", seen, note)
    _move(run, "client_approve")
    deadlines.stop(by, run, "payroll.approve")
    journal.record(by, RUN_APPROVED, run, _what(run))
    return run


def _next(by: Actor, run_id: UUID, permission: Permission, action: str) -> PayRun:
    run = locked(run_id)
    permit(by, permission, run)
    moves.moved(run.state, action)
    return run


def _approve(by: Actor, run: PayRun, step: str, seen: str, note: str) -> Approval:
    """One approval. `seen` is the hash of the results that the person looked at: other results are not approved."""
    calculation = run.calculation
    if calculation is None:
        raise Conflict("NOT_CALCULATED", "There are no results to approve yet.")
    given = list(run.approvals.filter(void_at=None))
    done = [approval.step for approval in given]
    expected = moves.STEPS[len(done)] if len(done) < len(moves.STEPS) else ""
    if step != expected:
        raise Conflict(
            "APPROVAL_ORDER",
            f"The next approval is the {expected or 'last one, already given'}.",
            detail={"next": expected},
        )
    check_other_person(by, *(approval.by for approval in given))
    if seen != bytes(calculation.result_hash).hex():
        raise Conflict("RESULTS_CHANGED", "The results changed since you looked at them. Look again, then approve.")
    person = by.user
    assert person is not None  # the system is refused above
    return Approval.objects.create(
        client_id=run.client_id, run=run, calculation=calculation, step=step, by=person, by_name=by.name,
        at=clock.now(), result_hash=calculation.result_hash, note=note.strip()[:300],
    )  # fmt: skip


def _move(run: PayRun, action: str) -> None:
    run.state = moves.moved(run.state, action)
    run.version += 1
    run.save(update_fields=["state", "version"])


def _what(run: PayRun) -> dict[str, object]:
    assert run.calculation is not None
    return {"calculation": run.calculation_id, "hash": bytes(run.calculation.result_hash).hex()}


@transaction.atomic
def answer_problem(by: Actor, problem_id: UUID, *, answer: str) -> Problem:
    """Answer a warning: why it may go on. Errors cannot be answered, only mended."""
    problem = Problem.objects.select_for_update().filter(pk=problem_id).first()
    if problem is None:
        raise NotFound("warning")
    permit(by, permissions.RUN_ANSWER, problem)
    if problem.severity == "error":
        raise Conflict("MEND_ERROR", "An error leaves the person out until it is mended; it cannot be answered.")
    if problem.code == accounts.CHANGED:
        accounts.check_answer(by, problem)
    _answer(by, problem, answer)
    journal.record(by, PROBLEM_ANSWERED, problem, {"code": problem.code})
    return problem


@transaction.atomic
def answer_variance(by: Actor, variance_id: UUID, *, answer: str) -> Variance:
    """Answer an unexplained change: why it is right."""
    variance = Variance.objects.select_for_update().filter(pk=variance_id).first()
    if variance is None:
        raise NotFound("change")
    permit(by, permissions.RUN_ANSWER, variance)
    _answer(by, variance, answer)
    journal.record(by, VARIANCE_ANSWERED, variance, {"line": variance.line})
    return variance


def _answer(by: Actor, row: Problem | Variance, answer: str) -> None:
    if not answer.strip():
        raise Invalid("ANSWER_REQUIRED", "Say in a sentence why this is right.", field="answer")
    if row.calculation.state != "sealed" or row.calculation.run.approvals.filter(void_at=None).exists():
        raise Conflict("ANSWERS_CLOSED", "These results were already handed on; unlock the run to change anything.")
    row.answer, row.answered_by, row.answered_at = answer.strip()[:300], by.user, clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
