"""Payroll set up: groups and calendars, the client's elements, members, tax facts, recurring lines, balances."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.balances import opening
from openhro.demo.inputs import Span
from openhro.demo.screen import Bar
from openhro.demo.story import day
from openhro.demo.world import World, moment
from openhro.payroll import services
from openhro.payroll.rules.calendar import Plan

CLIENT = "halden"
SET_UP = date(2026, 9, 7)


def tell(world: World, bar: Bar) -> None:
    """Everything a first run needs."""
    groups = world.story["groups"]
    live = [group for group in groups if group["pack"] in world.story["elements"]]
    people = sum(len(world.story.of_entity(group["entity"])) for group in live)
    bar.total(len(groups) + len(live) * 5 + people)
    for group in groups:
        _group(world, group)
        bar.add(1, group["name"])
    for group in live:
        _elements(world, group["pack"])
        bar.add(1)
        _members(world, bar, group)
        _facts(world, bar, group)
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
    """Membership and recurring lines, when payroll is set up or some days before somebody starts."""
    client_id, people = world.client(CLIENT), world.story.of_entity(group["entity"])
    with scope(world.actor("nina")) as by:
        jobs, lines = found.employments(by, client_id), found.with_recurring(client_id)
        elements, held = found.elements(client_id, group["pack"]), found.group(client_id, group["code"])
    for one in people:
        with world.acting("nina", moment(max(SET_UP, one.start - timedelta(days=4)), 11)) as by:
            world.made["member"] += services.add_members(by, held.pk, [(jobs[one.id], one.start, None)])
            for line in one.recurring:
                if (jobs[one.id], elements[line.element], line.start) not in lines:
                    services.set_recurring(
                        by, jobs[one.id], elements[line.element], line.minor, start=line.start, last=line.last
                    )
                    world.made["recurring line"] += 1
        bar.add(1, one.name)


def _facts(world: World, bar: Bar, group: dict[str, Any]) -> None:
    """Tax facts from files: what is known when payroll is taken over, then what came each month."""
    people = world.story.of_entity(group["entity"])
    rows = [(one.id, start, facts) for one in people for start, facts in one.facts]
    names = sorted({name for _, _, facts in rows for name in facts})
    begins = [date(2026, 1, 1), *world.story.months]
    for first, after in zip(begins, [*begins[1:], date.max], strict=True):
        mine = [row for row in rows if first <= row[1] < after]
        suffix = "" if first == begins[0] else f"-{first:%Y-%m}"
        table = [[who, start, *(facts.get(name, "") for name in names)] for who, start, facts in mine]
        if table:
            came = moment(SET_UP if not suffix else first - timedelta(days=7), 12)
            name = f"tax-facts-{group['entity']}{suffix}.csv"
            _import(world, group, (name, ["employment", "from", *names], table), services.import_tax_facts, came)
        bar.add(1, "tax facts")


def _import(world: World, group: dict[str, Any], file: tuple[str, list[str], list[Any]], service: Any, came: Any) -> None:
    """Write a file and have it taken, once."""
    name, header, table = file
    client_id = world.client(CLIENT)
    path = files.write(world.out / "inputs" / name, header, table)
    kind = {"tax": "payroll.tax_facts", "ope": "payroll.opening_balances"}[name[:3]]
    with world.acting("nina", came) as by:
        if found.imported(client_id, kind, name):
            world.found["payroll file"] += 1
            return
        held = found.group(client_id, group["code"])
        report = service(by, held.pk, path.read_bytes(), name, services.Options(dry_run=False))
    files.check(report)
    world.made["payroll file"] += 1


def _balances(world: World, bar: Bar, group: dict[str, Any]) -> None:
    """What the old system paid this tax year, from its register."""
    taken_over = day(group["taken_over"])
    name = f"opening-balances-{group['entity']}.csv"
    with scope(world.actor("nina")):
        held = found.group(world.client(CLIENT), group["code"])
        rows = found.periods(held.pk, date(2026, 1, 1), taken_over - timedelta(days=1))
        there = found.imported(world.client(CLIENT), "payroll.opening_balances", name)
    as_of = rows[-1].pay_date
    header, table = ["employment", "as_of"], []
    if not (there and (world.out / "inputs" / name).exists()):
        spans = [Span(row.start, row.end, row.pay_date) for row in rows]
        names, balances = opening(world.story, group, spans)
        table = [[who, as_of, *(given.get(name, "") for name in names)] for who, given in balances.items()]
        header += names
    came = moment(as_of + timedelta(days=1), 12)
    _import(world, group, (name, header, table), services.import_opening_balances, came)
    bar.add(1, "opening balances")
