"""The last chapter: the journal's entries are told to whom they concern, and linked into each client's chain."""

from __future__ import annotations

from openhro.clients import queries
from openhro.core import journal
from openhro.core.scope import scope
from openhro.demo import found, worker
from openhro.demo.screen import Bar
from openhro.demo.world import World


def tell(world: World, bar: Bar) -> None:
    """Be the worker for what waits, then walk every chain."""
    with scope(world.actor("system")) as by:
        clients = list(queries.clients(by).values_list("pk", flat=True))
        waiting = found.unsealed()
    bar.total(len(clients) + 2)
    if waiting:
        worker.work_until(lambda: True)
    bar.add(1)
    for client in [*clients, None]:
        with scope(world.actor("system")):
            verdict = journal.verify(client)
        if verdict.faults:
            raise RuntimeError(f"The journal does not hold: {verdict.faults[0]}")
        world.found["journal entry"] += verdict.held
        bar.add(1)
