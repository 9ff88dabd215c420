"""Two clients that hold something of everything, and somebody in every role: what the suites of this folder ask about.

The larger client has more of each, so that a page whose queries grow with its rows shows it. Everything is committed,
because results are written by another role's connection; one world serves all suites of a test process.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client as Browser
from tests import make
from tests.architecture import addresses
from tests.architecture.desks import requests
from tests.openhro.billing import make_billing
from tests.openhro.engagements import make_advice, make_readiness, make_terms
from tests.openhro.engagements import make_engagements as contracts
from tests.openhro.payroll import make_payroll, make_release

from openhro.billing import services as billing
from openhro.billing.models import InvoiceLine
from openhro.clients.models import ApiToken, Client, Grant, LegalEntity, User
from openhro.core import clock, imports, journal
from openhro.core.actor import Actor, Role, system
from openhro.core.models import Deadline, Job, JournalEntry, Notice, Webhook, WebhookDelivery, WorkCalendar
from openhro.core.scope import scope
from openhro.engagements import services as engagements
from openhro.engagements.models import (
    Engagement,
    LevelEvidence,
    LevelExclusion,
    Measurement,
    PriceItem,
    ScopeItem,
)
from openhro.payroll import services as payroll
from openhro.payroll.models import Membership, PayInput, Problem, RunFile, Variance
from openhro.people import services as people
from openhro.people.models import BankAccount, Person

ROLES = [role for role in Role if role is not Role.SYSTEM]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When the suites ask: the demo's November, with runs of spring behind it."""


@dataclass
class Held:
    """A client, what it holds (an id for each name that stands in an address), and who may ask for it."""

    client: Client
    ids: dict[str, Any]
    by_role: dict[Role, Browser] = field(default_factory=dict)
    everybody: Browser | None = None
    """Somebody who holds every role that can be held at one client, and no other client."""

    everybody_actor: Actor | None = None

    @cached_property
    def forms(self) -> dict[str, dict[str, Any]]:
        """What the forms of all pages send, as an administrator and somebody with every other role see them."""
        assert self.everybody
        return addresses.forms([self.by_role[Role.PROVIDER_ADMIN], self.everybody], self.ids)


@dataclass
class World:
    """The smaller and the larger client, and nobody."""

    small: Held
    large: Held
    anonymous: Browser
    out: Path
    """Where the files of its pay runs lie."""


def build(out: Path) -> World:
    """Make the world; takes some seconds."""
    with clock.travel(NOON):
        return World(held(3), held(6), Browser(), out)


def held(size: int) -> Held:
    """A client that holds `size` of everything, but for pay runs: two."""
    at = make_payroll.payroll(tuple(2_400_000 + 300_000 * number for number in range(size)))
    client = named(at)
    desk = make_release.desk(at)
    with_secrets(at)
    inputs(at)
    released = make_release.released(at, desk, 0)
    waiting = make_payroll.calculated(at, 1)
    open_ = at.act(payroll.open_run, at.periods[2].pk)
    late = at.act(payroll.log_late_input, at.periods[0].pk, {"line": "overtime"}, cause="client", owner="Pat")
    drafts = [drafted(at, number) for number in range(size - 1)]
    invoices = billed(at)
    found = Held(client, {})
    found.ids = ids_of(at, released, waiting, late, drafts, invoices)
    advised = [make_advice.kept_for(at.at.em, client) for _ in range(size)][-1]
    found.ids |= levels(at, found.ids["live_engagement_id"])
    found.ids |= core_rows(at, size) | {"open_run_id": open_.pk, "advice_id": advised.pk}
    found.ids |= make_terms.rows_of(at.at.em, client)
    with scope(system()):
        contract = Engagement.objects.get(pk=found.ids["live_engagement_id"])
    found.ids |= make_readiness.rows(at.at.em, contract, size)
    sign_in(at, found)
    found.ids |= requests(at.at.em, client, size)
    journal_sealed(client)
    return found


def named(at: make_payroll.Payroll) -> Client:
    """Names that no other client has: what is found elsewhere has leaked."""
    client = at.at.client
    with scope(system()):
        Client.objects.filter(pk=client.pk).update(name=make.unique("Company"), brand_name=make.unique("Brand"))
        for entity in (at.at.us, at.at.uk):
            LegalEntity.objects.filter(pk=entity.pk).update(name=make.unique("Legal entity"))
        client.refresh_from_db()
    return client


def with_secrets(at: make_payroll.Payroll) -> None:
    """National numbers, an opening balance and a recurring line for everybody; one has a home, and leads the others.

    The missing homes are warnings of every pay run.
    """
    lead, first = at.staff[0], date(2026, 1, 5)
    home = people.Home(line1=make.unique("Street"), city="Leeds", postcode="LS1 6BX", country="GB", since=first)
    at.act(people.set_home, lead.person_id, home)
    for number, job in enumerate(at.staff):
        nino = people.NationalNumber(kind="NINO", value=f"AB{int(job.pk) % 1_000_000:06}C")
        at.act(people.set_national_id, job.person_id, nino)
        at.act(people.change_person, job.person_id, {"preferred_name": make.unique("Nick")})
        at.act(payroll.set_recurring, job.pk, at.basic.pk, 1_000 + number, start=date(2026, 4, 1))
        opening = {"taxable_pay_before": "100.00"}
        at.act(payroll.set_opening_balance, at.group.pk, job.pk, opening, as_of=date(2026, 3, 31), source="old")
        if job.pk != lead.pk:
            at.act(people.assign, job.pk, date(2026, 2, 1), {"manager_id": lead.pk})


def inputs(at: make_payroll.Payroll) -> None:
    """A bonus each in the first period, and overtime in the second, so that something changes between the two."""
    from openhro.payroll.models import PayElement

    with scope(at.specialist):
        bonus = PayElement.objects.get(client=at.at.client, code="bonus")
    for period in at.periods[:3]:
        for job in at.staff:
            line = payroll.Line(job.pk, bonus.pk, make.unique("line"), amount_minor=50_000 * period.number)
            at.act(payroll.give_input, period.pk, line)


def drafted(at: make_payroll.Payroll, number: int) -> Any:
    """A contract in draft for work that no other one covers."""
    return contracts.drafted(at.at, contracts.payroll_uk(at.at, function="rpo", process=f"role {number}"))


def billed(at: make_payroll.Payroll) -> list[Any]:
    """The draft of June, an issued invoice of May, and the ids of what came of that."""
    make_billing.taxed(at.at)
    [first] = contracts.act(at.at.em, billing.draft_invoice, at.at.client.pk, date(2026, 5, 1))
    contracts.act(at.at.em, billing.review, first.pk)
    contracts.act(at.at.pa, billing.issue, first.pk)
    ids = make_billing.settled(at.at, first)
    [second] = contracts.act(at.at.em, billing.draft_invoice, at.at.client.pk, date(2026, 6, 1))
    make_billing.credited(at.at, second)
    return [second, first, ids]


def ids_of(at, released, waiting, late, drafts, invoices) -> dict[str, Any]:
    """What the addresses of payroll, people, engagements and billing ask for, by the name of the parameter."""
    client, job = at.at.client, at.staff[-1]
    with scope(system()):
        newest = lambda table, **values: table.objects.filter(client=client, **values).order_by("-pk").first()  # noqa: E731
        live = ScopeItem.objects.filter(client=client).exclude(engagement__in=drafts).first()
        return {
            "client_id": client.pk,
            "code": client.code,
            "entity_id": at.at.uk.pk,
            "person_id": job.person_id,
            "employment_id": job.pk,
            "bank_account_id": newest(BankAccount).pk,
            "account_id": newest(BankAccount).pk,
            "engagement_id": drafts[0].pk if drafts else live.engagement_id,
            "live_engagement_id": live.engagement_id,
            "scope_item_id": newest(ScopeItem, engagement=drafts[0]).pk,
            "price_id": newest(PriceItem, engagement=drafts[0]).pk,
            "group_id": at.group.pk,
            "period_id": at.periods[2].pk,
            "element_id": at.basic.pk,
            "run_id": waiting.pk,
            "released_run_id": released.pk,
            "calculation_id": waiting.calculation_id,
            "problem_id": getattr(newest(Problem), "pk", None),
            "variance_id": getattr(newest(Variance), "pk", None),
            "input_id": newest(PayInput, period=at.periods[2]).pk,
            "membership_id": newest(Membership, employment=job).pk,
            "late_id": late.pk,
            "late_input_id": late.pk,
            "file_id": newest(RunFile).pk,
            "invoice_id": invoices[0].pk,
            "issued_invoice_id": invoices[1].pk,
            "line_id": newest(InvoiceLine, invoice=invoices[0]).pk,
            **invoices[2],
            "family_name": Person.objects.get(pk=job.person_id).family_name,
        }  # fmt: skip


def levels(at: make_payroll.Payroll, engagement_id: UUID) -> dict[str, Any]:
    """April measured for the contract at work, whose first pay run was released in it."""
    em = at.at.em
    contracts.act(em, engagements.measure_month, engagement_id, date(2026, 4, 1))
    with scope(system()):
        held = Measurement.objects.get(engagement_id=engagement_id, metric="payroll_timeliness")
        row = LevelEvidence.objects.filter(measurement=held).first()
        LevelExclusion.objects.create(
            client=at.at.client, engagement_id=engagement_id, metric="payroll_accuracy", kind=row.kind,
            item_id=row.item_id, ground="client_cause", reason=make.unique("Why"), asked_at=NOON,
        )  # fmt: skip
    return {"measurement_id": held.pk, "evidence_id": row.pk}


def core_rows(at: make_payroll.Payroll, size: int) -> dict[str, Any]:
    """Webhooks with deliveries, jobs, import batches, calendars: what no service of a function has made yet."""
    client = at.at.client
    with scope(system()):
        entry = JournalEntry.objects.filter(client=client).order_by("pk").first()
        for number in range(size):
            secret = "whsec_" + base64.b64encode(f"secret {number}".encode()).decode()
            hook = Webhook(client=client, url=f"https://{make.unique('hook')}.example/", events=["payroll.*"])
            hook.secret = secret
            hook.save()
            delivery = WebhookDelivery.objects.create(client=client, webhook=hook, entry_id=entry.pk)
            windows = {str(day): [["09:00", "17:00"]] for day in range(5)}
            calendar = WorkCalendar.objects.create(
                client=client, name=make.unique("calendar"), zone="Europe/London", windows=windows
            )
        job = Job.objects.filter(client=client).order_by("pk").first()
        deadline = Deadline.objects.filter(client=client).order_by("-pk").first()
    batch = [imported(at) for _ in range(size)][-1]
    lines = [inputs_imported(at) for _ in range(size)][-1]
    return {
        "webhook_id": hook.pk, "hook_id": hook.pk, "delivery_id": delivery.pk, "batch_id": batch, "input_batch_id": lines, "job_id": job.pk, "deadline_id": deadline.pk,
        "calendar_id": calendar.pk,
    }  # fmt: skip


def imported(at: make_payroll.Payroll) -> UUID:
    """A dry run of a file with one new person."""
    columns = {column.name: column.example for column in people.IMPORT_COLUMNS} | {"entity": at.at.uk.code}
    content = imports.csv_file(list(columns), [list(columns.values())])
    report = at.act(people.import_people, at.at.client.pk, content, f"{make.unique('file')}.csv")
    assert report.batch_id
    return report.batch_id


def inputs_imported(at: make_payroll.Payroll) -> UUID:
    """A dry run of a file with one line of pay."""
    content = imports.csv_file(("employment", "element", "line_id"), [(at.staff[0].external_id, "nothing", "1")])
    report = at.act(payroll.import_inputs, at.periods[2].pk, content, f"{make.unique('lines')}.csv")
    assert report.batch_id
    return report.batch_id


def sign_in(at: make_payroll.Payroll, found: Held) -> None:
    """Somebody for each role at the client, with some notices; the manager leads the others."""
    reach = {Role.PROVIDER_ADMIN: None}
    users = {role: member(role, reach.get(role, found.client)) for role in ROLES}
    whole = member(Role.CLIENT_HR, found.client)
    for role in set(ROLES) - {Role.PROVIDER_ADMIN, Role.CLIENT_HR}:
        make.grant(whole, role, found.client)
    at.act(people.link_user, at.staff[0].person_id, users[Role.MANAGER].pk)
    at.act(people.link_user, at.staff[1].person_id, users[Role.EMPLOYEE].pk)
    at.act(people.link_user, at.staff[-1].person_id, whole.pk)
    found.by_role = {role: browser(user) for role, user in users.items()}
    found.everybody, found.everybody_actor = browser(whole), make.as_actor(whole)
    with scope(system()):
        entries = list(JournalEntry.objects.filter(client=found.client).order_by("-pk")[: len(at.staff) + 1])
        for user in (*users.values(), whole):
            rows = [
                Notice(
                    client=found.client,
                    user_id=user.pk,
                    entry_id=entry.pk,
                    text=make.unique("notice"),
                    made_at=entry.at,
                )
                for entry in entries
            ]
            Notice.objects.bulk_create(rows)
        found.ids["notice_id"] = Notice.objects.filter(user_id=whole.pk).order_by("-pk").first().pk
        token = ApiToken.objects.create(
            user=whole, name=make.unique("token"), hash=whole.pk.bytes * 2, made_at=NOON, expires_at=NOON
        )
        grant = Grant.objects.filter(client=found.client, user=users[Role.CLIENT_HR]).first()
        found.ids |= {"token_id": token.pk, "grant_id": grant.pk, "user_id": users[Role.CLIENT_HR].pk}


def member(role: Role, client: Client | None) -> User:
    """Somebody with one role; without a password, because hashing one is slow."""
    made = User(username=make.unique("user"), name=make.unique("Robin"), email=f"{make.unique('u')}@example.org")
    made.set_unusable_password()
    made.save()
    make.grant(made, role, client)
    return made


def browser(user: User) -> Browser:
    """The user, signed in."""
    made = Browser()
    made.force_login(user, backend=LOGIN)
    return made


def journal_sealed(client: Client) -> None:
    """Seal half of the client's journal."""
    with scope(system()):
        journal.seal(client.pk, most=5)
