"""`openhro receive_mail`: takes in one mail, from a file or from what is piped in, as a mail server's alias does it."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core.actor import Via, system
from openhro.core.errors import Malformed, TooLarge
from openhro.core.scope import scope
from openhro.desk import services

logger = logging.getLogger(__name__)
_LATER = "The mail was not taken in, and can be handed in again later."


class Command(BaseCommand):
    """Take one mail in."""

    help = "Take one mail for the service desk in, from a file or from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="an .eml file; without it, standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what came of it. The status is what mail servers understand: 65 for a mail that cannot be read and never
        will be, 75 for whatever else went wrong, so that the server keeps the mail and tries again."""
        raw = options["file"].read_bytes() if options["file"] else sys.stdin.buffer.read()
        by = system(Via.COMMAND)
        try:
            with scope(by):
                found = services.receive_mail(by, raw)
        except (Malformed, TooLarge) as refused:
            raise CommandError(refused.message, returncode=os.EX_DATAERR) from refused
        except Exception as fault:
            logger.exception("a mail was not taken in")
            raise CommandError(_LATER, returncode=os.EX_TEMPFAIL) from fault
        self.stdout.write(f"{found.outcome} {found.code}".strip())
