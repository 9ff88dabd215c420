"""Imports over REST: what an upload carries, and the report of a run as it was kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from openhro.core.imports import documentation
from openhro.core.rest.schemas import Asked, Reply


class How(Asked):
    """How to run: a dry run writes nothing but its report."""

    dry_run: bool = Field(True, description="False takes the rows in.")
    partial: bool = Field(False, description="True takes the good rows and leaves the refused ones out.")


class Refusal(Reply):
    """Why a row was not taken; `column` is empty where the whole row is at fault."""

    row: int = Field(description="Its line in the file.")
    column: str
    code: str
    message: str


class ImportReport(Reply):
    """What came of an import, or would come of it in a dry run."""

    id: UUID
    client_id: UUID
    kind: str
    file_name: str
    sha256: str
    rows: int
    state: str = Field(
        description="dry_run, applied or refused. A large file is `waiting` first: a job takes it (`GET /jobs` with "
        "this id as `object_id`), which may end as `failed` or `stopped`, with nothing taken in."
    )
    created: int
    changed: int
    unchanged: int
    refused_rows: int
    refused: list[Refusal] = Field(description="The first 1,000.")
    partial: bool
    made_by: UUID | None
    made_at: datetime


class ImportColumn(Reply):
    """A column of the file."""

    name: str
    required: bool
    help: str
    example: str


def report_of(batch: Any) -> dict[str, Any]:
    """A kept run of an import as its reply."""
    plain = ("client_id", "kind", "file_name", "sha256", "rows", "state", "made_by", "made_at")
    return {"id": batch.pk, **{name: getattr(batch, name) for name in plain}, **batch.report}


def columns_of(columns: Iterable[Any]) -> list[dict[str, Any]]:
    """The columns of a file, as they are documented."""
    return [
        {"name": name, "required": bool(required), "help": told, "example": example}
        for name, required, told, example in documentation(tuple(columns))
    ]
