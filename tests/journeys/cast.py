"""The demo's people on the eve of a month: Halden's UK payroll, October closed and invoiced, November to be played."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from rich.console import Console

from openhro.core.scope import scope
from openhro.demo import files, found
from openhro.demo.inputs import COLUMNS
from openhro.demo.screen import Screen
from openhro.demo.steps import cast, contracts, counted, invoices, payroll, people, runs
from openhro.demo.story import Story
from openhro.demo.world import World
from openhro.payroll.queries import PeriodView

GROUP = "hal-uk"
FEW = {"HAL-US": 2, "HAL-UK": 4}
LINES = [
    ["HAL-UK-0001", "bonus", "NOV-1", "", "150.00", "Patent award"],
    ["HAL-UK-0002", "expenses", "NOV-2", "", "42.50", "Train to Denver House"],
]


@dataclass
class Eve:
    """What the journey begins with: the world, November's period, the job of somebody who is not Tom, the client's file."""

    world: World
    period: PeriodView
    other: UUID
    file: Path


def eve(out: Path) -> Eve:
    """The demo's story up to the end of October, of one country and few people."""
    story = Story.load(FEW)
    story.raw["groups"] = [group for group in story.raw["groups"] if group["code"] == GROUP]
    story.raw["months"] = ["2026-10-01"]
    world, screen = World(story, out), Screen(Console(file=io.StringIO()))
    for chapter in (cast, contracts, people, payroll, runs, counted, invoices):
        with screen.step(chapter.__name__) as bar:
            chapter.tell(world, bar)
    with scope(world.actor("nina")) as by:
        [period] = found.periods(by, world.client("halden"), GROUP, date(2026, 11, 1), date(2026, 11, 30))
        other = found.employments(by, world.client("halden"))["HAL-UK-0002"]
    return Eve(world, period, other, files.write(out / "inputs" / "november.csv", COLUMNS, LINES))
