"""What comes next: the first run of each pay group after the story's months is open, and its clocks are running."""

from __future__ import annotations

from datetime import timedelta

from openhro.core.calendars import add_months
from openhro.core.scope import scope
from openhro.demo import found
from openhro.demo.screen import Bar
from openhro.demo.world import World, moment
from openhro.payroll import services

CLIENT = "halden"


def tell(world: World, bar: Bar) -> None:
    """Whoever signs in after the story finds work: inputs to collect, runs to lock."""
    first = add_months(world.story.months[-1], 1)
    groups = [group["code"] for group in world.story["groups"]]
    bar.total(len(groups))
    for code in groups:
        with scope(world.actor("nina")) as by:
            [period, *_] = found.periods(by, world.client(CLIENT), code, first, add_months(first, 1) - timedelta(1))
        if period.run_state:
            world.found["open run"] += 1
        else:
            world.act("nina", moment(first + timedelta(days=1), 9), services.open_run, period.id)
            world.made["open run"] += 1
        bar.add(1, f"{code} {period.pay_date}")
