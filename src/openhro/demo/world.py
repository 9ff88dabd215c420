"""Where the story happens: who acts, when, and the ids behind the story's codes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as hour_of_day
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor, Via, system
from openhro.core.scope import scope
from openhro.demo.story import Story


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of the story, in UTC."""
    return datetime.combine(day, hour_of_day(hour, minute), UTC)


@dataclass
class World:
    """One telling of the story: its data, the folder of its files, and what was made or found on the way."""

    story: Story
    out: Path
    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    refusals: list[Any] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    timetable: list[Any] | None = None
    _actors: dict[str, Actor] = field(default_factory=dict)
    _ids: dict[tuple[str, str], UUID] = field(default_factory=dict)

    @contextmanager
    def acting(self, who: str, when: datetime) -> Iterator[Actor]:
        """Be somebody at an instant; the block is one transaction."""
        with clock.travel(when):
            by = self.actor(who)
            with scope(by):
                yield by

    def act(self, who: str, when: datetime, service: Any, *args: Any, **values: Any) -> Any:
        """Call one service as somebody at an instant."""
        with self.acting(who, when) as by:
            return service(by, *args, **values)

    def actor(self, who: str) -> Actor:
        """A user of the story as actor; "system" is the product itself."""
        if who == "system":
            return system(Via.COMMAND)
        if who not in self._actors:
            self._actors[who] = clients.actor(get_user_model().objects.get(username=who), Via.COMMAND)
        return self._actors[who]

    def client(self, code: str) -> UUID:
        """A client's id."""
        return self._id("client", code, lambda by: clients.client(by, code).pk)

    def provider_entity(self, code: str) -> UUID:
        """The id of one of the provider's companies."""
        return self._id("provider", code, lambda by: clients.provider_entities(by).get(code=code).pk)

    def entity(self, client: str, code: str) -> UUID:
        """The id of a client's company."""
        client_id = self.client(client)
        return self._id("entity", code, lambda by: clients.entities(by, client_id).get(code=code).pk)

    def _id(self, kind: str, code: str, look: Any) -> UUID:
        if (kind, code) not in self._ids:
            with scope(system(Via.COMMAND)) as by:
                self._ids[kind, code] = look(by)
        return self._ids[kind, code]
