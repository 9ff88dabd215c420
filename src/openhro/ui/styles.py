"""One stylesheet from the folder of small ones, kept under an address that names its content.

The files in static/ui/css are joined in the order of their names when the first page asks: no build step, one
request, and a browser may keep the answer for ever because a change gives it a new address.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "static" / "ui" / "css"


def read() -> str:
    """All stylesheets, joined."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css")))


@lru_cache(maxsize=1)
def _kept() -> tuple[str, str]:
    return _digest(read())


def _digest(text: str) -> tuple[str, str]:
    return sha256(text.encode()).hexdigest()[:12], text


def bundle() -> tuple[str, str]:
    """Its digest and its text; read anew on every request while debugging."""
    return _digest(read()) if settings.DEBUG else _kept()
