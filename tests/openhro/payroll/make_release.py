"""Factories of what follows a calculation: approvals by three people, funding and release; and a payroll in Denver."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from tests import make
from tests.openhro.engagements import make_engagements
from tests.openhro.payroll.make_payroll import BEGAN, Payroll, calculated
from tests.openhro.people import make_people

from openhro.core import clock
from openhro.core.actor import Actor, Role
from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.models import PayRun
from openhro.payroll.rules.calendar import Plan
from openhro.payroll.services.calculate import carry_out
from openhro.people import services as people
from openhro.people.models import Employment

NACHA = {
    "destination": "121042882", "destination_name": "WELLS FARGO", "origin": "1123456789", "company_name": "HALDEN INC",
    "company_id": "1123456789",
}  # fmt: skip
US_FACTS = {"w4_status": "single", "work_state": "CO", "sui_account": "rated", "sui_rate": "1.7%"}
US_TWO = (("remainder", None, None), ("amount", 50_000, None), ("percent", None, Decimal("33.33")))


@dataclass
class Desk:
    """The people who act after the calculation; funder and releaser are two specialists."""

    approver: Actor
    funder: Actor
    releaser: Actor
    extra: dict[str, Actor] = field(default_factory=dict)


def desk(at: Payroll) -> Desk:
    specialist = Role.PAYROLL_SPECIALIST
    return Desk(
        make.actor(Role.CLIENT_ADMIN, at.at.client, name="Hannah"), make.actor(specialist, at.at.client, name="Fay"),
        make.actor(specialist, at.at.client, name="Rex"),
    )  # fmt: skip


@contextmanager
def days_before(run: PayRun, days: int = 4):
    """Stand some days before the pay date at noon."""
    on = date.fromordinal(run.period.pay_date.toordinal() - days)
    with clock.travel(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
        yield


def fresh(at: Payroll, run: PayRun) -> PayRun:
    """The run as it is stored now."""
    with scope(at.specialist):
        return PayRun.objects.select_related("calculation", "period__group", "client").get(pk=run.pk)


def seen(run: PayRun) -> str:
    return bytes(run.calculation.result_hash).hex()


def answered(at: Payroll, run: PayRun) -> None:
    """Answer every warning and unexplained change."""
    from openhro.payroll.models import Problem, Variance

    with scope(at.specialist):
        warnings = list(Problem.objects.filter(calculation=run.calculation, severity="warning"))
        changes = list(Variance.objects.filter(calculation=run.calculation, needs_answer=True))
    for one in warnings:
        at.act(services.answer_problem, one.pk, answer="known")
    for one in changes:
        at.act(services.answer_variance, one.pk, answer="right")


def approved(at: Payroll, people_: Desk, number: int = 0) -> PayRun:
    """A run that preparer, reviewer and client have approved."""
    return approve(at, people_, calculated(at, number))


def recalculated(at: Payroll, run: PayRun) -> PayRun:
    """An unlocked run, locked and calculated again."""
    at.act(services.lock_run, run.pk)
    at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        pending = run.calculations.get(state="computing")
    carry_out(at.specialist, pending.pk)
    return fresh(at, run)


def approve(at: Payroll, people_: Desk, run: PayRun) -> PayRun:
    """Every question answered, and the three approvals."""
    answered(at, run)
    prepare(at, run)
    at.act(services.review_run, run.pk, seen=seen(run), by=at.reviewer)
    at.act(services.approve_run, run.pk, seen=seen(run), by=people_.approver)
    return fresh(at, run)


def prepare(at: Payroll, run: PayRun) -> PayRun:
    """Handed on by the preparer, who says of whoever is left out that it is known."""
    with scope(at.specialist):
        left_out = queries.run_view(at.specialist, run.pk).left_out
    why = "They are paid in the next run." if left_out else ""
    return at.act(services.prepare_run, run.pk, seen=seen(run), left_out=left_out, left_out_why=why)


def funded(at: Payroll, people_: Desk, number: int = 0) -> PayRun:
    """A run for which the money is there."""
    run = approved(at, people_, number)
    fund(at, people_, run)
    return fresh(at, run)


def fund(at: Payroll, people_: Desk, run: PayRun, **values) -> PayRun:
    with scope(people_.funder):
        amount = queries.cash_requirement(people_.funder, run.pk).total_minor
    given = {"how": "cleared_funds", "reference": "CR-1", "amount_minor": amount} | values
    return at.act(services.confirm_funding, run.pk, by=people_.funder, **given)


def released(at: Payroll, people_: Desk, number: int = 0) -> PayRun:
    """A run that was paid out, with its payslips written."""
    run = funded(at, people_, number)
    with days_before(run):
        at.act(services.release_run, run.pk, by=people_.releaser)
    services.write_payslips(people_.releaser, run.pk)
    return fresh(at, run)


def us_payroll(salaries: tuple[int, ...] = (7_800_000, 8_400_000)) -> Payroll:
    """A US group in Denver, paid monthly by ACH; the second employee has three accounts."""
    at = make_engagements.world()
    make_engagements.live(
        at,
        make_engagements.ScopeTerms(
            function="payroll", country="US", start=make_engagements.SPRING, entity_id=at.us.pk
        ),
    )
    specialist = make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Pat")
    reviewer = make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Rae")
    with scope(specialist):
        group = services.add_group(
            specialist,
            services.NewGroup(
                at.client.pk, "us-monthly", "US monthly", "US", "us", "USD", "monthly", "America/Denver", entity_id=at.us.pk,
                originator={"ach": NACHA},
            ),
        )  # fmt: skip
        periods = services.add_periods(
            specialist, group.pk, Plan("monthly", "US", "America/Denver", pay_day=31), first=BEGAN, count=8
        )
        add = lambda code, name, **values: services.add_element(specialist, at.client.pk, "us", code, name, **values)  # noqa: E731
        basic = add("salary", "Salary", category="regular", unit="salary", sort=1, gl_account="6005")
        add("bonus", "Bonus", category="supplemental", sort=20)
        add("dues", "Union dues", category="post_tax", sort=30)
    made = Payroll(at, specialist, reviewer, group, periods, basic)
    for number, salary in enumerate(salaries):
        us_employ(made, salary, US_TWO if number == 1 else US_TWO[:1])
    return made


def us_employ(at: Payroll, salary: int, splits=US_TWO[:1], state: str = "CO") -> Employment:
    """Somebody in the US with an account for each split."""
    by, start = at.specialist, date(2026, 1, 5)
    with scope(by):
        person = people.add_person(by, at.at.client.pk, make_people.new_person())
        terms = people.Terms(external_id=make.unique("e"), start=start, country="US", entity_id=at.at.us.pk)
        pay = people.Pay(basis="annual", amount_minor=salary, currency="USD", hours_week=Decimal(40))
        post = make_people.post(cost_centre="CC-" + str(len(at.staff) % 2))
        job = people.hire(by, person.pk, terms, post=post, pay=pay, account=us_account(1, *splits[0]))
        for priority, one in enumerate(splits[1:], 2):
            people.add_bank_account(by, job.pk, us_account(priority, *one), start)
        services.add_members(by, at.group.pk, [(job.pk, start, None)])
        services.set_tax_facts(by, at.at.client.pk, job.pk, "us", US_FACTS | {"work_state": state}, start=start)
    at.staff.append(job)
    return job


def us_account(priority: int, split: str, minor: int | None, percent: Decimal | None):
    return people.Account(
        scheme="ach", holder="P Raman", routing="021000021", account=f"99{priority}88", priority=priority, split=split,
        split_minor=minor, split_percent=percent,
    )  # fmt: skip
