"""Many documents in one zip: streamed, and the same bytes from the same documents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase

from openhro.core.documents.errors import DocumentError

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip's earliest date: when the archive was made is no part of it


class _Outbox(RawIOBase):
    """A sink that hands on what was written to it; `ZipFile` sees a stream that cannot seek."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: object) -> int:
        """Keep a part; the number of its bytes."""
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """What was written since the last call."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_of(slips: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The chunks of a zip of (file name, content) pairs in the order given; one content is held at a time.

    PDFs are stored, being compressed already. Names are plain and unique; `DocumentError` `zip_name` otherwise.
    """
    outbox, seen = _Outbox(), set[str]()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:
        for name, content in slips:
            if not name or name in seen or name != name.strip(". ") or any(c in name for c in '/\\:*?"<>|\0\r\n'):
                message = f"'{name}' is not a file name that is plain, without folders, and new in this archive."
                raise DocumentError("zip_name", message)
            seen.add(name)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
            yield outbox.take()
    yield outbox.take()
