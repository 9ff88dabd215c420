"""A steady scope: everything in it is read as of one moment, whatever others commit meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests import make

from openhro.clients.models import LegalEntity
from openhro.core.actor import Role
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("committed")


def test_what_others_commit_is_seen_by_the_next_scope_only():
    ours = make.client()
    us = make.actor(Role.CLIENT_ADMIN, ours)

    def add():
        with scope(us):
            LegalEntity.objects.create(client=ours, code="e1", name="E One", country="GB")
        connections.close_all()

    with scope(us, steady=True):
        assert LegalEntity.objects.count() == 0
        with ThreadPoolExecutor(1) as other:
            other.submit(add).result()
        assert LegalEntity.objects.count() == 0
    with scope(us):
        assert LegalEntity.objects.count() == 1
