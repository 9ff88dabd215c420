"""Where results lie: the partitioned table `payroll_result`, written by binary COPY and read back as columns.

One row per payslip: totals, and three arrays whose names stand in the calculation's manifest (`Layout`): the sealed
facts, the pack's result columns, and the client's own elements. A small run is copied onto the shelf of its pay month;
a run of more than one chunk gets a shelf of its own: a bare table is loaded, indexed, checked and only then attached,
so readers never see half a run and a failed run is a dropped table. Only the loader role writes here; this module is
the only one that uses it, and it checks the scope itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, connections, transaction
from numpy.typing import NDArray

from openhro.core import bulk, scope
from openhro.core.bulk import HEADER, TRAILER, Keys
from openhro.core.errors import NotFound
from openhro.core.ids import uuid7

CHUNK = 32_768
FIRST_OWN_SHELF = 1_000_000
Ints = NDArray[np.int64]
_TOTALS = ("state", "gross", "deductions", "net", "employer")
_ARRAYS = ("facts", "amounts", "elements")
_KEYS = ("shelf", "client_id", "calculation_id", "employment_id", "row")
_COLUMNS = ", ".join((*_KEYS, *_TOTALS, *_ARRAYS))
_BIGINT_OID = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """The names behind the three arrays of a row; stored with the calculation as its manifest."""

    facts: tuple[str, ...]
    amounts: tuple[str, ...]
    elements: tuple[str, ...]

    @classmethod
    def of(cls, manifest: dict[str, list[str]]) -> Layout:
        return cls(*(tuple(manifest[name]) for name in _ARRAYS))

    def manifest(self) -> dict[str, list[str]]:
        return {name: list(getattr(self, name)) for name in _ARRAYS}


@dataclass(slots=True)
class Rows:
    """Results as columns. `employment` is (n, 16) bytes of UUIDs; totals are (n,) and arrays (n, k) int64, minor units.

    `state` is 0 for a payslip and 1 for an employment that an error left out. `row` is the place in the run's order, by
    staff number and then id, in which lists and files show it.
    """

    employment: NDArray[np.uint8]
    state: Ints
    gross: Ints
    deductions: Ints
    net: Ints
    employer: Ints
    facts: Ints
    amounts: Ints
    elements: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.state)

    @property
    def keys(self) -> Keys:
        """The employments, in row order."""
        return np.ascontiguousarray(self.employment).view("S16")[:, 0]

    def ids(self) -> list[UUID]:
        """The employments' ids, in row order."""
        return bulk.uuids(self.keys)


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows are meant: the client's calculation and the shelf that holds it."""

    client_id: UUID
    calculation_id: UUID
    shelf: int
    layout: Layout


def shelf_for(people: int, pay_date: date) -> int:
    """The shelf of a new calculation: the pay month's, or one of its own for a run of more than one chunk."""
    if people <= CHUNK:
        return pay_date.year * 100 + pay_date.month
    with connection.cursor() as cursor:
        cursor.execute("select nextval('payroll_shelf')")
        return int(cursor.fetchone()[0])


def _row_type(layout: Layout) -> np.dtype[Any]:
    """One COPY tuple as a packed big-endian record: every field is preceded by its length, arrays by their header."""
    fields: list[tuple[Any, ...]] = [("fields", ">i2")]
    for name, kind in [
        ("shelf", ">i8"),
        ("client", "V16"),
        ("calculation", "V16"),
        ("employment", "V16"),
        ("row", ">i4"),
    ]:
        fields += [(f"{name}_size", ">i4"), (name, kind)]
    for name in _TOTALS:
        fields += [(f"{name}_size", ">i4"), (name, ">i2" if name == "state" else ">i8")]
    for name in _ARRAYS:
        width = len(getattr(layout, name))
        head = 5 if width else 3
        fields += [(f"{name}_size", ">i4"), (f"{name}_head", ">i4", (head,))]
        if width:
            fields.append((name, [("size", ">i4"), ("value", ">i8")], (width,)))
    return np.dtype(fields)


def encode(place: Place, rows: Rows) -> bytes:
    """The rows as the body of a binary COPY (without header and trailer)."""
    kind = _row_type(place.layout)
    table = np.zeros(len(rows), kind)
    table["fields"] = 13
    for name in ("shelf", "client", "calculation", "employment", "row", *_TOTALS):
        table[f"{name}_size"] = kind[name].itemsize
    table["shelf"] = place.shelf
    table["client"] = np.void(place.client_id.bytes)
    table["calculation"] = np.void(place.calculation_id.bytes)
    table["employment"] = np.ascontiguousarray(rows.employment).view("V16")[:, 0]
    table["row"] = rows.row
    for name in _TOTALS:
        table[name] = getattr(rows, name)
    for name in _ARRAYS:
        width = len(getattr(place.layout, name))
        table[f"{name}_size"] = 20 + 12 * width if width else 12
        table[f"{name}_head"] = [1, 0, _BIGINT_OID, width, 1] if width else [0, 0, _BIGINT_OID]
        if width:
            table[name]["size"] = 8
            table[name]["value"] = getattr(rows, name)
    return table.tobytes()


def decode(body: bytes, layout: Layout) -> Rows:
    """Rows from the body of a binary COPY of `_COLUMNS`."""
    table = np.frombuffer(body, _row_type(layout))
    count = len(table)
    employment = np.frombuffer(np.ascontiguousarray(table["employment"]).tobytes(), np.uint8).reshape(count, 16)
    totals = [table[name].astype(np.int64) for name in _TOTALS]
    none = np.zeros((count, 0), np.int64)
    arrays = [table[name]["value"].astype(np.int64) if getattr(layout, name) else none for name in _ARRAYS]
    state, gross, deductions, net, employer = totals
    facts, amounts, elements = arrays
    row = table["row"].astype(np.int64)
    return Rows(employment, state, gross, deductions, net, employer, facts, amounts, elements, row)


def stored_chunks(place: Place) -> dict[int, tuple[bytes, bytes]]:
    """The digests of the chunks that are already stored: what a resumed calculation need not store again."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select number, input_hash, result_hash from payroll_chunk where calculation_id = %s",
            [place.calculation_id],
        )
        return {number: (bytes(inputs), bytes(results)) for number, inputs, results in cursor.fetchall()}


def load(place: Place, number: int, rows: Rows) -> None:
    """Store one chunk and its mark in one transaction of the loader; storing it twice is refused by the mark."""
    if not scope.current().sees(place.client_id):
        raise NotFound("calculation")
    body = encode(place, rows)
    inputs, result = digests(rows)
    paid = rows.state == 0
    totals = {name: int(rows.amounts[paid, i].sum()) for i, name in enumerate(place.layout.amounts)}
    totals |= {f"element:{name}": int(rows.elements[paid, i].sum()) for i, name in enumerate(place.layout.elements)}
    totals |= {f"total:{name}": int(getattr(rows, name)[paid].sum()) for name in _TOTALS[1:]} | {
        "refused": int((~paid).sum())
    }
    with transaction.atomic(using="loader"), connections["loader"].cursor() as cursor:
        table = _table(cursor, place.shelf)
        with cursor.copy(f"copy {table} ({_COLUMNS}) from stdin (format binary)") as copy:
            copy.write(HEADER)
            copy.write(body)
            copy.write(TRAILER)
        cursor.execute(
            "insert into payroll_chunk (id, client_id, calculation_id, number, rows, input_hash, result_hash, totals)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [uuid7(), place.client_id, place.calculation_id, number, len(rows), inputs, result, json.dumps(totals)],
        )


def digests(rows: Rows) -> tuple[bytes, bytes]:
    """The hashes of a chunk's inputs and results.

    Neither shelf nor calculation id takes part: the same inputs give the same hash in any attempt.
    """
    inputs = hashlib.sha256(rows.employment.tobytes() + rows.facts.astype(">i8").tobytes()).digest()
    results = [getattr(rows, name).astype(">i8").tobytes() for name in (*_TOTALS, *_ARRAYS)]
    return inputs, hashlib.sha256(rows.employment.tobytes() + b"".join(results)).digest()


def _table(cursor: Any, shelf: int) -> str:
    """The table behind a shelf, made when first needed; a shelf of its own stays detached until `finish`."""
    name = f"payroll_result_{int(shelf)}"
    cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 11))", [name])
    cursor.execute("select to_regclass(%s)", [name])
    if cursor.fetchone()[0] is None:
        own = shelf >= FIRST_OWN_SHELF
        like = "including defaults including compression" if own else "including all"
        cursor.execute(f"create table {name} (like payroll_result {like})")
        if not own:
            # Attached, not made as a partition: that would wait for everybody who reads results, ourselves included.
            cursor.execute(f"alter table payroll_result attach partition {name} for values in ({int(shelf)})")
        cursor.execute(f"alter table {name} enable row level security; alter table {name} force row level security")
    return name


def finish(place: Place) -> None:
    """Index, check and attach a shelf of its own; nothing to do for a month's shelf. May be called again."""
    if place.shelf < FIRST_OWN_SHELF:
        return
    name = f"payroll_result_{int(place.shelf)}"
    with transaction.atomic(using="loader"), connections["loader"].cursor() as cursor:
        cursor.execute("select relispartition from pg_class where oid = to_regclass(%s)", [name])
        if cursor.fetchone()[0]:
            return
        cursor.execute(f"alter table {name} add primary key (shelf, calculation_id, employment_id)")
        cursor.execute(f"create index on {name} (shelf, calculation_id, row)")
        cursor.execute(f"alter table {name} add constraint shelf check (shelf = {int(place.shelf)})")
        cursor.execute(f"alter table payroll_result attach partition {name} for values in ({int(place.shelf)})")
        cursor.execute(f"alter table {name} drop constraint shelf")


def discard(place: Place) -> None:
    """Remove the rows of a calculation that never was sealed: a dropped table, or deleted rows of a month's shelf."""
    with transaction.atomic(using="loader"), connections["loader"].cursor() as cursor:
        if place.shelf >= FIRST_OWN_SHELF:
            cursor.execute(f"drop table if exists payroll_result_{int(place.shelf)}")
        else:
            cursor.execute(
                "delete from payroll_result where shelf = %s and calculation_id = %s",
                [place.shelf, place.calculation_id],
            )
        cursor.execute("delete from payroll_chunk where calculation_id = %s", [place.calculation_id])


def read(place: Place, employment: UUID | None = None) -> Rows:
    """The rows of a calculation in row order (or one employment's), as the app role sees them under the open scope."""
    if employment:
        return select(place, "employment_id = %s", [employment])
    return select(place, "true", [], order="row")


def select(place: Place, where: str, values: list[Any], *, order: str = "employment_id", limit: int = 0) -> Rows:
    """Some rows of a calculation, in their order; `where` is SQL of this package, its values are passed apart."""
    query = f"select {_COLUMNS} from payroll_result where shelf = %s and calculation_id = %s and {where}"  # noqa: S608
    query += f" order by {order}" + (f" limit {int(limit)}" if limit else "")
    return decode(bulk.body(query, [place.shelf, place.calculation_id, *values]), place.layout)


_PAID = """
select calculation_id, employment_id, gross, net from payroll_result
where shelf = any(%s) and calculation_id = any(%s) and employment_id = any(%s) and state = 0
order by employment_id
"""


def paid_to(places: list[tuple[int, UUID]], employments: list[UUID]) -> dict[UUID, list[tuple[UUID, int, int]]]:
    """What some people were paid, by calculation: employment, gross and net. One read, however many calculations."""
    found: dict[UUID, list[tuple[UUID, int, int]]] = {}
    values = [sorted({shelf for shelf, _ in places}), [calculation for _, calculation in places], employments]
    for calculation, employment, gross, net in bulk.rows(_PAID, values) if places else ():
        found.setdefault(calculation, []).append((employment, gross, net))
    return found


def paid_in_order(place: Place) -> list[UUID]:
    """The employments with a payslip, in the run's order."""
    scope.current()
    query = "select employment_id from payroll_result where shelf = %s and calculation_id = %s and state = 0"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} order by row, employment_id", [place.shelf, place.calculation_id])
        return [row[0] for row in cursor.fetchall()]


def sums_by(place: Place, fact: int, amounts: list[int]) -> dict[int, list[int]]:
    """Sums of some amounts of the paid rows for each value of a fact; both are named by their place in the layout."""
    scope.current()
    # A sum of bigint is numeric in PostgreSQL: exact.
    parts = ", ".join(f"sum(amounts[{int(i) + 1}])" for i in amounts)
    query = f"select facts[{int(fact) + 1}], {parts} from payroll_result"  # noqa: S608
    query += " where shelf = %s and calculation_id = %s and state = 0 group by 1"
    with connection.cursor() as cursor:
        cursor.execute(query, [place.shelf, place.calculation_id])
        return {int(row[0]): [int(value) for value in row[1:]] for row in cursor.fetchall()}


def totals_of(place: Place) -> dict[str, int]:
    """Rows, payslips, and the sums of the totals as they stand on the shelf now."""
    scope.current()
    sums = ", ".join(f"coalesce(sum({name}) filter (where state = 0), 0)" for name in _TOTALS[1:])
    query = f"select count(*), count(*) filter (where state = 0), {sums} from payroll_result"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query + " where shelf = %s and calculation_id = %s", [place.shelf, place.calculation_id])
        found = cursor.fetchone()
    return dict(zip(("rows", "payslips", *_TOTALS[1:]), map(int, found), strict=True))
