"""How the desk does: shares of what the database has counted."""

from __future__ import annotations


def share(part: int, whole: int) -> int | None:
    """Hundredths of a per cent, half up; None is no data."""
    return (part * 20_000 + whole) // (2 * whole) if whole else None
