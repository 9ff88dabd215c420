"""The world that the suites of this folder ask about: made once for a test process, committed."""

from __future__ import annotations

import pytest
import structlog
from django.conf import settings as django_settings
from tests.architecture import world as worlds

from openhro.core import clock


@pytest.fixture(scope="session")
def world(database, tmp_path_factory):
    """Two clients with something of everything."""
    before = django_settings.OUT
    django_settings.OUT = tmp_path_factory.mktemp("out")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with database("committed"):
        made = worlds.build(django_settings.OUT)
    django_settings.OUT = before
    return made


@pytest.fixture
def asked(world, database, settings):
    """Stand at the world's noon. Each request undoes what it wrote (see `Address.ask`), counts of attempts too."""
    settings.OUT = world.out
    with database("committed"), clock.travel(worlds.NOON):
        yield world
