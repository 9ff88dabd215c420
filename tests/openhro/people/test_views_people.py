"""The list of people and one person through time: facts, masks, filters, pages, export, and who sees what."""

import csv
import io
from datetime import date

import pytest
from tests import make
from tests.openhro.people import make_people

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.people import services

pytestmark = pytest.mark.django_db


def path(house, **query) -> str:
    from urllib.parse import urlencode

    return f"/people/?{urlencode({'client': house.client.code, **query})}"


def test_the_list_shows_people_with_work_place_and_state():
    house = make_people.house()
    make_people.hired(house, given_name="Siân", family_name="Pritchard")
    words = make.text(make.browser(house.hr).get("/people/"))
    for fact in ("Siân Pritchard", "Technician", "Acme Ltd", "Leeds · Assembly · GB", "5 Jan 2026", "Working"):
        assert fact in words


def test_filters_live_in_the_address_and_can_be_taken_away():
    house = make_people.house()
    make_people.hired(house, given_name="Tom", family_name="Okafor")
    make_people.hired(house, given_name="Ada", family_name="Byron")
    browser = make.browser(house.hr)
    answer = browser.get(path(house, q="okaf", state="active"))
    words = make.text(answer)
    assert "Tom Okafor" in words
    assert "Ada Byron" not in words
    assert f'href="?client={house.client.code}&amp;state=active"' in answer.content.decode()
    assert "Nobody fits all filters." in make.text(browser.get(path(house, q="zz")))
    assert "Tom Okafor" not in make.text(browser.get(path(house, as_of="2025-12-31", state="active")))
    assert "Joining" in make.text(browser.get(path(house, as_of="2025-12-31")))


@pytest.mark.parametrize(
    "query", [{"state": "gone"}, {"as_of": "31.12.2026"}, {"entity": "x"}, {"site": "Mars"}, {"q": "\0"}]
)
def test_a_filter_that_makes_no_sense_is_refused(query):
    house = make_people.house()
    make_people.hired(house, given_name="Ada", family_name="Byron")
    answer = make.browser(house.hr).get(path(house, **query))
    assert (answer.status_code, "INVALID_FIELD" in make.text(answer)) == (422, True)


def test_a_foreign_cursor_is_refused_with_a_page():
    house = make_people.house()
    assert make.browser(house.hr).get(path(house, cursor="nonsense")).status_code == 400


def test_pages_follow_on_without_a_gap():
    house = make_people.house()
    with scope(house.hr):
        for number in range(52):
            services.add_person(
                house.hr, house.client.pk, make_people.new_person(given_name="N", family_name=f"Person{number:03d}")
            )
    browser = make.browser(house.hr)
    first = browser.get(path(house))
    assert "Person049" in make.text(first)
    assert "Person050" not in make.text(first)
    following = next(part for part in first.content.decode().split('"') if "cursor=" in part).replace("&amp;", "&")
    words = make.text(browser.get("/people/" + following))
    assert "Person050" in words
    assert "Person051" in words
    assert "Person049" not in words


def test_the_reads_of_the_list_do_not_grow_with_its_rows():
    house = make_people.house()
    browser = make.browser(house.hr)
    make_people.hired(house)
    few = make.reads(browser, path(house))
    for _ in range(6):
        make_people.hired(house)
    assert make.reads(browser, path(house)) == few


def test_the_export_holds_what_the_filters_show_and_no_formula():
    house, other = make_people.house(), make_people.house()
    make_people.hired(house, given_name="=1+1", family_name="Okafor", external_id="P-1")
    make_people.hired(house, given_name="Ada", family_name="Byron")
    make_people.hired(other, given_name="Tom", family_name="Okafor")
    answer = make.browser(house.hr).get(path(house, q="okafor").replace("/people/", "/people/export.csv"))
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["person_id"], row["name"], row["state"]) for row in rows] == [("P-1", "'=1+1 Okafor", "active")]


def test_without_a_client_in_the_address_one_chooses():
    house, second = make_people.house(), make_people.house()
    by = make.actor(Role.PAYROLL_SPECIALIST, house.client, second.client)
    words = make.text(make.browser(by).get("/people/"))
    assert "Whose people?" in words


@pytest.mark.parametrize(("role", "status"), [(Role.EMPLOYEE, 403), (Role.MANAGER, 403), (Role.AUDITOR, 200)])
def test_who_may_look_at_the_list(role, status):
    house = make_people.house()
    browser = make.browser(make.actor(role, house.client))
    assert browser.get("/people/").status_code == status
    assert browser.get(f"/people/export.csv?client={house.client.code}").status_code == status


def test_another_clients_people_are_not_there():
    house, other = make_people.house(), make_people.house()
    job = make_people.hired(other, given_name="Secret", family_name="Person")
    browser = make.browser(house.hr)
    assert browser.get(path(other)).status_code == 404
    assert browser.get(f"/people/export.csv?client={other.client.code}").status_code == 404
    answer = browser.get(f"/people/{job.person_id}/")
    assert answer.status_code == 404
    assert "Secret" not in answer.content.decode()


def somebody(house):
    """Hired with a raise, a move and a national number."""
    job = make_people.hired(house, given_name="Tom", family_name="Okafor", date_of_birth=date(1999, 9, 2))
    with scope(house.hr):
        services.set_national_id(house.hr, job.person_id, services.NationalNumber(kind="NINO", value="AB123456C"))
        services.set_home(
            house.hr,
            job.person_id,
            services.Home(line1="4 Kirkgate", city="Leeds", country="GB", postcode="LS1 6BY", since=date(2026, 1, 1)),
        )
        services.set_pay_terms(house.hr, job.pk, date(2026, 4, 1), make_people.pay(3_500_000, reason="Annual review"))
        services.assign(house.hr, job.pk, date(2026, 6, 1), {"site": "York", "job_title": "Engineer"})
    return job


def test_a_person_is_shown_as_of_a_day_with_secrets_masked():
    house = make_people.house()
    job = somebody(house)
    browser = make.browser(house.hr)
    answer = browser.get(f"/people/{job.person_id}/?as_of=2026-07-01")
    words, body = make.text(answer), answer.content.decode()
    for fact in ("Tom Okafor", "Engineer", "York", "£35,000.00 a year", "•••• 9911", "•••• 456C", "4 Kirkgate"):
        assert fact in words, fact
    assert "As of Wednesday 1 July 2026" in words or "As of Wednesday, 1 July 2026" in words
    assert "55779911" not in body
    assert "AB123456C" not in body
    before = make.text(browser.get(f"/people/{job.person_id}/?as_of=2026-02-01&story=facts"))
    facts = before.split("Story")[0]
    assert "£32,000.00 a year" in facts
    assert "Technician" in facts
    assert "Engineer" not in facts
    assert "Annual review" in before.split("Story")[1]


def test_the_story_holds_every_fact_and_the_journal():
    house = make_people.house()
    job = somebody(house)
    words = make.text(make.browser(house.hr).get(f"/people/{job.person_id}/"))
    for line in ("Work: Engineer", "Pay: £35,000.00 a year", "Joined: GB", "Home: Leeds", "Somebody was hired"):
        assert line in words, line
    assert words.index("Work: Engineer") < words.index("Pay: £35,000.00 a year") < words.index("Joined: GB")
    short = make.text(make.browser(house.hr).get(f"/people/{job.person_id}/?story=facts"))
    assert "Somebody was hired" not in short


def test_the_buttons_lead_from_change_to_change():
    house = make_people.house()
    job = somebody(house)
    body = make.browser(house.hr).get(f"/people/{job.person_id}/?as_of=2026-05-01").content.decode()
    assert 'href="?as_of=2026-04-01"' in body
    assert 'href="?as_of=2026-06-01"' in body


def test_a_day_that_is_none_is_said_beside_the_field():
    house = make_people.house()
    job = somebody(house)
    answer = make.browser(house.hr).get(f"/people/{job.person_id}/?as_of=31.12.2026")
    assert answer.status_code == 422
    assert "Enter a valid date" in make.text(answer)


def test_what_a_role_may_not_see_is_named_and_not_shown():
    house = make_people.house()
    job = somebody(house)
    by = make.actor(Role.LEARNING_SPECIALIST, house.client)
    words = make.text(make.browser(by).get(f"/people/{job.person_id}/"))
    assert "Tom Okafor" in words
    assert (
        "Your role does not show: home address, phone and date of birth, bank accounts and national numbers, pay."
        in words
    )
    for secret in ("£35,000.00", "9911", "456C", "Kirkgate", "1999"):
        assert secret not in words


def test_a_manager_sees_the_team_and_nobody_else():
    house = make_people.house()
    boss = make_people.hired(house, given_name="Ruth", family_name="Adler")
    report = make_people.hired(house, boss, given_name="Tom", family_name="Okafor")
    stranger = make_people.hired(house, given_name="Else", family_name="Where")
    browser = make.browser(make_people.employee(house, boss, Role.MANAGER))
    assert browser.get(f"/people/{report.person_id}/").status_code == 200
    assert browser.get(f"/people/{stranger.person_id}/").status_code == 404
