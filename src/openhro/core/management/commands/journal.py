"""`openhro journal verify|seal`: walks every client's hash chain and names what was changed or removed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core import journal
from openhro.core.actor import Via, system
from openhro.core.scope import scope


class Command(BaseCommand):
    """Verify or seal the journal."""

    help = "verify: check every client's chain; seal: link entries that still wait for their seal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "seal"])
        parser.add_argument("--client", help="Only this client's code.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = system(Via.COMMAND)
        with scope(by):
            one = options["client"]
            rows = apps.get_model("clients", "Client")._default_manager.order_by("code")
            chains = list((rows.filter(code=one) if one else rows).values_list("pk", "code"))
            if one and not chains:
                raise CommandError(f"There is no client {one}.")
            faults = 0
            for pk, name in [*chains, *([] if one else [(None, "provider")])]:
                if options["action"] == "seal":
                    self.stdout.write(f"{name}: {journal.seal(pk)} entries sealed")
                    continue
                verdict = journal.verify(pk)
                faults += len(verdict.faults)
                self.stdout.write(f"{name}: {verdict.held} entries hold, {verdict.unsealed} wait for their seal")
                for fault in verdict.faults:
                    self.stdout.write(self.style.ERROR(f"  {fault}"))
        if faults:
            raise CommandError(f"{faults} faults: the journal was changed outside the product.")
