"""kill -9 of the worker in the middle of a calculation: the next worker takes the job over and finishes it once."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connections
from tests.openhro.payroll import make_payroll

from openhro.core.models import Job
from openhro.core.scope import scope
from openhro.payroll import services, shelf
from openhro.payroll.models import Calculation, Chunk
from openhro.payroll.register import place_of

pytestmark = pytest.mark.usefixtures("committed")

# Two employees a chunk, and a rest before each, so that there is a middle to die in.
SLOW = """
import sys, time
from openhro.config import cli
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "openhro.config.settings"
django.setup()
from openhro.core import jobs
from openhro.payroll import shelf
shelf.CHUNK = 2
jobs.STALLED_SECONDS = 0
real = shelf.load
def slow(*args):
    time.sleep(float(sys.argv[1]))
    return real(*args)
shelf.load = slow
jobs.work(once=True, concurrency=1)
"""


def worker(pause: float, database: str) -> subprocess.Popen:
    root = os.path.join(os.path.dirname(__file__), "..", "..", "..", "src")
    env = os.environ | {"OPENHRO_DATABASE": database, "PYTHONPATH": os.path.abspath(root)}
    return subprocess.Popen([sys.executable, "-c", SLOW, str(pause)], env=env)


@pytest.fixture
def empty_queue(committed):
    """No jobs of earlier tests, which committed them: the worker would do those first."""
    with connections["default"].cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where status = 'todo'")


def stored_chunks(at, calculation) -> int:
    with scope(at.specialist):
        return Chunk.objects.filter(calculation_id=calculation.pk).count()


def test_a_killed_worker_loses_nothing_and_doubles_nothing(monkeypatch, empty_queue):
    monkeypatch.setattr(shelf, "CHUNK", 2)
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000, 6_000_000, 2_600_000))
    run = at.act(services.open_run, at.periods[0].pk)
    at.act(services.lock_run, run.pk)
    job = at.act(services.calculate_run, run.pk)
    with scope(at.specialist):
        calculation = Calculation.objects.get(run=run)
    database = connections["default"].settings_dict["NAME"]
    first = worker(6, database)
    until = time.monotonic() + 120
    while stored_chunks(at, calculation) < 1 and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert 1 <= stored_chunks(at, calculation) < 3
    second = worker(0, database)
    assert second.wait(timeout=180) == 0
    with scope(at.specialist):
        sealed = Calculation.objects.get(pk=calculation.pk)
        assert (sealed.state, sealed.people, sealed.number) == ("sealed", 5, 1)
        assert len(shelf.read(place_of(sealed))) == 5
        assert Chunk.objects.filter(calculation_id=sealed.pk).count() == 3
        assert Job.objects.get(pk=job.pk).state == "done"
