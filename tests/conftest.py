"""One real database for all tests: migrated once as a template, copied for each worker; the app role runs the tests."""

from __future__ import annotations

import os

os.environ.setdefault("OPENHRO_POOL", "0")

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from openhro.config import postgres


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """Replaces pytest-django's: our roles may not create databases, and the migrated one is copied per worker."""
    from django.core.management import call_command

    postgres.ensure()
    prefix = os.environ.get("OPENHRO_TEST_PREFIX", "openhro")
    template, name = f"{prefix}_template", f"{prefix}_test_{worker_id}"
    with (
        psycopg.connect(**postgres.connection("owner", "openhro"), autocommit=True) as lock,
        django_db_blocker.unblock(),
    ):
        lock.execute("select pg_advisory_lock(20261123)")
        if not lock.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            postgres.create_database(template)
        _point_to(template)
        call_command("migrate", database="owner", verbosity=0)
        for alias in settings.DATABASES:
            connections[alias].close()
        postgres.drop_database(name)
        postgres.create_database(name, template=template)
    _point_to(name)
    yield
    for alias in settings.DATABASES:
        connections[alias].close()
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def _point_to(name: str) -> None:
    for alias in settings.DATABASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """For what must really commit (the loader role, jobs, locks): nothing is rolled back, so make your own client."""
    with django_db_blocker.unblock():
        yield
        for alias in settings.DATABASES:
            connections[alias].close()
