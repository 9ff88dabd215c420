"""Large files are a job's: the page shows how far it is, whoever sent the file is who takes it, a stop keeps nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.people import make_people
from tests.openhro.rest.make_rest import Caller

from openhro.clients.models import Grant
from openhro.core import imports, jobs
from openhro.core.actor import Role, Via, system
from openhro.core.errors import Refused
from openhro.core.models import ImportBatch, Job, JournalEntry
from openhro.core.scope import scope
from openhro.people import services, tasks
from openhro.people.models import Person

pytestmark = pytest.mark.usefixtures("committed")
HEAD = "person_id,employment_id,given_name,family_name,entity,country,start,job_title"
MANY = imports.MOST_AT_ONCE + 1


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def sheet(rows: int = MANY, bad: int = 0) -> bytes:
    lines = [f"P-{n},E-{n},Tom,Okafor{n},{'nowhere' if n < bad else 'uk'},GB,2026-06-15,T" for n in range(rows)]
    return "\n".join([HEAD, *lines]).encode()


def upload(browser, house, content: bytes):
    file = SimpleUploadedFile("people.csv", content)
    return browser.post("/people/import/", {"client": house.client.code, "file": file})


def people(house) -> int:
    with scope(system()):
        return Person.objects.filter(client=house.client).count()


def batch(url: str) -> ImportBatch:
    with scope(system()):
        return ImportBatch.objects.get(pk=url.rstrip("/").split("/")[-1])


def job_of(one: ImportBatch) -> Job:
    with scope(system()):
        return jobs.of_object(system(), one.pk)


def work(one: ImportBatch) -> None:
    """What the worker does with the batch's job; the jobs of others are left alone."""
    tasks.import_file(str(job_of(one).pk), str(one.client_id))


def test_a_large_file_is_checked_and_taken_by_jobs_while_the_page_shows_how_far(tmp_path):
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, sheet())
    assert checked.status_code == 302
    waiting = browser.get(checked.url)
    assert "No worker is running" in make.text(waiting)
    assert f'hx-get="{checked.url}progress/"' in waiting.content.decode()
    assert "Take in" not in make.text(waiting)
    assert browser.post(f"{checked.url}confirm/").status_code == 409
    assert b"Okafor" not in next((tmp_path / "waiting").iterdir()).read_bytes()

    work(batch(checked.url))
    assert browser.get(f"{checked.url}progress/")["HX-Refresh"] == "true"
    assert f"Take in {MANY:,} rows".replace(",", "") in make.text(browser.get(checked.url)).replace(",", "")
    assert people(house) == 0

    taking = browser.post(f"{checked.url}confirm/")
    assert batch(taking.url).state == "waiting"
    work(batch(taking.url))
    done = batch(taking.url)
    assert (done.state, done.report["created"], people(house)) == ("applied", MANY, MANY)
    assert "This file was taken in" in make.text(browser.get(taking.url))
    assert list((tmp_path / "parked").iterdir()) == []
    with scope(system()):
        entry = JournalEntry.objects.get(client=house.client, event="people.imported")
    assert (entry.actor, entry.via, entry.object_id) == (house.hr.user, Via.JOB, str(done.pk))


def test_a_small_file_needs_no_worker():
    house = make_people.house()
    answer = upload(make.browser(house.hr), house, sheet(2))
    assert batch(answer.url).state == "dry_run"
    assert job_of(batch(answer.url)) is None


def test_a_large_file_with_wrong_columns_is_refused_before_anybody_waits():
    house = make_people.house()
    answer = upload(make.browser(house.hr), house, sheet().replace(b"given_name", b"first", 1))
    assert answer.status_code == 200
    assert "The columns do not fit" in make.text(answer)
    with scope(system()):
        assert ImportBatch.objects.filter(client=house.client).count() == 0


def test_bad_rows_of_a_large_file_are_in_the_report():
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, sheet(bad=3))
    work(batch(checked.url))
    assert "3 rows cannot be taken" in make.text(browser.get(checked.url))
    taking = browser.post(f"{checked.url}confirm/", {"partial": "1"})
    work(batch(taking.url))
    assert people(house) == MANY - 3


def test_done_again_after_a_crash_nothing_is_taken_twice():
    """The worker died after the commit: the job starts again, and finds nothing to do."""
    house = make_people.house()
    made = make_people.act(
        house.hr, services.receive, house.client.pk, sheet(), "p.csv", services.Options(dry_run=False)
    )
    work(made)
    before = make_people.written()
    work(made)
    assert make_people.written() == before
    assert people(house) == MANY


def test_a_stop_keeps_nothing_and_says_so():
    house = make_people.house()
    browser = make.browser(house.hr)
    given = services.Options(dry_run=False)
    made = make_people.act(house.hr, services.receive, house.client.pk, sheet(), "p.csv", given)
    assert browser.post(f"/people/import/{made.pk}/stop/").status_code == 302
    work(made)
    with scope(system()):
        made.refresh_from_db()
    assert (made.state, job_of(made).state, people(house)) == ("stopped", "cancelled", 0)
    words = make.text(browser.get(f"/people/import/{made.pk}/"))
    assert "Nothing was taken in" in words
    assert "Stopped on request." in words
    assert browser.post(f"/people/import/{made.pk}/stop/").status_code == 409


def test_a_file_that_is_gone_is_said_and_not_tried_for_ever(tmp_path):
    house = make_people.house()
    made = make_people.act(
        house.hr, services.receive, house.client.pk, sheet(), "p.csv", services.Options(dry_run=False)
    )
    for path in (tmp_path / "waiting").iterdir():
        path.unlink()
    with pytest.raises(Refused):
        work(made)
    with scope(system()):
        made.refresh_from_db()
    assert (made.state, people(house)) == ("failed", 0)
    assert "Upload it again." in make.text(make.browser(house.hr).get(f"/people/import/{made.pk}/"))


def test_whose_role_has_ended_takes_nothing_in():
    house = make_people.house()
    made = make_people.act(
        house.hr, services.receive, house.client.pk, sheet(), "p.csv", services.Options(dry_run=False)
    )
    with scope(system()):
        Grant.objects.filter(user_id=house.hr.user).delete()
    with pytest.raises(Refused):
        work(made)
    assert people(house) == 0


def test_another_client_neither_sees_nor_stops_it():
    house, other = make_people.house(), make_people.house()
    made = make_people.act(house.hr, services.receive, house.client.pk, sheet(), "p.csv")
    for by, status in ((other.hr, 404), (make.actor(Role.AUDITOR, house.client), 403)):
        stranger = make.browser(by)
        assert stranger.get(f"/people/import/{made.pk}/progress/").status_code == status
        assert stranger.post(f"/people/import/{made.pk}/stop/").status_code == status
    assert job_of(made).cancel_asked is False


def test_over_rest_a_large_file_is_waited_for_and_its_place_is_nobodys_business():
    house = make_people.house()
    caller = Caller(house.hr)
    file = SimpleUploadedFile("people.csv", sheet())
    made = caller.upload("/people-imports", client_id=house.client.pk, dry_run="false", file=file)
    assert (made["state"], made["rows"], made["created"]) == ("waiting", MANY, 0)
    with scope(system()):
        token = ImportBatch.objects.get(pk=made["id"]).report["waits"]["token"]
    assert token not in str(made.body)
    work(ImportBatch(pk=made["id"], client=house.client))
    assert caller.get(f"/people-imports/{made['id']}")["state"] == "applied"
    assert people(house) == MANY
