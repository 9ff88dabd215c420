"""The pay run page: each tab shows the facts, other clients see nothing, and pages cost the same for any number of rows."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.openhro.payroll import make_pages, make_payroll, make_release

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll import queries
from openhro.payroll.models import Variance
from openhro.payroll.shown import tables

pytestmark = pytest.mark.usefixtures("committed")
TABS = ("", "inputs/", "checks/", "results/", "variance/", "approvals/", "files/")


def url(run, tab=""):
    return f"/payroll/runs/{run.pk}/{tab}"


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_answers_the_desk_the_client_and_the_auditor(halden, browser, tab):
    auditor = make.actor(Role.AUDITOR, halden.at.at.client)
    for reader in (halden.at.specialist, halden.desk.approver, halden.hr, auditor):
        for run in (halden.run, halden.before):
            answer = browser(reader).get(url(run, tab))
            assert answer.status_code == 200, (tab, run.code)
            assert "style=" not in text_of(answer)


@pytest.mark.parametrize("tab", TABS)
def test_another_client_finds_no_run_and_an_employee_may_not_read_it(halden, browser, tab):
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    assert browser(stranger).get(url(halden.run, tab)).status_code == 404
    assert browser(halden.tom).get(url(halden.run, tab)).status_code == 403


def test_the_overview_leads_to_the_one_next_action(halden, browser):
    page = text_of(browser(halden.at.specialist).get(url(halden.run)))
    assert "Answer 1 change" in page
    assert "1 change has no reason yet" in page
    assert "1 person is left out by an error" in page
    assert page.count("button-primary") == 2  # the next action, and the first unexplained change
    client = text_of(browser(halden.desk.approver).get(url(halden.run)))
    assert "Answer 1 change" not in client
    assert "move-unlock" not in client


def test_checks_show_who_is_left_out_and_where_it_is_mended(halden, browser):
    page = text_of(browser(halden.at.specialist).get(url(halden.run, "checks/")))
    assert "Noel Pike" in page
    assert "There is no bank account on the pay date." in page
    assert f"/people/{halden.at.staff[-1].person_id}/" in page


def test_variance_begins_with_what_nobody_has_explained(halden, browser):
    page = text_of(browser(halden.at.specialist).get(url(halden.run, "variance/")))
    assert page.index("Siân Pritchard") < page.index("Tom Okafor")
    assert "Why is this right?" in page
    only = text_of(browser(halden.at.specialist).get(url(halden.run, "variance/?reason=one_off")))
    assert "Tom Okafor" in only
    assert "Siân Pritchard" not in only


@pytest.mark.parametrize(("waiting", "label", "hot"), [(1, "No reason yet", True), (0, "Answered", False)])
def test_changes_that_people_have_answered_no_longer_call_for_a_reason(waiting, label, hot):
    page = queries.VariancePage([], {"one_off": 2, "unexplained": 1}, waiting, "the run before", None)
    first = tables.reasons(page, uuid4(), "")[1]
    assert (first["label"], first["count"], first["hot"]) == (label, 1, hot)


def test_an_auditor_reads_changes_without_a_form_to_answer_them(halden, browser):
    auditor = make.actor(Role.AUDITOR, halden.at.at.client)
    page = text_of(browser(auditor).get(url(halden.run, "variance/")))
    assert "Answer needed" in page
    assert "Why is this right?" not in page


def test_results_are_filtered_by_the_address_and_keep_what_was_asked(halden, browser):
    desk = browser(halden.at.specialist)
    page = text_of(desk.get(url(halden.run, "results/?q=okafor")))
    assert "Tom Okafor" in page
    assert "Siân Pritchard" not in page
    assert 'value="okafor"' in page
    left_out = text_of(desk.get(url(halden.run, "results/?state=left out")))
    assert "Noel Pike" in left_out
    assert "Tom Okafor" not in left_out
    odd = text_of(desk.get(url(halden.run, "results/?from=much")))
    assert "is not an amount such as 1234.50." in odd
    assert desk.get(url(halden.run, "results/?cursor=nonsense")).status_code == 400


def test_results_are_exported_as_they_are_filtered(halden, browser):
    answer = browser(halden.at.specialist).get(url(halden.run, "results/export.csv?q=okafor"))
    lines = text_of(answer).splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == 2
    assert lines[0].lstrip("\ufeff").startswith("number,name,state,gross")
    assert ",Tom Okafor,paid,2147.72," in lines[1]
    assert browser(halden.at.specialist).get(url(halden.run, "results/export.pdf")).status_code == 404
    leader = make.actor(Role.ENGAGEMENT_MANAGER, halden.at.at.client)
    assert browser(leader).get(url(halden.run, "results/export.csv")).status_code == 403


def test_a_closed_run_shows_files_and_equations_that_hold(halden, browser):
    page = text_of(browser(halden.at.specialist).get(url(halden.before, "files/")))
    with scope(halden.at.specialist):
        equations = queries.tie_out(halden.at.specialist, halden.before.pk)
        files = queries.files(halden.at.specialist, halden.before.pk)
    assert page.count(">ties<") == len(equations)
    assert "Net pay is what is paid" in page
    assert all(f"/files/{one.id}/" in page for one in files)
    assert len(files) == 4


def test_a_file_is_downloaded_by_those_who_may(halden, browser):
    with scope(halden.at.specialist):
        held = {one.kind: one for one in queries.files(halden.at.specialist, halden.before.pk)}
    bank = url(halden.before, f"files/{held['bank'].id}/")
    answer = browser(halden.at.specialist).get(bank)
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) == held["bank"].size
    auditor = make.actor(Role.AUDITOR, halden.at.at.client)
    assert browser(auditor).get(bank).status_code == 403
    assert browser(make.actor(Role.PAYROLL_SPECIALIST, make.client())).get(bank).status_code == 404


def test_void_approvals_stay_readable_and_struck_through(browser):
    at = make_pages.pages(2)
    run = make_pages.waiting(at)
    page = text_of(browser(at.desk.approver).get(url(run, "approvals/")))
    assert page.count("<s>Pat</s>") == 1
    assert "Overtime of the night shift was missing" in page
    assert make_release.seen(run) in page
    assert "Approve this pay run" in page
    reviewer = text_of(browser(at.at.reviewer).get(url(run, "approvals/")))
    assert "You already approved these results" in reviewer
    assert 'id="approve"' not in reviewer


@pytest.mark.parametrize("tab", ["", "inputs/", "checks/", "results/", "variance/", "approvals/"])
def test_a_tab_costs_the_same_for_more_people(browser, tab):
    counts = []
    for people in (2, 6):
        at = make_pages.pages(people)
        for who in range(people):
            make_pages.give(at, 0, who, "bonus", amount=10_000)
        run = make_payroll.calculated(at.at, 0)
        desk = browser(at.at.specialist)
        desk.get(url(run, tab))
        with CaptureQueriesContext(connection) as spent:
            assert desk.get(url(run, tab)).status_code == 200
        counts.append(len(spent))
    assert counts[0] == counts[1]


def test_a_progress_row_stands_where_a_calculation_runs(browser):
    at = make_pages.pages(2)
    run = at.at.act(make_pages.services.open_run, at.at.periods[0].pk)
    at.at.act(make_pages.services.lock_run, run.pk)
    at.at.act(make_pages.services.calculate_run, run.pk)
    desk = browser(at.at.specialist)
    page = text_of(desk.get(url(run)))
    assert f'hx-get="/payroll/runs/{run.pk}/progress/"' in page
    assert "No worker is running" in page
    polled = desk.get(url(run, "progress/"), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    stopped = desk.post(url(run, "progress/stop/"), follow=True)
    assert "stops at its next step" in text_of(stopped)
    assert browser(at.hr).post(url(run, "progress/stop/")).status_code == 403


def test_a_job_that_ended_asks_the_page_to_load_itself_anew(halden, browser):
    answer = browser(halden.at.specialist).get(url(halden.before, "progress/"))
    with scope(halden.at.specialist):
        make_pages.Job.objects.filter(object_id=str(halden.before.pk)).update(state="done")
    answer = browser(halden.at.specialist).get(url(halden.before, "progress/"))
    assert answer["HX-Refresh"] == "true"


def test_nothing_unexplained_is_left_out_of_the_page(halden):
    with scope(halden.at.specialist):
        held = Variance.objects.filter(calculation=halden.run.calculation, needs_answer=True)
        assert {one.line for one in held} == {"element:bonus"}
