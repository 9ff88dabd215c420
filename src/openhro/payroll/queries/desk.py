"""What the desk's first pages show of payroll: groups with their next pay day, and runs found by their code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.payroll.models import PayGroup, PayPeriod, PayRun
from openhro.payroll.permissions import GROUP_READ, RUN_READ


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A pay group with its next pay day; `run_state` is empty where no run of that period is open yet."""

    id: UUID
    code: str
    name: str
    country: str
    pack: str
    frequency: str
    pay_date: date | None = None
    run_id: UUID | None = None
    run_state: str = ""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run that a search found."""

    id: UUID
    code: str
    state: str
    client: str
    group: str
    pay_date: date


def groups(by: Actor, client_id: UUID) -> list[GroupLine]:
    """A client's pay groups, each with the next period that is not finished or paid yet."""
    permit(by, GROUP_READ, client_id)
    today = clock.today()
    held = list(PayGroup.objects.filter(client_id=client_id))
    periods = PayPeriod.objects.filter(group__in=held, pay_date__gte=today)
    nearest = {row.group_id: row for row in periods.order_by("group_id", "pay_date").distinct("group_id")}
    rows = PayRun.objects.filter(period__in=list(nearest.values()), kind="regular").exclude(state="cancelled")
    runs = {row.period_id: row for row in rows}
    return [_line(group, nearest.get(group.pk), runs) for group in held]


def _line(group: PayGroup, period: PayPeriod | None, runs: dict[UUID, PayRun]) -> GroupLine:
    head = (group.pk, group.code, group.name, group.country, group.pack, group.frequency)
    if period is None:
        return GroupLine(*head)
    run = runs.get(period.pk)
    return GroupLine(*head, period.pay_date, run.pk if run else None, run.state if run else "")


def find_runs(by: Actor, text: str, limit: int = 20) -> list[RunLine]:
    """Runs whose code, group or client begins with a text, newest pay day first."""
    permit(by, RUN_READ)
    rows = PayRun.objects.filter(
        Q(code__istartswith=text) | Q(period__group__name__istartswith=text) | Q(client__name__istartswith=text)
    )
    allowed = [client for client in by.roles if by.roles_at(client) & RUN_READ.roles]
    if None not in allowed:
        rows = rows.filter(client_id__in=[client for client in allowed if client])
    rows = rows.select_related("period__group", "client").order_by("-period__pay_date", "pk")
    return [
        RunLine(row.pk, row.code, row.state, row.client.name, row.period.group.name, row.period.pay_date)
        for row in rows[:limit]
    ]


def run_name(by: Actor, run_id: UUID) -> str:
    """A run as a notice names it: its group and pay day; empty where it is not to be seen."""
    row = PayRun.objects.select_related("period__group").filter(pk=run_id).first()
    return f"{row.period.group.name}, {row.period.pay_date:%-d %b %Y}" if row else ""
