"""A client as pages show it: Halden with 26 people, months that are closed, and runs in every state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from tests import make
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.payroll.make_payroll import Payroll
from tests.openhro.payroll.make_release import Desk
from tests.openhro.people import make_people

from openhro.clients.models import Client
from openhro.core import clock
from openhro.core.actor import Actor, Role, system
from openhro.core.models import Job
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import Calculation, Membership, PayElement, PayRun
from openhro.payroll.services.calculate import carry_out
from openhro.people import services as people
from openhro.people.models import Employment

NAMES = (
    "Tom Okafor|Assembly Technician|Production", "Siân Pritchard|Test Engineer|Quality",
    "Jonas Webb|Production Planner|Production", "Amara Lindqvist|Buyer|Supply", "Colin Marsh|Storekeeper|Supply",
    "Ruth Adler|Shift Lead|Production", "Owen Fairley|Assembly Technician|Production", "Nadia Rahman|Engineer|Design",
    "Grace Ncube|Controller|Finance", "Piotr Zielinski|Machinist|Production", "Ellen Byrne|Payroll Clerk|Finance",
    "Hugo Marchetti|Sales Engineer|Sales", "Leila Haddad|Optics Engineer|Design", "Sam Whitlock|Apprentice|Production",
    "Irene Costa|Quality Lead|Quality", "Derek Holm|Maintenance|Facilities", "Yusuf Demir|Machinist|Production",
    "Bethan Rees|HR Adviser|People", "Martin Oduya|Firmware Engineer|Design", "Chloe Sandford|Sales Manager|Sales",
    "Ian Prosser|Calibration Engineer|Quality", "Wei Chen|Data Analyst|Finance", "Anna Kowalska|Cleaner|Facilities",
    "Rhys Morgan|Driver|Supply",
)  # fmt: skip


@dataclass
class Pages:
    """The client, its payroll, the people who act, and Tom, who is one of its employees."""

    at: Payroll
    desk: Desk
    hr: Actor
    tom: Actor
    elements: dict[str, PayElement] = field(default_factory=dict)
    run: PayRun | None = None
    before: PayRun | None = None


def hire(at: Payroll, name: str, salary: int, number: int, start: date = date(2026, 1, 5), **has: bool) -> Employment:
    """Somebody by name, with job, tax facts, and (unless told) an account, an address and a number of the state."""
    by, (full, title, department) = at.specialist, name.split("|")
    given, family = full.split(" ", 1)
    code = f"HAL-UK-{number:04d}-{make.unique('x')[-4:]}"
    with scope(by):
        new = make_people.new_person(given_name=given, family_name=family)
        home = people.Home(
            line1=f"{number} Kirkstall Road", city="Leeds", country="GB", postcode="LS3 1LH", since=start
        )
        person = people.add_person(
            by, at.at.client.pk, new, home=home,
            national_id=people.NationalNumber(kind="NINO", value=f"AB{number * 1_237 % 1_000_000:06d}C") if has.get("nino", True) else None,
        )  # fmt: skip
        terms = people.Terms(external_id=code, start=start, country="GB", entity_id=at.at.uk.pk)
        job = people.hire(
            by, person.pk, terms,
            post=make_people.post(job_title=title, department=department, site="Leeds"),
            pay=people.Pay(basis="annual", amount_minor=salary, currency="GBP", hours_week=Decimal("37.5")),
            account=make_people.bacs(holder=full.upper().encode("ascii", "ignore").decode()[:18])
            if has.get("bank", True) else None,
        )  # fmt: skip
        services.add_members(by, at.group.pk, [(job.pk, start, None)])
        services.set_tax_facts(by, at.at.client.pk, job.pk, "gb", make_payroll.GB_FACTS, start=start)
    at.staff.append(job)
    return job


def pages(count: int = 24, client: str = "Halden Instruments Group") -> Pages:
    """A client with `count` named people and nothing run yet."""
    at = make_payroll.payroll(())
    with scope(system()):
        Client.objects.filter(pk=at.at.client.pk).update(
            name=client, brand_name=client.split(" Group")[0], brand_colour="#8a2f4d"
        )
    for number, name in enumerate(NAMES[:count]):
        hire(at, name, 2_400_000 + 173_000 * number, number + 101, start=date(2025, 6, 2), nino=number not in (8, 17))
    elements = {row.code: row for row in at.act(lambda by: list(PayElement.objects.filter(client=at.at.client)))}
    made = Pages(
        at, make_release.desk(at), make.actor(Role.CLIENT_HR, at.at.client, name="Dana Moss"), at.specialist, elements
    )
    user = make.user("Tom Okafor")
    make.grant(user, Role.EMPLOYEE, at.at.client)
    with scope(at.specialist):
        people.link_user(at.specialist, at.staff[0].person_id, user.pk)
    made.tom = make.as_actor(user)
    return made


def give(at: Pages, number: int, who: int, element: str, *, units: str = "", amount: int | None = None, note: str = ""):
    """An input of a period."""
    line = services.Line(
        at.at.staff[who].pk, at.elements[element].pk, make.unique("line"), Decimal(units) if units else None, None,
        amount, note,
    )  # fmt: skip
    return at.at.act(services.give_input, at.at.periods[number].pk, line)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def close(at: Pages, number: int) -> PayRun:
    """A month from its opening to its end, on the days on which it happened."""
    period = at.at.periods[number]
    with clock.travel(noon(date.fromordinal(period.pay_date.toordinal() - 4))):
        run = make_release.released(at.at, at.desk, number)
    with clock.travel(noon(period.pay_date)):
        at.at.act(services.mark_paid, run.pk)
        at.at.act(services.mark_filed, run.pk, filings={"FPS": f"FPS-{period.number:02d}-4471"})
        at.at.act(services.close_run, run.pk)
    return make_release.fresh(at.at, run)


def story(upto: int = 7) -> Pages:
    """Halden on 23 November: August to October are closed, November is calculated with questions open."""
    at = pages()
    give(at, 4, 5, "bonus", amount=85_000, note="Referral bonus")
    for month in range(4, upto):
        close(at, month)
    november = clock.travel(datetime(2026, 11, 20, 16, 12, tzinfo=UTC))
    with november:
        hire(at.at, "Farah Aziz|Assembly Technician|Production", 2_950_000, 140, start=date(2026, 11, 9), nino=False)
        hire(at.at, "Noel Pike|Machinist|Production", 3_050_000, 141, start=date(2026, 11, 16), bank=False)
        by = at.at.specialist
        with scope(by):
            raised = people.Pay(basis="annual", amount_minor=4_150_000, currency="GBP", hours_week=Decimal("37.5"))
            people.set_pay_terms(by, at.at.staff[2].pk, date(2026, 11, 1), raised)
            services.set_recurring(by, at.at.staff[9].pk, at.elements["bonus"].pk, 41_250, start=date(2026, 11, 1))
            services.set_recurring(by, at.at.staff[14].pk, at.elements["bonus"].pk, 62_500, start=date(2026, 11, 1))
        give(at, upto, 0, "overtime", units="8", note="Saturday 7 November")
        give(at, upto, 1, "overtime", units="38.5", note="Release test weekend")
        give(at, upto, 7, "bonus", amount=125_000, note="Patent award")
        for who in range(10, 22):
            give(at, upto, who, "overtime", units=f"{who - 6}.25", note="Shift cover")
    return at


def waiting(at: Pages, number: int = 0) -> PayRun:
    """A run that waits for the client, after it was unlocked once: two approvals are void, two living."""
    first = make_payroll.calculated(at.at, number)
    handed_on(at, first)
    at.at.act(services.unlock_run, first.pk, reason="Overtime of the night shift was missing")
    give(at, number, 0, "overtime", units="6", note="Night shift")
    second = recalculated(at, first)
    handed_on(at, second)
    return make_release.fresh(at.at, second)


def handed_on(at: Pages, run: PayRun) -> None:
    """Answered, prepared by Pat and reviewed by Rae."""
    make_release.answered(at.at, run)
    seen = make_release.seen(run)
    make_release.prepare(at.at, run)
    at.at.act(services.review_run, run.pk, seen=seen, by=at.at.reviewer)


def recalculated(at: Pages, run: PayRun) -> PayRun:
    """Locked and calculated again, in the foreground."""
    at.at.act(services.lock_run, run.pk)
    at.at.act(services.calculate_run, run.pk)
    with scope(at.at.specialist):
        pending = Calculation.objects.get(run=run, state="computing")
    carry_out(at.at.specialist, pending.pk)
    return make_release.fresh(at.at, run)


def accounts(at: Pages) -> dict[str, Actor]:
    """Everybody who looks at pages, by a short name."""
    return {
        "pat": at.at.specialist, "rae": at.at.reviewer, "fay": at.desk.funder, "rex": at.desk.releaser,
        "hannah": at.desk.approver, "dana": at.hr, "tom": at.tom,
    }  # fmt: skip


__all__ = [
    "Job",
    "Membership",
    "Pages",
    "accounts",
    "close",
    "give",
    "handed_on",
    "hire",
    "noon",
    "pages",
    "recalculated",
    "story",
    "waiting",
]
