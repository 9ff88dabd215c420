"""The job worker, in this process: works off what is queued and comes back."""

from __future__ import annotations

import time
from collections.abc import Callable

from openhro.core import jobs

GIVE_UP = 120.0  # seconds to wait for a job that another worker, or a dead one, holds


def work_until(done: Callable[[], bool]) -> None:
    """Work until something is done. Another worker may have taken the job, or one that died: then it comes back."""
    began = time.monotonic()
    while True:
        jobs.work(once=True, concurrency=1)
        if done():
            return
        if time.monotonic() - began > GIVE_UP:
            raise TimeoutError("A job was not done in two minutes; is another worker holding it?")
        time.sleep(1)
