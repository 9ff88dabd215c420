"""What each role may do, on every PostgreSQL of this machine."""

from pathlib import Path

import psycopg
import pytest

from openhro.config import postgres


@pytest.fixture
def policed(connected: Path) -> str:
    """A table under forced row-level security with rows of two clients, made by the owner."""
    with psycopg.connect(**postgres.connection("owner")) as owner:
        owner.execute("DROP TABLE IF EXISTS policed")
        owner.execute("CREATE TABLE policed (client int, note text)")
        owner.execute("ALTER TABLE policed ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE policed FORCE ROW LEVEL SECURITY")
        owner.execute(
            "CREATE POLICY own ON policed USING (client = (SELECT nullif(current_setting('t.client', true), '')::int))"
        )
    with psycopg.connect(**postgres.connection("loader")) as loader:
        loader.execute("INSERT INTO policed VALUES (1, 'mine'), (2, 'theirs')")
    return "policed"


def test_roles_have_the_stated_attributes(connected: Path) -> None:
    with psycopg.connect(**postgres.connection("owner")) as owner:
        rows = owner.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin"
            " FROM pg_roles WHERE rolname LIKE 'openhro%' ORDER BY 1"
        ).fetchall()
        members = owner.execute(
            "SELECT r.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = roleid"
            " JOIN pg_roles m ON m.oid = member WHERE m.rolname LIKE 'openhro%' ORDER BY 1"
        ).fetchall()
        owners = owner.execute("SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'openhro'")
        assert owners.fetchall() == [("openhro", "openhro_owner")]
    assert rows == [
        ("openhro_app", False, False, False, False, False, True),
        ("openhro_loader", False, False, False, False, True, True),
        ("openhro_owner", False, True, False, False, False, True),
    ]
    assert members == [("openhro_app", "openhro_owner"), ("openhro_loader", "openhro_owner")]


def test_extensions_are_there(connected: Path) -> None:
    with psycopg.connect(**postgres.connection("app")) as app:
        assert app.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall() == [
            ("btree_gist",), ("citext",), ("pg_trgm",), ("plpgsql",)
        ]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "ALTER ROLE openhro_app BYPASSRLS",
        "SET ROLE openhro_owner",
        "SET ROLE openhro_loader",
        "SET SESSION AUTHORIZATION openhro_owner",
        "ALTER TABLE policed DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON policed",
        "TRUNCATE policed",
        "COPY policed TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_app_is_refused(policed: str, statement: str) -> None:
    with psycopg.connect(**postgres.connection("app"), autocommit=True) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)
        assert app.execute("SELECT count(*) FROM pg_class WHERE relname = 'mine'").fetchone() == (0,)


def test_app_cannot_copy_into_a_policed_table(policed: str) -> None:
    with psycopg.connect(**postgres.connection("app"), autocommit=True) as app:
        copy = app.cursor().copy("COPY policed FROM STDIN")
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            copy.__enter__()


@pytest.mark.parametrize("role", ["owner", "app"])
def test_owner_and_app_see_only_the_clients_of_their_scope(policed: str, role: postgres.Role) -> None:
    with psycopg.connect(**postgres.connection(role)) as session:
        assert session.execute("SELECT note FROM policed").fetchall() == []
        session.execute("SET LOCAL t.client = '1'")
        assert session.execute("SELECT note FROM policed").fetchall() == [("mine",)]
        session.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT note FROM policed")


def test_app_writes_what_the_owner_made(connected: Path) -> None:
    with psycopg.connect(**postgres.connection("owner")) as owner:
        owner.execute("DROP TABLE IF EXISTS plain")
        owner.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, note citext)")
    with psycopg.connect(**postgres.connection("app")) as app:
        app.execute("INSERT INTO plain (note) VALUES ('A')")
        app.execute("UPDATE plain SET note = note || 'b'")
        assert app.execute("DELETE FROM plain WHERE note = 'aB' RETURNING id").fetchall() == [(1,)]


def test_loader_attaches_a_partition_that_the_app_reaches_only_through_its_parent(connected: Path) -> None:
    with psycopg.connect(**postgres.connection("owner")) as owner:
        owner.execute("DROP TABLE IF EXISTS lines CASCADE")
        owner.execute("CREATE TABLE lines (run int, cents bigint) PARTITION BY LIST (run)")
        owner.execute("ALTER TABLE lines OWNER TO openhro_loader")
    with psycopg.connect(**postgres.connection("loader")) as loader:
        loader.execute("CREATE TABLE lines_7 (LIKE lines)")
        loader.execute("INSERT INTO lines_7 VALUES (7, 100)")
        loader.execute("ALTER TABLE lines ATTACH PARTITION lines_7 FOR VALUES IN (7)")
    with psycopg.connect(**postgres.connection("app"), autocommit=True) as app:
        assert app.execute("SELECT cents FROM lines").fetchall() == [(100,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT cents FROM lines_7")


def test_a_database_made_for_tests_is_like_the_main_one_and_goes_with_its_sessions(connected: Path) -> None:
    postgres.create_database("side one")
    with psycopg.connect(**postgres.connection("owner", "side one")) as owner:
        owner.execute("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, period daterange)")
        owner.execute("ALTER TABLE t ADD EXCLUDE USING gist (id WITH =, period WITH &&)")
    with psycopg.connect(**postgres.connection("app", "side one")) as app:
        app.execute("INSERT INTO t (period) VALUES ('[2026-01-01,)')")
    postgres.create_database("side two", template="side one")
    with psycopg.connect(**postgres.connection("app", "side two")) as app:
        assert app.execute("SELECT id FROM t").fetchall() == [(1,)]
        app.commit()
        postgres.drop_database("side two")
        with pytest.raises(psycopg.OperationalError):
            app.execute("SELECT 1")
    postgres.drop_database("side one")
    postgres.drop_database("side one")
    with psycopg.connect(**postgres.connection("owner")) as owner:
        assert owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'side%'").fetchall() == []


def test_names_sort_by_code_point_on_every_system(connected: Path) -> None:
    with psycopg.connect(**postgres.connection("app")) as app:
        names = "SELECT n FROM unnest(ARRAY['é', 'b', 'A', 'B', 'a']) n ORDER BY n"
        assert [row[0] for row in app.execute(names)] == ["A", "B", "a", "b", "é"]
        assert app.execute("SELECT upper('müller')").fetchone() == ("MÜLLER",)
