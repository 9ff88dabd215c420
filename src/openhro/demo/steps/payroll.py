"""Payroll set up: groups and calendars, the client's elements, members, tax facts, recurring lines, balances."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.balances import opening
from openhro.demo.inputs import Span
from openhro.demo.screen import Bar
from openhro.demo.story import Employee, day
from openhro.demo.world import World, moment
from openhro.payroll import services
from openhro.payroll.rules.calendar import Plan

CLIENT = "halden"
SET_UP = date(2026, 9, 7)
ACCOUNTS = {"net": "2200", "tax": "2210", "pretax": "2220", "posttax": "2230", "employer": "6100"}


def tell(world: World, bar: Bar) -> None:
    """Everything a first run needs."""
    groups = world.story["groups"]
    live = [group for group in groups if group["pack"] in world.story["elements"]]
    people = sum(len(world.story.of_entity(group["entity"])) for group in live)
    bar.total(len(groups) + len(live) + 2 * people)
    for group in groups:
        _group(world, group)
        bar.add(1, group["name"])
    for group in live:
        _elements(world, group["pack"])
        bar.add(1)
        _members(world, bar, group)
        _balances(world, bar, group)


def _group(world: World, group: dict[str, Any]) -> None:
    client_id = world.client(CLIENT)
    with world.acting("nina", moment(SET_UP, 9)) as by:
        if found.group(client_id, group["code"]):
            world.found["pay group"] += 1
            return
        plain = ("code", "name", "country", "pack", "currency", "frequency", "zone", "originator")
        ours, theirs = group.get("provider_entity"), group.get("entity")
        new = services.NewGroup(
            client_id=client_id,
            **{name: group[name] for name in plain},
            entity_id=world.entity(CLIENT, theirs) if theirs else None,
            provider_entity_id=world.provider_entity(ours) if ours else None,
        )
        made = services.add_group(by, new)
        calendar = group["calendar"]
        leads = {name: calendar[name] for name in calendar if name.endswith("_lead")}
        plan = Plan(group["frequency"], group["country"], group["zone"], pay_day=calendar["pay_day"], **leads)
        services.add_periods(by, made.pk, plan, first=day(calendar["first"]), count=calendar["count"])
        world.made["pay group"] += 1


def _elements(world: World, pack: str) -> None:
    client_id = world.client(CLIENT)
    with world.acting("nina", moment(SET_UP, 10)) as by:
        held = found.elements(client_id, pack)
        for element in world.story["elements"][pack]:
            if element["code"] in held:
                world.found["pay element"] += 1
                continue
            values = {name: element[name] for name in ("category", "unit", "sort") if name in element}
            more = {"multiplier_micro": element.get("multiplier", 1_000_000), "gl_account": element.get("gl", "")}
            services.add_element(by, client_id, pack, element["code"], element["name"], **values, **more)
            world.made["pay element"] += 1


def _members(world: World, bar: Bar, group: dict[str, Any]) -> None:
    """Membership, tax facts and recurring lines, on the day before somebody starts or when payroll is set up."""
    client_id, people = world.client(CLIENT), world.story.of_entity(group["entity"])
    with scope(world.actor("nina")) as by:
        jobs = found.employments(by, client_id)
        facts, lines = found.with_facts(client_id), found.with_recurring(client_id)
        elements, held = found.elements(client_id, group["pack"]), found.group(client_id, group["code"])
    for one in people:
        when = moment(max(SET_UP, one.start - timedelta(days=4)), 11)
        with world.acting("nina", when) as by:
            job = jobs[one.id]
            world.made["member"] += services.add_members(by, held.pk, [(job, one.start, None)])
            _facts(world, by, one, job, group["pack"], facts.get(job, set()))
            _recurring(world, by, one, job, elements, lines)
        bar.add(1, one.name)


def _facts(world: World, by: Actor, one: Employee, job: UUID, pack: str, held: set[date]) -> None:
    for start, facts in one.facts:
        if start in held:
            world.found["tax facts"] += 1
        else:
            services.set_tax_facts(by, world.client(CLIENT), job, pack, facts, start=start)
            world.made["tax facts"] += 1


def _recurring(
    world: World, by: Actor, one: Employee, job: UUID, elements: dict[str, UUID], held: set[tuple[UUID, UUID, date]]
) -> None:  # fmt: skip
    for line in one.recurring:
        element = elements[line.element]
        if (job, element, line.start) not in held:
            services.set_recurring(by, job, element, line.minor, start=line.start, last=line.last)
            world.made["recurring line"] += 1


def _balances(world: World, bar: Bar, group: dict[str, Any]) -> None:
    """What the old system paid this tax year, from its file."""
    client_id, people = world.client(CLIENT), world.story.of_entity(group["entity"])
    taken_over = day(group["taken_over"])
    with scope(world.actor("nina")) as by:
        jobs, held = found.employments(by, client_id), found.with_opening(client_id)
        pay_group = found.group(client_id, group["code"])
        rows = found.periods(pay_group.pk, date(2026, 1, 1), taken_over - timedelta(days=1))
    spans = [Span(row.start, row.end, row.pay_date) for row in rows]
    as_of = spans[-1].pay_date
    path = world.out / "inputs" / f"opening-balances-{group['entity']}.csv"
    if not path.exists():
        names, balances = opening(world.story, group, spans)
        table = [[who, as_of, *(given.get(name, "") for name in names)] for who, given in balances.items()]
        files.write(path, ["employment_id", "as_of", *names], table)
    for row in files.rows_of(path):
        who = row.pop("employment_id")
        row.pop("as_of")
        if jobs[who] in held:
            world.found["opening balance"] += 1
            continue
        values = {name: text for name, text in row.items() if text}
        source = f"Register of the old system ({path.name})"
        when = moment(as_of + timedelta(days=1), 12)
        world.act(
            "nina", when, services.set_opening_balance, pay_group.pk, jobs[who], values, as_of=as_of, source=source
        )  # fmt: skip
        world.made["opening balance"] += 1
        bar.add(1, "opening balances")
    bar.add(len(people))
