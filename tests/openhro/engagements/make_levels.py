"""Things that a service level counts, told by a metric of the tests' own; and months that go by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements.make_engagements import World, act

from openhro.core import clock
from openhro.core.actor import system
from openhro.core.ids import uuid7
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import Engagement, LevelEvidence, LevelExclusion, LevelSet, Measurement, ServiceLevel
from openhro.engagements.services.levels import Item, metric

_told: dict[UUID, list[Item]] = {}


broken: set[UUID] = set()
"""Clients of whom nothing can be told."""


def _measured(by, client_id, start, end):
    if client_id in broken:
        raise RuntimeError("The calls cannot be read.")
    return [item for item in _told.get(client_id, []) if start <= item.at < end]


metric("test_calls", "Calls taken", "calls", measured=_measured, functions=("er",))


def instant(text: str) -> datetime:
    """An instant in UTC from "2026-11-03 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def happened(at: World, month: date, met: int, missed: int = 0, *, scope_item_id: UUID | None = None) -> list[Item]:
    """So many things of a month, on its 10th."""
    on = datetime(month.year, month.month, 10, 12, tzinfo=UTC)
    made = [
        Item(uuid7(), "call", f"call {number}", number < met, "", False, on, scope_item_id, "It took a while.", "/x/")
        for number in range(met + missed)
    ]
    _told.setdefault(at.client.pk, []).extend(made)
    return made


def promised(at: World, *levels, head: dict | None = None, **values) -> Engagement:
    """A contract at work since spring that promises these levels; by default one of 97 % with a weight of 25 %."""
    made = make.reviewed(at, **head or {})
    terms = make.levels(*(levels or (calls(),)), **values)
    act(at.em, services.set_levels, made.pk, terms)
    act(at.ca, services.sign, made.pk, "client")
    act(at.pa, services.sign, made.pk, "provider")
    act(at.em, services.start_transition, made.pk)
    return act(at.pa, services.go_live, make.ready(at, made).pk, made.effective_from)


def calls(target: str = "97.00", weight: str = "25", **values):
    """A promise of the tests' metric."""
    return make.level("test_calls", target, weight, **values)


def after(month: date, day: int = 8) -> datetime:
    """Some days after a month's end."""
    year, number = divmod(month.year * 12 + month.month, 12)
    return datetime(year, number + 1, day, 9, tzinfo=UTC)


def measured(at: World, engagement: Engagement, month: date, by=None) -> list[Measurement]:
    """Measure a month, after it is over."""
    with clock.travel(after(month)):
        return act(by or at.em, services.measure_month, engagement.pk, month)


def closed(at: World, engagement: Engagement, month: date) -> Measurement:
    """Close a month some days after its end; its only level."""
    with clock.travel(after(month)):
        return act(at.em, services.close_month, engagement.pk, month)[0]


def gone_by(at: World, engagement: Engagement, start: date, *months: tuple[int, int]) -> list[Measurement]:
    """Months in a row with so many met and missed, each closed."""
    found, month = [], start
    for met, missed in months:
        happened(at, month, met, missed)
        found.append(closed(at, engagement, month))
        month = after(month, 1).date()
    return found


def rows_of(measurement: Measurement) -> list[LevelEvidence]:
    with scope(system()):
        return list(LevelEvidence.objects.filter(measurement=measurement))


def written() -> list:
    """Everything that levels keep."""
    tables = [LevelSet, ServiceLevel, Measurement, LevelEvidence, LevelExclusion, JournalEntry, Engagement]
    with scope(system()):
        return [list(table.objects.order_by("pk").values_list()) for table in tables]


def refused(kind, by, service, *args, **kwargs):
    """The refusal of a call, after making sure that it wrote nothing at all."""
    before = written()
    try:
        act(by, service, *args, **kwargs)
    except kind as caught:
        assert written() == before
        return caught
    raise AssertionError(f"{service.__name__} was not refused")
