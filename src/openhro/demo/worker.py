"""The job worker, in this process: works off what is queued and comes back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from procrastinate.contrib.django.django_connector import DjangoConnector

from openhro.core.jobs import app

GIVE_UP = 120.0  # seconds to wait for a job that another worker, or a dead one, holds
SILENT = 20.0  # seconds without a sign of life after which a worker is taken for dead


def work(*queues: str, concurrency: int = 1) -> None:
    """Do everything that waits in these queues."""
    asyncio.run(_work(list(queues), concurrency))


async def _work(queues: list[str], concurrency: int) -> None:
    assert isinstance(app.connector, DjangoConnector)
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    with app.replace_connector(app.connector.get_worker_connector()) as here:
        async with here.open_async():
            for job in await here.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
                await here.job_manager.retry_job(job)
            await here.run_worker_async(
                queues=queues,
                wait=False,
                concurrency=concurrency,
                listen_notify=False,
                install_signal_handlers=False,
                delete_jobs="successful",
            )


def work_until(done: Callable[[], bool], *queues: str) -> None:
    """Work until something is done. Another worker may have taken the job, or one that died: then it comes back."""
    began = time.monotonic()
    while True:
        work(*queues)
        if done():
            return
        if time.monotonic() - began > GIVE_UP:
            raise TimeoutError("A job was not done in two minutes; is another worker holding it?")
        time.sleep(1)
