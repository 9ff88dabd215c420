"""One real database for all tests: migrated once as a template, copied for each worker; the app role runs the tests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

os.environ.setdefault("OPENHRO_POOL", "0")

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from tests.browser import CHROMIUM

import openhro
from openhro.config import postgres


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
def django_db_setup(django_db_blocker, worker_id):
    """Replaces pytest-django's: our roles may not create databases, and the migrated one is copied per worker."""
    postgres.ensure()
    name = f"openhro_test_{worker_id}"
    with psycopg.connect(**postgres.connection("owner", "openhro"), autocommit=True) as server:
        server.execute("select pg_advisory_lock(20261123)")
        with django_db_blocker.unblock():
            template = _template(server)
        postgres.drop_database(name)
        postgres.create_database(name, template=template)
    _point_to(name)
    yield
    _point_to("")
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


@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker, worker_id, request):
    """A fresh copy of the migrated database for a module whose story commits a lot; settings point to it meanwhile."""
    before, name = connections["default"].settings_dict["NAME"], f"openhro_{request.module.__name__[-20:]}_{worker_id}"
    name = name.replace(".", "_")
    with django_db_blocker.unblock():
        _point_to("")
        postgres.drop_database(name)
        postgres.create_database(name, template=f"openhro_template_{_fingerprint()}")
        _point_to(name)
        try:
            yield name
        finally:
            _point_to(before)
            postgres.drop_database(name)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """For what must really commit (the loader role, jobs, locks): nothing is rolled back, so make your own client."""
    with django_db_blocker.unblock():
        yield
        for alias in settings.DATABASES:
            connections[alias].close()
