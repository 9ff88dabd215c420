"""Many rows in one statement, under row-level security: they go as one JSON text, and the database unfolds it.

COPY would be quicker still, but is refused to the role that row-level security holds. Arrays were measured: their
quoting in Python took more time than all the checks of the rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange

CHUNK = 5_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows; `columns` are the database's names of the values in each."""
    names = ", ".join(f'"{name}"' for name in columns)
    _run(f'insert into "{model._meta.db_table}" ({names}) select {names} from {_given(model, columns)}', columns, rows)  # noqa: S608


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Change rows; the first column is the key."""
    key, *others = (f'"{name}"' for name in columns)
    sets = ", ".join(f"{name} = given.{name}" for name in others)
    table = model._meta.db_table
    _run(f'update "{table}" t set {sets} from {_given(model, columns)} where t.{key} = given.{key}', columns, rows)  # noqa: S608


def supersede(model: type[models.Model], ids: Sequence[UUID], now: Any, user: UUID | None) -> None:
    """Put rows out of force."""
    names = {field.column for field in model._meta.concrete_fields}
    marks = {"superseded_at": now, "superseded_by": user} if "superseded_by" in names else {"superseded_at": now}
    for first in range(0, len(ids), CHUNK):
        model._default_manager.filter(pk__in=ids[first : first + CHUNK]).update(**marks)


def _given(model: type[models.Model], columns: Sequence[str]) -> str:
    # Without lengths and scales: a cast to varchar(80) would cut in silence what the column itself refuses.
    fields = model._meta.concrete_fields
    types = {field.column: re.sub(r"\([0-9, ]+\)", "", field.db_type(connection) or "") for field in fields}
    typed = ", ".join(f'"{name}" {types[name]}' for name in columns)
    return f"json_to_recordset(%s::json) as given({typed})"


def _run(statement: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        for first in range(0, len(rows), CHUNK):
            part = [dict(zip(columns, row, strict=True)) for row in rows[first : first + CHUNK]]
            cursor.execute(statement, [json.dumps(part, default=_text, ensure_ascii=False)])


def _text(value: Any) -> str:
    """The database's own way of writing a value that JSON has none for."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, DateRange):
        return f"[{value.lower},{value.upper or ''})"
    return value.isoformat() if isinstance(value, date) else str(value)
