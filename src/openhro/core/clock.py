"""The one place that knows what time it is. Deadlines are in `clocks`, calendars in `calendars`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_travelled: ContextVar[datetime | None] = ContextVar("openhro_now", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _travelled.get() or datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """The date in a zone at this instant."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Stand at another instant: the demo's story and the tests tell their dates with it."""
    if to.tzinfo is None:
        raise ValueError("travel needs an aware instant.")
    token = _travelled.set(to)
    try:
        yield
    finally:
        _travelled.reset(token)
