"""Payroll set up: groups and calendars, the client's elements, members, tax facts, recurring lines, balances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from openhro.core.actor import Actor
from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.balances import opening
from openhro.demo.inputs import Span
from openhro.demo.screen import Bar
from openhro.demo.steps.arrivals import SET_UP, Arrival, arrive
from openhro.demo.story import day, employer
from openhro.demo.world import World, moment
from openhro.payroll import services
from openhro.payroll.queries import GroupView

CLIENT = "halden"
BEFORE = date(2026, 1, 1)
TAKEN_OVER = date(2026, 10, 1)


def tell(world: World, bar: Bar) -> None:
    """Groups, calendars and elements; then everything that a first run needs."""
    groups = world.story["groups"]
    bar.total(2 * len(groups))
    for group in groups:
        _group(world, group)
        bar.add(1, group["name"])
        _elements(world, group["pack"])
        bar.add(1)
    arrive(world, bar, moment(TAKEN_OVER))


def arrivals(world: World) -> Iterator[Arrival]:
    """Members with their lines, tax facts and opening balances of every group."""
    begins = [BEFORE, *world.story.months]
    for group in world.story["groups"]:
        for first, after in zip(begins, [*begins[1:], date.max], strict=True):
            came = moment(SET_UP if first == BEFORE else first - timedelta(days=7), 11)
            span = (first, after)
            yield Arrival(came, f"members of {group['code']}", partial(_members, world, group, span, came))
            yield Arrival(came, f"tax facts of {group['code']}", partial(_facts, world, group, span, came))
        yield Arrival(moment(TAKEN_OVER), f"balances of {group['code']}", partial(_balances, world, group))


def _group(world: World, group: dict[str, Any]) -> None:
    client_id = world.client(CLIENT)
    with world.acting("nina", moment(SET_UP, 9)) as by:
        if found.group(by, client_id, group["code"]):
            world.found["pay group"] += 1
            return
        plain = ("code", "name", "country", "pack", "currency", "frequency", "zone", "originator")
        ours, theirs = group.get("provider_entity"), group.get("entity")
        new = services.NewGroup(
            client_id=client_id,
            **{name: group[name] for name in plain},
            entity_id=world.entity(CLIENT, theirs) if theirs else None,
            provider_entity_id=world.provider_entity(ours) if ours else None,
            accounts=group.get("accounts", {}),
        )
        made = services.add_group(by, new)
        calendar = group["calendar"]
        leads = {name: calendar[name] for name in calendar if name.endswith("_lead")}
        plan = services.Plan(group["frequency"], group["country"], group["zone"], pay_day=calendar["pay_day"], **leads)
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


def _held(world: World, by: Actor, group: dict[str, Any]) -> GroupView:
    """The pay group, which has been set up by now."""
    held = found.group(by, world.client(CLIENT), group["code"])
    assert held is not None
    return held


def _members(world: World, group: dict[str, Any], span: tuple[date, date], came: datetime) -> None:
    """Those who join in a time, and the recurring lines that begin in it."""
    people, (first, after) = world.story.of_entity(employer(group)), span
    joining = [one for one in people if (one.start >= first or first == BEFORE) and one.start < after]
    lines = [(one.id, line) for one in people for line in one.recurring if first <= max(line.start, BEFORE) < after]
    client_id = world.client(CLIENT)
    with world.acting("nina", came) as by:
        jobs, held = found.employments(by, client_id), found.with_recurring(client_id)
        elements, pay_group = found.elements(client_id, group["pack"]), _held(world, by, group)
        new = services.add_members(by, pay_group.id, [(jobs[one.id], one.start, None) for one in joining])
        if new:
            world.made["member"] += new
        for who, line in lines:
            if (jobs[who], elements[line.element], line.start) not in held:
                element = elements[line.element]
                services.set_recurring(by, jobs[who], element, line.minor, start=line.start, last=line.last)
                world.made["recurring line"] += 1


def _facts(world: World, group: dict[str, Any], span: tuple[date, date], came: datetime) -> None:
    """Tax facts from a file: what is known when payroll is taken over, then what came each month."""
    people, (first, after) = world.story.of_entity(employer(group)), span
    rows = [(one.id, start, facts) for one in people for start, facts in one.facts]
    names = sorted({name for _, _, facts in rows for name in facts})
    suffix = "" if first == BEFORE else f"-{first:%Y-%m}"
    mine = [
        [who, start, *(facts.get(name, "") for name in names)] for who, start, facts in rows if first <= start < after
    ]
    if mine:
        name = f"tax-facts-{employer(group)}{suffix}.csv"
        _import(world, group, (name, ["employment", "from", *names], mine), services.import_tax_facts, came)


def _import(
    world: World, group: dict[str, Any], file: tuple[str, list[str], list[Any]], service: Any, came: Any
) -> None:
    """Write a file and have it taken, once."""
    name, header, table = file
    client_id = world.client(CLIENT)
    path = files.write(world.out / "inputs" / name, header, table)
    kind = {"tax": "payroll.tax_facts", "ope": "payroll.opening_balances"}[name[:3]]
    with world.acting("nina", came) as by:
        if found.imported(client_id, kind, name):
            world.found["payroll file"] += 1
            return
        report = service(by, _held(world, by, group).id, path.read_bytes(), name, services.Options(dry_run=False))
    files.check(report)
    world.made["payroll file"] += 1


def _balances(world: World, group: dict[str, Any]) -> None:
    """What the old system paid this tax year, from its register."""
    name = f"opening-balances-{employer(group)}.csv"
    with scope(world.actor("nina")) as by:
        last = TAKEN_OVER - timedelta(days=1)
        rows = found.periods(by, world.client(CLIENT), group["code"], BEFORE, last)
        there = found.imported(world.client(CLIENT), "payroll.opening_balances", name)
    as_of = rows[-1].pay_date
    header, table = ["employment", "as_of"], []
    if not (there and (world.out / "inputs" / name).exists()):
        spans = [Span(row.start, row.end, row.pay_date) for row in rows]
        names, balances = opening(world.story, group, spans)
        table = [[who, as_of, *(given.get(name, "") for name in names)] for who, given in balances.items()]
        header += names
    _import(world, group, (name, header, table), services.import_opening_balances, moment(TAKEN_OVER))
