"""`openhro worker`: does the background jobs until it is told to stop. A killed worker's jobs go to the next one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core import jobs


class Command(BaseCommand):
    """Run the worker."""

    help = "Do background jobs until Ctrl-C (or, with --once, until there is nothing left to do)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when no job is left.")
        parser.add_argument("--concurrency", type=int, default=2, help="Jobs at a time.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["concurrency"] < 1:
            raise CommandError("A worker does at least one job at a time: give --concurrency 1 or more.")
        jobs.work(once=options["once"], concurrency=options["concurrency"])
