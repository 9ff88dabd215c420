"""The checkout's own PostgreSQL server: where its files lie, and how it is made, started, stopped and healed.

It listens on one Unix socket in a folder that only its account may enter, and knows a client by the operating
system's word (`peer`): there is no password to leak and no port to find. Started by root it runs as another account.
`openhro.config.postgres` is the public face.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from openhro.config.postgres_binaries import (
    SYSTEM_ACCOUNTS,
    Binaries,
    PostgresError,
    account_for,
    installations,
    must,
    readable_programs,
    run_as,
)

PORT = 5432  # only names the socket file; nothing listens on TCP
START_SECONDS = 300  # replaying max_wal_size after a crash takes minutes on a slow disk
STOP_SECONDS = 120
SOCKET_PATH_BYTES = 103  # macOS; Linux allows 107
DEAD_PID = 2**31 - 2  # above every system's limit, so no process has it
LOG_BYTES = 10_000_000
ROLES = ("openhro_owner", "openhro_app", "openhro_loader")
SQL = Path(__file__).parent / "sql"


def _usable(place: Path, home: Path, account: pwd.struct_passwd) -> bool:
    """Make the folder `place`; True if it is safe to use and the server's account can enter it."""
    try:
        if not place.exists():
            place.mkdir()
            place.chmod(0o755)
            if place.parent == home and not os.geteuid():
                os.chown(place, home.stat().st_uid, home.stat().st_gid)
        info = place.stat() if place.parent == home else place.lstat()
    except OSError:
        return False
    # Anyone can make a folder under the system's temporary one: only our own is trusted.
    trusted = place.parent == home or (stat.S_ISDIR(info.st_mode) and info.st_uid == os.geteuid())
    return trusted and os.access(place, os.W_OK) and not run_as(account, "test", "-x", place).returncode


def throw_away() -> bool:
    """Whether this is a cluster, with a folder of its own, that a power cut may ruin: for tests only."""
    return os.environ.get("OPENHRO_PG_FSYNC") == "off"


def locate(home: Path) -> Server:
    """The server of the checkout `home`: the cluster that exists, else where and with what a new one is to be made.

    An existing cluster comes before the order of binaries: installing another PostgreSQL must not hide anybody's data.
    """
    home = home.resolve()
    account = account_for(home)
    variant = "-throwaway" if throw_away() else ""
    digest = hashlib.sha256(f"{home}:{os.geteuid()}".encode()).hexdigest()[:12]
    places = [home / ".openhro", Path("/var/tmp" if os.geteuid() else "/var/lib") / f"openhro-{digest}"]  # noqa: S108
    found = installations()
    for binaries in found:
        for place in places:
            folder = place / f"pg{binaries.major}{variant}"
            if folder.is_dir():
                return Server(home, folder, binaries, _keeper(folder, account))
    for place in places:
        if _usable(place, home, account):
            return Server(home, place / f"pg{found[0].major}{variant}", found[0], account)
    raise PostgresError(f"Neither {places[0]} nor {places[1]} can hold the database of user {account.pw_name}.")


def _keeper(folder: Path, account: pwd.struct_passwd) -> pwd.struct_passwd:
    """The account that owns an existing cluster, which alone can run it."""
    uid = folder.stat().st_uid
    if uid == account.pw_uid:
        return account
    with suppress(KeyError):
        owner = pwd.getpwuid(uid)
        if not os.geteuid() and uid:
            return owner
        raise PostgresError(f"The database in {folder} belongs to {owner.pw_name}: run as {owner.pw_name} or as root.")
    raise PostgresError(f"The database in {folder} belongs to user id {uid}, which has no name on this system.")


@dataclass(frozen=True)
class Server:
    """One cluster and the process that serves it. Every step may be repeated, and by two starters at once."""

    home: Path
    folder: Path
    binaries: Binaries
    account: pwd.struct_passwd

    @property
    def data(self) -> Path:
        """The data directory; it appears, whole, when the cluster has been made."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says; without parameters, details or statements, which hold people's data."""
        return self.folder / "server.log"

    @property
    def host(self) -> Path:
        """The socket's folder: beside the data, or elsewhere if no client could use that path (too long, a comma)."""
        beside = self.folder / "run"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_BYTES and "," not in str(beside):
            return beside
        return Path("/tmp") / f"openhro-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"  # noqa: S108

    def ready(self) -> bool:
        """Whether clients are let in: the server's own status line says so and its socket answers (about 0.1 ms)."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].startswith("ready") and self._answers()

    def _answers(self) -> bool:
        """Whether somebody listens on the socket, be it from another container that shares the folder."""
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(str(self.host / f".s.PGSQL.{PORT}"))
            return True
        return False

    def start(self) -> bool:
        """Make the cluster if there is none and serve it; False when it was served already."""
        if self.ready():
            return False
        with self._lock():
            if self.ready():
                return False
            if not self.data.exists():
                self._create()
            self._make_socket_folder()
            self._await(time.monotonic() + START_SECONDS)
        if not self.folder.is_relative_to(self.home):
            why = (
                "the checkout can't hold it"
                if os.geteuid()
                else f"user {self.account.pw_name} can't enter the checkout"
            )
            print(f"openhro: the database is in {self.folder} ({why})", file=sys.stderr)
        return True

    def stop(self) -> bool:
        """End sessions, write everything down and end the server; False when none ran."""
        if not self.data.exists():
            return False
        with self._lock():
            if not (pid := self.postmaster()):
                return False
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast": sessions are ended, not awaited
            deadline = time.monotonic() + STOP_SECONDS
            while self._pid_file() or _arguments(pid):
                if time.monotonic() > deadline:
                    raise PostgresError(f"The database server, process {pid}, didn't stop in {STOP_SECONDS} s.")
                time.sleep(0.02)
            return True

    def postmaster(self) -> int | None:
        """The server's process id, if it lives: it has the noted id and our data directory as an argument."""
        with suppress(ValueError, IndexError):
            pid = int(self._pid_file()[0])
            if str(self.data) in _arguments(pid):
                return pid
        return None

    def _pid_file(self) -> list[str]:
        """PostgreSQL's pid file: id, data directory, start, port, socket folder, address, shared memory, status."""
        with suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the checkout's lock, so that of two starters one starts and the other finds it started."""
        descriptor = os.open(self.folder.parent / "lock", os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _programs(self) -> Path:
        """The programs' folder, as the server's account can use it."""
        return readable_programs(self.binaries, self.account, self.folder.parent)

    def _create(self) -> None:
        """Make cluster, roles and database under another name, renamed last: a half-made cluster is never served."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not os.geteuid():
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        fresh, programs = self.folder / "data.new", self._programs()
        fsync = "off" if throw_away() else "on"
        must(run_as(self.account, "rm", "-rf", fresh), "The half-made cluster couldn't be removed")
        # Code point order, the same on every system: an index never breaks because the C library's sorting changed.
        builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if self.binaries.major >= 17 else ()
        options = (
            *(["--no-sync"] if throw_away() else []),
            "--username=postgres",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        )
        must(run_as(self.account, programs / "initdb", *options, *builtin, "-D", fresh), "The cluster couldn't be made")
        # Single-user mode speaks as the superuser without a connection, so no client ever needs to be able to.
        script = "\n\n".join(
            (
                (SQL / "roles.sql").read_text(),
                "ALTER DATABASE template1 OWNER TO openhro_owner;",
                "SET ROLE openhro_owner;",
                (SQL / "database.sql").read_text(),
                "CREATE DATABASE openhro;\n\n",
            )
        )
        single = ("--single", "-j", "-c", "exit_on_error=on", "-c", f"fsync={fsync}", "-D", fresh, "template1")
        must(run_as(self.account, programs / "postgres", *single, text=script), "Roles and database couldn't be made")
        must(run_as(self.account, "mv", fresh, self.data), "The cluster couldn't be put in place")

    def _make_socket_folder(self) -> None:
        """A folder that only the server's account may enter; what somebody else put under that name is refused."""
        run_as(self.account, "mkdir", "-m", "700", self.host)
        info = self.host.lstat()
        if not stat.S_ISDIR(info.st_mode) or info.st_uid != self.account.pw_uid or info.st_mode & 0o077:
            raise PostgresError(f"{self.host} must be a folder that only {self.account.pw_name} may enter: remove it.")

    def _await(self, deadline: float) -> None:
        """Start the server unless it lives, and wait until it lets us in: after a crash it replays its log first."""
        launched = 0
        while time.monotonic() < deadline:
            if self.ready():
                return self._check()
            if self.postmaster() or self._answers():  # starting or stopping
                pass
            elif not launched:
                self._heal()
                self._configure()
                launched = self._launch()
            elif not _arguments(launched):
                tail = run_as(self.account, "tail", "-n", "12", self.log).stdout.strip()
                # Sessions of a killed server end within moments of it; until then its memory is in use.
                if "is still in use" not in tail:
                    raise PostgresError(f"The database server didn't start. {self.log} ends:\n{tail}")
                launched = 0
            time.sleep(0.02)
        raise PostgresError(f"The database server wasn't ready in {START_SECONDS} s; see {self.log}.")

    def _launch(self) -> int:
        """Start the server as no child of ours, away from our Ctrl-C; its id. (pg_ctl misreads a `$` in a path.)"""
        script = '"$1" -D "$2" >> "$3" 2>&1 < /dev/null & echo $!'
        started = run_as(self.account, "sh", "-c", script, "sh", self._programs() / "postgres", self.data, self.log)
        must(started, "The database server couldn't be started")
        return int(started.stdout)

    def _check(self) -> None:
        """Connect as the owner: the proof that the server lets us in and that `peer` knows us."""
        try:
            psycopg.connect(host=str(self.host), port=PORT, user=ROLES[0], dbname="openhro", connect_timeout=30).close()
        except psycopg.OperationalError as error:
            raise PostgresError(f"The database server runs but refuses us: {error}") from error

    def _heal(self) -> None:
        """Undo what a killed server left: a noted id that is now some other process's would forbid the start.

        The pid file isn't removed: by its line on shared memory PostgreSQL sees that sessions of the old server live.
        """
        lines = self._pid_file()
        with suppress(OSError, ValueError, IndexError):
            os.kill(int(lines[0]), 0)  # fails if the id is free, and then PostgreSQL starts without our help
            text = "\n".join([str(DEAD_PID), *lines[1:]]) + "\n"
            must(self._write(self.data / "postmaster.pid", text), "The stale pid file couldn't be mended")
        run_as(self.account, "rm", "-f", self.host / f".s.PGSQL.{PORT}.lock")

    def _configure(self) -> None:
        """Write the server's three files anew at each start: the checkout may have moved, or another user starts it."""
        users = {"root", pwd.getpwuid(os.geteuid()).pw_name}
        if self.account.pw_name not in SYSTEM_ACCOUNTS:
            users.add(self.account.pw_name)
        identities = "".join(f'openhro "{user}" {role}\n' for user in sorted(users) for role in ROLES)
        for name, text in {
            "postgresql.conf": settings(self.host),
            "pg_hba.conf": f"local all {','.join(ROLES)} peer map=openhro\n",
            "pg_ident.conf": identities,
        }.items():
            must(self._write(self.data / name, text), f"{name} couldn't be written")
        run_as(self.account, "sh", "-c", f'test "$(wc -c < "$1")" -lt {LOG_BYTES} || mv "$1" "$1.1"', "sh", self.log)

    def _write(self, path: Path, text: str) -> subprocess.CompletedProcess[str]:
        """Write a file of the server's, as the server's account."""
        return run_as(self.account, "sh", "-c", 'cat > "$1"', "sh", path, text=text)


def settings(socket_folder: Path) -> str:
    """The server's configuration, sensible on 24 GiB and modest on less; `local.conf` beside it has the last word."""
    quoted = '"' + str(socket_folder).replace('"', '""') + '"'
    quoted = quoted.replace("\\", "\\\\").replace("'", "''")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"""\
# Written at each start. Put your own settings into local.conf beside this file.
listen_addresses = ''
port = {PORT}
unix_socket_directories = '{quoted}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {min(512, memory // 8)}MB
effective_cache_size = {memory // 2}MB
work_mem = 16MB
maintenance_work_mem = {min(256, memory // 16)}MB
# In files of the cluster: a crash leaves nothing in the system's shared memory, and no container's limit on it bites.
dynamic_shared_memory_type = mmap
huge_pages = off
max_wal_size = 4GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
random_page_cost = 1.1
jit = off
# A schema with a partition per run, and tests that build it, lock many tables at once.
max_locks_per_transaction = 256
autovacuum = on
fsync = {"off" if throw_away() else "on"}
timezone = 'UTC'
log_timezone = 'UTC'
# A duplicate's key, a statement or its parameters are people's data, and logs are read by others.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
cluster_name = 'openhro'
include_if_exists = 'local.conf'
"""


def _arguments(pid: int) -> list[str]:
    """A process's command line; empty if there is none, or if it has ended and only waits for its parent to notice."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return [word for word in Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0") if word]
        return []
    said = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
    return [word for word in said.strip().split(" -D ") if word]
