"""What follows journal entries: one waiting job per client tells of all of them, and one failure stops nobody else."""

import json

import pytest
from django.db import connection
from tests import make

from openhro.core import journal, tasks
from openhro.core.actor import Role
from openhro.core.scope import scope

HAPPENED = journal.event("test.followed", "Something that somebody follows")
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(journal, "_followers", {})
    told = []
    journal.follow(HAPPENED, lambda entry: told.append(entry.data["n"]))
    return told


def recorded(count):
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    for n in range(count):
        with scope(by):
            journal.record(by, HAPPENED, client, {"n": n})
    return client, by


def waiting(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where status = 'todo' and args->>'client' = %s", [str(client.pk)]
        )
        return cursor.fetchone()[0]


def test_three_entries_wait_in_one_job_which_tells_of_each_in_order_and_seals_them(heard):
    client, by = recorded(3)
    assert waiting(client) == 1
    tasks.follow_up(str(client.pk))
    assert heard == [0, 1, 2]
    with scope(by):
        verdict = journal.verify(client.pk)
    assert (verdict.held, verdict.unsealed, verdict.faults) == (3, 0, [])


def test_done_again_nobody_is_told_twice(heard):
    client, _ = recorded(2)
    tasks.follow_up(str(client.pk))
    tasks.follow_up(str(client.pk))
    assert heard == [0, 1]


def test_a_follower_that_fails_is_tried_again_alone(heard):
    client, by = recorded(2)

    def fails(entry):
        if entry.data["n"] == 0:
            raise ValueError("not today")

    journal.follow(HAPPENED, fails)
    tasks.follow_up(str(client.pk))
    assert heard == [0, 1]
    with scope(by):
        assert journal.verify(client.pk).unsealed == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select args from procrastinate_jobs where task_name = 'core.after_entry' order by id desc limit 1"
        )
        assert set(json.loads(cursor.fetchone()[0])) == {"entry_id"}
