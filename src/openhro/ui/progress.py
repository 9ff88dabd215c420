"""How long work is told of: its pace, and how much longer at that pace. In whole numbers; no false precision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openhro.core.jobs import OPEN, attended
from openhro.core.models import Job
from openhro.ui import formats


def speed(began: datetime | None, done: int, total: int, now: datetime) -> tuple[str, str]:
    """How many a second, and how much longer, in words; both empty before anything was done."""
    if began is None or not done:
        return "", ""
    seconds = max(int((now - began).total_seconds()), 1)
    rest = max(total - done, 0) * seconds // done
    rate = _("%(n)s a second") % {"n": formats.count(max(done // seconds, 1), formats.current_locale())}
    left = ngettext("about %(n)d second left", "about %(n)d seconds left", rest) % {"n": rest}
    if rest >= 120:
        left = _("about %(n)d minutes left") % {"n": rest // 60}
    return rate, left


def waits(state: str) -> str:
    """What open work waits for; "" where nothing holds it up."""
    if state not in OPEN:
        return ""
    if not attended():
        return _("No worker is running, so nothing moves. Once an administrator starts one, the work goes on.")
    return _("waiting for a worker") if state == "queued" else ""


def file_row(job: Job, file_name: str, now: datetime, *, trial: bool, poll: str, cancel: str) -> dict[str, Any]:
    """The job that takes a file as a progress row; `trial`: it is only checked. `poll` and `cancel` are addresses."""
    going = job.state in OPEN
    rate, left = speed(job.started_at, job.done, job.total, now) if going else ("", "")
    words = {
        "checking": _("Checking"),
        "writing": _("Trying it out") if trial else _("Taking in"),
        "rows": _("rows"),
        "records": _("records"),
    }
    return {
        "title": words.get(job.message, _("Reading the file")) if going else file_name,
        "state": "running" if going else job.state, "done": job.done, "total": job.total or 1,
        "noun": words.get(job.unit, ""), "rate": rate, "left": left, "waits": waits(job.state),
        "message": "" if going else job.message, "poll": poll, "cancel": cancel,
    }  # fmt: skip


MOST_REFUSED = 200
"""Refused rows that a page lists."""


def file_report(told: dict[str, Any]) -> dict[str, Any]:
    """What a file would do, or did, from the report that its batch keeps."""
    refused = told["refused"]
    return {
        "created": told["created"], "changed": told["changed"], "unchanged": told["unchanged"],
        "refused_rows": told["refused_rows"], "good": told["created"] + told["changed"],
        "refused": refused[:MOST_REFUSED], "more": max(len(refused) - MOST_REFUSED, 0),
    }  # fmt: skip
