"""The timetable: what comes on which day. The pay runs let come what is due by then, so that history is in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from openhro.demo.screen import Bar
from openhro.demo.world import World

SET_UP = date(2026, 9, 7)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file or a setting that comes at an instant; doing it twice does it once."""

    came: datetime
    name: str
    do: Callable[[], None]


def arrive(world: World, bar: Bar, until: datetime, *, fresh: bool = False) -> None:
    """Let everything come that is due by an instant and has not come in this telling."""
    due = [one for one in waiting(world) if one.came <= until]
    if fresh:
        bar.total(len(due))
    for one in due:
        bar.add(0, one.name)
        one.do()
        waiting(world).remove(one)
        if fresh:
            bar.add(1)


def waiting(world: World) -> list[Arrival]:
    """What has not come yet, in order."""
    if world.timetable is None:
        from openhro.demo.steps import payroll, people

        everything = [*people.arrivals(world), *payroll.arrivals(world)]
        world.timetable = sorted(everything, key=lambda one: one.came)
    return world.timetable
