"""Factories of an employer of record: the provider's company in Berlin employs and pays people for a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests import make
from tests.openhro.engagements import make_engagements
from tests.openhro.payroll.make_payroll import BEGAN, Payroll
from tests.openhro.people import make_people

from openhro.clients.models import ProviderEntity
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.rules.calendar import Plan
from openhro.people import services as people
from openhro.people.models import Employment

IBANS = ("DE89370400440532013000", "DE02120300000000202051", "FR1420041010050500013M02606")
PAYS_FROM = {"sepa": {"iban": "DE38 1005 0000 0190 0384 72", "bic": "BELADEBEXXX", "name": "Northbridge DE GmbH"}}
JOINED = date(2026, 3, 2)
DE_FACTS = {"land": "BE", "stkl": "1", "kvz": "2.69%", "pvz": "yes", "u1_rate": "1.6%", "u2_rate": "0.44%"}


@dataclass
class Germany(Payroll):
    """A payroll whose employer is the provider's company."""

    ours: ProviderEntity | None = None


def place(*licences: str) -> tuple[make_engagements.World, ProviderEntity]:
    """A client, and the provider's company in Germany with its registrations."""
    return make_engagements.world(), make_engagements.provider_entity("DE", *licences)


def eor(at: make_engagements.World, ours: ProviderEntity, *functions: str):
    """A live contract that makes the provider the employer in Germany."""
    items = [
        make_engagements.ScopeTerms(
            function=function, country="DE", start=make_engagements.SPRING, provider_entity_id=ours.pk
        )
        for function in functions
    ]
    return make_engagements.live(at, *items, model="EOR")


def germany(salaries: tuple[int, ...] = (6_800_000,)) -> Germany:
    """A German group of the provider's company, paid monthly by SEPA, with somebody for each yearly salary."""
    at, ours = place("payroll_withholding", "labour_leasing")
    eor(at, ours, "employment", "payroll")
    made = grouped(at, ours)
    for salary in salaries:
        employ(made, salary)
    return made


def grouped(at: make_engagements.World, ours: ProviderEntity, **values) -> Germany:
    """The pay group with its calendar and elements; whether anything covers its work is not asked here."""
    by = make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Pat")
    reviewer = make.actor(Role.PAYROLL_SPECIALIST, at.client, name="Rae")
    given = {"provider_entity_id": ours.pk, "originator": PAYS_FROM} | values
    new = services.NewGroup(
        at.client.pk, "de-monthly", "DE monthly", "DE", "de", "EUR", "monthly", "Europe/Berlin", **given
    )  # fmt: skip
    with scope(by):
        group = services.add_group(by, new)
        plan = Plan("monthly", "DE", "Europe/Berlin", pay_day=31)
        periods = services.add_periods(by, group.pk, plan, first=BEGAN, count=3)
        basic = services.add_element(
            by, at.client.pk, "de", "basic", "Gehalt", category="regular_pay", unit="salary", sort=1
        )
    return Germany(at, by, reviewer, group, periods, basic, ours=ours)


def employ(at: Germany, salary: int, facts: dict[str, str] | None = DE_FACTS, start: date = JOINED) -> Employment:
    """Somebody in Berlin with an IBAN; facts None: nobody has told them yet."""
    by = at.specialist
    assert at.ours is not None
    with scope(by):
        person = people.add_person(by, at.at.client.pk, make_people.new_person(given_name="Jürgen"))
        terms = people.Terms(
            external_id=make.unique("e"), start=start, country="DE", provider_entity_id=at.ours.pk
        )  # fmt: skip
        job = people.hire(
            by, person.pk, terms, post=make_people.post(),
            pay=people.Pay(basis="annual", amount_minor=salary, currency="EUR", hours_week=Decimal(40)),
            account=people.Account(scheme="sepa", holder="Jürgen Groß", account=IBANS[len(at.staff) % 3]),
        )  # fmt: skip
        services.add_members(by, at.group.pk, [(job.pk, start, None)])
        if facts is not None:
            services.set_tax_facts(by, at.at.client.pk, job.pk, "de", facts, start=start)
    at.staff.append(job)
    return job
