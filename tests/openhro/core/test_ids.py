"""Ids: version and variant, and the order in which they were made."""

from uuid import UUID

from openhro.core.ids import uuid7


def test_ids_sort_in_the_order_in_which_they_were_made():
    made = []
    for _ in range(2_000):
        made.append(uuid7())
        sum(range(100))  # more than a quarter of a microsecond
    assert made == sorted(made)
    assert len(set(made)) == 2_000
    assert {(one.version, one.variant) for one in made} == {(7, UUID(int=0x8 << 60).variant)}
