"""Pay runs: the list, and one run with its stages, deadlines, totals, who holds it and what blocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from openhro.core import clock, deadlines, jobs
from openhro.core.actor import Actor, Role
from openhro.core.errors import check_choice
from openhro.core.permission import may, permit
from openhro.payroll import permissions
from openhro.payroll.models import Approval, PayRun, Problem, Variance
from openhro.payroll.queries.found import left_out_of, place_in, run_of, where
from openhro.payroll.queries.names import period_name
from openhro.payroll.rules import moves, stages

PAGE = 50


@dataclass(frozen=True, slots=True)
class RunFilters:
    """What a list of runs is narrowed to; empty values do not narrow."""

    client_id: UUID | None = None
    group_id: UUID | None = None
    state: str = ""
    open_only: bool = False
    paid_from: date | None = None
    paid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of a list of runs."""

    id: UUID
    code: str
    kind: str
    state: str
    client_id: UUID
    client: str
    group_id: UUID
    group: str
    frequency: str
    country: str
    pay_date: date
    currency: str
    people: int
    refused: int
    gross_minor: int
    net_minor: int
    holder: Role | None
    step: str
    zone: str

    @property
    def period_name(self) -> str:
        """As people call it."""
        return period_name(self.pay_date, self.frequency)


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs, and the cursor of those that follow (None: these were the last)."""

    rows: list[RunRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A clock of the run."""

    kind: str
    title: str
    due_at: datetime
    stopped_at: datetime | None
    late: bool
    owner: str


@dataclass(frozen=True, slots=True)
class JobView:
    """The newest background job of the run."""

    id: UUID
    kind: str
    state: str
    done: int
    total: int
    unit: str
    message: str
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why the run does not move: a code, a sentence, and how many there are."""

    code: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of the bar: done, current or to come; when it was reached and who took it there."""

    name: str
    state: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything that the page of a run shows at its head. `moves` are the actions that this actor may take now."""

    row: RunRow
    period_number: int
    start: date
    end: date
    employer: str
    deductions_minor: int
    employer_minor: int
    calculation_id: UUID | None
    calculation: int
    unlocks: int
    version: int
    result_hash: str
    pack_version: str
    funding: dict[str, Any]
    filing: dict[str, Any]
    stages: tuple[StageView, ...]
    deadlines: tuple[DeadlineView, ...]
    blockers: tuple[Blocker, ...]
    moves: tuple[str, ...]
    job: JobView | None
    left_out: int


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run with the clock that runs out first."""

    row: RunRow
    title: str
    due_at: datetime
    late: bool


OVER = ("closed", "cancelled")


def runs(by: Actor, filters: RunFilters | None = None, cursor: str | None = None, limit: int = PAGE) -> RunPage:
    """A page of runs: open ones by their next deadline, soonest first, then what is over, the latest first."""
    rows = PayRun.objects.filter(where(by, permissions.RUN_READ), _narrowed(by, filters or RunFilters()))
    first, limit = place_in(cursor), max(1, min(limit, 500))
    found = list(_with_all(_by_deadline(by, rows))[first : first + limit + 1])
    following = str(first + limit) if len(found) > limit else None
    return RunPage(_rows(found[:limit]), following)


def _by_deadline(by: Actor, rows: QuerySet[PayRun]) -> QuerySet[PayRun]:
    """Without a deadline left an open run stands by its pay day, behind those that have one."""
    clocks = deadlines.open_deadlines(by, functions=["payroll"])
    mine = clocks.filter(client_id=OuterRef("client_id"), object_id=Cast(OuterRef("pk"), CharField()))
    is_over = Case(When(state__in=OVER, then=1), default=0)
    ended = Case(When(state__in=OVER, then=Coalesce("closed_at", "opened_at")))
    ordered = rows.annotate(is_over=is_over, due=Subquery(mine.values("due_at")[:1]), ended=ended)
    return ordered.order_by(
        "is_over", F("due").asc(nulls_last=True), F("ended").desc(nulls_last=True), "period__pay_date", "pk"
    )


def _with_all(rows: Any) -> Any:
    return rows.select_related("period__group", "client", "calculation")


def _narrowed(by: Actor, filters: RunFilters) -> Q:
    check_choice(filters.state, moves.MOVES, "state")
    found = Q()
    if filters.client_id:
        permit(by, permissions.RUN_READ, filters.client_id)
        found &= Q(client_id=filters.client_id)
    if filters.group_id:
        found &= Q(period__group_id=filters.group_id)
    if filters.state:
        found &= Q(state=filters.state)
    if filters.open_only:
        found &= ~Q(state__in=OVER)
    if filters.paid_from:
        found &= Q(period__pay_date__gte=filters.paid_from)
    if filters.paid_to:
        found &= Q(period__pay_date__lte=filters.paid_to)
    return found


def _rows(found: list[PayRun]) -> list[RunRow]:
    given: dict[UUID, set[str]] = {}
    for run_id, step in Approval.objects.filter(run__in=found, void_at=None).values_list("run_id", "step"):
        given.setdefault(run_id, set()).add(step)
    return [row_of(run, given.get(run.pk, set())) for run in found]


def row_of(run: PayRun, approvals: set[str]) -> RunRow:
    """A run as a line of a list."""
    group, calculation = run.period.group, run.calculation
    totals = calculation.totals if calculation else {}
    holder = stages.holder(run.state, "preparer" in approvals)
    return RunRow(
        run.pk, run.code, run.kind, run.state, run.client_id, run.client.name, group.pk, group.name,
        group.frequency, group.country,
        run.period.pay_date, group.currency, calculation.people if calculation else 0,
        calculation.refused if calculation else 0, int(totals.get("total:gross", 0)), int(totals.get("total:net", 0)),
        holder.role, holder.step, group.zone,
    )  # fmt: skip


def run_view(by: Actor, run_id: UUID) -> RunView:
    """One run as its page shows it."""
    run = run_of(by, run_id)
    given = list(run.approvals.filter(void_at=None))
    calculation = run.calculation
    totals = calculation.totals if calculation else {}
    left_out = left_out_of(run.calculation_id)
    return RunView(
        row_of(run, {one.step for one in given}), run.period.number, run.period.start, run.period.end,
        str(run.employer.get("name", "")), int(totals.get("total:deductions", 0)), int(totals.get("total:employer", 0)),
        run.calculation_id, calculation.number if calculation else 0, run.unlocks, run.version,
        bytes(calculation.result_hash).hex() if calculation else "", calculation.pack_version if calculation else "",
        run.funding, run.filing, tuple(_stages(run, given)), tuple(_deadlines(by, run)),
        tuple(_blockers(run, given, left_out)),
        tuple(_moves(by, run, given)), _job(by, run), left_out,
    )  # fmt: skip


def _stages(run: PayRun, given: list[Approval]) -> Iterator[StageView]:
    steps = {one.step: one for one in given}
    reached: dict[str, tuple[datetime | None, str]] = {
        "open": (run.opened_at, ""), "collecting": (run.opened_at, ""), "locked": (run.locked_at, ""),
        "calculated": (run.calculation.sealed_at if run.calculation else None, ""),
        "funded": (run.funded_at, str(run.funding.get("by", ""))), "released": (run.released_at, ""),
        "paid": (run.paid_at, ""), "filed": (run.filed_at, str(run.filing.get("by", ""))),
        "closed": (run.closed_at, ""),
    }  # fmt: skip
    for step, stage in (("reviewer", "reviewed"), ("client", "client_approved")):
        one = steps.get(step)
        reached[stage] = (one.at, one.by_name) if one else (None, "")
    now = moves.STAGES.index(run.state) if run.state in moves.STAGES else -1
    for i, stage in enumerate(moves.STAGES[1:], 1):
        state = "done" if i < now or run.state == "closed" else "current" if i == now else "to come"
        at, by_name = reached[stage] if i <= now else (None, "")
        yield StageView(stage, state, at, by_name)


def _deadlines(by: Actor, run: PayRun) -> Iterator[DeadlineView]:
    now = clock.now()
    for one in sorted(deadlines.of_object(by, run), key=_by_clock):
        late = (one.stopped_at or now) > one.due_at
        yield DeadlineView(one.kind, one.title, one.due_at, one.stopped_at, late, one.owner_role)


def _by_clock(one: Any) -> tuple[datetime, int]:
    return one.due_at, stages.clock_order(one.kind)


def _blockers(run: PayRun, given: list[Approval], left_out: int) -> Iterator[Blocker]:
    """What keeps the run where it is; people who are left out are told, though they block nothing."""
    if run.calculation is None:
        return
    warnings = Problem.objects.filter(calculation=run.calculation, severity="warning", answered_at=None).count()
    changes = Variance.objects.filter(calculation=run.calculation, needs_answer=True, answered_at=None).count()
    if run.state == "calculated" and not given:
        if changes:
            yield Blocker("VARIANCE_OPEN", _("Changes without a reason want an answer."), changes)
        if warnings:
            yield Blocker("WARNINGS_OPEN", _("Warnings want an answer."), warnings)
    if left_out and run.state not in moves.PUBLISHED:
        yield Blocker("LEFT_OUT", _("People are left out, or have lines that are not paid."), left_out)


def _moves(by: Actor, run: PayRun, given: list[Approval]) -> Iterator[str]:
    """The actions that the state, the four eyes and the actor's role allow now."""
    prepared = any(one.step == "preparer" for one in given)
    for action in moves.MOVES[run.state]:
        permission = permissions.BY_MOVE[action]
        if not may(by, permission, run):
            continue
        if (action == "prepare" and prepared) or (action == "review" and not prepared):
            continue
        if action in ("review", "client_approve") and by.user in {one.by for one in given}:
            continue
        if action == "fund" and by.user in {one.by for one in given if one.step == "client"}:
            continue
        if action == "release" and by.user == run.funded_by:
            continue
        yield action


def _job(by: Actor, run: PayRun) -> JobView | None:
    job = jobs.of_object(by, run.pk)
    if job is None:
        return None
    return JobView(job.pk, job.kind, job.state, job.done, job.total, job.unit, job.message, job.started_at)


def due_runs(by: Actor, *, owners: tuple[Role, ...] = (), limit: int = 100) -> list[DueRun]:
    """Open runs by the clock that runs out first; `owners` narrows to the duties of some roles."""
    allowed = where(by, permissions.RUN_READ)
    first: dict[str, Any] = {}
    open_ = deadlines.open_deadlines(by, functions=["payroll"], owners=owners).filter(allowed)
    for one in sorted(open_, key=_by_clock):
        first.setdefault(one.object_id, one)
    chosen = list(first)[:limit]
    found = {str(run.pk): run for run in _with_all(PayRun.objects.filter(allowed, pk__in=chosen))}
    rows = {str(row.id): row for row in _rows([found[key] for key in chosen if key in found])}
    now = clock.now()
    return [
        DueRun(rows[key], first[key].title, first[key].due_at, first[key].due_at < now) for key in chosen if key in rows
    ]
