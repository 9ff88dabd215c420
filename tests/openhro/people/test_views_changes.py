"""The three forms of an employment: hire (new, and again), pay, end. What is refused stays beside its field."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import make
from tests.openhro.people import make_people

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.people import queries, services
from openhro.people.models import LIVING, Employment, PayTerms, Person

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def hire_path(house) -> str:
    return f"/people/hire/?client={house.client.code}"


def new(house, **values) -> dict:
    """What somebody types to hire Ada."""
    return {
        "given_name": "Ada", "family_name": "Byron", "external_id": make.unique("e"), "start": "2026-06-01",
        "country": "gb", "entity": str(house.uk.pk), "job_title": "Analyst", "fte": "1", "basis": "annual",
        "amount": "48,000.00", "currency": "gbp", "hours_week": "37.5", "national_id_kind": "NINO",
        "national_id": "AB 12 34 56 C",
    } | values  # fmt: skip


def pay_path(job) -> str:
    return f"/people/{job.person_id}/employments/{job.pk}/pay/"


def end_path(job) -> str:
    return f"/people/{job.person_id}/employments/{job.pk}/end/"


def asked(answer) -> str:
    assert answer.status_code == 200
    return make.text(answer)


def unchanged(browser, path: str, given: dict) -> str:
    """The page of a refused form, after making sure that it wrote nothing."""
    before = make_people.written()
    answer = browser.post(path, given)
    assert make_people.written() == before
    return asked(answer)


# --- hire ------------------------------------------------------------------------------------------------------------


def test_somebody_new_is_hired_with_work_and_pay():
    house = make_people.house()
    browser = make.browser(house.hr)
    assert "Hire" in make.text(browser.get(f"/people/?client={house.client.code}"))
    assert "This is somebody else" not in asked(browser.get(hire_path(house)))
    given = new(house, site="Leeds", email="Ada@Example.org")
    answer = browser.post(hire_path(house), given)
    with scope(house.hr):
        job = Employment.objects.get(external_id=given["external_id"])
        assert answer.url == f"/people/{job.person_id}/"
        person = queries.person(house.hr, job.person_id, DAY)
    [shown] = person.employments
    assert (person.external_id, person.email) == (given["external_id"], "ada@example.org")
    assert person.national_ids == (("NINO", "•••• 456C"),)
    assert (shown.country, shown.entity_id, shown.assignment.job_title) == ("GB", house.uk.pk, "Analyst")
    assert (shown.pay.amount_minor, shown.pay.currency, shown.pay.basis) == (4_800_000, "GBP", "annual")
    words = make.text(browser.get(f"/people/{job.person_id}/?as_of=2026-06-01"))
    assert "£48,000.00 a year" in words


def test_a_manager_is_found_by_staff_number_key_or_name():
    house = make_people.house()
    boss = make_people.hired(house, given_name="Ruth", family_name="Solberg")
    make_people.hired(house, given_name="Tom", family_name="Ashby")
    make_people.hired(house, given_name="Tim", family_name="Ashby")
    browser = make.browser(house.hr)
    assert "Several people fit this" in unchanged(browser, hire_path(house), new(house, manager="Ashby"))
    assert "Nobody here fits this" in unchanged(browser, hire_path(house), new(house, manager="Zz"))
    for text, number in (("Solberg", "AB123456C"), (boss.external_id, "AB123457C")):
        given = new(
            house, manager=text, given_name=make.unique("Ada"), family_name=make.unique("B"), national_id=number
        )
        assert browser.post(hire_path(house), given).status_code == 302
        with scope(house.hr):
            job = Employment.objects.get(external_id=given["external_id"])
            assert job.assignments.get().manager_id == boss.pk


def test_pay_may_follow_later_and_needs_its_currency():
    house = make_people.house()
    browser = make.browser(house.hr)
    assert "Say in which currency." in unchanged(browser, hire_path(house), new(house, currency=""))
    given = new(house, amount="", currency="")
    assert browser.post(hire_path(house), given).status_code == 302
    with scope(house.hr):
        assert Employment.objects.get(external_id=given["external_id"]).pay_terms.count() == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"given_name": ""}, "First name: This field is required."),
        ({"start": "31.6.2026"}, "First day: Enter a valid date."),
        ({"start": "0001-01-01"}, "Give a date between"),
        ({"country": "XX"}, "Country of the work: Give a country's two-letter code"),
        ({"amount": "lots"}, "is not an amount such as 1234.50"),
        ({"amount": "1.005"}, "GBP has 2 decimals"),
        ({"amount": "-1"}, "Amount: The amount is not negative"),
        ({"currency": "QQQ"}, "Currency:"),
        ({"fte": "2"}, "Share of full time:"),
        ({"fte": "0"}, "Share of full time:"),
        ({"hours_week": "200"}, "Hours a week:"),
        ({"basis": "hourly", "hours_week": ""}, "Hourly pay needs the hours of a week"),
        ({"national_id_kind": ""}, "Say which kind of number this is."),
        ({"national_id": "BG123456C"}, "National number: This is not a"),
        ({"email": "ada"}, "This is not an e-mail address."),
        ({"given_name": "A\u202eda"}, "invisible characters"),
        ({"given_name": "A\0da"}, "Null characters are not allowed."),
        ({"entity": str(uuid4())}, "Client's company: Select a valid choice."),
        ({"entity": ""}, "Client's company:"),
        ({"date_of_birth": "2020-01-01"}, "Date of birth:"),
        ({"external_id": "x" * 61}, "Own key: Ensure this value has at most 60 characters"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(wrong, says):
    house = make_people.house()
    words = unchanged(make.browser(house.hr), hire_path(house), new(house, **wrong))
    assert says in words
    assert 'value="Byron"' not in words


def test_a_refused_form_keeps_what_was_typed():
    house = make_people.house()
    page = make.browser(house.hr).post(hire_path(house), new(house, country="XX")).content.decode()
    assert 'value="Byron"' in page
    assert 'value="48,000.00"' in page


def test_a_key_that_is_taken_is_refused():
    house = make_people.house()
    job = make_people.hired(house)
    assert "already" in unchanged(make.browser(house.hr), hire_path(house), new(house, external_id=job.external_id))


def test_somebody_alike_is_named_for_a_rehire_or_said_to_be_another():
    house = make_people.house()
    there = make_people.person(house, given_name="Ada", family_name="Byron", date_of_birth=date(1990, 2, 1))
    browser = make.browser(house.hr)
    given = new(house, date_of_birth="1990-02-01")
    answer = browser.post(hire_path(house), given)
    assert f'href="/people/{there.pk}/hire/"' in answer.content.decode()
    assert "This is somebody else" in make.text(answer)
    assert browser.post(hire_path(house), given | {"known_different": "on"}).status_code == 302
    with scope(house.hr):
        assert Person.objects.filter(client=house.client, family_name="Byron").count() == 2


def test_somebody_who_left_is_hired_again_as_the_same_person():
    house = make_people.house()
    job = make_people.hired(house)
    with scope(house.hr):
        services.end_employment(house.hr, job.pk, services.Leaving(date(2026, 3, 31), "voluntary"))
    browser = make.browser(house.hr)
    path = f"/people/{job.person_id}/hire/"
    assert path in browser.get(f"/people/{job.person_id}/").content.decode()
    assert "Kind of national number" not in asked(browser.get(path))
    given = new(house)
    assert browser.post(path, given).url == f"/people/{job.person_id}/"
    with scope(house.hr):
        again = Employment.objects.get(external_id=given["external_id"])
    assert (again.person_id, again.previous_id) == (job.person_id, job.pk)


def test_an_employment_that_overlaps_another_is_refused():
    house = make_people.house()
    job = make_people.hired(house)
    words = unchanged(make.browser(house.hr), f"/people/{job.person_id}/hire/", new(house))
    assert "There is a problem" in words


def test_who_may_not_set_pay_hires_without():
    house = make_people.house()
    recruiter = make_people.actor(Role.RECRUITING_SPECIALIST, house.client)
    assert "Hours a week" not in asked(make.browser(recruiter).get(hire_path(house)))


# --- pay -------------------------------------------------------------------------------------------------------------


def test_pay_changes_from_a_day_and_what_held_before_stays():
    house = make_people.house()
    job = make_people.hired(house)
    browser = make.browser(house.hr)
    assert pay_path(job) in browser.get(f"/people/{job.person_id}/").content.decode()
    assert 'value="32000.00"' in browser.get(pay_path(job)).content.decode()
    given = {"day": "2026-10-01", "basis": "annual", "amount": "35,500", "currency": "GBP", "hours_week": "37.5"}
    answer = browser.post(pay_path(job), given | {"reason": "Promotion"})
    assert answer.url == f"/people/{job.person_id}/?as_of=2026-10-01"
    with scope(house.hr):
        held = [queries.employment(house.hr, job.pk, day).pay for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert [one.amount_minor for one in held] == [3_200_000, 3_550_000]
    assert held[1].reason == "Promotion"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": ""}, "From: This field is required."),
        ({"day": "2025-12-31"}, "From:"),
        ({"amount": ""}, "Amount: This field is required."),
        ({"amount": "1e5"}, "is not an amount"),
        ({"amount": "9" * 24}, "Amount:"),
        ({"currency": "POUNDS"}, "Currency:"),
        ({"basis": "yearly"}, "Paid: Select a valid choice."),
        ({"hours_week": "NaN"}, "Hours a week: Enter a number."),
    ],
)
def test_pay_that_does_not_fit_changes_nothing(wrong, says):
    house = make_people.house()
    job = make_people.hired(house)
    given = {"day": "2026-10-01", "basis": "annual", "amount": "35500", "currency": "GBP", "hours_week": "37.5"}
    assert says in unchanged(make.browser(house.hr), pay_path(job), given | wrong)


# --- end -------------------------------------------------------------------------------------------------------------


def leaving(job, **values) -> dict:
    return {"end": "2026-11-30", "end_reason": "voluntary", "regretted": "true", "version": job.version} | values


def test_an_employment_ends_on_its_last_day():
    house = make_people.house()
    job = make_people.hired(house)
    browser = make.browser(house.hr)
    assert end_path(job) in browser.get(f"/people/{job.person_id}/").content.decode()
    assert browser.post(end_path(job), leaving(job)).url == f"/people/{job.person_id}/"
    with scope(house.hr):
        job.refresh_from_db()
        paid = PayTerms.objects.get(LIVING, employment=job)
    assert (job.end, job.end_reason, job.regretted) == (date(2026, 11, 30), "voluntary", True)
    assert paid.valid.upper == date(2026, 12, 1)
    assert "Change the end" in make.text(browser.get(f"/people/{job.person_id}/"))


def test_reports_of_a_leaver_need_another_manager_who_can_be_named():
    house = make_people.house()
    boss = make_people.hired(house, given_name="Ruth", family_name="Solberg")
    lead = make_people.hired(house, manager=boss, given_name="Ben", family_name="Ito")
    report = make_people.hired(house, manager=lead)
    browser = make.browser(house.hr)
    said = unchanged(browser, end_path(lead), leaving(lead))
    assert "1 people would be left without a manager" in said
    assert "Say who." in unchanged(browser, end_path(lead), leaving(lead, rehome_to="other"))
    assert "Nobody here fits" in unchanged(browser, end_path(lead), leaving(lead, rehome_to="other", manager="Zz"))
    assert browser.post(end_path(lead), leaving(lead, rehome_to="other", manager="Solberg")).status_code == 302
    with scope(house.hr):
        assert queries.employment(house.hr, report.pk, date(2026, 12, 1)).assignment.manager_id == boss.pk
        assert queries.employment(house.hr, report.pk, date(2026, 11, 30)).assignment.manager_id == lead.pk


def test_reports_may_go_to_the_next_manager():
    house = make_people.house()
    boss = make_people.hired(house)
    lead = make_people.hired(house, manager=boss)
    report = make_people.hired(house, manager=lead)
    answer = make.browser(house.hr).post(end_path(lead), leaving(lead, rehome_to="next_manager"))
    assert answer.status_code == 302
    with scope(house.hr):
        assert queries.employment(house.hr, report.pk, date(2026, 12, 1)).assignment.manager_id == boss.pk


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"end": "2026-01-04"}, "Last day:"),
        ({"end": "9999-12-31"}, "Last day: Give a date between"),
        ({"end": "tomorrow"}, "Last day: Enter a valid date."),
        ({"end_reason": "boredom"}, "Why: Select a valid choice."),
        ({"version": "99"}, "Somebody changed this employment"),
        ({"rehome_to": "nobody"}, "Select a valid choice."),
    ],
)
def test_an_end_that_does_not_fit_changes_nothing(wrong, says):
    house = make_people.house()
    job = make_people.hired(house)
    assert says in unchanged(make.browser(house.hr), end_path(job), leaving(job, **wrong))


# --- who, and whose --------------------------------------------------------------------------------------------------


def paths(house, job) -> dict[str, dict]:
    """Every address with what would be a good form."""
    pay = {"day": "2026-10-01", "basis": "annual", "amount": "35500", "currency": "GBP", "hours_week": "37.5"}
    again = new(house, start=(clock.today() + timedelta(days=900)).isoformat())
    return {
        hire_path(house): new(house),
        f"/people/{job.person_id}/hire/": again,
        pay_path(job): pay,
        end_path(job): leaving(job),
    }


def test_another_clients_forms_are_not_there():
    house, other = make_people.house(), make_people.house()
    job, own = make_people.hired(house), make_people.hired(other)
    browser = make.browser(other.hr)
    before = make_people.written()
    mixed = {f"/people/{own.person_id}/employments/{job.pk}/{what}/": {} for what in ("pay", "end")}
    for path, given in (paths(house, job) | mixed).items():
        assert browser.get(path).status_code == 404, path
        assert browser.post(path, given).status_code == 404, path
    assert make_people.written() == before
    with scope(other.hr):
        foreign = unchanged(browser, hire_path(other), new(other, entity=str(house.uk.pk)))
    assert "Select a valid choice" in foreign


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.PAYROLL_SPECIALIST, {0, 1, 2, 3}),
        (Role.CLIENT_ADMIN, {0, 1, 2, 3}),
        (Role.RECRUITING_SPECIALIST, {0, 1, 3}),
        (Role.BENEFITS_SPECIALIST, set()),
        (Role.ENGAGEMENT_MANAGER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_who_may_change_what(role, allowed):
    house = make_people.house()
    job = make_people.hired(house)
    browser = make.browser(make_people.actor(role, house.client))
    before = make_people.written()
    for number, (path, given) in enumerate(paths(house, job).items()):
        assert browser.get(path).status_code == (200 if number in allowed else 403), path
        if number not in allowed:
            assert browser.post(path, given).status_code == 403, path
    assert make_people.written() == before
    words = make.text(browser.get(f"/people/{job.person_id}/"))
    assert ("Change pay" in words) == (2 in allowed)
    assert ("End employment" in words) == (3 in allowed)


def test_an_employee_changes_nothing_of_the_own_employment():
    house = make_people.house()
    job = make_people.hired(house)
    browser = make.browser(make_people.employee(house, job))
    before = make_people.written()
    for path, given in paths(house, job).items():
        assert browser.get(path).status_code == 403, path
        assert browser.post(path, given).status_code == 403, path
    assert make_people.written() == before


def test_a_specialist_hires_in_scope_only():
    """The provider's people need an engagement that covers the work; the refusal says so and keeps the form."""
    house = make_people.house()
    assert "is not covered" in unchanged(make.browser(house.pay), hire_path(house), new(house))
