"""Client 360, the list of clients, the team, and search: the facts, and what stays out of sight."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests import make
from tests.openhro.engagements import make_engagements
from tests.openhro.people import make_people

from openhro.core.actor import Role, system
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db


def test_the_page_of_a_client_holds_all_that_is_known():
    at = make_engagements.world()
    contract = make_engagements.live(at, code="ENG-HAL-01")
    make.grant(make.user("Nina Kowalska"), Role.PAYROLL_SPECIALIST, at.client)
    answer = make.browser(at.em).get(f"/clients/{at.client.code}/")
    words = make.text(answer)
    for fact in ("Halden Instruments Group", "Halden Instruments Ltd", "Payroll withholding", "ENG-HAL-01", "Live"):
        assert fact in words
    assert "Nina Kowalska" in words
    assert "Payroll specialist" in words
    assert "Nobody is paid from here yet" in words
    assert f"/engagements/{contract.pk}/" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status", "sees_invoices"),
    [
        (Role.PROVIDER_ADMIN, 200, True),
        (Role.CLIENT_ADMIN, 200, True),
        (Role.PAYROLL_SPECIALIST, 200, False),
        (Role.AUDITOR, 200, True),
        (Role.EMPLOYEE, 403, False),
    ],
)
def test_each_role_sees_its_part_of_a_client(role, status, sees_invoices):
    client = make.client()
    answer = make.browser(make.actor(role, client)).get(f"/clients/{client.code}/")
    assert answer.status_code == status
    assert ("No invoice yet" in make.text(answer)) is sees_invoices


def test_another_client_is_not_there():
    ours, theirs = make.client(), make.client(name="Secret Works")
    answer = make.browser(make.actor(Role.CLIENT_ADMIN, ours)).get(f"/clients/{theirs.code}/")
    assert answer.status_code == 404
    assert "Secret Works" not in answer.content.decode()


def test_an_ended_registration_is_not_shown():
    at = make_engagements.world()
    gone = make_engagements.entity(at.client, "DE", "Halden GmbH")
    with scope(system()):
        make_engagements.register(gone, "DE", date(2020, 1, 1), date(2021, 1, 1))
    words = make.text(make.browser(at.em).get(f"/clients/{at.client.code}/"))
    assert "No registration holds." in words


def test_a_clients_page_takes_the_same_reads_for_one_entity_and_for_six():
    at = make_engagements.world()
    browser = make.browser(at.em)
    few = make.reads(browser, f"/clients/{at.client.code}/")
    for _ in range(4):
        one = make_engagements.entity(at.client, "FR")
        make_engagements.register(one, "FR")
        make.grant(make.user(), Role.CLIENT_HR, at.client)
    assert make.reads(browser, f"/clients/{at.client.code}/") == few


def test_the_list_holds_ones_own_clients_in_pages():
    ours = [make.client(name=f"Client {number:02d}") for number in range(53)]
    make.client(name="Somebody Else's")
    browser = make.browser(make.actor(Role.ENGAGEMENT_MANAGER, *ours))
    first = browser.get("/clients/")
    assert "Client 49" in make.text(first)
    assert "Client 50" not in make.text(first)
    assert "Somebody Else's" not in make.text(first)
    following = next(part for part in first.content.decode().split('"') if part.startswith("?cursor="))
    words = make.text(browser.get("/clients/" + following))
    assert "Client 52" in words
    assert "Client 49" not in words
    assert "Client 07" in make.text(browser.get("/clients/?q=ent+07"))
    assert browser.get("/clients/?cursor=nonsense").status_code == 400


def test_somebody_with_one_client_comes_straight_to_it():
    client = make.client()
    assert make.browser(make.actor(Role.CLIENT_ADMIN, client)).get("/clients/").url == f"/clients/{client.code}/"


def test_a_manager_sees_the_own_team_and_with_all_also_theirs():
    house = make_people.house()
    boss = make_people.hired(house, given_name="Ruth", family_name="Adler")
    report = make_people.hired(house, boss, given_name="Tom", family_name="Okafor")
    make_people.hired(house, report, given_name="Priya", family_name="Raman")
    make_people.hired(house, given_name="Elsewhere", family_name="Person")
    browser = make.browser(make_people.employee(house, boss, Role.MANAGER))
    words = make.text(browser.get("/team/"))
    assert "Tom Okafor" in words
    assert "Priya Raman" not in words
    words = make.text(browser.get("/team/?all=1"))
    assert "Priya Raman" in words
    assert "Elsewhere Person" not in words


def test_search_finds_people_contracts_and_clients_in_scope_only():
    house, other = make_people.house(), make_people.house()
    make_people.hired(house, given_name="Siân", family_name="Pritchard")
    make_people.hired(other, given_name="Sean", family_name="Pritchardson")
    browser = make.browser(house.pay)
    words = make.text(browser.get("/search?q=pritch"))
    assert "Siân Pritchard" in words
    assert "Sean" not in words
    assert "Nothing found" in make.text(browser.get("/search?q=zzzz"))
    assert "What are you looking for?" in make.text(browser.get("/search"))


def test_search_finds_a_contract_by_its_code():
    at = make_engagements.world()
    contract = make_engagements.drafted(at, code="ENG-XYZ-77")
    body = make.browser(at.em).get("/search?q=eng-xyz").content.decode()
    assert f"/engagements/{contract.pk}/" in body


@pytest.mark.parametrize("text", ["'%20or%201=1--", "%F0%9F%92%B6", "a" * 500, "%ED%A0%80", "_%25", "\\"])
def test_no_search_breaks_the_page(text):
    at = make_engagements.world()
    assert make.browser(at.em).get(f"/search?q={text}").status_code == 200


def test_an_entity_that_held_a_range_is_shown_with_its_first_day():
    at = make_engagements.world()
    with scope(system()):
        from openhro.clients.models import Registration

        Registration.objects.filter(entity=at.uk).update(valid=DateRange(date(1995, 4, 6), None))
    assert "6 Apr 1995" in make.text(make.browser(at.em).get(f"/clients/{at.client.code}/"))
