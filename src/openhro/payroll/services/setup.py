"""Setting payroll up: pay groups, calendars, elements, tax facts, recurring lines, opening balances."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.clients import queries as clients
from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.engine import Kind
from openhro.payroll.events import (
    CALENDAR_MADE,
    ELEMENT_MADE,
    FACTS_SET,
    GROUP_MADE,
    OPENING_SET,
    RECURRING_SET,
)
from openhro.payroll.models import (
    OpeningBalance,
    PayElement,
    PayGroup,
    PayPeriod,
    RecurringElement,
    TaxFacts,
)
from openhro.payroll.rules import calendar, setup
from openhro.payroll.rules.pay import DAY_RULES
from openhro.people import queries as people
from openhro.ui.formats import said
from paycalc.calendars import year_start


@dataclass(frozen=True, slots=True)
class NewGroup:
    """What a pay group is made of; exactly one of `entity_id` (the client's) and `provider_entity_id` (EOR, PEO)."""

    client_id: UUID
    code: str
    name: str
    country: str
    pack: str
    currency: str
    frequency: str
    zone: str
    entity_id: UUID | None = None
    provider_entity_id: UUID | None = None
    day_rule: str = "working_days"
    originator: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def add_group(by: Actor, new: NewGroup) -> PayGroup:
    """Set up a pay group. Its pack may still be missing (nobody can be paid until it is installed)."""
    permit(by, permissions.GROUP_EDIT, new.client_id)
    clients.check_client(by, new.client_id)
    _check_head(by, new)
    if (new.entity_id is None) == (new.provider_entity_id is None):
        raise Invalid("ONE_EMPLOYER", "Name either an entity of the client or one of the provider.", field="entity")
    if new.day_rule not in DAY_RULES:
        raise Invalid("DAY_RULE", f"Part periods are paid by one of: {', '.join(DAY_RULES)}.", field="day_rule")
    if engine.is_installed(new.pack):
        pack = engine.pack(new.pack)
        if new.frequency not in pack.frequencies:
            raise Invalid("FREQUENCY", f"{pack.name} pays: {', '.join(pack.frequencies)}.", field="frequency")
        if new.currency != pack.currency:
            raise Invalid("CURRENCY_MIX", f"{pack.name} pays in {pack.currency}.", field="currency")
    if PayGroup.objects.filter(client_id=new.client_id, code=new.code).exists():
        raise Conflict("GROUP_EXISTS", f"There is a pay group {new.code} already.", field="code")
    values: dict[str, Any] = {name: getattr(new, name) for name in NewGroup.__dataclass_fields__}
    values["originator"] = json.dumps(new.originator, sort_keys=True) if new.originator else ""
    group = PayGroup.objects.create(**values)
    journal.record(by, GROUP_MADE, group, {"code": group.code, "pack": group.pack})
    return group


def _check_head(by: Actor, new: NewGroup) -> None:
    """Texts that fit, a zone that exists, and an employer of this client or of the provider."""
    setup.check_code(new.code)
    setup.check_texts({"name": new.name, "pack": new.pack, "frequency": new.frequency})
    setup.check_places(new.country, new.currency)
    calendar.check_zone(new.zone)
    if new.entity_id and not clients.entities(by, new.client_id).filter(pk=new.entity_id).exists():
        raise NotFound("legal entity")
    if new.provider_entity_id and not clients.provider_entities(by).filter(pk=new.provider_entity_id).exists():
        raise NotFound("provider entity")


def group(by: Actor, group_id: UUID) -> PayGroup:
    """A pay group, locked; 404 for none."""
    found = PayGroup.objects.select_for_update().filter(pk=group_id).first()
    if found is None:
        raise NotFound("pay group")
    return found


def days(start: date, last: date | None) -> DateRange:
    """The half-open range from a first to a last day, None: open."""
    return DateRange(start, last + timedelta(days=1) if last else None)


@transaction.atomic
def add_periods(by: Actor, group_id: UUID, plan: calendar.Plan, *, first: date, count: int) -> list[PayPeriod]:
    """Lay out the next periods of a group's calendar; they must not overlap those that exist."""
    held = group(by, group_id)
    permit(by, permissions.GROUP_EDIT, held)
    rows = calendar.periods(plan, first, count)
    last = held.periods.order_by("-end").first()
    if last and last.end >= first:
        raise Conflict(
            "PERIOD_OVERLAP",
            f"The calendar already reaches {said(last.end)}; begin on the day after.",
            field="first",
        )
    start_of_year = engine.pack(held.pack).tax_year if engine.is_installed(held.pack) else (1, 1)
    made: list[PayPeriod] = []
    for row in rows:
        year = year_start(row.pay_date, start_of_year)
        earlier = [p.pay_date for p in (*made, *held.periods.all()) if year <= p.pay_date < row.pay_date]
        period = PayPeriod(client_id=held.client_id, group=held, number=len(earlier) + 1)
        for name in row.__dataclass_fields__:
            setattr(period, name, getattr(row, name))
        made.append(period)
    PayPeriod.objects.bulk_create(made)
    journal.record(by, CALENDAR_MADE, held, {"first": first, "periods": count})
    return made


def lay_out(by: Actor, group_id: UUID, leads: dict[str, int], *, first: date, count: int) -> list[PayPeriod]:
    """The next periods by the group's own frequency, country and zone; `leads` are the other numbers of a plan."""
    held = group(by, group_id)
    permit(by, permissions.GROUP_EDIT, held)
    plan = calendar.Plan(frequency=held.frequency, country=held.country, zone=held.zone, **leads)
    return add_periods(by, group_id, plan, first=first, count=count)


@transaction.atomic
def add_element(by: Actor, client_id: UUID, pack_code: str, code: str, name: str, **values: Any) -> PayElement:
    """Define a line of the client; `category` is a pay column of the pack, `unit` salary, amount, hours or units."""
    permit(by, permissions.GROUP_EDIT, client_id)
    clients.check_client(by, client_id)
    setup.check_code(code)
    setup.check_texts({"element": name, "gl_account": values.get("gl_account", "")})
    setup.check_numbers(values)
    pack = engine.pack(pack_code)
    categories = [column.name for column in pack.inputs if column.kind is Kind.PAY]
    if values.get("category") not in categories:
        raise Invalid("CATEGORY", f"{pack.name} knows the categories {', '.join(categories)}.", field="category")
    held = PayElement.objects.filter(client_id=client_id, pack=pack_code)
    if values.get("unit") == "salary" and (first := held.filter(unit="salary").first()):
        raise Conflict(
            "SALARY_ELEMENT", f"{first.name} pays the salary already; a second would double it.", field="unit"
        )
    if values.get("unit", "amount") not in ("salary", "amount", "hours", "units"):
        raise Invalid("UNIT", "The unit is one of: salary, amount, hours, units.", field="unit")
    if held.filter(code=code).exists():
        raise Conflict("ELEMENT_EXISTS", f"There is an element {code} already.", field="code")
    element = PayElement.objects.create(client_id=client_id, pack=pack_code, code=code, name=name, **values)
    journal.record(by, ELEMENT_MADE, element, {"code": code, "category": element.category})
    return element


@transaction.atomic
def set_tax_facts(
    by: Actor, client_id: UUID, employment_id: UUID, pack_code: str, facts: dict[str, str], *, start: date
) -> TaxFacts:
    """Somebody's tax facts from a day on. The version before ends on the day before; nothing is edited."""
    permit(by, permissions.FACTS_EDIT, client_id)
    people.check_employments(by, client_id, [employment_id])
    setup.check_days(start, None)
    clean = engine.check_facts(engine.pack(pack_code), facts)
    held = TaxFacts.objects.select_for_update().filter(employment_id=employment_id, pack=pack_code, client_id=client_id)
    later = held.filter(valid__startswith__gte=start).order_by("valid").first()
    if later:
        raise Conflict(
            "LATER_FACTS",
            f"There are tax facts from {said(later.valid.lower)} on; choose a later day.",
            field="start",
        )
    for before in held.filter(valid__contains=start):
        before.valid = DateRange(before.valid.lower, start)
        before.save(update_fields=["valid"])
    made = TaxFacts.objects.create(
        client_id=client_id,
        employment_id=employment_id,
        pack=pack_code,
        facts=clean,
        valid=DateRange(start, None),
        recorded_by=by.user,
    )
    journal.record(by, FACTS_SET, made, {"pack": pack_code, "from": start, "facts": sorted(clean)})
    return made


@transaction.atomic
def set_recurring(
    by: Actor, employment_id: UUID, element_id: UUID, amount_minor: int, *, start: date, last: date | None = None
) -> RecurringElement:
    """A line of every period from a day on, in minor units; the amount before ends on the day before."""
    element = PayElement.objects.filter(pk=element_id).first()
    if element is None:
        raise NotFound("pay element")
    permit(by, permissions.FACTS_EDIT, element)
    people.check_employments(by, element.client_id, [employment_id])
    setup.check_days(start, last)
    if abs(amount_minor) > 10**12:
        raise Invalid("AMOUNT_RANGE", "This amount is larger than any pay; check the decimals.", field="amount_minor")
    held = RecurringElement.objects.select_for_update().filter(employment_id=employment_id, element=element)
    if held.filter(valid__startswith__gte=start).exists():
        raise Conflict("LATER_LINE", "There is a later amount of this line already; choose a later day.", field="start")
    for before in held.filter(valid__contains=start):
        before.valid = DateRange(before.valid.lower, start)
        before.save(update_fields=["valid"])
    made = RecurringElement.objects.create(
        client_id=element.client_id, employment_id=employment_id, element=element, amount_minor=amount_minor,
        valid=days(start, last), recorded_by=by.user,
    )  # fmt: skip
    journal.record(by, RECURRING_SET, made, {"element": element.code, "from": start})
    return made


def check_balances(pack: engine.Pack, values: dict[str, str]) -> None:
    """Balances that the pack keeps, and `gross`, which only the payslip shows; each an amount."""
    for name, text in values.items():
        column = pack.by_name.get(name)
        if name != engine.GROSS and (column is None or column.kind is not Kind.ACCUMULATOR):
            raise Invalid("UNKNOWN_FIELD", f"{pack.name} keeps no balance called {name}.", field=name)
        try:
            engine.balance(pack, name, text)
        except engine.paycalc.BadValue as bad:
            label = column.label if column else "Gross pay"
            raise Invalid("BAD_BALANCE", f"{label}: {bad.sentence}.", field=name) from None


@transaction.atomic
def set_opening_balance(
    by: Actor, group_id: UUID, employment_id: UUID, values: dict[str, str], *, as_of: date, source: str
) -> OpeningBalance:
    """Year-to-date figures of the old system up to the pay date `as_of`, as text by the pack's accumulator names."""
    held = group(by, group_id)
    permit(by, permissions.FACTS_EDIT, held)
    people.check_employments(by, held.client_id, [employment_id])
    setup.check_days(as_of, None)
    pack = engine.pack(held.pack)
    if OpeningBalance.objects.filter(employment_id=employment_id, pack=pack.code, as_of=as_of).exists():
        raise Conflict("BALANCE_HELD", f"There are balances as of {as_of} already.", field="as_of")
    check_balances(pack, values)
    made = OpeningBalance.objects.create(
        client_id=held.client_id,
        employment_id=employment_id,
        pack=pack.code,
        as_of=as_of,
        values=values,
        source=source[:120],
    )
    journal.record(by, OPENING_SET, made, {"as_of": as_of, "balances": sorted(values)})
    return made
