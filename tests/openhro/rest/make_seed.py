"""A small client with a row of every resource, paid for a month and billed; committed, because results are loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests import make
from tests.architecture.desks import requests
from tests.openhro.billing import make_billing
from tests.openhro.engagements import make_advice, make_engagements, make_readiness, make_terms
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.people import make_people

from openhro.billing import services as billing
from openhro.core import clock, deadlines, imports, journal, notices, webhooks
from openhro.core.actor import Actor, Role, system
from openhro.core.models import Deadline, Job
from openhro.core.scope import scope
from openhro.payroll import services as payroll
from openhro.payroll.models import Membership, PayInput, Problem, RunFile, Variance
from openhro.people import services as people
from openhro.people.models import BankAccount


@dataclass
class Seed:
    """The ids of one row of each resource, by the names that the API's parameters have."""

    client: Any
    at: make_payroll.Payroll
    desk: make_release.Desk
    employee: Actor
    ids: dict[str, UUID] = field(default_factory=dict)


def seed(salaries: tuple[int, ...] = (3_200_000, 4_800_000)) -> Seed:
    """Two people in Leeds whose April is released, whose May is calculated, and what belongs to them."""
    at = make_payroll.payroll(salaries)
    desk = make_release.desk(at)
    released = make_release.released(at, desk)
    made = Seed(at.at.client, at, desk, _employee(at))
    make_payroll.employ(at, 2_600_000)
    at.act(payroll.give_input, at.periods[1].pk, payroll.Line(at.staff[0].pk, _bonus(at), "B-1", amount_minor=90_000))
    calculated = make_payroll.calculated(at, 1)
    made.ids |= {"run_id": calculated.pk, "released_run_id": released.pk, "client_id": made.client.pk}
    _contract(made)
    _people(made)
    _payroll(made, released)
    _core(made)
    _invoice(made)
    made.ids |= requests(at.at.em, made.client, 1)
    _levels(made)
    return made


def _levels(made: Seed) -> None:
    from openhro.engagements import services
    from openhro.engagements.models import LevelEvidence

    month = date(2026, 4, 1)
    rows = make_engagements.act(made.at.at.em, services.measure_month, made.ids["engagement_id"], month)
    with scope(system()):
        held = next(row for row in rows if row.metric == "payroll_timeliness")
        made.ids |= {"measurement_id": held.pk, "evidence_id": LevelEvidence.objects.get(measurement=held).pk}


def _bonus(at: make_payroll.Payroll) -> UUID:
    from openhro.payroll.models import PayElement

    with scope(at.specialist):
        return PayElement.objects.get(client=at.at.client, code="bonus").pk


def _employee(at: make_payroll.Payroll) -> Actor:
    job = at.staff[0]
    user = make.user("Eve Example")
    make.grant(user, Role.EMPLOYEE, at.at.client)
    at.act(people.link_user, job.person_id, user.pk)
    return make.as_actor(user)


def _contract(made: Seed) -> None:
    from openhro.clients.models import Grant, Registration
    from openhro.engagements.models import Engagement, PriceItem, ScopeItem

    with scope(system()):
        client = made.client
        made.ids |= {
            "engagement_id": Engagement.objects.get(client=client).pk,
            "scope_item_id": ScopeItem.objects.filter(client=client).first().pk,
            "price_id": PriceItem.objects.filter(client=client).first().pk,
            "entity_id": made.at.at.uk.pk,
            "advice_id": make_advice.kept_for(made.at.at.em, client).pk,
            "registration_id": Registration.objects.filter(client=client).first().pk,
            "grant_id": Grant.objects.filter(client=client, role=Role.CLIENT_ADMIN).first().pk,
            "user_id": made.employee.user,
        }
        contract = Engagement.objects.get(client=client)
    made.ids |= make_readiness.rows(made.at.at.em, contract)
    made.ids |= make_terms.rows_of(made.at.at.em, made.client)


def _people(made: Seed) -> None:
    job = made.at.staff[0]
    hr = make.actor(Role.CLIENT_HR, made.client)
    with scope(hr):
        account = BankAccount.objects.filter(employment=job).first()
        report = people.import_people(hr, made.client.pk, imports.template(people.IMPORT_COLUMNS), "people.csv")
    made.ids |= {
        "person_id": job.person_id, "employment_id": job.pk, "account_id": account.pk, "import_id": report.batch_id,
    }  # fmt: skip


def _payroll(made: Seed, released: Any) -> None:
    at, job = made.at, made.at.staff[1]
    at.act(payroll.set_recurring, job.pk, _bonus(at), 1_500, start=date(2026, 8, 1))
    at.act(payroll.set_opening_balance, at.group.pk, job.pk, {}, as_of=date(2026, 3, 31), source="Old payroll")
    line = at.act(payroll.give_input, at.periods[2].pk, payroll.Line(job.pk, _bonus(at), "B-2", amount_minor=5_000))
    late = at.act(payroll.log_late_input, at.periods[1].pk, {"hours": "2"}, cause="client", owner="Pat")
    content = b"employment,element,line_id,amount\nnobody,bonus,X,1\n"
    report = at.act(payroll.import_inputs, at.periods[2].pk, content, "inputs.csv")
    with scope(at.specialist):
        variance = Variance.objects.filter(client=made.client).first()
        problem = Problem.objects.filter(client=made.client).first() or _warning(made, job)
        made.ids |= {
            "group_id": at.group.pk, "period_id": at.periods[2].pk, "element_id": _bonus(at), "input_id": line.pk,
            "late_id": late.pk, "payroll_import_id": report.batch_id, "problem_id": problem.pk,
            "variance_id": variance.pk if variance else _variance(made, job).pk,
            "file_id": RunFile.objects.filter(run=released).first().pk,
            "membership_id": Membership.objects.filter(group=at.group).first().pk,
        }  # fmt: skip
        assert PayInput.objects.filter(pk=line.pk).exists()


def _warning(made: Seed, job: Any) -> Problem:
    from openhro.payroll.models import Calculation

    calculation = Calculation.objects.get(run_id=made.ids["run_id"])
    return Problem.objects.create(
        client=made.client, calculation=calculation, employment=job, severity="warning", code="TEST", message="Look."
    )


def _variance(made: Seed, job: Any) -> Variance:
    from openhro.payroll.models import Calculation

    calculation = Calculation.objects.get(run_id=made.ids["run_id"])
    return Variance.objects.create(
        client=made.client, calculation=calculation, employment=job, line="net_pay", prior_minor=1, current_minor=2,
        needs_answer=True,
    )  # fmt: skip


def _core(made: Seed) -> None:
    with scope(system()):
        job = Job.objects.create(
            client=made.client,
            kind="payroll.payslips",
            object_id=str(made.client.pk),
            state="running",
            made_at=clock.now(),
        )
        entry = journal.record(system(), "clients.client_added", made.client)
        notices.tell(entry, [made.desk.approver.user], "Welcome")
        hook, _secret = webhooks.add(system(), made.client.pk, "http://127.0.0.1:9/none", ["billing.*"])
        run = made.at.periods[1].runs.first()
        assert deadlines.of_object(system(), run).exists()
        made.ids |= {
            "job_id": job.pk, "webhook_id": hook.pk,
            "deadline_id": Deadline.objects.filter(client=made.client).first().pk,
        }  # fmt: skip


def _invoice(made: Seed) -> None:
    em, pa = make.actor(Role.ENGAGEMENT_MANAGER), make.actor(Role.PROVIDER_ADMIN)
    make_billing.taxed(made.at.at)
    with clock.travel(datetime(2026, 6, 2, 12, tzinfo=UTC)):
        [may] = make_engagements.act(em, billing.draft_invoice, made.client.pk, date(2026, 5, 1))
        make_engagements.act(em, billing.review, may.pk)
        issued = make_engagements.act(pa, billing.issue, may.pk)
        made.ids |= make_billing.settled(made.at.at, issued)
    with scope(em):
        made.ids |= {"invoice_id": issued.pk, "line_id": issued.lines.first().pk}


__all__ = ["Seed", "make_people", "seed"]
