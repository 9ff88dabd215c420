"""Factories of payroll: a client in Leeds whose contract is live, a monthly group with a calendar, and paid people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.openhro.engagements import make_engagements
from tests.openhro.people import make_people

from openhro.core.actor import Actor, Role
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import PayElement, PayGroup, PayPeriod, PayRun
from openhro.payroll.rules.calendar import Plan
from openhro.people import services as people
from openhro.people.models import Employment

BEGAN = date(2026, 4, 1)
GB_FACTS = {
    "tax_code": "1257L",
    "ni_letter": "A",
    "pension_method": "net_pay",
    "pension_employee_rate": "5%",
    "pension_employer_rate": "3%",
}


@dataclass
class Payroll:
    """A client with a live contract for UK payroll, the people who act, and a group of employees."""

    at: make_engagements.World
    specialist: Actor
    reviewer: Actor
    group: PayGroup
    periods: list[PayPeriod]
    basic: PayElement
    staff: list[Employment] = field(default_factory=list)

    def act(self, service, *args, by: Actor | None = None, **kwargs):
        """Call one service, as the specialist unless somebody else is named."""
        return make_engagements.act(by or self.specialist, service, *args, **kwargs)


def payroll(salaries: tuple[int, ...] = (3_200_000, 4_800_000, 2_500_000)) -> Payroll:
    """A UK group paid monthly on the last banking day, with one employee for each yearly salary (minor units)."""
    at = make_engagements.world()
    make_engagements.live(at)
    specialist = make_engagements.make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Pat")
    reviewer = make_engagements.make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Rae")
    with scope(specialist):
        group = services.add_group(
            specialist,
            services.NewGroup(
                at.client.pk, "uk-monthly", "UK monthly", "GB", "gb", "GBP", "monthly", "Europe/London", entity_id=at.uk.pk,
                originator={"sun": "123456", "sort_code": "204060", "account": "12345678", "name": "HALDEN INSTRUMENTS"},
            ),
        )  # fmt: skip
        plan = Plan("monthly", "GB", "Europe/London", pay_day=31)
        periods = services.add_periods(specialist, group.pk, plan, first=BEGAN, count=12)
        basic = services.add_element(
            specialist, at.client.pk, "gb", "basic", "Basic pay", category="regular_pay", unit="salary", sort=1
        )
        services.add_element(specialist, at.client.pk, "gb", "bonus", "Bonus", category="bonus_pay", sort=20)
        services.add_element(
            specialist,
            at.client.pk,
            "gb",
            "overtime",
            "Overtime",
            category="overtime_pay",
            unit="hours",
            multiplier_micro=1_500_000,
        )
    made = Payroll(at, specialist, reviewer, group, periods, basic)
    for salary in salaries:
        employ(made, salary)
    return made


def employ(at: Payroll, salary: int = 3_200_000, start: date = date(2026, 1, 5), **facts: str) -> Employment:
    """Somebody on the UK payroll with a bank account, a National Insurance number, an address and tax facts."""
    by = at.specialist
    with scope(by):
        person = people.add_person(by, at.at.client.pk, make_people.new_person())
        job = people.hire(
            by,
            person.pk,
            people.Terms(external_id=make_people.make.unique("e"), start=start, country="GB", entity_id=at.at.uk.pk),
            post=make_people.post(),
            pay=people.Pay(basis="annual", amount_minor=salary, currency="GBP", hours_week=Decimal("37.5")),
            account=make_people.bacs(),
        )
        services.add_members(by, at.group.pk, [(job.pk, start, None)])
        services.set_tax_facts(by, at.at.client.pk, job.pk, "gb", GB_FACTS | facts, start=start)
    at.staff.append(job)
    return job


def calculated(at: Payroll, number: int = 0) -> PayRun:
    """The run of a period, opened, locked and calculated in the foreground."""
    from openhro.payroll.models import Calculation
    from openhro.payroll.services.calculate import carry_out

    run = at.act(services.open_run, at.periods[number].pk)
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        pending = Calculation.objects.get(run=run, state="computing")
    carry_out(at.specialist, pending.pk)
    with scope(at.specialist):
        return PayRun.objects.select_related("calculation", "period__group").get(pk=run.pk)
