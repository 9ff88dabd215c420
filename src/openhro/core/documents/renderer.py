"""The renderer: a Typst template and data become one PDF/A-3a and PDF/UA-1 file.

Each document is one compile (a batch that is split afterwards loses its tags). The template stands in a function's
package; data reach it as JSON text, so that nothing a person typed is ever read as markup. A process that has rendered
must not fork: Typst's threads do not survive it. Start workers with `spawn`; a forked child is refused here.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import typst

from openhro.core.documents.errors import DocumentError
from openhro.core.documents.fonts import FontPolicy

PACKAGE = Path(__file__).parents[2]  # src/openhro: templates import one another from here
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]

_first_pid: int | None = None


class Renderer:
    """Renders one template. Threads may share it (they take turns); processes make their own."""

    def __init__(self, template: Path, fonts: FontPolicy | None = None) -> None:
        self.template = template
        self.fonts = fonts or FontPolicy()
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(str(template), root=str(PACKAGE), font_paths=self.fonts.fonts)

    def render(self, data: Mapping[str, object], day: date) -> bytes:
        """The PDF of `data`, dated `day`; the same of both is the same bytes.

        `DocumentError`: `forked` in a forked child, `missing_glyph` for a character that no font has, `template` for
        anything else that Typst refuses.
        """
        _refuse_after_fork()
        text = json.dumps({**data, "fonts": self.fonts.families, "day": [day.year, day.month, day.day]})
        stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
        try:
            with self._lock:
                pdf = self._compiler.compile(
                    format="pdf", sys_inputs={"data": text}, pdf_standards=STANDARDS, timestamp=stamp
                )
        except typst.TypstError as error:
            raise _refusal(error) from None
        if not isinstance(pdf, bytes):
            raise DocumentError("template", f"{self.template.name} gave no document.")
        return pdf

    @cached_property
    def identity(self) -> str:
        """SHA-256 over the Typst version, the templates and the fonts: what else than the data decides the bytes."""
        total = hashlib.sha256(f"{version('typst')} {self.fonts.fingerprint}".encode())
        for file in (self.template, *sorted(Path(__file__).parent.glob("*.typ"))):
            total.update(file.read_bytes())
        return total.hexdigest()


def digest(pdf: bytes) -> str:
    """SHA-256 in hexadecimal, the form in which a document's hash is stored."""
    return hashlib.sha256(pdf).hexdigest()


def _refuse_after_fork() -> None:
    global _first_pid
    if _first_pid is None:
        _first_pid = os.getpid()
    elif _first_pid != os.getpid():
        raise DocumentError("forked", "This process was forked from one that had rendered; start workers with spawn.")


def _refusal(error: typst.TypstError) -> DocumentError:
    message = error.message
    if "could not be displayed" in message or "contains the codepoint" in message:
        shown = message.partition("`")[2].partition("`")[0]
        advice = "install a font distribution that has it, or name a folder of fonts"
        return DocumentError("missing_glyph", f"No font has the text {shown}; {advice}.")
    return DocumentError("template", f"The document was not made: {message}.")
