"""Payslips for readers: one's own once they are released, anybody's by permission, and then it is journaled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import may, permit
from openhro.payroll import permissions, register, shelf
from openhro.payroll.events import PAYSLIP_READ
from openhro.payroll.models import Membership, PayPeriod, PayRun
from openhro.payroll.queries.found import where
from openhro.payroll.queries.names import period_name
from openhro.payroll.queries.results import run_before
from openhro.payroll.queries.slips import PayslipView, Sheet
from openhro.payroll.rules.moves import PUBLISHED
from openhro.people import queries as people


@dataclass(frozen=True, slots=True)
class OwnPayslip:
    """One line of an employee's list of payslips."""

    run_id: UUID
    employment_id: UUID
    employer: str
    pay_date: date
    start: date
    end: date
    gross_minor: int
    net_minor: int
    currency: str
    frequency: str

    @property
    def period_name(self) -> str:
        """As its reader calls it."""
        return period_name(self.pay_date, self.frequency)


def payslip(by: Actor, run_id: UUID, employment_id: UUID) -> PayslipView:
    """One payslip; 404 for somebody whom the run left out, and for one's own before it is released."""
    run, rows = readable_row(by, run_id, employment_id)
    return Sheet.of(run).slips(by, rows)[0]


def payslip_before(by: Actor, view: PayslipView) -> PayslipView | None:
    """The same person's payslip of the group's run before, for whoever read `view`; None where there was none."""
    run = PayRun.objects.select_related("period__group", "client").get(pk=view.run_id)
    before = run_before(run)
    if before is None:
        return None
    earlier = PayRun.objects.select_related("period__group", "client", "calculation").get(pk=before.run_id)
    assert earlier.calculation is not None
    earlier.calculation.run = earlier
    rows = shelf.select(
        register.place_of(earlier.calculation), "employment_id = %s and state = 0", [view.employment_id]
    )  # fmt: skip
    return Sheet.of(earlier).slips(by, rows)[0] if len(rows) else None


def readable_row(by: Actor, run_id: UUID, employment_id: UUID) -> tuple[PayRun, shelf.Rows]:
    """The run and the sealed row behind a payslip that the actor may read; reading somebody else's is journaled."""
    run = PayRun.objects.select_related("period__group", "client", "calculation").filter(pk=run_id).first()
    if run is None or run.calculation is None:
        raise NotFound("payslip")
    own = employment_id in people.own_employments(by)
    published = run.state in PUBLISHED and may(by, permissions.PAYSLIP_OWN, run)
    if not (own and published):
        if own and not may(by, permissions.PAYSLIP_READ, run):
            raise NotFound("payslip")
        permit(by, permissions.PAYSLIP_READ, run)
    run.calculation.run = run
    rows = shelf.select(register.place_of(run.calculation), "employment_id = %s and state = 0", [employment_id])
    if not len(rows):
        raise NotFound("payslip")
    if not own:
        journal.record(by, PAYSLIP_READ, run, {"employment": employment_id})
    return run, rows


@dataclass(frozen=True, slots=True)
class NextPay:
    """When somebody is paid next, and for which days."""

    pay_date: date
    start: date
    end: date
    run_state: str


def next_pay(by: Actor) -> NextPay | None:
    """The actor's own next pay day; None for somebody whom no group pays."""
    permit(by, permissions.PAYSLIP_OWN)
    today = clock.today()
    groups = Membership.objects.filter(employment_id__in=people.own_employments(by), valid__contains=today).values(
        "group_id"
    )
    period = PayPeriod.objects.filter(group__in=groups, pay_date__gte=today).order_by("pay_date").first()
    if period is None:
        return None
    run = PayRun.objects.filter(period=period, kind="regular").exclude(state="cancelled").first()
    return NextPay(period.pay_date, period.start, period.end, run.state if run else "")


def own_payslips(by: Actor) -> list[OwnPayslip]:
    """The actor's own released payslips, newest first."""
    permit(by, permissions.PAYSLIP_OWN)
    mine = list(people.own_employments(by))
    if not mine:
        return []
    groups = Membership.objects.filter(employment_id__in=mine).values("group_id")
    runs = PayRun.objects.filter(
        where(by, permissions.PAYSLIP_OWN), state__in=PUBLISHED, calculation__isnull=False, period__group__in=groups
    )
    held = list(runs.select_related("period__group", "calculation").order_by("-period__pay_date", "-pk"))
    places = [(run.calculation.shelf, run.calculation.pk) for run in held if run.calculation is not None]
    paid = shelf.paid_to(places, mine)
    return [
        OwnPayslip(
            run.pk, employment, str(run.employer.get("name", "")), run.period.pay_date, run.period.start,
            run.period.end, gross, net, run.period.group.currency, run.period.group.frequency,
        )
        for run in held if run.calculation_id for employment, gross, net in paid.get(run.calculation_id, ())
    ]  # fmt: skip
