"""A large file of inputs: a job takes it while the page shows how far it is."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.openhro.payroll import make_payroll

from openhro.core import clock, imports, jobs
from openhro.core.actor import system
from openhro.core.errors import Conflict
from openhro.core.models import ImportBatch
from openhro.core.scope import scope
from openhro.payroll import services, tasks
from openhro.payroll.models import PayInput

pytestmark = pytest.mark.usefixtures("committed")
MANY = imports.MOST_AT_ONCE + 1


@pytest.fixture
def at(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    made = make_payroll.payroll((3_200_000,))
    made.run = made.act(services.open_run, made.periods[0].pk)
    with clock.travel(datetime(2026, 4, 20, 9, tzinfo=UTC)):
        yield made


def sheet(at, rows=MANY, bad=0):
    key = at.staff[0].external_id
    lines = [f"{key},bonus,L-{n},{'0' if n < bad else '1.25'}" for n in range(rows)]
    return "\n".join(["employment,element,line_id,amount", *lines]).encode()


def upload(at, desk, content):
    file = SimpleUploadedFile("bonus.csv", content)
    return desk.post(f"/payroll/runs/{at.run.pk}/inputs/import/", {"file": file})


def batch(url):
    with scope(system()):
        return ImportBatch.objects.get(pk=url.rstrip("/").split("/")[-1])


def work(one):
    """What the worker does with the batch's job."""
    with scope(system()):
        job = jobs.of_object(system(), one.pk)
    tasks.import_inputs(str(job.pk), str(one.client_id))


def lines(at):
    with scope(at.specialist):
        return PayInput.objects.filter(period=at.periods[0]).count()


def said(answer):
    return answer.content.decode()


def test_a_large_file_is_checked_and_taken_by_jobs(at, browser, tmp_path):
    desk = browser(at.specialist)
    checked = upload(at, desk, sheet(at))
    waiting = said(desk.get(checked.url))
    assert "No worker is running" in waiting
    assert f'hx-get="{checked.url}progress/"' in waiting
    assert "Apply the file" not in waiting
    assert desk.post(f"{checked.url}confirm/").status_code == 409
    work(batch(checked.url))
    assert desk.get(f"{checked.url}progress/")["HX-Refresh"] == "true"
    assert "Apply the file" in said(desk.get(checked.url))
    assert lines(at) == 0
    taking = desk.post(f"{checked.url}confirm/")
    assert batch(taking.url).state == "waiting"
    with clock.travel(datetime(2026, 4, 29, 9, tzinfo=UTC)):  # what was sent in time is not late for waiting
        work(batch(taking.url))
    assert (batch(taking.url).state, batch(taking.url).report["created"], lines(at)) == ("applied", MANY, MANY)
    assert "This file was taken in" in said(desk.get(taking.url))
    assert list((tmp_path / "parked").iterdir()) == []


def test_a_small_file_needs_no_worker_and_one_with_wrong_columns_none_either(at, browser):
    desk = browser(at.specialist)
    assert batch(upload(at, desk, sheet(at, 2)).url).state == "dry_run"
    assert upload(at, desk, sheet(at).replace(b"line_id", b"line", 1)).status_code == 422


def test_bad_rows_of_a_large_file_are_in_the_report(at, browser):
    desk = browser(at.specialist)
    checked = upload(at, desk, sheet(at, bad=3))
    work(batch(checked.url))
    page = said(desk.get(checked.url))
    assert "3 rows are refused" in page
    assert "ZERO_LINE" in page


def test_a_stopped_file_leaves_nothing(at, browser):
    desk = browser(at.specialist)
    url = upload(at, desk, sheet(at)).url
    assert desk.post(f"{url}stop/").status_code == 302
    work(batch(url))
    assert batch(url).state == "stopped"
    assert "Nothing was taken in" in said(desk.get(url))
    with pytest.raises(Conflict):
        at.act(services.stop_import, batch(url).pk)


def test_a_file_whose_run_was_locked_meanwhile_is_refused(at, browser):
    desk = browser(at.specialist)
    url = upload(at, desk, sheet(at)).url
    at.act(services.lock_run, at.run.pk)
    with pytest.raises(Conflict):
        work(batch(url))
    assert (batch(url).state, lines(at)) == ("failed", 0)
    assert "Inputs of this period are closed" in said(desk.get(url))


def test_a_file_waits_for_its_worker_however_long_that_was_away(at, tmp_path, monkeypatch):
    """What was sent before the cut-off is taken, hours after it, with somebody else's upload in between."""
    from openhro.core.imports import parked

    given = services.Options(dry_run=False)
    made = at.act(services.receive_inputs, at.periods[0].pk, sheet(at), "bonus.csv", given)
    now = parked.time.time()
    monkeypatch.setattr(parked.time, "time", lambda: now + 100 * 3_600)
    imports.park(at.specialist, at.at.client.pk, b"another's")
    work(made)
    with scope(system()):
        made.refresh_from_db()
        assert (made.state, PayInput.objects.filter(batch_id=made.pk).count()) == ("applied", MANY)
    assert list((tmp_path / "waiting").iterdir()) == []


def test_a_checked_file_is_kept_for_an_hour_from_then_on(at, tmp_path, monkeypatch):
    from openhro.core.imports import parked

    made = at.act(services.receive_inputs, at.periods[0].pk, sheet(at), "bonus.csv")
    token = made.report["waits"]["token"]
    work(made)
    assert imports.take(at.specialist, at.at.client.pk, token).startswith(b"employment,")
    now = parked.time.time()
    monkeypatch.setattr(parked.time, "time", lambda: now + 3_700)
    with pytest.raises(Conflict) as gone:
        imports.take(at.specialist, at.at.client.pk, token)
    assert gone.value.code == "FILE_GONE"
