"""Every tenant table has row-level security, forced, with the one policy; the app role can neither own nor bypass it."""

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests import make

from openhro.core import journal
from openhro.core.actor import system
from openhro.core.rls import tenant_tables
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("asked")
PARTITIONED = {"payroll_result"}


def rows(sql: str, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def with_client_column() -> set[str]:
    """What the database itself says: every table with a client column, partitions left out."""
    found = rows(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid "
        "where a.attname = 'client_id' and c.relkind in ('r', 'p') and not c.relispartition "
        "and c.relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in found}


def test_the_database_and_the_models_agree_on_what_is_a_tenant_table():
    assert with_client_column() == (set(tenant_tables()) - {"clients_client"}) | PARTITIONED


def test_row_level_security_is_on_and_forced_everywhere():
    tables = with_client_column() | {"clients_client"}
    state = rows("select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind in ('r', 'p')")
    assert {name for name, on, forced in state if name in tables and not (on and forced)} == set()
    policies = rows("select tablename, policyname, cmd, permissive from pg_policies")
    assert sorted(policies) == sorted((name, "tenant", "ALL", "PERMISSIVE") for name in tables)


def test_a_partition_of_results_is_closed_to_everybody_but_its_loader(asked):
    """The app reads results through the parent, where the policy is; a partition has no policy, so it shows nothing."""
    parts = rows(
        "select c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text from pg_class c"
        " join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent"
        " where p.relname = 'payroll_result' and c.relkind = 'r'"
    )
    assert parts, "the world holds results"
    assert {part[1:] for part in parts} == {(True, True, "openhro_loader")}
    for name, *_ in parts:
        for right in ("select", "insert", "update", "delete", "truncate"):
            assert rows(f"select has_table_privilege('openhro_app', '{name}', '{right}')") == [(False,)]
        assert rows(f"select count(*) from pg_policies where tablename = '{name}'") == [(0,)]
    for right, allowed in {"select": True, "insert": False, "update": False, "delete": False}.items():
        assert rows(f"select has_table_privilege('openhro_app', 'payroll_result', '{right}')") == [(allowed,)]


def test_no_view_or_function_steps_round_row_level_security():
    """A view runs with its owner's rights unless told otherwise; a security definer function always does."""
    views = rows("select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace")
    assert [name for (name,) in views if not name.startswith("procrastinate")] == []
    ours = rows(
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        " and not exists (select 1 from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')"
    )
    assert ours == []


def test_the_app_role_owns_nothing_and_bypasses_nothing():
    assert rows("select current_user") == [("openhro_app",)]
    assert rows(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
    ) == [(False, False, False, False)]
    assert rows("select count(*) from pg_class where relowner = 'openhro_app'::regrole") == [(0,)]
    member = "select count(*) from pg_auth_members where member = 'openhro_app'::regrole"
    assert rows(member) == [(0,)]


@pytest.mark.parametrize("table", ["core_journalentry", "core_journalseal"])
def test_the_journal_cannot_be_changed_by_anybody(table):
    by = system()
    with scope(by):
        entry = journal.record(by, journal.event(f"test.{table}", "A test"), make.client())
        journal.seal(entry.client_id)
        for verb in (f"update {table} set id = id", f"delete from {table}"):
            with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb)
