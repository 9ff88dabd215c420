"""How the desk does, each figure as one formula. Shares are hundredths of a per cent, half up; None is no data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clocked:
    """A clock that ended or was breached in the window, and whether it is left out with the client's consent."""

    met: bool
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A resolved request: how many public answers it took, and when it was reopened."""

    replies: int
    resolved_at: datetime
    reopened_at: datetime | None = None


def _share(part: int, whole: int) -> int | None:
    return (part * 20_000 + whole) // (2 * whole) if whole else None


def attainment(clocks: Sequence[Clocked]) -> int | None:
    """Met of met and breached; what is left out stands on neither side."""
    counted = [one for one in clocks if not one.left_out]
    return _share(sum(one.met for one in counted), len(counted))


def percentile(lengths: Sequence[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that so many per cent do not exceed. 50 is the (lower) median."""
    if not lengths:
        return None
    rank = -(-len(lengths) * percent // 100)
    return sorted(lengths)[max(rank, 1) - 1]


def reopen_rate(done: Sequence[Done]) -> int | None:
    """Reopened of resolved."""
    return _share(sum(one.reopened_at is not None for one in done), len(done))


def first_contact(done: Sequence[Done]) -> int | None:
    """Resolved with one public answer, and not reopened within seven days."""
    good = [one for one in done if one.replies == 1 and not _came_back(one)]
    return _share(len(good), len(done))


def _came_back(one: Done) -> bool:
    return one.reopened_at is not None and one.reopened_at - one.resolved_at <= 7 * DAY


def csat(scores: Sequence[int]) -> int | None:
    """Fours and fives of all answers."""
    return _share(sum(score >= 4 for score in scores), len(scores))


def deflection(views: int, followed: int) -> int | None:
    """Readings of articles that no request of the same reader followed, of all readings."""
    return _share(views - followed, views)


def backlog_age(opened: Sequence[datetime], now: datetime) -> int | None:
    """The mean age of what is open, in whole hours, rounded down."""
    if not opened:
        return None
    return sum((now - at for at in opened), timedelta()) // len(opened) // timedelta(hours=1)
