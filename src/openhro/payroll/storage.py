"""Files of runs on disk: written whole or not at all, under the output folder, each with its hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from django.conf import settings

from openhro.core import private
from openhro.payroll.models import PayRun, RunFile

BLOCK = 1 << 20
TYPES = {
    "csv": "text/csv; charset=utf-8", "zip": "application/zip", "txt": "text/plain; charset=us-ascii",
    "xml": "application/xml; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in its place; the path is relative to the output folder."""

    name: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is handed out: its bytes are those that were made."""

    name: str
    content_type: str
    size: int
    path: Path

    def blocks(self) -> Iterator[bytes]:
        """The content in blocks."""
        with self.path.open("rb") as source:
            while block := source.read(BLOCK):
                yield block


def folder(run: PayRun) -> Path:
    """Where the files of a run lie, relative to the output folder. Both names are slugs."""
    return Path(run.client.code) / run.code


class Draft:
    """A file that is being written: nobody sees it before `keep`, and without `keep` it is gone."""

    def __init__(self, run: PayRun, name: str) -> None:
        self.name, self.relative = name, folder(run) / name
        self.target = Path(settings.OUT) / self.relative
        private.folder(self.target.parent)
        handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=self.target.parent)
        self.file, self.path = os.fdopen(handle, "wb"), Path(path)
        self.seal, self.size = hashlib.sha256(), 0

    def write(self, content: bytes) -> None:
        """Add to the file."""
        self.file.write(content)
        self.seal.update(content)
        self.size += len(content)

    def keep(self) -> Kept:
        """Put the file in its place, in one step."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        os.replace(self.path, self.target)
        return Kept(self.name, str(self.relative), self.seal.hexdigest(), self.size)

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.file.close()
        with suppress(FileNotFoundError):
            self.path.unlink()


def keep(run: PayRun, name: str, parts: Iterable[bytes]) -> Kept:
    """Write a file of a run; the same name again replaces it in one step."""
    with Draft(run, name) as draft:
        for part in parts:
            draft.write(part)
        return draft.keep()


def is_unchanged(file: RunFile) -> bool:
    """Whether the stored bytes are still those that were made."""
    path, seal = Path(settings.OUT) / file.path, hashlib.sha256()
    try:
        with path.open("rb") as source:
            while block := source.read(BLOCK):
                seal.update(block)
    except OSError:
        return False
    return seal.hexdigest() == file.sha256
