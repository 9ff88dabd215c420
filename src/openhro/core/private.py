"""Folders and files with people's data in them: only the account that the product runs as may read them."""

from __future__ import annotations

import os
from pathlib import Path


def folder(path: Path) -> Path:
    """The folder, made if it is missing, with those above it; what was there before keeps its mode."""
    for one in (*reversed(path.parents), path):
        if not one.exists():
            one.mkdir(mode=0o700, exist_ok=True)
    return path


def write(path: Path, content: bytes) -> None:
    """A whole file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
