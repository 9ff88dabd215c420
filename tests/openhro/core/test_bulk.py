"""Rows as columns: exact values, ids with zeros in them, and nothing outside a scope."""

from datetime import date
from uuid import UUID

import numpy as np
import pytest
from tests import make

from openhro.core import bulk
from openhro.core.actor import Role
from openhro.core.scope import OutsideScope, scope

pytestmark = pytest.mark.django_db
ODD = [UUID(int=1 << 64), UUID(int=7), UUID(int=(1 << 127) + 5), UUID(int=0xFF00)]


def test_a_query_comes_as_columns():
    query = """
        select id, n, day, n > 0 from (values (%(a)s::uuid, -5::bigint, '2026-11-30'::date),
            (%(b)s::uuid, 9223372036854775807, 'infinity'), (%(c)s::uuid, 0, '0001-01-01')) as one(id, n, day)
    """
    kinds = {"id": "uuid", "n": "bigint", "day": "date", "yes": "boolean"}
    with scope(make.actor(Role.PROVIDER_ADMIN)):
        found = bulk.read(query, dict(zip("abc", ODD, strict=False)), kinds)
    assert bulk.uuids(found["id"]) == ODD[:3]
    assert found["n"].tolist() == [-5, 2**63 - 1, 0]
    assert found["day"].tolist() == [date(2026, 11, 30), None, date(1, 1, 1)]
    assert found["yes"].tolist() == [False, True, False]


def test_no_rows_are_empty_columns():
    with scope(make.actor(Role.PROVIDER_ADMIN)):
        found = bulk.read("select id from clients_client where false", {}, {"id": "uuid"})
    assert bulk.uuids(found["id"]) == []
    assert bulk.places(found["id"], bulk.keys_of(ODD)).tolist() == []
    assert bulk.places(bulk.keys_of(ODD), found["id"]).tolist() == [-1] * 4


def test_ids_keep_their_zeros_and_sort_as_in_the_database():
    keys = bulk.keys_of(sorted(ODD))
    assert np.array_equal(keys, np.sort(bulk.keys_of(ODD)))
    assert bulk.places(bulk.keys_of([ODD[0], UUID(int=8), ODD[3]]), keys).tolist() == [2, -1, 1]


def test_columns_hold_the_rows_of_the_scope_only():
    ours, _theirs = make.client(), make.client()
    with scope(make.actor(Role.CLIENT_ADMIN, ours)):
        found = bulk.read("select id from clients_client", {}, {"id": "uuid"})
    assert bulk.uuids(found["id"]) == [ours.pk]
    with pytest.raises(OutsideScope):
        bulk.read("select id from clients_client", {}, {"id": "uuid"})
