"""What surrounds a run on its page: how many of everything, the runs before it, its lines, and what came late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.models import ImportBatch
from openhro.core.permission import permit
from openhro.payroll import engine, permissions, register
from openhro.payroll.engine import Section
from openhro.payroll.models import Calculation, LateInput, PayInput, Problem, RunFile, Variance
from openhro.payroll.queries.found import run_of
from openhro.payroll.queries.results import run_before

LISTED = (
    Section.EARNING, Section.PRETAX, Section.TAX, Section.ORDER, Section.POSTTAX, Section.NET, Section.EMPLOYER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What the tabs of a run count; `questions` are open warnings, `unexplained` open changes."""

    inputs: int
    late: int
    errors: int
    questions: int
    unexplained: int
    changes: int
    approvals: int
    files: int


@dataclass(frozen=True, slots=True)
class RunTotals:
    """The sealed totals of one run."""

    run_id: UUID
    code: str
    pay_date: date
    people: int
    gross_minor: int
    deductions_minor: int
    net_minor: int
    employer_minor: int


@dataclass(frozen=True, slots=True)
class LineTotal:
    """One line of the run, summed over everybody; `prior_minor` is None where there was no run before."""

    section: str
    name: str
    label: str
    minor: int
    prior_minor: int | None


@dataclass(frozen=True, slots=True)
class LateRow:
    """What came after the cut-off, why, who sees to it, and what became of it."""

    id: UUID
    payload: dict[str, Any]
    cause: str
    owner: str
    received_at: datetime
    received_from: str
    settled_at: datetime | None
    settled_how: str


def run_counts(by: Actor, run_id: UUID) -> RunCounts:
    """The counts of a run's tabs."""
    run = run_of(by, run_id)
    problems = Problem.objects.filter(calculation=run.calculation_id) if run.calculation_id else Problem.objects.none()
    changes = Variance.objects.filter(calculation=run.calculation_id) if run.calculation_id else Variance.objects.none()
    return RunCounts(
        PayInput.objects.filter(period=run.period, superseded_at=None, removed=False).count(),
        LateInput.objects.filter(period=run.period, settled_at=None).count(),
        problems.filter(severity="error").count(),
        problems.filter(severity="warning", answered_at=None).count(),
        changes.filter(needs_answer=True, answered_at=None).count(),
        changes.count(),
        run.approvals.filter(void_at=None).count(),
        RunFile.objects.filter(run=run).count(),
    )


def history(by: Actor, run_id: UUID, most: int = 6) -> list[RunTotals]:
    """The group's sealed runs up to this one, the oldest first; the last is this one, if it is calculated."""
    run = run_of(by, run_id)
    rows = Calculation.objects.filter(
        client_id=run.client_id, state="sealed", run__period__group=run.period.group,
        run__period__pay_date__lte=run.period.pay_date, run__calculation__isnull=False,
    ).select_related("run__period")  # fmt: skip
    found = rows.order_by("-run__period__pay_date", "-run_id", "-number")[: most * 2]
    mine = [one for one in found if one.run.calculation_id == one.pk][:most]
    return [_totals(one) for one in reversed(mine)]


def _totals(one: Calculation) -> RunTotals:
    sums = [int(one.totals.get(f"total:{name}", 0)) for name in ("gross", "deductions", "net", "employer")]
    return RunTotals(one.run_id, one.run.code, one.run.period.pay_date, one.people, *sums)


def line_totals(by: Actor, run_id: UUID) -> list[LineTotal]:
    """The lines of a run in the pack's order, with those of the run before; lines that are nothing in both are left."""
    run = run_of(by, run_id)
    calculation, before = register.sealed(run), run_before(run)
    pack = engine.pack(calculation.pack)
    prior = before.totals if before else None
    found = [
        LineTotal(
            str(column.section), column.name, column.label, int(calculation.totals.get(column.name, 0)),
            int(prior.get(column.name, 0)) if prior is not None else None,
        )
        for column in pack.results if column.section in LISTED
    ]  # fmt: skip
    return [one for one in found if one.minor or one.prior_minor]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A file of inputs that was checked or taken in."""

    id: UUID
    file_name: str
    rows: int
    state: str
    report: dict[str, Any]


def input_batch(by: Actor, client_id: UUID, batch_id: UUID) -> BatchView:
    """What came of one file of inputs."""
    permit(by, permissions.INPUT_EDIT, client_id)
    one = ImportBatch.objects.filter(pk=batch_id, client_id=client_id, kind="payroll.inputs").first()
    if one is None:
        raise NotFound("import")
    return BatchView(one.pk, one.file_name, one.rows, one.state, one.report)


def late_inputs(by: Actor, run_id: UUID, most: int = 200) -> list[LateRow]:
    """What came late for a run's period: what is still open first, the newest first."""
    run = run_of(by, run_id)
    rows = list(LateInput.objects.filter(period=run.period).order_by("-settled_at", "-received_at")[:most])
    names = clients.user_names(by, {row.received_from for row in rows if row.received_from})
    return [
        LateRow(
            row.pk, row.payload, row.cause, row.owner, row.received_at,
            names.get(row.received_from, "") if row.received_from else "", row.settled_at, row.settled_how,
        )
        for row in rows
    ]  # fmt: skip
