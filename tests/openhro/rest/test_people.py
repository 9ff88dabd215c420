"""People over REST: hired, changed from a day on, paid into an account, ended; imported; each refusal leaves no trace."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.people import make_people as mp
from tests.openhro.rest.make_rest import Caller

from openhro.core import imports
from openhro.core.actor import Role
from openhro.core.models import ImportBatch
from openhro.core.scope import scope
from openhro.people import services
from openhro.people.models import Employment, Person

pytestmark = pytest.mark.django_db
BANK = {"scheme": "bacs", "holder": "T Okafor", "routing": "20-00-00", "account": "55779911"}
POST = {"job_title": "Technician", "site": "Leeds"}
PAY = {"basis": "annual", "amount_minor": 3_200_000, "currency": "GBP", "hours_week": "37.5"}


def person(house, **values) -> dict:
    own = {"client_id": house.client.pk, "external_id": make.unique("p"), "given_name": "Tom", "family_name": "Okafor"}
    return own | values


def hiring(house, person_id, **values) -> dict:
    job = {
        "person_id": person_id, "external_id": make.unique("e"), "start": "2026-01-05", "country": "GB",
        "entity_id": house.uk.pk, "post": POST, "pay": PAY, "account": BANK,
    }  # fmt: skip
    return job | values


def test_somebody_is_added_hired_raised_and_leaves():
    house = mp.house()
    hr = Caller(house.hr)
    added = hr.post("/people", person(house, national_id={"kind": "NINO", "value": "AB123456C"}))
    assert (added.status, added["national_ids"]) == (201, [{"kind": "NINO", "number": "•••• 456C"}])
    job = hr.post("/employments", hiring(house, added["id"]))
    assert (job["assignment"]["job_title"], job["pay"]["amount_minor"]) == ("Technician", 3_200_000)
    assert job["banks"][0]["number"] == "•••• 9911"
    raised = hr.post("/pay-terms", PAY | {"employment_id": job["id"], "day": "2026-12-01", "amount_minor": 3_500_000})
    assert raised["since"] == "2026-12-01"
    path = f"/employments/{job['id']}"
    assert hr.get(path, as_of="2026-11-30")["pay"]["amount_minor"] == 3_200_000
    assert hr.get(path, as_of="2026-12-01")["pay"]["amount_minor"] == 3_500_000
    moved = hr.post("/assignments", {"employment_id": job["id"], "day": "2026-06-01", "site": "York"})
    assert (moved["site"], moved["job_title"]) == ("York", "Technician")
    ended = hr.post(f"{path}/actions/end", {"end": "2026-12-31", "reason": "voluntary"})
    assert (ended["end"], ended["end_reason"]) == ("2026-12-31", "voluntary")
    back = hr.post(f"{path}/actions/take_back_end")
    assert back["end"] is None
    kinds = {fact["kind"] for fact in hr.get(f"/people/{added['id']}/timeline").items}
    assert {"hired", "assignment", "pay", "bank", "journal"} <= kinds
    assert hr.get("/headcount", client_id=house.client.pk, as_of="2026-06-01")["headcount"] == 1


def test_bank_accounts_are_replaced_and_never_shown_in_full():
    house = mp.house()
    job, hr = mp.hired(house), Caller(house.hr)
    [held] = hr.get("/bank-accounts", employment_id=job.pk).items
    other = BANK | {"account": "12345678", "day": "2026-12-01"}
    made = hr.post(f"/bank-accounts/{held['id']}/actions/replace", other)
    assert (made["last4"], made["valid_from"]) == ("5678", "2026-12-01")
    assert "12345678" not in made.response.content.decode()
    more = BANK | {"employment_id": job.pk, "day": "2026-12-01", "priority": 2, "split": "amount", "split_minor": 5_000}
    assert hr.post("/bank-accounts", more).status == 201
    assert hr.post("/bank-accounts", more | {"split": "remainder", "split_minor": None, "priority": 3}).refused == (
        422, "BANK_REMAINDER",
    )  # fmt: skip
    assert hr.post(f"/bank-accounts/{made['id']}/actions/close", {"day": "2027-01-01"}).refused[0] == 422
    assert hr.post("/bank-accounts", more | {"account": "1", "priority": 4}).refused == (422, "BANK_ACCOUNT")


def test_a_change_of_a_person_names_the_version_and_not_the_state():
    house = mp.house()
    someone, hr = mp.person(house), Caller(house.hr)
    path = f"/people/{someone.pk}"
    assert hr.patch(path, {"given_name": "Thomas"}, 1)["given_name"] == "Thomas"
    assert hr.patch(path, {"given_name": "Tommy"}, 1).refused == (412, "STALE")
    assert hr.patch(path, {"state": "gone"}, 2).refused == (422, "STATE_READ_ONLY")
    assert hr.patch(path, {"surname": "X"}, 2).refused == (422, "UNKNOWN_FIELD")
    assert hr.get(path)["given_name"] == "Thomas"


def test_one_key_hires_one_person():
    house = mp.house()
    hr, body = Caller(house.hr), person(house)
    first, again = hr.post("/people", body, "k1"), hr.post("/people", body, "k1")
    assert first["id"] == again["id"]
    job = hiring(house, first["id"])
    one, two = hr.post("/employments", job, "k2"), hr.post("/employments", job, "k2")
    assert one.body == two.body
    assert hr.post("/employments", job | {"country": "US"}, "k2").refused == (409, "IDEMPOTENCY_REUSE")
    with scope(house.hr):
        assert (Person.objects.count(), Employment.objects.count()) == (1, 1)


def test_a_refused_hire_leaves_nothing_behind():
    house = mp.house()
    someone, hr = mp.person(house), Caller(house.hr)
    before = mp.written()
    for values, code in [
        ({"account": BANK | {"account": "1"}}, "BANK_ACCOUNT"), ({"pay": PAY | {"currency": "XXQ"}}, "CURRENCY"),
        ({"country": "ZZ"}, "COUNTRY"), ({"start": "9999-12-31"}, None), ({"post": {}}, "INVALID_FIELD"),
        ({"post": POST | {"manager_id": make.uuid4()}}, "NOT_FOUND"), ({"entity_id": make.uuid4()}, "NOT_FOUND"),
    ]:  # fmt: skip
        answer = hr.post("/employments", hiring(house, someone.pk, **values))
        assert answer.status in (404, 422), (values, answer.body)
        assert code in (None, answer.body["code"])
    assert mp.written() == before


def test_lists_are_narrowed_and_paged():
    house = mp.house()
    for name in ("Adams", "Baker", "Clark"):
        mp.hired(house, family_name=name)
    hr = Caller(house.hr)
    first = hr.get("/people", client_id=house.client.pk, limit=2)
    assert [one["name"] for one in first.items] == ["Tom Adams", "Tom Baker"]
    rest = hr.get("/people", client_id=house.client.pk, limit=2, cursor=first["next"])
    assert ([one["name"] for one in rest.items], rest["next"]) == (["Tom Clark"], None)
    assert [one["name"] for one in hr.get("/people", client_id=house.client.pk, text="bak").items] == ["Tom Baker"]
    assert hr.get("/people", client_id=house.client.pk, state="gone").refused == (422, "CHOICE")
    assert hr.get("/people", client_id=house.client.pk, as_off="2026-01-01").refused == (422, "UNKNOWN_FIELD")


def test_an_employee_sees_and_changes_only_what_is_ones_own():
    house = mp.house()
    mine, other = mp.hired(house), mp.hired(house)
    ee = Caller(mp.employee(house, mine))
    own = ee.get(f"/people/{mine.person_id}")
    assert own["hidden"] == []
    assert ee.get(f"/people/{other.person_id}").refused == (404, "NOT_FOUND")
    assert ee.get(f"/employments/{other.pk}").refused == (404, "NOT_FOUND")
    assert (
        ee.patch(f"/people/{mine.person_id}", {"phone": "+44 113 496 0000"}, own["version"])["phone"]
        == "+44 113 496 0000"
    )
    refused = ee.patch(f"/people/{mine.person_id}", {"given_name": "X"}, own["version"] + 1)
    assert refused.refused == (403, "FIELDS_NOT_YOURS")
    raise_ = PAY | {"employment_id": mine.pk, "day": "2026-12-01", "amount_minor": 9_000_000}
    assert ee.post("/pay-terms", raise_).refused == (403, "FORBIDDEN")


HEADER = [column.name for column in services.IMPORT_COLUMNS]
ROW = {column.name: column.example for column in services.IMPORT_COLUMNS} | {"entity": "uk", "manager": ""}


def csv(*rows: dict) -> bytes:
    return imports.csv_file(HEADER, [[row.get(name, "") for name in HEADER] for row in rows])


def sent(content: bytes, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def test_a_file_is_tried_first_then_taken_once():
    house = mp.house()
    hr, content = Caller(house.hr), csv(ROW)
    dry = hr.upload("/people-imports", client_id=house.client.pk, file=sent(content))
    assert (dry.status, dry["state"], dry["created"], dry["refused"]) == (201, "dry_run", 1, [])
    with scope(house.hr):
        assert Person.objects.count() == 0
    done = hr.upload("/people-imports", "key-9", client_id=house.client.pk, dry_run="false", file=sent(content))
    assert (done["state"], done["created"]) == ("applied", 1)
    again = hr.upload("/people-imports", "key-9", client_id=house.client.pk, dry_run="false", file=sent(content))
    assert again.body == done.body
    third = hr.upload("/people-imports", client_id=house.client.pk, dry_run="false", file=sent(content))
    assert (third["created"], third["changed"], third["unchanged"]) == (0, 0, 1)
    assert hr.get(f"/people-imports/{done['id']}")["state"] == "applied"
    assert len(hr.get("/people-imports", client_id=house.client.pk).items) == 3
    with scope(house.hr):
        assert Person.objects.count() == 1


def test_a_row_at_fault_is_named_and_keeps_the_file_out():
    house = mp.house()
    hr = Caller(house.hr)
    bad = csv(
        ROW,
        ROW
        | {
            "person_id": "P-2",
            "employment_id": "E-2",
            "country": "XX",
            "family_name": "Other",
            "email": "",
            "national_id": "",
        },
    )
    answer = hr.upload("/people-imports", client_id=house.client.pk, dry_run="false", file=sent(bad))
    assert (answer["state"], answer["refused"][0]["row"], answer["refused"][0]["code"]) == ("refused", 3, "COUNTRY")
    with scope(house.hr):
        assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"", "empty.csv", 422), (b"\xff\xfe\x00a", "utf16.csv", 415), (b"PK\x03\x04nonsense", "book.xlsx", 415),
        (b"person_id\n1\n", "few.csv", 422), (b"%PDF-1.7 \x00\x01", "paper.pdf", 415), (b'"unclosed', "q.csv", 422),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content, name, status):
    house = mp.house()
    answer = Caller(house.hr).upload("/people-imports", client_id=house.client.pk, file=sent(content, name))
    assert answer.status == status, answer.body
    with scope(house.hr):
        assert ImportBatch.objects.count() == 0


def test_an_upload_with_an_unknown_field_or_no_file_is_refused():
    house = mp.house()
    hr = Caller(house.hr)
    assert hr.upload("/people-imports", client_id=house.client.pk).refused == (422, "INVALID_FIELD")
    typo = hr.upload("/people-imports", client_id=house.client.pk, dryrun="false", file=sent(csv(ROW)))
    assert typo.refused == (422, "UNKNOWN_FIELD")
    ee = Caller(make.actor(Role.EMPLOYEE, house.client))
    assert ee.upload("/people-imports", client_id=house.client.pk, file=sent(csv(ROW))).refused == (403, "FORBIDDEN")
    assert hr.http.get("/api/v1/people-import-template.csv").content.startswith(b"\xef\xbb\xbf")
    assert "person_id" in [one["name"] for one in hr.get("/people-import-columns").items]
