"""Real databases for all tests: migrated once as a template, copied for each worker; the app role runs the tests.

A worker has two: one where every test is rolled back, so that it's empty for each, and one for what must commit.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("OPENHRO_POOL", "0")  # for the processes that tests start; ours has read its settings by now

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from tests.browser import CHROMIUM

import openhro
from openhro.config import postgres

# A pool would go on giving connections to the database that it was made for, wherever `_point_to` points.
for _known in settings.DATABASES.values():
    _known["OPTIONS"].pop("pool", None)


def pytest_collection_modifyitems(config, items):
    """Without a browser its journeys are left out; the end of the run says so, once."""
    journeys = [] if CHROMIUM else [item for item in items if item.get_closest_marker("journey")]
    if journeys:
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if not item.get_closest_marker("journey")]


def pytest_terminal_summary(terminalreporter):
    if CHROMIUM is None:
        terminalreporter.write_line("browser journeys skipped: no chromium found")


@pytest.fixture(scope="session")
def django_db_setup(copied):
    """Replaces pytest-django's: our roles may not create databases, and the migrated one is copied per worker."""
    _point_to(copied(""))
    yield
    _point_to("")


@pytest.fixture(scope="session")
def copied(django_db_blocker, worker_id):
    """`copied("name")`: a fresh copy of the migrated database for this worker, gone at the end of the session."""
    postgres.ensure()
    names: list[str] = []

    def copy(name: str) -> str:
        names.append(f"openhro_test_{worker_id}_{name}".rstrip("_"))
        with psycopg.connect(**postgres.connection("owner", "openhro"), autocommit=True) as server:
            server.execute("select pg_advisory_lock(20261123)")
            with django_db_blocker.unblock():
                template = _template(server)
            postgres.drop_database(names[-1])
            postgres.create_database(names[-1], template=template)
        return names[-1]

    yield copy
    for name in names:
        postgres.drop_database(name)


def _template(server) -> str:
    """The migrated database that workers copy; made anew when a migration changed, finished before it gets its name."""
    from django.core.management import call_command

    template, building = f"openhro_template_{_fingerprint()}", "openhro_template_building"
    there = {
        row[0] for row in server.execute("select datname from pg_database where datname like 'openhro_template_%'")
    }
    for old in there - {template}:
        postgres.drop_database(old)
    if template not in there:
        postgres.create_database(building)
        _point_to(building)
        call_command("migrate", database="owner", verbosity=0)
        _point_to("")
        server.execute(f'alter database "{building}" rename to "{template}"')
    return template


def _fingerprint() -> str:
    """Changes with any migration or policy: a template made by others is of no use."""
    folder = Path(openhro.__file__).parent
    files = [*sorted(folder.glob("*/migrations/*.py")), folder / "core" / "rls.py", folder / "core" / "models.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def _point_to(name: str) -> None:
    for alias in settings.DATABASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def database(django_db_setup, django_db_blocker, copied):
    """`with database("name"):` another database of this worker's; what is written there stays until the end."""
    made: dict[str, str] = {}

    @contextmanager
    def there(name: str):
        before = connections["default"].settings_dict["NAME"]
        if name not in made:
            made[name] = copied(name)
        _point_to(made[name])
        try:
            with django_db_blocker.unblock():
                yield
        finally:
            _point_to(before)

    return there


@pytest.fixture
def committed(database):
    """For what must really commit (the loader role, jobs, locks): nothing is rolled back, so make your own client."""
    with database("committed"):
        yield
