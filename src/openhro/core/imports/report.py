"""What came of an import: rows created, changed and unchanged, and each refusal with row, column, code, sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.ids import uuid7
from openhro.core.imports.files import Table
from openhro.core.models import ImportBatch

MOST_KEPT = 1_000  # refusals kept with a batch; the count is always whole


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not taken; `column` is empty where the whole row is at fault."""

    row: int
    column: str
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """For the batch and REST."""
        return {"row": self.row, "column": self.column, "code": self.code, "message": self.message}


@dataclass(slots=True)
class Report:
    """The counts and refusals of one run of an import. A dry run counts what would happen."""

    kind: str
    file_name: str
    sha256: str
    rows: int
    dry_run: bool = True
    partial: bool = False
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    batch_id: UUID = field(default_factory=uuid7)

    @property
    def refused_rows(self) -> int:
        """How many rows have a refusal."""
        return len({refusal.row for refusal in self.refused})

    @property
    def stops(self) -> bool:
        """True where refusals keep the whole file out: without `partial`, one is enough."""
        return bool(self.refused) and not self.partial

    @property
    def state(self) -> str:
        """dry_run, applied or refused."""
        return "dry_run" if self.dry_run else "refused" if self.stops else "applied"

    def refuse(self, row: int, column: str, code: str, message: str) -> None:
        """Add a refusal."""
        self.refused.append(Refusal(row, column, code, message))

    def as_json(self) -> dict[str, Any]:
        """The counts, and the first refusals."""
        ordered = sorted(self.refused, key=lambda refusal: refusal.row)
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused_rows": self.refused_rows,
            "refused": [refusal.as_json() for refusal in ordered[:MOST_KEPT]],
            "partial": self.partial,
        }


def begin(kind: str, table: Table, *, dry_run: bool, partial: bool) -> Report:
    """The empty report of a run."""
    return Report(kind, table.file_name, table.sha256, len(table.rows), dry_run, partial)


def begin_again(batch: ImportBatch, table: Table) -> Report:
    """The empty report of a run that waited for its job."""
    report = begin(batch.kind, table, dry_run=batch.report["waits"]["dry_run"], partial=batch.report["partial"])
    report.batch_id = batch.pk
    return report


def keep(by: Actor, client_id: UUID, report: Report) -> ImportBatch:
    """Record the run as a batch of the client; applied, refused and dry runs alike."""
    batch = _batch(by, client_id, report)
    batch.save(force_insert=True)
    return batch


def wait(by: Actor, client_id: UUID, report: Report, token: str, **more: str) -> ImportBatch:
    """Record a run that a job is to do; `token` is the parked file's, `more` what else the job must know."""
    batch = _batch(by, client_id, report)
    batch.state = "waiting"
    batch.report |= {"waits": {"token": token, "dry_run": report.dry_run, **more}}
    batch.save(force_insert=True)
    return batch


def settle(batch: ImportBatch, report: Report) -> None:
    """Record what came of a run that waited."""
    batch.state, batch.report = report.state, report.as_json()
    batch.save(update_fields=["state", "report"])


def _batch(by: Actor, client_id: UUID, report: Report) -> ImportBatch:
    return ImportBatch(
        pk=report.batch_id,
        client_id=client_id,
        kind=report.kind,
        file_name=report.file_name,
        sha256=report.sha256,
        rows=report.rows,
        state=report.state,
        report=report.as_json(),
        made_by=by.user,
        made_at=clock.now(),
    )
