"""`openhro journal verify|seal|heads`: walks every client's hash chain and names what was changed or removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from openhro.core import journal
from openhro.core.actor import Via, system
from openhro.core.scope import scope

PROVIDER = "provider"


class Command(BaseCommand):
    """Verify or seal the journal, or print the heads of its chains."""

    help = (
        "verify: check every client's chain; seal: link entries that still wait for their seal; "
        "heads: print each chain's newest number and hash, to be kept elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "seal", "heads"])
        parser.add_argument("--client", help="Only this client's code.")
        parser.add_argument("--heads", type=Path, help="verify: a file of heads kept earlier; they must still stand.")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _kept(options["heads"]) if options["heads"] else {}
        with scope(system(Via.COMMAND)):
            chains = _chains(options["client"])
            faults = sum(self._one(options["action"], pk, name, kept.get(name)) for pk, name in chains)
            gone = sorted(set(kept) - {name for _, name in chains}) if not options["client"] else []
        for name in gone:
            self.stdout.write(self.style.ERROR(f"{name}: there is no such client any more"))
        if faults or gone:
            raise CommandError(f"{faults + len(gone)} faults: the journal was changed outside the product.")

    def _one(self, action: str, pk: UUID | None, name: str, kept: tuple[int, str] | None) -> int:
        """Do one chain; how many faults it has."""
        if action == "seal":
            self.stdout.write(f"{name}: {journal.seal(pk)} entries sealed")
            return 0
        if action == "heads":
            number, digest = journal.head(pk)
            self.stdout.write(f"{name} {number} {digest}")
            return 0
        verdict = journal.verify(pk, kept)
        self.stdout.write(f"{name}: {verdict.held} entries hold, {verdict.unsealed} wait for their seal")
        for fault in verdict.faults:
            self.stdout.write(self.style.ERROR(f"  {fault}"))
        return len(verdict.faults)


def _chains(code: str | None) -> list[tuple[UUID | None, str]]:
    """The chains of all clients and the provider's own, or of one client."""
    rows = apps.get_model("clients", "Client")._default_manager.order_by("code")
    found = (rows.filter(code=code) if code else rows).values_list("pk", "code")
    chains: list[tuple[UUID | None, str]] = list(found)
    if code and not chains:
        raise CommandError(f"There is no client {code}.", returncode=2)
    return chains if code else [*chains, (None, PROVIDER)]


def _kept(path: Path) -> dict[str, tuple[int, str]]:
    """Heads as `openhro journal heads` printed them: code, number and hash on each line."""
    try:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        kept = {name: (int(number), digest) for name, number, digest in lines}
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}.", returncode=2) from fault
    except ValueError as fault:
        raise CommandError(f"{path} does not hold what `openhro journal heads` prints.", returncode=2) from fault
    if not kept:
        raise CommandError(f"{path} is empty, so nothing would be compared: name a file of kept heads.", returncode=2)
    return kept
