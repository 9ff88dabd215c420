"""Two clients cannot see each other: by page, REST, search, export or job, nor from the database itself.

Somebody with every role at the one client asks for everything with the ids of the other. The body may show nothing of
the other client's: no id, and no text that stands in its rows and not in those of one's own.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs
from tests.architecture import addresses
from tests.architecture.world import Held

from openhro.core.actor import Actor, Role, Via, system
from openhro.core.models import Job
from openhro.core.rls import tenant_tables
from openhro.core.scope import scope

EVERY = addresses.every()
RECORDS = [one for one in EVERY if set(one.parameters) - set(addresses.ANYTHING)]
LISTS = [one for one in EVERY if one not in RECORDS and "GET" in one.methods]
TABLES = {**{name: str(model._meta.pk.column) for name, model in tenant_tables().items()}, "payroll_result": "shelf"}
ALREADY_KNOWN = 8
"""Texts this short say nothing about whose they are."""


def rows(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{table}"')
        return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]


def of_client(table: str, held: Held) -> list[dict[str, Any]]:
    key = "id" if table == "clients_client" else "client_id"
    with scope(system()):
        return [row for row in rows(table) if row[key] == held.client.pk]


def texts(value: Any) -> Iterator[str]:
    """Every id and every longer text in a value."""
    if isinstance(value, UUID):
        yield str(value)
    elif isinstance(value, str) and len(value) > ALREADY_KNOWN:
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def marks(mine: Held, other: Held) -> set[str]:
    """What tells the other client's rows from mine and from the provider's."""
    known: set[str] = set()
    with scope(system()):
        for table in ("clients_user", "clients_providerentity", "clients_provider"):
            known |= {text for row in rows(table) for text in texts(row)}
    found: set[str] = set()
    for table in TABLES:
        known |= {text for row in of_client(table, mine) for text in texts(row)}
        found |= {text for row in of_client(table, other) for text in texts(row)}
    return found - known


@pytest.fixture(scope="module")
def foreign(world, database) -> set[str]:
    """What may never be shown to somebody of the larger client."""
    with database("committed"):
        return marks(world.large, world.small)


def leaked(answer: Any, foreign: set[str], asked_with: set[str]) -> set[str]:
    """What an answer shows of the other client, but for what the question itself said."""
    shown = answer.whole.decode(errors="replace") + answer.headers.get("Location", "")
    return {mark for mark in foreign - asked_with if mark in shown}


def test_every_tenant_table_holds_rows_of_the_other_client(asked):
    """Otherwise the rest of this file would prove nothing about that table."""
    assert [table for table in TABLES if not of_client(table, asked.small)] == []


@pytest.mark.parametrize("address", RECORDS, ids=[f"{one.name} {one.path}" for one in RECORDS])
def test_another_clients_record_is_not_there(asked, foreign, address):
    said = {str(address.value(name, asked.small.ids)) for name in address.parameters}
    for method in address.methods:
        typed = asked.small.forms.get(address.url(asked.small.ids)) if method == "POST" else None
        answer = address.ask(asked.large.everybody, method, asked.small.ids, typed=typed)
        assert answer.status_code in OWN.get(address.name, {404, 405}), method
        assert leaked(answer, foreign, said | set(texts(typed or {}))) == set(), method


OWN = {
    "mfa_edit_webauthn": {404, 405},
    "ui:brand": {200, 405},
    "add_process_evidence": {404, 422},
}
"""Records of no client, and what is refused before its record is looked for: a request without the file."""


@pytest.mark.parametrize("address", LISTS, ids=[f"{one.name} {one.path}" for one in LISTS])
def test_a_list_shows_nothing_of_another_client(asked, foreign, address):
    answer = address.ask(asked.large.everybody, "GET", asked.large.ids)
    assert answer.status_code < 500
    assert leaked(answer, foreign, set()) == set()


@pytest.mark.parametrize("address", LISTS, ids=[f"{one.name} {one.path}" for one in LISTS])
def test_a_filter_by_another_client_or_its_words_finds_nothing(asked, foreign, address):
    theirs = asked.small.ids
    named = address.queries() if address.is_rest else ["client", "q"]
    for name in named:
        value = {"client": theirs["code"], "q": theirs["family_name"], "search": theirs["family_name"]}.get(name)
        value = value or theirs.get(name)
        if value is None:
            continue
        answer = address.ask(asked.large.everybody, "GET", asked.large.ids, query={name: value})
        assert answer.status_code < 500, name
        assert leaked(answer, foreign, {str(value)}) == set(), name


WRITES = [one for one in EVERY if one.is_rest and one not in RECORDS and "GET" not in one.methods]


@pytest.mark.parametrize("address", WRITES, ids=[f"{one.name} {one.path}" for one in WRITES])
def test_nothing_can_be_added_to_another_client(asked, foreign, address):
    """The body names the other client's records; only what names none of them may be done."""
    body = address.content(asked.small.ids)["data"] if "requestBody" in address.operation else ""
    names_them = any(str(value) in str(body) for value in asked.small.ids.values())
    answer = address.ask(asked.large.everybody, address.methods[0], asked.small.ids)
    assert answer.status_code < 500
    assert not names_them or answer.status_code in (403, 404, 422)
    assert leaked(answer, foreign, set(texts(str(body)))) == set()


TASKS = sorted(
    {task.name: task for task in jobs.tasks.values() if "client" in inspect.signature(task.func).parameters}.items()
)


@pytest.mark.parametrize(("name", "task"), TASKS, ids=[name for name, _ in TASKS])
def test_a_job_started_for_one_client_does_not_touch_another(asked, name, task):
    """Every job that is told a client works inside that client's scope, whatever record it is told."""
    before = {table: len(of_client(table, asked.small)) for table in TABLES}
    with scope(system()):
        job = Job.objects.filter(client=asked.small.client).order_by("pk").first()
        states = list(Job.objects.filter(client=asked.small.client).order_by("pk").values_list("state", "done"))
    given = {"job_id": str(job.pk), "client": str(asked.large.client.pk)}
    wanted = {key: value for key, value in given.items() if key in inspect.signature(task.func).parameters}
    with contextlib.suppress(Job.DoesNotExist), transaction.atomic():
        task.func(**wanted)
    with scope(system()):
        after = list(Job.objects.filter(client=asked.small.client).order_by("pk").values_list("state", "done"))
    assert after == states
    assert {table: len(of_client(table, asked.small)) for table in TABLES} == before


@pytest.mark.parametrize("table", TABLES)
def test_the_database_shows_nothing_outside_a_scope(asked, table):
    assert rows(table) == []


@pytest.mark.parametrize("table", TABLES)
def test_the_database_shows_only_the_clients_of_the_scope(asked, table):
    key = "id" if table == "clients_client" else "client_id"
    mine = asked.large.everybody_actor
    nowhere = Actor(uuid4(), Via.REST, frozenset({uuid4()}), {None: frozenset({Role.PROVIDER_ADMIN})})
    with scope(nowhere):
        assert rows(table) == []
    with scope(mine):
        assert {row[key] for row in rows(table)} == {asked.large.client.pk}


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"payroll_result"}))
def test_the_database_refuses_to_write_into_another_client(asked, table):
    key = "id" if table == "clients_client" else "client_id"
    with scope(asked.large.everybody_actor), connection.cursor() as cursor:
        for verb in (f'update "{table}" set {key} = {key}', f'delete from "{table}"'):
            with contextlib.suppress(Exception), transaction.atomic():
                cursor.execute(f"{verb} where {key} = %s", [asked.small.client.pk])
                assert cursor.rowcount == 0, verb
