"""Jobs: long work in the background, with progress that a page shows, cancel, and resumption after a crash.

A job's body must be able to start again at any time: it does what is left to do. Progress is written outside the
work's own transaction, so that pages see it move.
"""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import procrastinate
import structlog
from django.db import connections, models, transaction
from procrastinate.contrib.django import app

from openhro.core import clock
from openhro.core.actor import Actor, Via, system
from openhro.core.errors import NotFound, Refused, illegal_move
from openhro.core.models import Job
from openhro.core.permission import in_clients, permit
from openhro.core.permissions import JOB_CANCEL, JOB_READ
from openhro.core.scope import scope

__all__ = [
    "Aside", "Cancelled", "Progress", "Silent", "Steps", "app", "ask_to_cancel", "attended", "give_up", "of_object",
    "one", "readable", "ready", "start", "work",
]  # fmt: skip

log = structlog.get_logger()

OPEN = ("queued", "running")


STALLED_SECONDS = 20
"""A worker that has not been heard of for so long is dead; its heart beats every ten."""


PAUSE_SECONDS = 2
"""Between two attempts of a worker to reach the database."""


class Cancelled(Exception):
    """Raised inside a job's body when somebody asked to stop it."""


def work(*, once: bool = False, concurrency: int = 2) -> None:
    """Do jobs in this process: for ever, or until none is left. First takes over what a dead worker left behind."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_work(True, concurrency) if once else _work_for_ever(concurrency))


async def _work(once: bool, concurrency: int) -> None:
    async with app.open_async():
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await app.job_manager.retry_job(job)
        await app.run_worker_async(wait=not once, concurrency=concurrency, install_signal_handlers=False)


async def _work_for_ever(concurrency: int) -> None:
    """Until a signal asks for the end. Where the database is away, try again: it will be back."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    end = asyncio.create_task(asked.wait())
    while not asked.is_set():
        working = asyncio.create_task(_work(False, concurrency))
        await asyncio.wait({working, end}, return_when=asyncio.FIRST_COMPLETED)
        if asked.is_set():
            working.cancel()  # jobs under way are finished first
        try:
            await working
        except asyncio.CancelledError:
            break
        except Exception as fault:
            log.warning("worker_interrupted", fault=type(fault).__name__)
        await asyncio.wait({end}, timeout=PAUSE_SECONDS)


def attended() -> bool:
    """Whether a worker is there to do jobs: one whose heart beat lately."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select exists(select from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s))",
            [2 * STALLED_SECONDS],
        )
        return bool(cursor.fetchone()[0])


def ready(made: procrastinate.App) -> None:
    """Called once when the job system is up."""


def start(by: Actor, task: Any, obj: models.Model, *, kind: str, unit: str = "") -> Job:
    """Queue `task(job_id=...)` for one record, after commit; a job of the same kind still open is returned instead."""
    made = Job(
        client_id=obj.client_id,  # type: ignore[attr-defined]
        kind=kind,
        object_id=str(obj.pk),
        unit=unit,
        made_by=by.user,
        made_at=clock.now(),
    )
    # The database lets one through: two who start it at the same moment get the same job.
    Job.objects.bulk_create([made], ignore_conflicts=True)
    job = Job.objects.filter(object_id=made.object_id, kind=kind, state__in=OPEN).first()
    if job is None:
        return start(by, task, obj, kind=kind, unit=unit)
    if job.pk == made.pk:
        transaction.on_commit(
            lambda: task.configure(lock=f"{kind}:{obj.pk}").defer(job_id=str(job.pk), client=str(job.client_id))
        )
    return job


def of_object(by: Actor, object_id: UUID) -> Job | None:
    """The newest job of a record."""
    return Job.objects.filter(object_id=str(object_id)).order_by("-id").first()


def readable(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Job]:
    """The jobs of the clients that the actor works for, of one client or of all."""
    permit(by, JOB_READ, client_id)
    rows = Job.objects.filter(in_clients(by, JOB_READ))
    return rows.filter(client_id=client_id) if client_id else rows


def one(by: Actor, job_id: UUID) -> Job:
    """One job with its progress."""
    found = Job.objects.filter(pk=job_id).first()
    if found is None:
        raise NotFound("job")
    permit(by, JOB_READ, found)
    return found


@transaction.atomic
def ask_to_cancel(by: Actor, job_id: UUID) -> Job:
    """Ask a job to stop at its next step; what it has done so far stays."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None:
        raise NotFound("job")
    permit(by, JOB_CANCEL, job)
    return stop(by, job)


def stop(by: Actor, job: Job) -> Job:
    """Ask a job to stop, for a service that has permitted it by the record's own right."""
    if job.state not in OPEN:
        raise illegal_move("job", job.state, "cancel", [])
    job.cancel_asked = True
    job.save(update_fields=["cancel_asked"])
    return job


def give_up(by: Actor, obj: models.Model, kind: str) -> None:
    """End the open job of a record whose work is no longer wanted: another may start at once, and this one ends at its
    next step, or does nothing where it had not begun."""
    open_ = Job.objects.filter(object_id=str(obj.pk), kind=kind, state__in=OPEN)
    open_.update(state="cancelled", cancel_asked=True, ended_at=clock.now(), message="No longer wanted.")


class Progress:
    """A job's hand on its own row: `with Progress(job_id, client) as p: p.total(…); p.add(…)`.

    Use it outside any open transaction: each step commits by itself. `wanted` is False where the job was given up
    before it began: there is nothing to do then.
    """

    def __init__(self, job_id: str, client: str) -> None:
        self.job_id, self.wanted = job_id, True
        self.by = Actor(None, Via.JOB, frozenset({UUID(client)}), system().roles, "OpenHRO")

    def __enter__(self) -> Progress:
        begun = {"state": "running", "started_at": clock.now(), "done": 0, "message": "", "ended_at": None}
        with scope(self.by):
            still = Job.objects.filter(pk=self.job_id).exclude(state="cancelled")
            self.wanted = still.update(**begun) == 1
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: Any) -> bool:
        if not self.wanted:
            return False
        if kind is None:
            self._write(state="done", ended_at=clock.now())
        elif kind is Cancelled:
            self._write(state="cancelled", ended_at=clock.now(), message="Stopped on request.")
            return True
        else:
            self._write(state="failed", ended_at=clock.now(), message=_told(fault))
        return False

    def total(self, total: int, unit: str) -> None:
        """Say how much there is to do, in which unit."""
        self._write(total=total, unit=unit)

    def phase(self, total: int, unit: str, message: str) -> None:
        """Begin to count anew: another part of the work, which `message` names."""
        self._write(total=total, unit=unit, message=message, done=0)

    def add(self, count: int, message: str = "") -> None:
        """Say that `count` more are done; raises Cancelled where somebody asked for it."""
        with scope(self.by):
            row = Job.objects.select_for_update().get(pk=self.job_id)
            row.done, row.message = row.done + count, message or row.message
            row.save(update_fields=["done", "message"])
        if row.cancel_asked:
            raise Cancelled

    def _write(self, **values: Any) -> None:
        with scope(self.by):
            Job.objects.filter(pk=self.job_id).update(**values)


def _told(fault: BaseException | None) -> str:
    """What a page says of a failure: a refusal's sentence; of our own faults nothing, for they quote people's data."""
    if isinstance(fault, Refused):
        return fault.message[:300]
    log.error("job_failed", exc_info=fault)
    return "Our fault. It is in the log, and an administrator can start it again."


class Aside:
    """The progress of work in one open transaction, whose counts no page could see: a thread of its own, with its own
    connection, writes them. `with Aside(progress) as steps: steps.phase(…); steps.add(…)`."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._thread = progress, ThreadPoolExecutor(1)

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: Any) -> None:
        self._thread.submit(connections.close_all).result()
        self._thread.shutdown()

    def phase(self, total: int, unit: str, message: str) -> None:
        """As Progress.phase."""
        self._thread.submit(self._progress.phase, total, unit, message).result()

    def add(self, count: int) -> None:
        """As Progress.add: raises Cancelled where somebody asked for it, and the open transaction undoes all."""
        self._thread.submit(self._progress.add, count).result()


class Silent:
    """For work that nobody watches."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: Any) -> None:
        pass

    def phase(self, total: int, unit: str, message: str) -> None:
        """Nothing."""

    def add(self, count: int) -> None:
        """Nothing."""


Steps = Aside | Silent
