"""Jobs: progress that a page sees while the work's transaction is open, a stop that undoes it, and what a failure tells."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests import make

from openhro.core import jobs
from openhro.core.actor import system
from openhro.core.errors import Conflict
from openhro.core.models import Job, Webhook
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("committed")


@jobs.app.task(name="test.nothing", queue="test")
def nothing(job_id: str, client: str) -> None:
    """A task that is never worked off."""


@pytest.fixture
def job():
    client = make.client()
    with scope(system()):
        hook = Webhook.objects.create(client=client, url="https://example.org", events=["people.hired"], active=False)
        return jobs.start(system(), nothing, hook, kind="test.nothing")


def now(job) -> Job:
    """The job as another session sees it."""
    with scope(system()):
        return Job.objects.get(pk=job.pk)


def test_counts_of_an_open_transaction_are_seen_and_a_stop_undoes_its_work(job):
    with jobs.Progress(str(job.pk), str(job.client_id)) as progress, jobs.Aside(progress) as steps, scope(progress.by):
        Webhook.objects.filter(client_id=job.client_id).update(url="https://example.org/changed")
        steps.phase(10, "rows", "checking")
        steps.add(4)
        with connection.cursor() as cursor:
            cursor.execute("select done, total, message from core_job where id = %s", [job.pk])
            assert cursor.fetchone() == (4, 10, "checking")
        steps.phase(20, "records", "writing")
        _ask(job)
        steps.add(1)
        raise AssertionError("the stop comes with the next count")
    ended = now(job)
    assert (ended.state, ended.done, ended.unit) == ("cancelled", 1, "records")
    with scope(system()):
        assert Webhook.objects.get(client_id=job.client_id).url == "https://example.org"


def _ask(job) -> None:
    """Somebody else asks for a stop."""

    def ask():
        with scope(system()):
            jobs.ask_to_cancel(system(), job.pk)
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Conflict("FILE_GONE", "The file is no longer here. Upload it again."), "The file is no longer here."),
        (ValueError("duplicate key value (55779911)"), "Our fault."),
    ],
)
def test_a_failure_tells_what_to_do_and_never_what_somebody_typed(job, fault, says):
    with pytest.raises(type(fault)), jobs.Progress(str(job.pk), str(job.client_id)):
        raise fault
    ended = now(job)
    assert ended.state == "failed"
    assert says in ended.message
    assert "55779911" not in ended.message


def test_two_who_start_it_at_the_same_moment_get_one_job():
    client = make.client()
    with scope(system()):
        hook = Webhook.objects.create(client=client, url="https://example.org", events=["people.hired"], active=False)
    together, got = Barrier(2), []

    def begin():
        try:
            with scope(system()):
                together.wait(10)
                got.append(jobs.start(system(), nothing, hook, kind="test.nothing").pk)
        finally:
            connection.close()

    both = [Thread(target=begin) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    with scope(system()):
        assert got == [Job.objects.get(object_id=str(hook.pk)).pk] * 2
