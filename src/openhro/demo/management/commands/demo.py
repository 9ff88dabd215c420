"""`openhro demo`: tells the story of two months from contract to invoice; what is there already is left as it is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Load the provider, its clients and people, and run October and November."""

    help = "Load the demo and run two months in three countries; files go to out/. A second run finds everything there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="start over in a fresh database; the old one and its files are kept under another name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported late, so that Ctrl-C is answered well from the start.
        try:
            from openhro.demo.again import start_over
            from openhro.demo.telling import tell

            if options["again"]:
                start_over(self.stdout.write)
            tell(settings.OUT)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Run `make demo` again: it goes on from here.")
            sys.exit(130)
        except (RuntimeError, TimeoutError) as fault:
            raise CommandError(str(fault)) from fault
