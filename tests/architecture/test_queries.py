"""How many queries each address costs, recorded; and that the number does not grow with the rows.

The two clients differ only in how much they hold. `queries.json` is the record; a change fails here, so that a review
sees it: `make test T=tests/architecture/test_queries.py RECORD=1` writes it anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.architecture import addresses
from tests.architecture.addresses import Address
from tests.architecture.world import Held

FILE = Path(__file__).with_name("queries.json")
READ = [one for one in addresses.every() if "GET" in one.methods]
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")


def counted(address: Address, held: Held) -> int:
    """Queries of all roles for one GET; asked once before, so that what is read once per process is not counted."""
    assert held.everybody
    address.ask(held.everybody, "GET", held.ids)
    watched = [CaptureQueriesContext(connections[alias]) for alias in ("default", "loader")]
    with watched[0], watched[1]:
        address.ask(held.everybody, "GET", held.ids)
    return sum(not query["sql"].startswith(SAVEPOINTS) for one in watched for query in one.captured_queries)


def recorded() -> dict[str, int]:
    return json.loads(FILE.read_text())


@pytest.mark.skipif("RECORD" not in os.environ, reason="RECORD=1 writes queries.json anew")
def test_record(asked):
    FILE.write_text(json.dumps({one.path: counted(one, asked.small) for one in READ}, indent=1) + "\n")


def test_the_record_has_every_address_and_no_other():
    assert set(recorded()) == {one.path for one in READ}


@pytest.mark.parametrize("address", READ, ids=[f"{one.name} {one.path}" for one in READ])
def test_queries_are_as_recorded_and_do_not_grow_with_the_rows(asked, address):
    few, many = counted(address, asked.small), counted(address, asked.large)
    assert many == few, "it grows with the rows: read them together"
    assert few == recorded().get(address.path)
