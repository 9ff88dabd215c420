"""Pay groups and their calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.models import PayGroup, PayPeriod, PayRun
from openhro.payroll.queries.found import where


@dataclass(frozen=True, slots=True)
class GroupView:
    """A pay group; not `installed`: its country's pack is not there yet, so nobody can be paid."""

    id: UUID
    client_id: UUID
    client: str
    code: str
    name: str
    employer: str
    country: str
    pack: str
    installed: bool
    currency: str
    frequency: str
    next_pay_date: date | None
    zone: str
    employer_id: UUID


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A row of the calendar with its regular run, where it has one."""

    id: UUID
    number: int
    start: date
    end: date
    pay_date: date
    input_cutoff: datetime
    approval_due: datetime
    funding_due: datetime
    release_due: datetime
    run_id: UUID | None
    run_state: str


def pay_groups(by: Actor, client_id: UUID | None = None) -> list[GroupView]:
    """The pay groups that the actor may see, of one client or of all."""
    rows = PayGroup.objects.filter(where(by, permissions.GROUP_READ)).select_related(
        "client", "entity", "provider_entity"
    )
    if client_id:
        permit(by, permissions.GROUP_READ, client_id)
        rows = rows.filter(client_id=client_id)
    return _views(list(rows.order_by("client__name", "code")))


def pay_group(by: Actor, group_id: UUID) -> GroupView:
    """One pay group."""
    found = PayGroup.objects.select_related("client", "entity", "provider_entity").filter(pk=group_id).first()
    if found is None:
        raise NotFound("pay group")
    permit(by, permissions.GROUP_READ, found)
    return _views([found])[0]


def _views(found: list[PayGroup]) -> list[GroupView]:
    coming: dict[UUID, date] = {}
    periods = PayPeriod.objects.filter(group__in=found, pay_date__gte=clock.today()).order_by("-pay_date")
    for group_id, pay_date in periods.values_list("group_id", "pay_date"):
        coming[group_id] = pay_date
    return [
        GroupView(
            one.pk, one.client_id, one.client.name, one.code, one.name, str(one.entity or one.provider_entity),
            one.country, one.pack, engine.is_installed(one.pack), one.currency, one.frequency, coming.get(one.pk),
            one.zone, one.employer_id,
        )
        for one in found
    ]  # fmt: skip


def calendar(by: Actor, group_id: UUID, year: int | None = None) -> list[PeriodView]:
    """A group's calendar, of one year of pay dates or whole."""
    group = PayGroup.objects.filter(pk=group_id).first()
    if group is None:
        raise NotFound("pay group")
    permit(by, permissions.GROUP_READ, group)
    rows = PayPeriod.objects.filter(group=group).order_by("pay_date")
    periods = list(rows.filter(pay_date__year=year) if year else rows)
    runs = PayRun.objects.filter(period__in=periods, kind="regular").exclude(state="cancelled")
    held = {period: (run, state) for period, run, state in runs.values_list("period_id", "pk", "state")}
    return [
        PeriodView(
            one.pk, one.number, one.start, one.end, one.pay_date, one.input_cutoff, one.approval_due, one.funding_due,
            one.release_due, *held.get(one.pk, (None, "")),
        )
        for one in periods
    ]  # fmt: skip
