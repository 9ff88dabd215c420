"""`openhro receive_mail`: takes in one mail, from a file or from what is piped in, as a mail server's alias does it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core.actor import Via, system
from openhro.core.errors import Refused
from openhro.core.scope import scope
from openhro.desk import services


class Command(BaseCommand):
    """Take one mail in."""

    help = "Take one mail for the service desk in, from a file or from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="an .eml file; without it, standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what came of it; a mail that cannot be read is an error, so that the mail server keeps it."""
        raw = options["file"].read_bytes() if options["file"] else sys.stdin.buffer.read()
        by = system(Via.COMMAND)
        try:
            with scope(by):
                found = services.receive_mail(by, raw)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{found.outcome} {found.code}".strip())
