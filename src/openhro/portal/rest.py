"""What reads across the functions: deadlines with their explanation, one's day by clock, and search."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core import deadlines
from openhro.core.rest import TAGS, Page, Reply, Router, Step, by_of, listed, rows_page
from openhro.portal import queries

TAGS["deadlines"] = "What must be done by when, and how each due time came about."
TAGS["search"] = "One search over people, pay runs, engagements and clients."

router, search_router = Router(tags=["deadlines"]), Router(tags=["search"])
router.add_router("", search_router)


class Deadline(Reply):
    """A clock on a record: what must happen, by when, and how it went."""

    id: UUID
    client_id: UUID
    object_id: str
    kind: str = Field(examples=["payroll.approve"])
    title: str
    function: str
    owner_role: str = Field(description="Who must act.")
    url: str
    due_at: datetime
    stopped_at: datetime | None


class Hit(Reply):
    """Something found, and where it is."""

    kind: str = Field(description="people, runs, engagements or clients.")
    title: str
    detail: str
    url: str


class Queue(Reply):
    """One's day by clock. `waiting` is what others must do first; `counts` are whole, the lists have 200 at most."""

    now: datetime
    late: list[Deadline]
    today: list[Deadline]
    week: list[Deadline]
    waiting: list[Deadline]
    counts: dict[str, int]


@router.read("/deadlines", Page[Deadline])
def list_deadlines(
    request: HttpRequest, client_id: UUID | None = None, object_id: UUID | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """What is still to be done in the functions that one works in, most urgent first."""
    rows = queries.open_deadlines(by_of(request), client_id)
    return rows_page(rows.filter(object_id=str(object_id)) if object_id else rows, ["due_at", "pk"], cursor, limit)


@router.read("/deadlines/{deadline_id}", Deadline)
def get_deadline(request: HttpRequest, deadline_id: UUID) -> Any:
    """One deadline."""
    return queries.deadline(by_of(request), deadline_id)


@router.read("/deadlines/{deadline_id}/explain", Page[Step])
def explain_deadline(request: HttpRequest, deadline_id: UUID) -> Any:
    """How the due time came about: start, windows, holidays, pauses; a planned instant says where it comes from."""
    found = queries.deadline(by_of(request), deadline_id)
    steps = [{"text": step.text, "detail": _detail(step)} for step in deadlines.explain(found)]
    because = {"text": str(found.clock.get("because", "")), "detail": {"due_at": found.due_at.isoformat()}}
    return listed(steps or [because])


def _detail(step: Any) -> dict[str, Any]:
    return {"kind": str(step.kind), "at": step.at.isoformat() if step.at else None}


@router.read("/today", Queue)
def get_today(request: HttpRequest, client_id: UUID | None = None) -> Any:
    """One's own queue: late, due today, due this week, and what waits for others."""
    return queries.queue(by_of(request), client_id)


@search_router.read("/search", Page[Hit])
def search(request: HttpRequest, q: str = Query(max_length=200)) -> Any:
    """What begins with these words, each kind within what one may see, 20 at most of each."""
    found = queries.search(by_of(request), q)
    return listed(
        {"kind": kind, "title": hit.title, "detail": hit.detail, "url": hit.url}
        for kind in found
        for hit in found[kind]
    )
