"""The life of a pay run up to its results: open, collect, lock, calculate, unlock, cancel."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from openhro.core import clock, jobs, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.models import Job
from openhro.core.permission import permit
from openhro.engagements import queries as engagements
from openhro.payroll import engine, permissions, shelf
from openhro.payroll.events import RUN_CANCELLED, RUN_LOCKED, RUN_OPENED, RUN_UNLOCKED
from openhro.payroll.models import Approval, Calculation, PayPeriod, PayRun
from openhro.payroll.register import place_of
from openhro.payroll.rules import moves
from openhro.payroll.services import deadlines


def locked(run_id: UUID) -> PayRun:
    """A run, locked for the transaction, with its period and group; 404 for none."""
    run = PayRun.objects.select_for_update(of=("self",)).select_related("period__group").filter(pk=run_id).first()
    if run is None:
        raise NotFound("pay run")
    return run


def check_covered(by: Actor, period: PayPeriod) -> engagements.Employer:
    """The employer that the covering scope item names on the pay date; refuses work that no live contract covers."""
    group = period.group
    work = engagements.Work(
        group.client_id, "payroll", group.country, group.entity_id, group.provider_entity_id, period.pay_date
    )
    return engagements.employer_of(by, engagements.required_scope(by, work))


@transaction.atomic
def open_run(by: Actor, period_id: UUID) -> PayRun:
    """Open the regular run of a period: the contract must cover it and the country's pack must be installed."""
    period = PayPeriod.objects.select_for_update(of=("self",)).select_related("group").filter(pk=period_id).first()
    if period is None:
        raise NotFound("pay period")
    permit(by, permissions.RUN_OPEN, period)
    engine.pack(period.group.pack)
    if PayRun.objects.filter(period=period, kind="regular").exclude(state="cancelled").exists():
        raise Conflict("RUN_EXISTS", "This period already has its regular run.", field="period")
    group = period.group
    work = engagements.Work(
        group.client_id, "payroll", group.country, group.entity_id, group.provider_entity_id, period.pay_date
    )
    item = engagements.required_scope(by, work)
    run = PayRun.objects.create(
        client_id=period.client_id,
        period=period,
        code=f"{group.code}-{period.pay_date:%Y-%m-%d}",
        state=moves.moved("open", "collect"),
        scope_item_id=item.pk,
        employer=_plain(asdict(engagements.employer_of(by, item))),
        opened_at=clock.now(),
        opened_by=by.user,
    )
    deadlines.start(by, run)
    journal.record(by, RUN_OPENED, run, {"pay_date": period.pay_date, "scope_item": item.pk})
    return run


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The employer as JSON keeps it; in co-employment the work site's company lies within."""
    plain = {name: _plain(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value if isinstance(value, (dict, list, int)) else str(value or "") for name, value in plain.items()}


@transaction.atomic
def lock_run(by: Actor, run_id: UUID) -> PayRun:
    """End the collecting of inputs. From here on an input is late and goes to the log."""
    run = locked(run_id)
    permit(by, permissions.RUN_CALCULATE, run)
    state = moves.moved(run.state, "lock")
    check_covered(by, run.period)
    unfinished = (
        PayRun.objects.filter(period__group=run.period.group, period__pay_date__lt=run.period.pay_date)
        .exclude(state__in=[*moves.PUBLISHED, "cancelled"])
        .order_by("period__pay_date")
        .first()
    )
    if unfinished:
        raise Conflict(
            "EARLIER_RUN_OPEN",
            f"{unfinished.code} is not released yet; year-to-date figures come from it.",
            detail={"run": str(unfinished.pk)},
        )
    _check_no_later(run)
    run.state, run.locked_at, run.locked_by = state, clock.now(), by.user
    _save(run, "locked_at", "locked_by")
    deadlines.stop(by, run, "payroll.lock", "payroll.inputs")
    journal.record(by, RUN_LOCKED, run)
    return run


def _check_no_later(run: PayRun) -> None:
    """A run whose successor is worked out already would be missing from the successor's year to date."""
    period = run.period
    later = PayRun.objects.filter(period__group=period.group, period__pay_date__gt=period.pay_date)
    done = later.exclude(state__in=["open", "collecting", "cancelled"]).order_by("period__pay_date").first()
    if done:
        raise Conflict(
            "LATER_RUN_DONE",
            f"{done.code} is worked out already, and its year-to-date figures come from what was paid before. Unlock "
            "it first; what is released is corrected in the next run.",
            detail={"run": str(done.pk)},
        )


@transaction.atomic
def calculate_run(by: Actor, run_id: UUID) -> Job:
    """Queue the calculation of a locked run; the job shows its progress. Asking twice gives the same job."""
    from openhro.payroll import tasks

    run = locked(run_id)
    permit(by, permissions.RUN_CALCULATE, run)
    moves.moved(run.state, "calculate")
    pack = engine.pack(run.period.group.pack)
    if not run.calculations.filter(state="computing").exists():
        Calculation.objects.create(
            client_id=run.client_id,
            run=run,
            number=run.calculations.count() + 1,
            shelf=0,
            pack=pack.code,
            pack_version=pack.version,
            law_day=run.period.pay_date,
            manifest={"facts": [], "amounts": [], "elements": []},
            started_at=clock.now(),
        )
    return jobs.start(by, tasks.calculate_run, run, kind="payroll.calculate", unit="payslips")


@transaction.atomic
def stop_calculation(by: Actor, run_id: UUID) -> None:
    """Ask a running calculation to stop; chunks that are stored are used when it is started again."""
    run = locked(run_id)
    permit(by, permissions.RUN_CALCULATE, run)
    job = jobs.of_object(by, run.pk)
    if job is None or job.kind != "payroll.calculate" or job.state not in ("queued", "running"):
        raise Conflict("NOTHING_RUNS", "No calculation of this run is under way.")
    jobs.ask_to_cancel(by, job.pk)


@transaction.atomic
def unlock_run(by: Actor, run_id: UUID, *, reason: str) -> PayRun:
    """Back to collecting inputs, by a named person with a reason: results, approvals and funding are void."""
    run = locked(run_id)
    permit(by, permissions.RUN_UNLOCK, run)
    state = moves.moved(run.state, "unlock")
    if not reason.strip():
        raise Invalid(
            "REASON_REQUIRED", "Say why the run is unlocked; approvals given so far become void.", field="reason"
        )
    voided = Approval.objects.filter(run=run, void_at=None).update(
        void_at=clock.now(), void_reason=reason.strip()[:200]
    )
    jobs.give_up(by, run, "payroll.calculate")
    for calculation in run.calculations.exclude(state="void"):
        if calculation.state == "computing" and calculation.shelf:
            shelf.discard(place_of(calculation))
        Calculation.objects.filter(pk=calculation.pk).update(state="void")
    told = {"reason": reason.strip(), "approvals_voided": voided, "funding_voided": run.funding.get("reference", "")}
    run.state, run.calculation, run.locked_at, run.locked_by = state, None, None, None
    run.funding, run.funded_at, run.funded_by = {}, None, None
    run.unlocks += 1
    _save(run, "calculation", "locked_at", "locked_by", "funding", "funded_at", "funded_by", "unlocks")
    deadlines.restart(by, run)
    journal.record(by, RUN_UNLOCKED, run, told)
    return run


@transaction.atomic
def cancel_run(by: Actor, run_id: UUID, *, reason: str) -> PayRun:
    """Give up a run before it was calculated; its inputs stay with the period."""
    run = locked(run_id)
    permit(by, permissions.RUN_OPEN, run)
    run.state = moves.moved(run.state, "cancel")
    if not reason.strip():
        raise Invalid("REASON_REQUIRED", "Say why the run is cancelled.", field="reason")
    _save(run)
    deadlines.cancel(by, run)
    journal.record(by, RUN_CANCELLED, run, {"reason": reason.strip()})
    return run


def _save(run: PayRun, *fields: str) -> None:
    run.version += 1
    run.save(update_fields=["state", "version", *fields])
