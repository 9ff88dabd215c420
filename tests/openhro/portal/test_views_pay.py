"""What people begin with about pay: a client's approvals, an employee's home."""

import pytest
from django.test import Client
from tests import make
from tests.openhro.payroll import make_pages, make_release

from openhro.clients.models import User
from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.people import services as people

pytestmark = pytest.mark.usefixtures("committed")


def browser(actor):
    made = Client()
    made.force_login(User.objects.get(pk=actor.user))
    return made


def said(answer):
    return answer.content.decode()


def test_an_approver_sees_difference_totals_and_headcount_with_one_button():
    at = make_pages.pages(3)
    make_pages.close(at, 4)
    make_pages.give(at, 5, 0, "overtime", units="12", note="Saturday")
    make_pages.hire(at.at, "Farah Aziz|Technician|Production", 2_900_000, 140, start=make_pages.date(2026, 9, 7))
    run = make_pages.make_payroll.calculated(at.at, 5)
    make_pages.handed_on(at, run)
    page = said(browser(at.desk.approver).get("/approvals/"))
    assert "1 pay run waits for you" in page
    assert "4 people are paid; 1 joined, 0 left." in page
    assert "given for one period: this one or the last" in page
    assert "1 more people than last time" in page
    assert page.count("button-primary") == 1
    assert f'value="{make_release.seen(run)}"' in page
    sent = {"seen": make_release.seen(run), "next": f"/approvals/?done={run.pk}"}
    told = browser(at.desk.approver).post(f"/payroll/runs/{run.pk}/do/client_approve/", sent, follow=True)
    assert "The money is confirmed" in said(told)
    assert "People are paid" in said(told)
    assert "Approve this pay run" not in said(told)


def test_a_run_that_is_not_reviewed_yet_waits_for_nobody_at_the_client():
    at = make_pages.pages(1)
    make_pages.make_payroll.calculated(at.at)
    page = said(browser(at.desk.approver).get("/approvals/"))
    assert "Nothing waits for you" in page
    assert "With the payroll team" in page


def test_client_hr_is_asked_for_inputs_and_cannot_approve():
    at = make_pages.pages(1)
    run = at.at.act(make_pages.services.open_run, at.at.periods[0].pk)
    page = said(browser(at.hr).get("/approvals/"))
    assert "Inputs wanted" in page
    assert f"/payroll/runs/{run.pk}/inputs/" in page
    assert "Approve this pay run" not in page


def test_approvals_are_hidden_from_employees_and_other_clients():
    at = make_pages.pages(1)
    run = make_pages.waiting(at)
    assert browser(at.tom).get("/approvals/").status_code == 403
    other = make.actor(Role.CLIENT_ADMIN, make.client())
    assert run.code not in said(browser(other).get("/approvals/"))
    assert browser(other).get(f"/approvals/?done={run.pk}").status_code == 404
    assert browser(other).get("/approvals/?done=nonsense").status_code == 404


def test_home_shows_the_last_payslip_its_change_in_words_and_the_next_pay_day():
    at = make_pages.pages(2)
    make_pages.close(at, 5)
    make_pages.give(at, 6, 0, "overtime", units="8", note="Saturday")
    run = make_pages.close(at, 6)
    with clock.travel(make_pages.noon(make_pages.date(2026, 11, 5))):
        page = said(browser(at.tom).get("/home/"))
    assert "Good afternoon, Tom" in page
    assert '1,978<span class="money-minor">.35' in page
    assert "£128.51 more than in September 2026: Overtime up £147.72" in page
    assert "Monday, 30 November 2026" in page.replace("Monday 30", "Monday, 30")
    assert f"/home/payslips/{run.pk}/" in page
    assert "Your payslip for October 2026 is ready" in page
    assert "Halden Instruments Ltd" in page


def test_home_tells_a_new_starter_the_first_pay_day_and_what_is_missing():
    at = make_pages.pages(1)
    job = make_pages.hire(at.at, "Noel Pike|Machinist|Production", 3_000_000, 141, bank=False, nino=False)
    user = make.user("Noel Pike")
    make.grant(user, Role.EMPLOYEE, at.at.at.client)
    with scope(at.at.specialist):
        people.link_user(at.at.specialist, job.person_id, user.pk)
    page = said(browser(make.as_actor(user)).get("/home/"))
    assert "Your first pay day" in page
    assert "Your bank account is missing" in page
    assert "Your national number is missing" in page


def test_home_is_the_employees_alone():
    at = make_pages.pages(1)
    assert browser(at.at.specialist).get("/home/").status_code == 403
    assert browser(at.hr).get("/home/").status_code == 403
