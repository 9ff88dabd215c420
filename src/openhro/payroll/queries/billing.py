"""What billing counts of payroll: the runs of a month that were released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.payroll import permissions
from openhro.payroll.models import PayRun
from openhro.payroll.rules.moves import PUBLISHED

BILLABLE = ("regular", "off_cycle")
"""Kinds of work that a contract may price; corrections of our own, rehearsals and comparisons are not work sold."""


@dataclass(frozen=True, slots=True)
class BillableRun:
    """A released run of a month; `entity_id` is the employer's: the client's company, or the provider's."""

    run_id: UUID
    code: str
    kind: str
    pay_date: date
    gross_minor: int
    payslips: int
    currency: str
    reversed: bool
    billable: bool
    entity_id: UUID | None
    group: str


def billable_runs(by: Actor, client_id: UUID, month: date) -> list[BillableRun]:
    """The client's released runs with a pay date in the month of `month`, in their order."""
    permit(by, permissions.RUN_READ, client_id)
    rows = PayRun.objects.filter(
        client_id=client_id, state__in=PUBLISHED, period__pay_date__year=month.year,
        period__pay_date__month=month.month, calculation__isnull=False,
    ).select_related("period__group", "calculation")  # fmt: skip
    return [_billable(run) for run in rows.order_by("period__pay_date", "code")]


def _billable(run: PayRun) -> BillableRun:
    calculation, group = run.calculation, run.period.group
    assert calculation is not None
    return BillableRun(
        run.pk, run.code, run.kind, run.period.pay_date, int(calculation.totals.get("total:gross", 0)),
        calculation.people, group.currency, run.kind == "reversal", run.kind in BILLABLE,
        group.entity_id or group.provider_entity_id, group.name,
    )  # fmt: skip
