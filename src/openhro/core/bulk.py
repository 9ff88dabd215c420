"""Many rows of a query as NumPy columns, by binary COPY: for work on a million people, where objects cost too much.

Every column has a fixed width and is never null: the query says `coalesce` where a table may hold nothing. The rows
are those that the open scope shows, as with any other read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from openhro.core import scope

Keys = NDArray[np.bytes_]
"""Ids as 16 bytes each; they sort as PostgreSQL sorts uuids."""
Column = NDArray[Any]

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_KINDS = {"uuid": "S16", "bigint": ">i8", "date": ">i4", "boolean": "?"}
_POSTGRES_EPOCH = np.datetime64("2000-01-01", "D")
_INFINITY = 2**31 - 1
LOWEST, HIGHEST = UUID(int=0), UUID(int=2**128 - 1)


def body(query: str, values: Any) -> bytes:
    """The tuples of a query in the binary format of COPY, without header and trailer."""
    scope.current()
    with connection.cursor() as cursor:
        ready = cursor.mogrify(query, values)
        with cursor.copy(f"copy ({ready}) to stdout (format binary)") as copy:
            # One join of the blocks: adding them up would copy them again and again.
            whole = b"".join(copy)
    return whole[len(HEADER) : -len(TRAILER)]


def read(query: str, values: Any, kinds: dict[str, str]) -> dict[str, Column]:
    """The columns of a query by name; `kinds` names them in the query's order: uuid, bigint, date or boolean.

    A uuid comes as 16 bytes (`Keys`), a bigint as int64, a date as datetime64[D] with 'infinity' as NaT.
    """
    fields: list[tuple[str, str]] = [(" fields", ">i2")]
    for name, kind in kinds.items():
        fields += [(f" {name}", ">i4"), (name, _KINDS[kind])]
    table = np.frombuffer(body(query, values), np.dtype(fields))
    return {name: _native(table[name], kind) for name, kind in kinds.items()}


def rows(query: str, values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as they are, for what has no fixed width."""
    scope.current()
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _native(column: Column, kind: str) -> Column:
    if kind == "bigint":
        return column.astype(np.int64)
    if kind == "date":
        days = column.astype(np.int64)
        return np.where(days == _INFINITY, np.datetime64("NaT", "D"), _POSTGRES_EPOCH + days)
    return np.ascontiguousarray(column)


def keys_of(ids: Iterable[UUID]) -> Keys:
    """Ids as a column."""
    return np.frombuffer(b"".join(one.bytes for one in ids), "S16")


def uuids(keys: Keys) -> list[UUID]:
    """A column of ids as ids. (An item of the array by itself would have lost its trailing zeros.)"""
    packed = np.ascontiguousarray(keys).tobytes()
    return [UUID(bytes=packed[at : at + 16]) for at in range(0, len(packed), 16)]


def places(wanted: Keys, among: Keys) -> NDArray[np.int64]:
    """Where each wanted key stands in a sorted column of keys; -1 where it is not."""
    if not len(among):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.where(among[at] == wanted, at, -1).astype(np.int64)
