"""Many rows in one statement, under row-level security: arrays are sent, the database unfolds them.

COPY would be quicker still, but is refused to the role that row-level security holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

CHUNK = 5_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows; `columns` are the database's names of the values in each."""
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    statement = f'insert into "{table}" ({names}) select * from unnest({_arrays(model, columns)})'  # noqa: S608
    _run(statement, rows)


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Change rows; the first column is the key."""
    key, *others = (f'"{name}"' for name in columns)
    sets = ", ".join(f"{name} = given.{name}" for name in others)
    names = ", ".join([key, *others])
    statement = (
        f'update "{model._meta.db_table}" t set {sets} '  # noqa: S608
        f"from unnest({_arrays(model, columns)}) as given({names}) where t.{key} = given.{key}"
    )
    _run(statement, rows)


def supersede(model: type[models.Model], ids: Sequence[UUID], now: Any, user: UUID | None) -> None:
    """Put rows out of force."""
    names = {field.column for field in model._meta.concrete_fields}
    marks = {"superseded_at": now, "superseded_by": user} if "superseded_by" in names else {"superseded_at": now}
    for first in range(0, len(ids), CHUNK):
        model._default_manager.filter(pk__in=ids[first : first + CHUNK]).update(**marks)


def _arrays(model: type[models.Model], columns: Sequence[str]) -> str:
    # Without lengths and scales: a cast to varchar(80) would cut in silence what the column itself refuses.
    fields = model._meta.concrete_fields
    types = {field.column: re.sub(r"\([0-9, ]+\)", "", field.db_type(connection) or "") for field in fields}
    return ", ".join(f"%s::{types[name]}[]" for name in columns)


def _run(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        for first in range(0, len(rows), CHUNK):
            part = rows[first : first + CHUNK]
            cursor.execute(statement, [list(column) for column in zip(*part, strict=True)])
