"""The journal: one chain per client, and a tampered row is found and named."""

import json

import pytest
from django.core.management import CommandError, call_command
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


def as_owner(sql: str, values: list, table: str = "core_journalentry") -> None:
    """Somebody with the keys to the database, who switches the trigger off."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select 1")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(f"alter table {table} no force row level security")
        cursor.execute(sql, values)
        cursor.execute(f"alter table {table} force row level security")
        cursor.execute(f"alter table {table} enable trigger user")


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


def test_an_end_that_was_cut_off_is_found_by_a_hash_kept_elsewhere(tmp_path, capsys):
    client, by, made = entries(3)
    kept = tmp_path / "heads.txt"
    call_command("journal", "heads", client=client.code)
    kept.write_text(capsys.readouterr().out)
    with scope(by):
        journal.record(by, DONE, client)
        journal.seal(client.pk)
    call_command("journal", "verify", client=client.code, heads=kept)
    assert "4 entries hold" in capsys.readouterr().out
    for table, column in (("core_journalseal", "entry_id"), ("core_journalentry", "id")):
        as_owner(f"delete from {table} where {column} >= %s and client_id = %s", [made[2].pk, client.pk], table)
    assert verdict(client, by).faults == []
    with pytest.raises(CommandError, match="1 faults"):
        call_command("journal", "verify", client=client.code, heads=kept)
    assert "seal 3 is not the one that was kept: the chain was cut or made anew" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "sentence"), [("what is this", "does not hold"), ("\n", "is empty"), (None, "cannot be read")]
)
def test_heads_that_would_prove_nothing_are_refused(tmp_path, text, sentence):
    kept = tmp_path / "heads.txt"
    if text is not None:
        kept.write_text(text)
    with pytest.raises(CommandError, match=sentence):
        call_command("journal", "verify", heads=kept)


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
