"""Pages for who is paid where: the people of a group, one person's stays, and the way there from a hire."""

import re
from datetime import date
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll.make_members import member, second_group
from tests.openhro.people import make_people

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import Membership
from openhro.people import services as people
from openhro.people.models import Employment

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def at():
    return make_payroll.payroll((3_600_000,))


def said(answer):
    return answer.content.decode()


def days(at, job):
    with scope(at.specialist):
        rows = Membership.objects.filter(employment=job).select_related("group").order_by("valid")
        return [(one.group.code, one.valid.lower, one.valid.upper) for one in rows]


def unplaced(at, start=date(2026, 4, 1)):
    """Somebody who is employed, and in no group."""
    with scope(at.specialist):
        person = people.add_person(
            at.specialist, at.at.client.pk, make_people.new_person(given_name="Uma", family_name="Free")
        )
        terms = people.Terms(external_id=make.unique("e"), start=start, country="GB", entity_id=at.at.uk.pk)
        pay = people.Pay(basis="annual", amount_minor=3_000_000, currency="GBP", hours_week=Decimal("37.5"))
        return people.hire(
            at.specialist, person.pk, terms, post=make_people.post(), pay=pay, account=make_people.bacs()
        )


def test_a_hire_on_pages_leads_on_to_the_payroll_and_onto_it(at, browser):
    desk = browser(at.specialist)
    form = {
        "given_name": "Nia", "family_name": "Quist", "external_id": "HQ-7", "start": "2026-05-04",
        "country": "GB", "entity": str(at.at.uk.pk), "job_title": "Fitter", "fte": "1",
        "basis": "annual", "amount": "30,000.00", "currency": "GBP", "hours_week": "37.5",
    }  # fmt: skip
    answer = desk.post(f"/people/hire/?client={at.at.client.code}", form, follow=True)
    with scope(at.specialist):
        job = Employment.objects.get(external_id="HQ-7")
    assert answer.redirect_chain[-1][0] == f"/payroll/people/{job.pk}/"
    assert "No pay group pays this person yet" in said(answer)
    assert "Put on the payroll" in said(answer)
    assert 'value="2026-05-04"' in said(answer)
    placed = desk.post(f"/payroll/people/{job.pk}/", {"group": str(at.group.pk), "start": "2026-05-04"}, follow=True)
    assert "On the payroll from the day you gave" in said(placed)
    assert days(at, job) == [("uk-monthly", date(2026, 5, 4), None)]
    assert desk.get(f"/payroll/people/{job.pk}/tax/").status_code == 200


def test_the_tax_page_of_somebody_in_no_group_leads_to_the_groups(at, browser):
    job = unplaced(at)
    answer = browser(at.specialist).get(f"/payroll/people/{job.pk}/tax/")
    assert (answer.status_code, answer["Location"]) == (302, f"/payroll/people/{job.pk}/")
    assert f"/payroll/people/{job.pk}/" in said(browser(at.specialist).get(f"/people/{job.person_id}/"))


def test_the_people_of_a_group_are_listed_found_and_added(at, browser):
    desk, job = browser(at.specialist), unplaced(at)
    place = f"/payroll/groups/{at.group.pk}/people/"
    assert place in said(desk.get(f"/payroll/groups/{at.group.pk}/"))
    assert "Uma Free" not in said(desk.get(place))
    added = desk.post(place, {"person": "Uma Free", "start": "2026-04-01", "last": ""}, follow=True)
    assert "Added to the group." in said(added)
    assert days(at, job) == [("uk-monthly", date(2026, 4, 1), None)]
    found = said(desk.get(place, {"q": "Free"}))
    assert "Uma Free" in found
    assert "1 stay<" in found
    again = desk.post(place, {"person": "Uma Free", "start": "2026-04-01"}, follow=True)
    assert "already" in said(again)
    nobody = desk.post(place, {"person": "Nobody Here", "start": "2026-04-01"})
    assert nobody.status_code == 422
    assert "Nobody at this client has this number or name." in said(nobody)
    assert desk.get(place, {"cursor": "xx"}).status_code == 400


def test_somebody_is_moved_and_ended_on_their_page(at, browser):
    [job], other = at.staff, second_group(at)
    desk, place = browser(at.specialist), f"/payroll/people/{job.pk}/"
    stay = f"{place}stays/{member(at, job).pk}/"
    moved = desk.post(f"{stay}move/", {"move-group": str(other.group.pk), "move-start": "2026-05-01"}, follow=True)
    assert "The other group pays from the day you gave." in said(moved)
    make_payroll.calculated(other, 1)
    stay = f"{place}stays/{member(at, job).pk}/"
    sealed = desk.post(f"{stay}end/", {"end-last": "2026-05-10"})
    assert sealed.status_code == 422
    assert "Choose a later day, or unlock the run first." in re.sub(r"\s+", " ", said(sealed))
    assert 'value="2026-05-10"' in said(sealed)
    ended = desk.post(f"{stay}end/", {"end-last": "2026-05-31"}, follow=True)
    assert "No pay group pays this person until further notice" in said(ended)
    assert days(at, job) == [
        ("uk-monthly", date(2026, 1, 5), date(2026, 5, 1)), ("uk-staff", date(2026, 5, 1), date(2026, 6, 1)),
    ]  # fmt: skip


def test_readers_see_the_stays_and_change_none(at, browser):
    [job], before = at.staff, days(at, at.staff[0])
    hr, stranger = make.actor(Role.CLIENT_HR, at.at.client), make_payroll.payroll(())
    place, stay = f"/payroll/people/{job.pk}/", f"/payroll/people/{job.pk}/stays/{member(at, job).pk}/end/"
    page = browser(hr).get(place)
    assert page.status_code == 200
    assert "End in this group" not in said(page)
    assert browser(hr).post(stay, {"end-last": "2026-05-31"}).status_code == 403
    add = {"person": "x", "start": "2026-05-01"}
    assert browser(hr).post(f"/payroll/groups/{at.group.pk}/people/", add).status_code == 403
    for path in (place, f"/payroll/groups/{at.group.pk}/people/"):
        assert browser(stranger.specialist).get(path).status_code == 404
    assert browser(stranger.specialist).post(stay, {"end-last": "2026-05-31"}).status_code == 404
    assert days(at, job) == before


def test_a_page_offers_only_groups_of_the_employer(at, browser):
    job = unplaced(at)
    new = services.NewGroup(
        at.at.client.pk, "us", "Denver", "US", "us", "USD", "monthly", "America/Denver", entity_id=make_entity(at)
    )
    at.act(services.add_group, new)
    page = said(browser(at.specialist).get(f"/payroll/people/{job.pk}/"))
    assert "UK monthly" in page
    assert "Denver" not in page


def make_entity(at):
    from openhro.clients.models import LegalEntity
    from openhro.core.actor import system

    with scope(system()):
        held = LegalEntity.objects.filter(client=at.at.client).exclude(pk=at.at.uk.pk).first()
    assert held is not None
    return held.pk
