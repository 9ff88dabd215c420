"""Reading payroll: payslips and their explanation, lists of runs and results, and who sees none of it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make as plain
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll import make_release as make

from openhro.core import bulk
from openhro.core.actor import Role
from openhro.core.errors import Forbidden, Invalid, Malformed, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import queries, services
from openhro.payroll.models import PayElement, RunFile
from openhro.payroll.queries.payslips import readable_row
from openhro.payroll.services import payslips

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def out(settings, tmp_path):
    settings.OUT = tmp_path
    return tmp_path


def ask(by, query, *args, **kwargs):
    """One query in the scope of whoever asks."""
    with scope(by):
        return query(by, *args, **kwargs)


def signed_in(at, job, role=Role.EMPLOYEE):
    """The person of an employment, signed in."""
    from openhro.people import services as people

    user = plain.user()
    plain.grant(user, role, at.at.client)
    with scope(at.specialist):
        people.link_user(at.specialist, job.person_id, user.pk)
    return plain.as_actor(user)


def element(at, code):
    with scope(at.specialist):
        return PayElement.objects.get(code=code, client=at.at.client).pk


def give(at, number, job, code, **values):
    line = services.Line(job.pk, element(at, code), plain.unique("i"), **values)
    return at.act(services.give_input, at.periods[number].pk, line)


def every(slip):
    return (*slip.earnings, *slip.pretax, *slip.taxes, *slip.posttax, *slip.employer_costs)


def lines(shown):
    return [(one.label, one.amount_minor, one.to_date_minor) for one in shown]


def test_a_payslip_shows_the_clients_own_lines_with_units_rate_and_year_to_date():
    at = make_payroll.payroll((3_900_000,))
    people_, job = make.desk(at), at.staff[0]
    give(at, 0, job, "overtime", units=Decimal("6"))
    make.released(at, people_)
    give(at, 1, job, "bonus", amount_minor=50_000)
    run = make.released(at, people_, 1)
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    first = ask(at.specialist, queries.runs).rows[0]
    april = ask(at.specialist, queries.payslip, first.id, job.pk)
    # 39,000 a year over 52 weeks of 37.5 hours is 20.00 an hour; at time and a half 30.00
    [overtime] = [one for one in april.earnings if one.label == "Overtime"]
    assert (overtime.units, overtime.unit, overtime.rate, overtime.amount_minor) == (6, "hours", Decimal(30), 18_000)
    assert lines(slip.earnings) == [
        ("Basic pay", 325_000, 650_000), ("Overtime", 0, 18_000), ("Bonus", 50_000, 50_000),
    ]  # fmt: skip
    assert (slip.gross_minor, slip.gross_minor - slip.deductions_minor) == (375_000, slip.net_minor)
    assert sum(one.amount_minor for one in (*slip.pretax, *slip.taxes, *slip.posttax)) == slip.deductions_minor
    held = dict(slip.balances)
    tax = {one.key: one.to_date_minor for one in slip.taxes}
    assert held["Tax to date"] == tax["income_tax"] > 0
    assert held["Employee National Insurance to date"] == tax["ni_employee"]
    assert (slip.employer.name, slip.employer.identifiers) == ("Halden Instruments Ltd", (("EIN", "12-3456789"),))
    assert ("Tax code used", "1257L") in slip.facts


def test_figures_of_the_old_system_count_into_the_year_to_date():
    at = make_payroll.payroll((3_200_000,))
    job = at.staff[0]
    at.act(
        services.set_opening_balance, at.group.pk, job.pk,
        {"income_tax_before": "100.00", "taxable_pay_before": "1000.00"}, as_of=date(2026, 4, 10), source="Old payroll",
    )  # fmt: skip
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    [tax] = [one for one in slip.taxes if one.key == "income_tax"]
    assert tax.to_date_minor == tax.amount_minor + 10_000 == dict(slip.balances)["Tax to date"]
    # what else the old system took is not known: earnings and employer's costs count from the first pay day here
    assert slip.counted_from == run.period.pay_date
    assert [one.label for one in every(slip) if one.from_here] == ["Basic pay"]


def test_gross_pay_of_the_old_system_counts_into_the_earnings_to_date(out):
    at = make_payroll.payroll((3_200_000,))
    job = at.staff[0]
    at.act(
        services.set_opening_balance, at.group.pk, job.pk, {"income_tax_before": "100.00", "gross": "1234.50"},
        as_of=date(2026, 4, 10), source="Old payroll",
    )  # fmt: skip
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    assert [one.from_here for one in slip.earnings] == [True, False]
    assert slip.is_whole(slip.earnings)
    assert [(one.amount_minor, one.to_date_minor) for one in slip.earnings] == [(266_667, 266_667), (0, 123_450)]
    assert sum(one.amount_minor for one in slip.earnings) == slip.gross_minor
    assert ask(at.specialist, services.render_payslip, run.pk, job.pk).startswith(b"%PDF")
    with pytest.raises(Invalid) as bad:
        at.act(services.set_opening_balance, at.group.pk, job.pk, {"gross": "x"}, as_of=date(2026, 4, 9), source="Old")
    assert (bad.value.code, bad.value.field) == ("BAD_BALANCE", "gross")


def test_the_pdf_is_the_same_bytes_each_time_and_stands_in_the_zip(out):
    at = make_payroll.payroll((3_200_000, 4_800_000))
    run = make.released(at, make.desk(at))
    once = ask(at.specialist, services.render_payslip, run.pk, at.staff[0].pk)
    again = ask(at.specialist, services.render_payslip, run.pk, at.staff[0].pk)
    assert once == again
    assert once.startswith(b"%PDF-1.7")
    with scope(at.specialist):
        file = RunFile.objects.get(run=run, kind="payslips")
    archive = zipfile.ZipFile(out / file.path)
    assert archive.testzip() is None
    name = payslips.file_name(ask(at.specialist, queries.payslip, run.pk, at.staff[0].pk))
    assert archive.read(name) == once
    assert (file.totals, len(archive.namelist())) == ({"documents": 2}, 2)


def test_a_killed_payslip_job_goes_on_and_ends_with_the_same_zip(out, monkeypatch):
    monkeypatch.setattr(payslips, "BATCH", 2)
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000, 6_000_000, 2_600_000))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    with make.days_before(run):
        at.act(services.release_run, run.pk, by=people_.releaser)
    real, made = payslips.printed, []

    def dies_at_the_fourth(run_, view):
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(view.employment_id)
        return real(run_, view)

    monkeypatch.setattr(payslips, "printed", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        services.write_payslips(people_.releaser, run.pk)
    assert not list(out.rglob("*-payslips.zip"))
    monkeypatch.setattr(payslips, "printed", lambda run_, view: (made.append(view.employment_id), real(run_, view))[1])
    first = services.write_payslips(people_.releaser, run.pk)
    # the first batch of two was there already; the second was begun again
    assert len(made) == 3 + 3
    content = (out / first.path).read_bytes()
    (out / first.path).unlink()
    second = services.write_payslips(people_.releaser, run.pk)
    assert (second.pk, second.sha256) == (first.pk, first.sha256)
    assert (out / first.path).read_bytes() == content
    assert not list(out.rglob(".payslips-*"))


def test_the_last_figures_of_the_explanation_are_the_payslips_lines():
    at = make_payroll.payroll((3_200_000,))
    job = at.staff[0]
    give(at, 0, job, "bonus", amount_minor=12_345)
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    told = ask(at.specialist, queries.explain, run.pk, job.pk)
    assert told.exact
    last = {step.key: step.value for part in told.sections for step in part.steps if step.line == "="}
    for line in (*slip.pretax, *slip.taxes, *slip.employer_costs):
        assert last[line.key] == line.amount_minor, line.key
    assert last["net_pay"] == slip.net_minor
    own = {step.label: step.text for step in told.sections[0].steps}
    assert own["Yearly salary from 5 Jan 2026 on"] == "32000.00"
    assert (own["Pay periods in a year"], own["Pay of a whole period"], own["Basic pay"]) == (
        "12",
        "2666.67",
        "2666.67",
    )
    assert own["Bonus"] == "123.45"


def test_the_explanation_stands_on_the_sealed_facts_not_on_todays():
    at = make_payroll.payroll((3_200_000,))
    job = at.staff[0]
    run = make.released(at, make.desk(at))
    before = ask(at.specialist, queries.explain, run.pk, job.pk)
    facts = make_payroll.GB_FACTS | {"tax_code": "BR"}
    at.act(services.set_tax_facts, at.at.client.pk, job.pk, "gb", facts, start=date(2026, 4, 2))
    after = ask(at.specialist, queries.explain, run.pk, job.pk)
    assert after.sections == before.sections


def test_a_us_payslip_is_explained_to_the_cent():
    at = make.us_payroll()
    run = make.released(at, make.desk(at))
    told = ask(at.specialist, queries.explain, run.pk, at.staff[1].pk)
    assert told.differs == ()
    assert any("Worksheet 1A" in part.title or "1A" in step.cite for part in told.sections for step in part.steps)


def test_an_employee_reads_the_own_released_payslips_and_nothing_else():
    at = make_payroll.payroll((3_200_000, 4_800_000))
    people_, (me, colleague) = make.desk(at), at.staff
    by = signed_in(at, me)
    run = make.funded(at, people_)
    assert ask(by, queries.own_payslips) == []
    for query in (queries.payslip, queries.explain, services.render_payslip):
        with pytest.raises(NotFound):
            ask(by, query, run.pk, me.pk)
    with make.days_before(run):
        at.act(services.release_run, run.pk, by=people_.releaser)
    [own] = ask(by, queries.own_payslips)
    slip = ask(by, queries.payslip, run.pk, me.pk)
    assert (own.run_id, own.employment_id, own.net_minor) == (run.pk, me.pk, slip.net_minor)
    assert ask(by, queries.explain, run.pk, me.pk).exact
    assert ask(by, services.render_payslip, run.pk, me.pk).startswith(b"%PDF")
    for query in (queries.payslip, queries.explain, services.render_payslip):
        with pytest.raises(Forbidden):
            ask(by, query, run.pk, colleague.pk)
    for query in (queries.run_view, queries.results, queries.problems, queries.files, queries.cash_requirement):
        with pytest.raises(Forbidden):
            ask(by, query, run.pk)
    with scope(at.specialist):
        assert not JournalEntry.objects.filter(event="payroll.payslip_read", client=at.at.client).exists()


def test_the_list_of_own_payslips_reads_all_runs_at_once(monkeypatch):
    at = make_payroll.payroll((3_200_000,))
    people_, by, counts, copies = make.desk(at), signed_in(at, at.staff[0]), [], []
    real = bulk.body
    monkeypatch.setattr(bulk, "body", lambda *a: (copies.append(1), real(*a))[1])
    for number in range(3):
        make.released(at, people_, number)
        copies.clear()
        with scope(by), CaptureQueriesContext(connection) as seen:
            found = queries.own_payslips(by)
        assert [one.pay_date for one in found] == [one.pay_date for one in reversed(at.periods[: number + 1])]
        counts.append(len(seen) + len(copies))
    assert len(set(counts)) == 1
    slip = ask(by, queries.payslip, found[0].run_id, at.staff[0].pk)
    assert (found[0].gross_minor, found[0].net_minor) == (slip.gross_minor, slip.net_minor)


def test_a_manager_reads_nobodys_payslip():
    at = make_payroll.payroll((3_200_000, 4_800_000))
    run = make.released(at, make.desk(at))
    boss = signed_in(at, at.staff[0], Role.MANAGER)
    with pytest.raises(Forbidden):
        ask(boss, queries.payslip, run.pk, at.staff[1].pk)
    with pytest.raises(Forbidden):
        ask(boss, queries.own_payslips)


def test_reading_somebody_elses_payslip_is_journaled():
    at = make_payroll.payroll((3_200_000,))
    run = make.released(at, make.desk(at))
    auditor = plain.actor(Role.AUDITOR, at.at.client)
    ask(auditor, queries.payslip, run.pk, at.staff[0].pk)
    with scope(at.specialist):
        [entry] = JournalEntry.objects.filter(event="payroll.payslip_read", client=at.at.client)
    assert (entry.actor, entry.object_id, entry.data) == (
        auditor.user,
        str(run.pk),
        {"employment": str(at.staff[0].pk)},
    )


def test_another_client_finds_nothing_by_any_query():
    at, other = make_payroll.payroll((3_200_000,)), make_payroll.payroll(())
    run, by = make.released(at, make.desk(at)), other.specialist
    for query in (
        queries.run_view, queries.results, queries.problems, queries.variances, queries.walk, queries.approvals,
        queries.files, queries.inputs_of_run, queries.cash_requirement, queries.tie_out,
    ):  # fmt: skip
        with pytest.raises(NotFound):
            ask(by, query, run.pk)
    for query in (queries.payslip, queries.explain, readable_row, services.render_payslip):
        with pytest.raises(NotFound):
            ask(by, query, run.pk, at.staff[0].pk)
    with pytest.raises(NotFound):
        ask(by, queries.calendar, at.group.pk)
    with pytest.raises(NotFound):
        ask(by, queries.pay_groups, at.at.client.pk)
    with pytest.raises(NotFound):
        ask(by, queries.billable_runs, at.at.client.pk, date(2026, 4, 1))
    with pytest.raises(NotFound):
        ask(by, queries.runs, queries.RunFilters(client_id=at.at.client.pk))
    with pytest.raises(NotFound):
        services.write_payslips(by, run.pk)
    assert ask(by, queries.runs).rows == []
    assert ask(by, queries.due_runs) == []
    assert [one.id for one in ask(by, queries.pay_groups)] == [other.group.pk]


def test_the_page_of_a_run_says_where_it_stands_who_holds_it_and_what_blocks_it():
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make_payroll.calculated(at)
    view = ask(at.specialist, queries.run_view, run.pk)
    assert [(one.name, one.state) for one in view.stages][:4] == [
        ("collecting", "done"), ("locked", "done"), ("calculated", "current"), ("reviewed", "to come"),
    ]  # fmt: skip
    assert (view.row.holder, view.row.step, view.row.people, view.row.refused) == (
        Role.PAYROLL_SPECIALIST,
        "prepare",
        1,
        0,
    )
    warnings = len(ask(at.specialist, queries.problems, run.pk, severity="warning"))
    assert [(one.code, one.count) for one in view.blockers] == [("WARNINGS_OPEN", warnings)]
    assert view.moves == ("prepare", "unlock")
    assert ask(people_.approver, queries.run_view, run.pk).moves == ()
    assert {one.kind: one.owner for one in view.deadlines}["payroll.approve"] == "CA"
    make.answered(at, run)
    at.act(services.prepare_run, run.pk, seen=make.seen(run))
    view = ask(at.reviewer, queries.run_view, run.pk)
    assert (view.row.step, view.moves, view.blockers) == ("review", ("review", "unlock"), ())
    assert "review" not in ask(at.specialist, queries.run_view, run.pk).moves
    assert view.result_hash == make.seen(run)
    assert view.row.gross_minor == 266_667


def test_the_one_who_funded_sees_no_button_to_release():
    at = make_payroll.payroll((3_200_000,))
    people_ = make.desk(at)
    run = make.funded(at, people_)
    assert ask(people_.funder, queries.run_view, run.pk).moves == ("unlock",)
    assert ask(people_.releaser, queries.run_view, run.pk).moves == ("release", "unlock")


def test_results_page_by_cursor_with_names_and_the_change_against_last():
    at = make_payroll.payroll((3_200_000, 4_800_000, 2_500_000))
    people_ = make.desk(at)
    make.released(at, people_)
    give(at, 1, at.staff[1], "bonus", amount_minor=100_000)
    joined = make_payroll.employ(at, 2_600_000, start=date(2026, 5, 1))
    run = make_payroll.calculated(at, 1)
    found, cursor = [], None
    while True:
        page = ask(at.specialist, queries.results, run.pk, cursor=cursor, limit=2)
        found, cursor = [*found, *page.rows], page.next
        if cursor is None:
            break
    # without staff numbers the external ids order them, as text
    assert [one.employment_id for one in found] == [one.pk for one in sorted(at.staff, key=lambda one: one.external_id)]
    change = {one.employment_id: one.change_minor for one in found}
    assert change[joined.pk] is None
    # 1,000.00 more gross: 20 % tax, 2 % and 8 % National Insurance around the upper earnings limit of 4,189.00
    assert change[at.staff[1].pk] > 60_000
    assert page.against.endswith("2026-04-30")
    assert sum(one.net_minor for one in found) == run.calculation.totals["net_pay"]
    word = found[0].name.split()[-1]
    named = ask(at.specialist, queries.results, run.pk, queries.ResultFilters(text=word))
    assert [one.employment_id for one in named.rows] == [found[0].employment_id]
    assert ask(at.specialist, queries.results, run.pk, queries.ResultFilters(state="left out")).rows == []
    floor = queries.ResultFilters(net_from=max(one.net_minor for one in found))
    assert len(ask(at.specialist, queries.results, run.pk, floor).rows) == 1
    with pytest.raises(Malformed):
        ask(at.specialist, queries.results, run.pk, cursor="x' or true --")


def test_changes_come_unexplained_first_and_the_walk_adds_up():
    at = make_payroll.payroll((3_200_000, 4_800_000))
    people_ = make.desk(at)
    make.released(at, people_)
    give(at, 1, at.staff[1], "bonus", amount_minor=100_000)
    make_payroll.employ(at, 2_600_000, start=date(2026, 5, 1))
    run = make_payroll.calculated(at, 1)
    page = ask(at.specialist, queries.variances, run.pk)
    assert page.against.endswith("2026-04-30")
    assert [one.needs_answer for one in page.rows] == sorted((one.needs_answer for one in page.rows), reverse=True)
    [bonus] = [one for one in page.rows if one.line == "element:bonus"]
    assert (bonus.label, bonus.change_minor, bonus.percent_hundredths, bonus.reason) == (
        "Bonus",
        100_000,
        None,
        "one_off",
    )
    walk = ask(at.specialist, queries.walk, run.pk)
    assert (walk.opening, walk.hires, walk.leavers, walk.refused, walk.paid) == (2, 1, 0, 0, 3)
    first = ask(at.specialist, queries.variances, run.pk, limit=1)
    second = ask(at.specialist, queries.variances, run.pk, cursor=first.next, limit=1)
    assert first.rows[0].id != second.rows[0].id
    inputs = ask(at.specialist, queries.inputs_of_run, run.pk)
    assert [(one.element, one.amount_minor, one.source) for one in inputs.rows] == [("Bonus", 100_000, "typed")]


def test_billing_counts_released_runs_of_the_month_once():
    at = make_payroll.payroll((3_200_000, 4_800_000))
    people_ = make.desk(at)
    assert ask(at.at.em, queries.billable_runs, at.at.client.pk, date(2026, 4, 15)) == []
    run = make.released(at, people_)
    make_payroll.calculated(at, 1)
    [one] = ask(at.at.em, queries.billable_runs, at.at.client.pk, date(2026, 4, 15))
    assert one == queries.BillableRun(
        run.pk, "uk-monthly-2026-04-30", "regular", date(2026, 4, 30), run.calculation.totals["total:gross"], 2, "GBP", False,
        True, at.at.uk.pk, "UK monthly",
    )  # fmt: skip
    assert ask(at.at.em, queries.billable_runs, at.at.client.pk, date(2026, 5, 1)) == []


def test_runs_due_come_by_the_clock_that_runs_out_first():
    at = make_payroll.payroll((3_200_000,))
    make.released(at, make.desk(at))
    may = at.act(services.open_run, at.periods[1].pk)
    june = at.act(services.open_run, at.periods[2].pk)
    due = ask(at.specialist, queries.due_runs)
    order = [one.row.id for one in due]
    assert order.index(may.pk) < order.index(june.pk)
    assert due[order.index(may.pk)].title.startswith("Send inputs")
    mine = ask(at.specialist, queries.due_runs, owners=(Role.PAYROLL_SPECIALIST,))
    assert {one.row.id: one.title for one in mine}[may.pk].startswith("Lock and calculate")


def test_groups_and_calendar_show_the_runs_of_their_periods():
    at = make_payroll.payroll((3_200_000,))
    run = at.act(services.open_run, at.periods[0].pk)
    [group] = ask(at.specialist, queries.pay_groups)
    assert (group.code, group.employer, group.installed) == ("uk-monthly", "Halden Instruments Ltd", True)
    rows = ask(at.specialist, queries.calendar, at.group.pk, 2026)
    assert [(one.number, one.run_id, one.run_state) for one in rows][:2] == [(1, run.pk, "collecting"), (2, None, "")]


def test_a_page_of_runs_follows_its_cursor():
    at = make_payroll.payroll(())
    made = [at.act(services.open_run, at.periods[n].pk).pk for n in range(3)]
    first = ask(at.specialist, queries.runs, limit=2)
    second = ask(at.specialist, queries.runs, cursor=first.next, limit=2)
    assert [one.id for one in (*first.rows, *second.rows)] == made
    assert second.next is None
    only = queries.RunFilters(client_id=at.at.client.pk, paid_to=date(2026, 4, 30), open_only=True)
    assert [one.id for one in ask(at.specialist, queries.runs, only).rows] == made[:1]


def test_only_people_of_the_client_and_the_desk_see_runs():
    at = make_payroll.payroll(())
    run = at.act(services.open_run, at.periods[0].pk)
    for role in (Role.MANAGER, Role.HIRING_MANAGER, Role.EMPLOYEE):
        with pytest.raises(Forbidden):
            ask(plain.actor(role, at.at.client), queries.run_view, run.pk)
    for role in (Role.CLIENT_ADMIN, Role.CLIENT_HR, Role.AUDITOR):
        assert ask(plain.actor(role, at.at.client), queries.run_view, run.pk).row.id == run.pk


def test_earnings_and_deductions_carry_the_clients_own_names():
    at = make.us_payroll((7_800_000,))
    job = at.staff[0]
    give(at, 0, job, "dues", amount_minor=2_500)
    give(at, 0, job, "bonus", amount_minor=100_000)
    run = make.released(at, make.desk(at))
    slip = ask(at.specialist, queries.payslip, run.pk, job.pk)
    assert lines(slip.earnings) == [("Salary", 650_000, 650_000), ("Bonus", 100_000, 100_000)]
    assert lines(slip.posttax) == [("Union dues", 2_500, 2_500)]


def test_a_co_employers_work_site_is_kept_with_the_run_and_printed():
    from openhro.engagements.queries import Employer
    from openhro.payroll.models import PayRun
    from openhro.payroll.queries.slips import employer_of
    from openhro.payroll.services.runs import _plain

    site = Employer("client", "Halden Inc.", "1 High Street", "US", {"EIN": "12"}, uuid4())
    peo = Employer("co-employment", "Northbridge US", "2 Low Road\nDenver", "US", {"EIN": "98"}, uuid4(), uuid4(), site)
    kept = json.loads(json.dumps(_plain(asdict(peo))))
    shown = employer_of(PayRun(employer=kept))
    assert (shown.name, shown.address, shown.worksite) == ("Northbridge US", ("2 Low Road", "Denver"), "Halden Inc.")
