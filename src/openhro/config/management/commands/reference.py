"""`openhro reference`: writes docs/reference anew from what the product declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from openhro.config.reference import PAGES, write


class Command(BaseCommand):
    """Write the reference."""

    help = "Write docs/reference: settings, permissions, events, error codes, commands, REST."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("docs/reference"), help="the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Only what changed is written."""
        changed = write(options["out"])
        self.stdout.write(f"{options['out']}: {len(PAGES)} pages, changed: {', '.join(changed) or 'none'}")
