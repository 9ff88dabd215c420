"""The transition plan: waves, tasks that wait for tasks, and the log of risks, assumptions, issues and dependencies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid
from openhro.engagements.rules.scope import Days
from openhro.engagements.rules.terms import check_words

RAID_KINDS: dict[str, Promise] = {
    "risk": gettext_lazy("Risk"),
    "assumption": gettext_lazy("Assumption"),
    "issue": gettext_lazy("Issue"),
    "dependency": gettext_lazy("Dependency"),
}
SEVERITIES: dict[int, Promise] = {1: gettext_lazy("Low"), 2: gettext_lazy("Medium"), 3: gettext_lazy("High")}
SIDES: dict[str, Promise] = {"client": gettext_lazy("Client"), "provider": gettext_lazy("Provider")}


@dataclass(frozen=True, slots=True)
class WaveTerms:
    """What goes live together, and when. No functions: all in scope."""

    name: str
    go_live: date
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """A task with its days, both included, who does it, and the tasks that must be done before."""

    name: str
    start: date
    last_day: date
    owner: str = ""
    side: str = "provider"
    wave_id: UUID | None = None
    needs: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class RaidTerms:
    """A risk, assumption, issue or dependency, with who looks after it and by when."""

    kind: str
    title: str
    detail: str = ""
    owner: str = ""
    severity: int = 2
    due: date | None = None


def check_wave(terms: WaveTerms) -> None:
    """A wave has a name and a day."""
    _check_named(terms.name, "name")
    Days.to_last(terms.go_live, terms.go_live, "go_live")


def check_task(terms: TaskTerms) -> None:
    """A task has a name, an owner's side, and does not end before it starts."""
    _check_named(terms.name, "name")
    check_words({"owner": terms.owner}, 120)
    Days.to_last(terms.start, terms.last_day)
    if terms.side not in SIDES:
        raise Invalid("SIDE_UNKNOWN", _("Say who does it: client or provider."), field="side")


def check_raid(terms: RaidTerms) -> None:
    """An entry has a kind, a title, and how bad it is."""
    if terms.kind not in RAID_KINDS:
        raise Invalid("KIND_UNKNOWN", _("The kind is one of %s.") % ", ".join(RAID_KINDS), field="kind")
    _check_named(terms.title, "title")
    check_words({"owner": terms.owner}, 120)
    check_words({"detail": terms.detail.replace("\n", " ").replace("\r", " ")}, 2000)
    if terms.severity not in SEVERITIES:
        raise Invalid("SEVERITY_INVALID", _("The severity is 1 (low), 2 or 3 (high)."), field="severity")
    if terms.due is not None:
        Days.to_last(terms.due, terms.due, "due")


def _check_named(name: str, field: str) -> None:
    if not name.strip():
        raise Invalid("NAME_REQUIRED", _("Say what it is called."), field=field)
    check_words({field: name}, 160)


def check_no_cycle(task: UUID, needs: Mapping[UUID, Collection[UUID]], names: Mapping[UUID, str]) -> None:
    """Refuse a task that would, in the end, wait for itself; the answer names the way round."""
    came_from: dict[UUID, UUID] = {}
    open_ = [task]
    while open_ and task not in came_from:
        at = open_.pop()
        for following in needs.get(at, ()):
            if following not in came_from:
                came_from[following] = at
                open_.append(following)
    if task in came_from:
        way = [came_from[task]]
        while way[-1] != task:
            way.append(came_from[way[-1]])
        round_ = [names.get(one, "?") for one in [*reversed(way), task]]
        raise Conflict(
            "DEPENDENCY_CYCLE",
            _("These tasks would wait for each other: %s. Take one of the dependencies away.") % " → ".join(round_),
            field="needs",
            detail={"round": round_},
        )


def too_early(start: date, ends: Mapping[str, date]) -> list[str]:
    """The names of needed tasks that end on or after the day on which this one starts."""
    return [name for name, last in ends.items() if last >= start]
