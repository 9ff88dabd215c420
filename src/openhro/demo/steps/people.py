"""The people: files written as the client would send them, then imported on the days on which they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.screen import Bar
from openhro.demo.steps import cast
from openhro.demo.steps.arrivals import SET_UP, Arrival, arrive
from openhro.demo.story import Employee
from openhro.demo.world import World, moment
from openhro.people import services

CLIENT = "halden"
TAKEN_ON = date(2026, 3, 2)
FIRST_MONTH = date(2026, 3, 1)
KNOWN_LEAVERS = date(2026, 11, 4)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: what is in it, and when it came."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    came: datetime


def sheets(people: Sequence[Employee], until: date) -> Iterator[Sheet]:
    """Everybody who is here when the work is taken over; joiners month by month; changes; leavers."""
    old = [one for one in people if one.start < FIRST_MONTH]
    for entity, suffix in (("HAL-US", "csv"), ("HAL-UK", "xlsx")):
        rows = [files.person_row(one) for one in old if one.entity == entity]
        yield Sheet(f"people-{entity}.{suffix}", files.PEOPLE, rows, moment(TAKEN_ON))
    month = FIRST_MONTH
    while month <= until:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        came, last = moment(max(TAKEN_ON + timedelta(days=1), month - timedelta(days=8))), after - timedelta(days=1)
        joiners = [files.person_row(one) for one in people if month <= one.start <= last]
        if joiners:
            yield Sheet(f"joiners-{month:%Y-%m}.csv", files.PEOPLE, joiners, came)
        changes = [row for one in people for row in files.change_rows(one, month, last)]
        if changes:
            yield Sheet(f"changes-{month:%Y-%m}.csv", files.CHANGES, changes, came)
        month = after
    leavers = [files.leaver_row(one) for one in people if one.end]
    yield Sheet("leavers-2026-11.csv", files.CHANGES, leavers, moment(KNOWN_LEAVERS))


def arrivals(world: World) -> Iterator[Arrival]:
    """Every file, on the day on which it comes."""
    for sheet in sheets(world.story.people, world.story.run_until):
        yield Arrival(sheet.came, sheet.name, partial(_take, world, sheet))


def tell(world: World, bar: Bar) -> None:
    """What came before payroll was set up; the rest comes between the pay runs."""
    arrive(world, bar, moment(SET_UP), fresh=True)


def _take(world: World, sheet: Sheet) -> None:
    """Write a file, import it once, and link the logins of who is new."""
    path = files.write(world.out / "inputs" / sheet.name, sheet.header, sheet.rows)
    with scope(world.actor("nina")):
        taken = found.imported(world.client(CLIENT), "people", sheet.name)
    if taken:
        world.found["people file"] += 1
        return
    report = world.act(
        "nina", sheet.came, services.import_people, world.client(CLIENT), path.read_bytes(), sheet.name,
        services.Options(dry_run=False),
    )  # fmt: skip
    files.check(report)
    world.made["people file"] += 1
    world.made["person"] += report.created
    for client in world.story["clients"]:
        if client["employee_users"]:
            cast.link(world, client)
