"""Inputs as rows, the report of a file, and what came late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openhro.payroll.forms import as_text
from openhro.payroll.queries import InputRow, LateRow
from openhro.payroll.shown import words


def rows(found: list[InputRow], currency: str) -> list[dict[str, Any]]:
    """Lines with their source."""
    return [
        {
            "one": one, "source": words.SOURCES.get(one.source, one.source),
            "units": f"{one.units.normalize():f}" if one.units is not None else "",
        }
        for one in found
    ]  # fmt: skip


def late(found: list[LateRow]) -> list[dict[str, Any]]:
    """The late log."""
    return [
        {
            "one": one, "cause": words.CAUSES.get(one.cause, one.cause),
            "what": one.payload.get("what") or ", ".join(f"{name} {value}" for name, value in one.payload.items()),
        }
        for one in found
    ]  # fmt: skip


def table(found: list[InputRow], currency: str) -> tuple[list[str], Iterator[list[Any]]]:
    """The header and the rows of an export."""
    header = [
        "number", "name", "element", "line_id", "units", "rate", "amount", "note", "version", "source", "given_by",
        "given_at",
    ]  # fmt: skip
    cells = (
        [
            one.number, one.name, one.element, one.external_id, one.units, as_text(one.rate_minor, currency),
            as_text(one.amount_minor, currency), one.note, one.version, one.source, one.made_by,
            one.made_at.isoformat(),
        ]
        for one in found
    )  # fmt: skip
    return header, cells
