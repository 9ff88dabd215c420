"""States of a request and the moves between them; also the words of channels, articles and audiences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, illegal_move

STATES: dict[str, Promise] = {
    "new": gettext_lazy("New"),
    "open": gettext_lazy("Open"),
    "pending_requester": gettext_lazy("Waiting for an answer"),
    "pending_third_party": gettext_lazy("Waiting for somebody else"),
    "on_hold": gettext_lazy("On hold"),
    "resolved": gettext_lazy("Resolved"),
    "closed": gettext_lazy("Closed"),
    "merged": gettext_lazy("Merged"),
    "cancelled": gettext_lazy("Cancelled"),
}
CHANNELS: dict[str, Promise] = {
    "portal": gettext_lazy("Portal"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "chat": gettext_lazy("Chat"),
    "api": gettext_lazy("Program"),
}
AUDIENCES: dict[str, Promise] = {
    "everybody": gettext_lazy("Everybody"),
    "managers": gettext_lazy("Managers and HR"),
    "desk": gettext_lazy("The desk only"),
}
ARTICLE_STATES: dict[str, Promise] = {
    "draft": gettext_lazy("Draft"),
    "published": gettext_lazy("Published"),
    "retired": gettext_lazy("Retired"),
}
WAITING = ("pending_requester", "pending_third_party", "on_hold")
ACTIVE = ("new", "open", *WAITING)

MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "take": (ACTIVE, ""),
    "assign": (ACTIVE, ""),
    "answer": (ACTIVE, "open"),
    "note": ((*ACTIVE, "resolved", "closed"), ""),
    "prioritise": (ACTIVE, ""),
    "recategorise": (ACTIVE, ""),
    "wait_for_requester": (ACTIVE, "pending_requester"),
    "wait_for_third_party": (ACTIVE, "pending_third_party"),
    "hold": (ACTIVE, "on_hold"),
    "resume": (WAITING, "open"),
    "resolve": (ACTIVE, "resolved"),
    "reopen": (("resolved", "closed"), "open"),
    "close": (("resolved",), "closed"),
    "cancel": (ACTIVE, "cancelled"),
    "merge": (ACTIVE, "merged"),
    "ask_again": (ACTIVE, ""),
    "add_task": (ACTIVE, ""),
    "do_task": (ACTIVE, ""),
    "share": ((*ACTIVE, "resolved"), ""),
    "rate": (("resolved", "closed"), ""),
}
"""From which states a move goes, and where it leads; empty: it stays (a waiting request that is answered opens)."""

ALLOWED = {state: [name for name, (sources, _to) in MOVES.items() if state in sources] for state in STATES}


def moved(state: str, move: str) -> str:
    """The state after a move, or 409 with the moves that there are."""
    sources, target = MOVES[move]
    if state not in sources:
        raise illegal_move("request", state, move, ALLOWED[state])
    return target or state


USUAL_REOPEN_DAYS = 10


class Days(Protocol):
    """What a policy says of reopening."""

    reopen_within_days: int


def reopen_days(policy: Days | None) -> int:
    """For how many days a resolved request can be reopened; the usual ones where no policy says it."""
    return policy.reopen_within_days if policy else USUAL_REOPEN_DAYS


def check_reopen(resolved_at: datetime, now: datetime, days: int) -> None:
    """Within so many days of the resolution."""
    if now > resolved_at + timedelta(days=days):
        raise Conflict(
            "REOPEN_TOO_LATE",
            _("This was resolved more than %(days)s days ago. Raise a new request and name this one.") % {"days": days},
            detail={"until": (resolved_at + timedelta(days=days)).isoformat()},
        )


def over(state: str, resolved_at: datetime | None, now: datetime, days: int) -> bool:
    """Whether nothing can be added to a request any more: it was cancelled, or resolved longer ago than that."""
    late = resolved_at is not None and now > resolved_at + timedelta(days=days)
    return state == "cancelled" or (state in ("resolved", "closed") and late)


def closes_at(resolved_at: datetime, days: int) -> datetime:
    """When a resolved request closes by itself."""
    return resolved_at + timedelta(days=days)


def check_tasks(open_titles: Iterable[str]) -> None:
    """Nothing is resolved or closed while a task of it is open."""
    left = list(open_titles)
    if left:
        raise Conflict(
            "TASKS_OPEN", _("Tasks are still open: %s. Do them first.") % ", ".join(left), detail={"tasks": left}
        )
