"""The graph of managers: nobody is their own boss on any day, and nobody is left without one when a manager goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openhro.core.errors import Conflict, Invalid
from openhro.ui.formats import said


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to the day before `until` (None: for good)."""

    first: date
    until: date | None

    def common(self, other: Span) -> Span | None:
        """The days of both."""
        first = max(self.first, other.first)
        untils = [until for until in (self.until, other.until) if until is not None]
        until = min(untils, default=None)
        return Span(first, until) if until is None or first < until else None


@dataclass(frozen=True, slots=True)
class Edge:
    """Who manages, on which days."""

    manager: UUID
    span: Span


EdgesOf = Callable[[UUID], Iterable[Edge]]


def cycle(employee: UUID, manager: UUID, span: Span, edges_of: EdgesOf) -> Span | None:
    """The first days found on which `manager` works under `employee`, directly or not; None where never."""
    open_, seen = [(manager, span)], set()
    while open_:
        who, days = open_.pop()
        if who == employee:
            return days
        if (who, days) in seen:
            continue
        seen.add((who, days))
        for edge in edges_of(who):
            common = days.common(edge.span)
            if common:
                open_.append((edge.manager, common))
    return None


def check_no_cycle(employee: UUID, manager: UUID, span: Span, edges_of: EdgesOf) -> None:
    """Refuse a manager who works under the employee on any of the days."""
    found = cycle(employee, manager, span, edges_of)
    if found:
        raise Invalid(
            "MANAGER_CYCLE",
            f"This manager works under this employee on {said(found.first)}. Choose another, or move the manager "
            "first.",
            field="manager",
            detail={"from": str(found.first)},
        )


def check_manager_stays(name: str, start: date, last_day: date | None, span: Span) -> None:
    """A manager works on every day on which somebody reports to them."""
    lasts = last_day is None or (span.until is not None and span.until.toordinal() <= last_day.toordinal() + 1)
    if start > span.first or not lasts:
        dates = f"from {said(start)}" + (f" to {said(last_day)}" if last_day else "")
        raise Invalid(
            "MANAGER_NOT_ACTIVE", f"{name} works here {dates} only. Choose a manager for all the days.", field="manager"
        )


def undated_cycles(edges: dict[UUID, Sequence[UUID]]) -> set[UUID]:
    """Everybody on or above a loop when days are ignored: only these can have a cycle on some day."""
    waiting = {who: len(managers) for who, managers in edges.items()}
    under: dict[UUID, list[UUID]] = {}
    for who, managers in edges.items():
        for manager in managers:
            under.setdefault(manager, []).append(who)
    free = [manager for manager in under if not waiting.get(manager)]
    while free:
        for who in under.get(free.pop(), []):
            waiting[who] -= 1
            if not waiting[who]:
                free.append(who)
    return {who for who, count in waiting.items() if count}


def check_rehomed(reports: Sequence[tuple[str, str]]) -> None:
    """Refuse an end while people would still report to nobody; `reports` are their ids and names."""
    if reports:
        names = ", ".join(name for _, name in reports[:10]) + (" …" if len(reports) > 10 else "")
        raise Conflict(
            "REPORTS_NOT_REHOMED",
            f"{len(reports)} people would be left without a manager: {names}. Give them another one first.",
            field="rehome_to",
            detail=[{"employment": key, "name": name} for key, name in reports],
        )
