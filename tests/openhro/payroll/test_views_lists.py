"""Lists of payroll: runs by clock and state, a group's calendar with its bank holidays, pay elements."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.openhro.payroll import make_pages, make_payroll, make_release

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll import queries, services

pytestmark = pytest.mark.usefixtures("committed")


def said(answer):
    return answer.content.decode()


def test_runs_are_listed_by_clock_and_by_state(halden, browser):
    page = said(browser(halden.at.specialist).get("/payroll/"))
    assert "Next by clock" in page
    assert halden.run.code in page
    assert halden.before.code in page
    only = said(browser(halden.at.specialist).get("/payroll/?state=closed"))
    assert halden.before.code in only
    assert halden.run.code not in only
    assert "Next by clock" not in only
    assert "No run fits these filters" in said(browser(halden.at.specialist).get("/payroll/?state=funded"))


@pytest.mark.parametrize("query", ["group=x", "from=soon", "state=odd", "to=2026-13-01", "open=9"])
def test_filters_that_cannot_be_read_are_refused(halden, browser, query):
    answer = browser(halden.at.specialist).get(f"/payroll/?{query}")
    assert (answer.status_code, "INVALID_FIELD" in said(answer)) == (422, True)


@pytest.mark.parametrize("query", ["year=1999", "year=x", "sort=name"])
def test_a_year_without_a_calendar_is_refused(halden, browser, query):
    desk = browser(halden.at.specialist)
    assert desk.get(f"/payroll/groups/{halden.at.group.pk}/?{query}").status_code == 422


@pytest.mark.parametrize(
    "tail",
    [
        "results/?state=odd", "results/?sort=net", "results/export.csv?state=odd", "results/export.csv?from=much",
        "results/export.xlsx?nett=1", "variance/?reason=odd", "variance/?why=hire", "inputs/?state=open",
    ],
)  # fmt: skip
def test_the_tabs_of_a_run_refuse_what_they_cannot_read(halden, browser, tail):
    assert browser(halden.at.specialist).get(f"/payroll/runs/{halden.run.pk}/{tail}").status_code == 422


@pytest.mark.parametrize("tail", ["results/", "variance/", "inputs/"])
def test_the_tabs_of_a_run_refuse_a_cursor_of_nobody(halden, browser, tail):
    assert browser(halden.at.specialist).get(f"/payroll/runs/{halden.run.pk}/{tail}?cursor=x").status_code == 400


def test_days_that_narrow_are_said_in_the_locale_of_the_reader(halden, browser):
    page = said(browser(halden.at.specialist).get("/payroll/?from=2026-10-01&to=2026-10-31"))
    assert "Paid from 1 Oct 2026" in page


def test_runs_are_narrowed_to_a_client_by_the_switcher(halden, browser):
    desk, code = browser(halden.at.specialist), halden.at.at.client.code
    assert halden.run.code in said(desk.get(f"/payroll/?client={code}"))
    assert desk.get(f"/payroll/?client={make.client().code}").status_code == 404


def test_another_client_sees_none_of_the_runs_and_an_employee_has_no_list(halden, browser):
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    assert "No pay run yet" in said(browser(stranger).get("/payroll/"))
    assert browser(halden.tom).get("/payroll/").status_code == 403


def test_the_calendar_names_the_bank_holidays_that_matter(halden, browser):
    page = said(browser(halden.at.specialist).get(f"/payroll/groups/{halden.at.group.pk}/?year=2026"))
    assert "25 Dec: Christmas Day" in page
    assert "28 Dec: Boxing Day" in page
    assert "Open the run" in page
    assert "Open the run" not in said(browser(halden.hr).get(f"/payroll/groups/{halden.at.group.pk}/"))


@pytest.mark.parametrize("rest", ["", "elements/"])
def test_groups_are_hidden_from_others(halden, browser, rest):
    url = f"/payroll/groups/{halden.at.group.pk}/{rest}"
    assert browser(halden.at.specialist).get(url).status_code == 200
    assert browser(halden.tom).get(url).status_code == 403
    assert browser(make.actor(Role.PAYROLL_SPECIALIST, make.client())).get(url).status_code == 404


def test_elements_say_what_they_are_to_the_law(halden, browser):
    page = said(browser(halden.at.specialist).get(f"/payroll/groups/{halden.at.group.pk}/elements/"))
    assert "hours at 1.5 times the hourly rate" in page


def test_the_list_costs_the_same_for_more_runs(browser):
    at = make_pages.pages(1)
    desk, counts = browser(at.at.specialist), []
    for months in ((0,), (1, 2, 3)):
        for month in months:
            at.at.act(make_pages.services.open_run, at.at.periods[month].pk)
        desk.get("/payroll/")
        with CaptureQueriesContext(connection) as spent:
            assert desk.get("/payroll/").status_code == 200
        counts.append(len(spent))
    assert counts[0] == counts[1]


def test_a_pay_groups_times_are_those_of_its_place(browser):
    at = make_release.us_payroll((7_800_000,))
    run = at.act(services.open_run, at.periods[0].pk)
    with clock.travel(datetime(2026, 4, 20, 9, tzinfo=UTC)):
        desk = browser(at.specialist)
        for page in (
            "/payroll/",
            f"/payroll/runs/{run.pk}/",
            f"/payroll/runs/{run.pk}/inputs/",
            f"/payroll/groups/{at.group.pk}/",
        ):
            shown = desk.get(page).content.decode()
            assert " MDT" in shown, page
            assert " GMT" not in shown, page
            assert " BST" not in shown, page


def test_runs_stand_by_their_next_deadline_and_what_is_over_comes_last():
    at = make_payroll.payroll((3_200_000,))
    runs = [at.act(services.open_run, at.periods[number].pk) for number in (2, 0, 1, 3)]
    may, april = runs[2], runs[1]
    at.act(services.cancel_run, may.pk, reason="Opened twice")
    at.act(services.lock_run, april.pk)
    with scope(at.specialist):
        found = queries.runs(at.specialist, queries.RunFilters(client_id=at.at.client.pk), limit=3)
        rest = queries.runs(at.specialist, queries.RunFilters(client_id=at.at.client.pk), found.next, limit=3)
    assert [row.id for row in (*found.rows, *rest.rows)] == [april.pk, runs[0].pk, runs[3].pk, may.pk]
    assert rest.next is None
