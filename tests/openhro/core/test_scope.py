"""The tenant door: Python raises without a scope, and PostgreSQL refuses even when Python is bypassed."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests import make

from openhro.clients.models import Client, LegalEntity
from openhro.core.actor import Role
from openhro.core.scope import OutsideScope, scope

pytestmark = pytest.mark.django_db


def entity(client: Client, by) -> LegalEntity:
    with scope(by):
        return LegalEntity.objects.create(client=client, code="e1", name="E One", country="GB")


def rows(sql: str = "select client_id from clients_legalentity") -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def test_reading_a_tenant_table_outside_a_scope_raises():
    with pytest.raises(OutsideScope):
        LegalEntity.objects.count()


def test_the_database_shows_only_the_clients_in_scope():
    ours, theirs = make.client(), make.client()
    us, them = make.actor(Role.CLIENT_ADMIN, ours), make.actor(Role.CLIENT_ADMIN, theirs)
    entity(ours, us), entity(theirs, them)
    assert rows() == []
    with scope(us):
        assert rows() == [ours.pk]
        assert rows("select id from clients_client") == [ours.pk]
        assert LegalEntity.objects.count() == 1
    with scope(make.actor(Role.PROVIDER_ADMIN)):
        assert set(rows()) == {ours.pk, theirs.pk}
    assert rows() == []


def test_the_database_refuses_a_row_for_another_client():
    ours, theirs = make.client(), make.client()
    us = make.actor(Role.CLIENT_ADMIN, ours)
    with pytest.raises(ProgrammingError, match="row-level security"), scope(us):
        LegalEntity.objects.create(client=theirs, code="e1", name="E", country="GB")


def test_a_nested_scope_gives_the_outer_one_back():
    ours, theirs = make.client(), make.client()
    us, them = make.actor(Role.CLIENT_ADMIN, ours), make.actor(Role.CLIENT_ADMIN, theirs)
    entity(ours, us), entity(theirs, them)
    with scope(us):
        with scope(them):
            assert rows() == [theirs.pk]
        assert rows() == [ours.pk]
        with pytest.raises(ZeroDivisionError), scope(them):
            _ = 1 / 0
        assert rows() == [ours.pk]


def test_the_app_role_cannot_lift_the_policy():
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table clients_legalentity disable row level security")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role openhro_loader")
