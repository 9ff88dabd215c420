"""The import page: upload, the check row by row, confirm; and that nothing is written before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.people import make_people

from openhro.core import imports
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict
from openhro.core.models import ImportBatch
from openhro.core.scope import scope
from openhro.people.models import Person

pytestmark = pytest.mark.django_db
HEAD = "person_id,employment_id,given_name,family_name,entity,country,start,job_title"
GOOD = f"{HEAD}\nP-1,E-1,Tom,Okafor,uk,GB,2026-06-15,Technician\nP-2,E-2,Ada,Byron,uk,GB,2026-06-15,Analyst\n"
BAD = GOOD + "P-3,E-3,Eve,Moss,nowhere,GB,2026-06-15,Buyer\n"


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def upload(browser, house, content: str | bytes, name: str = "people.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return browser.post("/people/import/", {"client": house.client.code, "file": SimpleUploadedFile(name, raw)})


def people(house) -> int:
    with scope(system()):
        return Person.objects.filter(client=house.client).count()


def test_a_good_file_is_checked_and_then_taken_in(tmp_path):
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, GOOD)
    assert checked.status_code == 302
    words = make.text(browser.get(checked.url))
    assert "The file is in order" in words
    assert "Take in 2 rows" in words
    assert people(house) == 0
    kept = [path.read_bytes() for path in (tmp_path / "parked").iterdir()]
    assert len(kept) == 1
    assert b"Okafor" not in kept[0]
    done = browser.post(f"{checked.url}confirm/")
    assert done.url == f"/people/?client={house.client.code}"
    assert "2 rows were taken in." in make.text(browser.get(done.url))
    assert people(house) == 2
    assert list((tmp_path / "parked").iterdir()) == []
    again = browser.post(f"{checked.url}confirm/")
    assert again.status_code == 409
    assert people(house) == 2


def test_a_bad_row_is_named_and_keeps_the_whole_file_out():
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, BAD)
    words = make.text(browser.get(checked.url))
    assert "1 row cannot be taken" in words
    assert "Take in the others, leave these out" in words
    assert " 4 entity " in words
    refused = browser.post(f"{checked.url}confirm/")
    assert refused.status_code == 302
    assert people(house) == 0


def test_the_good_rows_can_be_taken_alone():
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, BAD)
    assert browser.post(f"{checked.url}confirm/", {"partial": "1"}).url.startswith("/people/?client=")
    assert people(house) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "The submitted file is empty"),
        ("a,b\n1,2\n", "The columns do not fit"),
        (HEAD + "\n", "no rows"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0 old excel", "Old or encrypted Excel"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (HEAD.encode() + b"\nP-1,E-1,T\xf6m,Okafor,uk,GB,2026-06-15,T\n", "UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field(content, says):
    house = make_people.house()
    answer = upload(make.browser(house.hr), house, content)
    assert answer.status_code == 200
    assert says in make.text(answer)
    with scope(system()):
        assert ImportBatch.objects.filter(client=house.client).count() == 0


def test_a_formula_in_a_cell_is_refused_in_the_report():
    house = make_people.house()
    browser = make.browser(house.hr)
    checked = upload(browser, house, GOOD.replace("Tom", '"=HYPERLINK(1)"'))
    assert "given_name" in make.text(browser.get(checked.url))
    assert people(house) == 0


def test_the_templates_hold_the_columns():
    house = make_people.house()
    browser = make.browser(house.hr)
    assert browser.get("/people/import/template.csv").content.startswith(b"\xef\xbb\xbfperson_id,employment_id,")
    assert browser.get("/people/import/template.xlsx").content.startswith(b"PK\x03\x04")
    assert browser.get("/people/import/template.exe").status_code == 404


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.AUDITOR, Role.ENGAGEMENT_MANAGER])
def test_who_may_not_import(role):
    house = make_people.house()
    browser = make.browser(make.actor(role, house.client))
    assert browser.get("/people/import/").status_code == 403
    assert browser.get("/people/import/template.csv").status_code == 403
    assert upload(browser, house, GOOD).status_code == 403
    assert people(house) == 0


def test_another_client_cannot_be_chosen_nor_its_report_read():
    house, other = make_people.house(), make_people.house()
    browser, stranger = make.browser(house.hr), make.browser(other.hr)
    checked = upload(browser, house, GOOD)
    assert upload(stranger, house, GOOD).status_code == 200
    assert stranger.get(checked.url).status_code == 404
    assert stranger.post(f"{checked.url}confirm/").status_code == 404
    assert people(house) == 0


def test_a_colleague_cannot_confirm_what_somebody_else_uploaded():
    house = make_people.house()
    checked = upload(make.browser(house.hr), house, GOOD)
    colleague = make.browser(make.actor(Role.CLIENT_HR, house.client))
    assert "Take in 2 rows" not in make.text(colleague.get(checked.url))
    assert colleague.post(f"{checked.url}confirm/").status_code == 409
    assert people(house) == 0


def test_a_parked_file_opens_for_its_owner_at_its_client_only():
    house, other = make_people.house(), make_people.house()
    token = imports.park(house.hr, house.client.pk, b"secret\x00bytes")
    assert imports.take(house.hr, house.client.pk, token) == b"secret\x00bytes"
    for by, client in ((house.pay, house.client.pk), (house.hr, other.client.pk)):
        with pytest.raises(Conflict) as refused:
            imports.take(by, client, token)
        assert refused.value.code == "FILE_GONE"
    for wrong in ("", "../../etc/passwd", "0" * 32):
        with pytest.raises(Conflict):
            imports.take(house.hr, house.client.pk, wrong)


def test_a_parked_file_is_gone_after_an_hour(monkeypatch):
    from openhro.core.imports import parked

    house = make_people.house()
    token = imports.park(house.hr, house.client.pk, b"x")
    now = parked.time.time()
    monkeypatch.setattr(parked.time, "time", lambda: now + 3_700)
    with pytest.raises(Conflict):
        imports.take(house.hr, house.client.pk, token)
    imports.park(house.hr, house.client.pk, b"y")
    assert not parked.default_storage.exists(f"parked/{token}")
