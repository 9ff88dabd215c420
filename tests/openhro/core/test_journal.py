"""The journal: one chain per client, and a tampered row is found and named."""

import json

import pytest
from django.db import connections
from tests import make

from openhro.core import journal
from openhro.core.actor import Role, system
from openhro.core.journal import JournalEntry, JournalSeal
from openhro.core.scope import scope

DONE = journal.event("test.done", "Something was done in a test")
pytestmark = pytest.mark.usefixtures("committed")


def entries(count: int):
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    with scope(by):
        made = [journal.record(by, DONE, client, {"n": n}) for n in range(count)]
        assert journal.seal(client.pk) == count
    return client, by, made


def as_owner(sql: str, values: list) -> None:
    """Somebody with the keys to the database, who switches the trigger off."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select 1")
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table core_journalentry disable trigger user")
        cursor.execute("alter table core_journalentry no force row level security")
        cursor.execute(sql, values)
        cursor.execute("alter table core_journalentry force row level security")
        cursor.execute("alter table core_journalentry enable trigger user")


def verdict(client, by):
    with scope(by):
        return journal.verify(client.pk)


def test_an_untouched_chain_holds_and_counts_what_waits_for_its_seal():
    client, by, _ = entries(3)
    with scope(by):
        journal.record(by, DONE, client)
    found = verdict(client, by)
    assert (found.held, found.unsealed, found.faults) == (3, 1, [])


def test_a_changed_entry_is_found_and_named_and_the_rest_still_holds():
    client, by, made = entries(3)
    as_owner("update core_journalentry set data = %s where id = %s", [json.dumps({"n": 99}), made[1].pk])
    found = verdict(client, by)
    assert found.held == 2
    assert found.faults == [f"entry {made[1].pk} was changed: test.done on clients.client {client.pk} (seal 2)"]


def test_a_removed_entry_is_found():
    client, by, made = entries(2)
    as_owner("delete from core_journalentry where id = %s", [made[0].pk])
    assert verdict(client, by).faults == [f"entry {made[0].pk} was removed (seal 1)"]


def test_chains_of_two_clients_do_not_mix():
    ours, _by, _ = entries(2)
    theirs, them, _ = entries(1)
    with scope(them):
        assert JournalSeal.objects.filter(client=ours).count() == 0
        assert JournalEntry.objects.filter(client=ours).count() == 0
    assert verdict(theirs, them).held == 1


def test_an_undeclared_event_is_a_fault_of_the_program():
    client = make.client()
    with scope(system()), pytest.raises(ValueError, match="not declared"):
        journal.record(system(), "test.unheard_of", client)
