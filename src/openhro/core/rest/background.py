"""Jobs with their progress, one's own notices, and the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core import jobs, journal, notices
from openhro.core.models import JournalEntry
from openhro.core.rest.requests import by_of
from openhro.core.rest.router import Router
from openhro.core.rest.schemas import Body, Page, Reply, rows_page

jobs_router, notices_router, journal_router = Router(), Router(), Router()


class Job(Reply):
    """Long work: what, for which record, how far, and what came of it."""

    id: UUID
    client_id: UUID
    kind: str = Field(examples=["payroll.calculate"])
    object_id: str
    state: str = Field(description="queued, running, done, failed or cancelled.")
    done: int
    total: int
    unit: str
    message: str
    cancel_asked: bool
    made_by: UUID | None
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@jobs_router.read("/jobs", Page[Job])
def list_jobs(
    request: HttpRequest, client_id: UUID | None = None, object_id: UUID | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Jobs, newest first; `object_id` narrows to those of one record, such as a pay run."""
    rows = jobs.readable(by_of(request), client_id)
    return rows_page(rows.filter(object_id=str(object_id)) if object_id else rows, ["-pk"], cursor, limit)


@jobs_router.read("/jobs/{job_id}", Job)
def get_job(request: HttpRequest, job_id: UUID) -> Any:
    """One job with its progress."""
    return jobs.one(by_of(request), job_id)


@jobs_router.act("/jobs/{job_id}/actions/cancel", Job)
def cancel_job(request: HttpRequest, job_id: UUID) -> Any:
    """Ask a job to stop at its next step; what it has done so far stays."""
    return jobs.ask_to_cancel(by_of(request), job_id)


class Notice(Reply):
    """A line in one's bell."""

    id: UUID
    client_id: UUID
    text: str
    url: str
    made_at: datetime
    read_at: datetime | None


class Reading(Body):
    """Which notices were read; null is all."""

    ids: list[UUID] | None = Field(None, max_length=500)


class ReadCount(Reply):
    """How many notices were new."""

    read: int


@notices_router.read("/notices", Page[Notice])
def list_notices(
    request: HttpRequest, unread: bool = False, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """One's own notices, newest first."""
    rows = notices.mine(by_of(request))
    return rows_page(rows.filter(read_at=None) if unread else rows, ["-pk"], cursor, limit)


@notices_router.act("/notices/actions/mark_read", ReadCount)
def mark_notices_read(request: HttpRequest, given: Reading) -> Any:
    """Mark some of one's own notices read, or all."""
    return {"read": notices.mark_read(by_of(request), given.ids)}


class Entry(Reply):
    """An entry of the journal."""

    id: int
    client_id: UUID | None
    at: datetime
    actor: UUID | None = Field(description="The user; null is the product itself.")
    actor_name: str
    via: str = Field(description="web, rest, import, job or command.")
    event: str
    tells: str = Field(description="The event in plain words.")
    object_type: str
    object_id: str
    data: dict[str, Any]

    @staticmethod
    def resolve_tells(row: JournalEntry) -> str:
        told = journal.EVENTS.get(row.event)
        return told.tells if told else row.event


@journal_router.read("/journal", Page[Entry])
def list_journal(
    request: HttpRequest, client_id: UUID, object_id: str = "", event: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """A client's journal, newest first: of one record, of one event, or whole."""
    rows = journal.entries(by_of(request), client_id, object_id=object_id, event=event)
    return rows_page(rows, ["-pk"], cursor, limit)


class Event(Reply):
    """An event that the journal knows, and that a webhook can ask for."""

    name: str
    tells: str


@journal_router.read("/events", Page[Event])
def list_events(request: HttpRequest) -> Any:
    """Every event by name."""
    return {"items": [journal.EVENTS[name] for name in sorted(journal.EVENTS)], "next": None}
