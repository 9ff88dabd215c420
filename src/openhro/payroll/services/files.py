"""Files of a run: noted when they are made, checked and journaled when they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import permit
from openhro.payroll import permissions
from openhro.payroll.events import FILE_READ
from openhro.payroll.models import PayRun, RunFile
from openhro.payroll.storage import TYPES, Download, Kept, is_unchanged

PERSONAL = ("payslips", "register")
"""Files with everybody's pay: who reads them may also read any payslip."""


def record(by: Actor, run: PayRun, kind: str, kept: Kept, totals: dict[str, Any]) -> RunFile:
    """Note a kept file; the same content noted twice is one row."""
    made, _ = RunFile.objects.get_or_create(
        client_id=run.client_id, run=run, kind=kind, sha256=kept.sha256,
        defaults={
            "name": kept.name, "path": kept.path, "size": kept.size, "totals": totals, "made_at": clock.now(),
            "made_by": by.user,
        },
    )  # fmt: skip
    return made


def download(by: Actor, file_id: UUID) -> Download:
    """A file of a run for its reader; refused where its bytes are no longer those that were made."""
    file = RunFile.objects.select_related("run").filter(pk=file_id).first()
    if file is None:
        raise NotFound("file")
    permit(by, permissions.BANK_FILE_READ if file.kind == "bank" else permissions.FILE_READ, file)
    if file.kind in PERSONAL:
        permit(by, permissions.PAYSLIP_READ, file)
    if not is_unchanged(file):
        raise Conflict(
            "FILE_CHANGED", f"{file.name} is missing, or not the file that was made. Ask your administrator for it."
        )
    journal.record(by, FILE_READ, file.run, {"file": file.pk, "kind": file.kind})
    kind = TYPES.get(file.name.rpartition(".")[2], "application/octet-stream")
    return Download(file.name, kind, file.size, Path(settings.OUT) / file.path)
