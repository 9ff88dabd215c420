"""The world that the suites of this folder ask about: made once for a test process, committed."""

from __future__ import annotations

import pytest
import structlog
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from tests.architecture import world as worlds

from openhro.core import clock


@pytest.fixture(scope="session")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two clients with something of everything."""
    before = django_settings.OUT
    django_settings.OUT = tmp_path_factory.mktemp("out")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with django_db_blocker.unblock():
        made = worlds.build(django_settings.OUT)
        for alias in connections:
            connections[alias].close()
    django_settings.OUT = before
    return made


@pytest.fixture
def asked(world, django_db_blocker, settings):
    """Stand at the world's noon. Each request undoes what it wrote (see `Address.ask`); counters of attempts too."""
    settings.OUT = world.out
    cache.clear()
    with django_db_blocker.unblock(), clock.travel(worlds.NOON):
        yield world
        for alias in connections:
            connections[alias].close()
