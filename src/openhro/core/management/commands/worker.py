"""`openhro worker`: does the background jobs until it is told to stop. A killed worker's jobs go to the next one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core import jobs

MOST = 64
"""Jobs at a time: each holds a connection to the database."""


class Command(BaseCommand):
    """Run the worker."""

    help = "Do background jobs until Ctrl-C (or, with --once, until there is nothing left to do)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when no job is left.")
        parser.add_argument("--concurrency", type=int, default=2, help="Jobs at a time.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["concurrency"] <= MOST:
            raise CommandError(f"A worker does 1 to {MOST} jobs at a time: give --concurrency so.", returncode=2)
        jobs.work(once=options["once"], concurrency=options["concurrency"])
