"""Payslips on the web: the sealed figures, how each came about, what changed; own ones only from the release on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.openhro.payroll import make_pages, make_payroll

from openhro.core.actor import Role
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import queries

pytestmark = pytest.mark.usefixtures("committed")


def said(answer):
    return answer.content.decode()


def slip(at, run=None, who=0, rest=""):
    return f"/payroll/runs/{(run or at.run).pk}/payslips/{at.at.staff[who].pk}/{rest}"


def test_the_desk_reads_a_payslip_with_an_explanation_of_every_line(halden, browser):
    page = said(browser(halden.at.specialist).get(slip(halden)))
    with scope(halden.at.specialist):
        view = queries.payslip(halden.at.specialist, halden.run.pk, halden.at.staff[0].pk)
    lines = [one for one in queries.lines_of(view) if one.amount_minor]
    assert page.count('class="explain-place"') == len(lines) == 6
    assert "Primary threshold" in page
    assert "HMRC, National Insurance calculator" in page
    assert "every last figure is the sealed one" in page
    assert "£128.51 more than in August 2026: Overtime up £147.72" in page
    assert "because gross pay is £147.72 higher" in page
    assert "What Halden Instruments Ltd pays on top" in page


def test_reading_somebody_elses_payslip_is_journaled_and_ones_own_is_not(halden, browser):
    def entries():
        with scope(halden.at.specialist):
            return JournalEntry.objects.filter(event="payroll.payslip_read", object_id=str(halden.before.pk)).count()

    before = entries()
    browser(halden.tom).get(f"/home/payslips/{halden.before.pk}/")
    assert entries() == before
    browser(halden.at.specialist).get(slip(halden, halden.before))
    assert entries() > before


@pytest.mark.parametrize("rest", ["", "pdf/", "explain/"])
def test_payslips_are_for_those_who_may_read_them(halden, browser, rest):
    auditor = make.actor(Role.AUDITOR, halden.at.at.client)
    leader = make.actor(Role.ENGAGEMENT_MANAGER, halden.at.at.client)
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    assert browser(auditor).get(slip(halden, rest=rest)).status_code == 200
    assert browser(leader).get(slip(halden, rest=rest)).status_code == 403
    assert browser(stranger).get(slip(halden, rest=rest)).status_code == 404
    assert browser(halden.tom).get(slip(halden, who=1, rest=rest)).status_code == 403


def test_who_was_left_out_has_no_payslip(halden, browser):
    assert browser(halden.at.specialist).get(slip(halden, who=5)).status_code == 404


def test_the_worksheet_is_whole_and_the_pdf_is_one(halden, browser):
    desk = browser(halden.at.specialist)
    page = said(desk.get(slip(halden, rest="explain/")))
    for title in ("How the pay of the period came about", "Pension", "Income tax", "National Insurance"):
        assert f"<span>{title}</span>" in page
    answer = desk.get(slip(halden, rest="pdf/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"


def test_an_employee_reads_own_payslips_from_the_release_on(halden, browser):
    tom = browser(halden.tom)
    page = said(tom.get("/home/payslips/"))
    assert f"/home/payslips/{halden.before.pk}/" in page
    assert str(halden.run.pk) not in page
    assert '1,849<span class="money-minor">.84' in page
    own = said(tom.get(f"/home/payslips/{halden.before.pk}/"))
    assert "You keep 92% of what you earned" in own
    assert "Tax data of this person" not in own
    for rest in ("", "pdf/", "explain/"):
        assert tom.get(f"/home/payslips/{halden.before.pk}/{rest}").status_code == 200
        assert tom.get(f"/home/payslips/{halden.run.pk}/{rest}").status_code == 404


def test_an_employee_sees_nobody_elses_and_others_have_no_own_pages(halden, browser):
    user = make.user("Nia Other")
    make.grant(user, Role.EMPLOYEE, halden.at.at.client)
    nia = make.as_actor(user)
    assert "No payslips yet" in said(browser(nia).get("/home/payslips/"))
    assert browser(nia).get(f"/home/payslips/{halden.before.pk}/").status_code == 404
    assert browser(halden.at.specialist).get("/home/payslips/").status_code == 403


def test_a_years_view_is_a_picture_with_a_table(browser):
    at = make_pages.pages(1)
    for month in (4, 5):
        make_pages.close(at, month)
    page = said(browser(at.tom).get("/home/payslips/"))
    assert "of net pay in 2 payslips" in page
    assert "Show as a table" in page


def test_a_payslip_costs_the_same_in_a_larger_run(browser):
    counts = []
    for people in (1, 5):
        at = make_pages.pages(people)
        run = make_payroll.calculated(at.at)
        desk = browser(at.at.specialist)
        desk.get(slip(at, run))
        with CaptureQueriesContext(connection) as spent:
            assert desk.get(slip(at, run)).status_code == 200
        counts.append(len(spent))
    assert counts[0] == counts[1]


# --- tax data


def tax(at, who=0):
    return f"/payroll/people/{at.at.staff[who].pk}/tax/"


def test_tax_data_is_asked_as_the_pack_asks_and_kept_as_versions(browser):
    at = make_pages.pages(1)
    desk = browser(at.at.specialist)
    page = said(desk.get(tax(at)))
    assert "National Insurance category letter" in page
    assert "As HMRC issued it, with S or C prefix" in page
    sent = {"start": "2026-12-01", "tax_code": "BR", "ni_letter": "A"}
    after = said(desk.post(tax(at), sent, follow=True))
    assert "The tax data is saved." in after
    assert "until before" in after
    with scope(at.at.specialist):
        first, second = queries.tax_facts(at.at.specialist, at.at.staff[0].pk).packs[0].versions
    assert (first.facts["tax_code"], str(first.start)) == ("BR", "2026-12-01")
    assert (second.facts["tax_code"], str(second.until)) == ("1257L", "2026-12-01")


def test_a_tax_code_that_is_none_is_refused_at_its_field(browser):
    at = make_pages.pages(1)
    answer = browser(at.at.specialist).post(tax(at), {"start": "2026-12-01", "pension_employee_rate": "lots"})
    assert answer.status_code == 422
    assert 'id="id_pension_employee_rate_error"' in said(answer)
    assert 'value="lots"' in said(answer)
    earlier = browser(at.at.specialist).post(tax(at), {"start": "2020-01-01", "tax_code": "BR"})
    assert "choose a later day" in said(earlier)


def test_tax_data_has_readers_and_editors(halden, browser):
    auditor = make.actor(Role.AUDITOR, halden.at.at.client)
    page = said(browser(auditor).get(tax(halden)))
    assert "1257L" in page
    assert "Save as a new version" not in page
    assert browser(auditor).post(tax(halden), {"start": "2026-12-01"}).status_code == 403
    assert browser(halden.tom).get(tax(halden)).status_code == 403
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    assert browser(stranger).get(tax(halden)).status_code == 404


def test_a_pack_that_is_not_installed_is_said_plainly(browser):
    at = make_pages.pages(1)
    by = at.at.specialist
    with scope(by):
        group = make_pages.services.add_group(
            by,
            make_pages.services.NewGroup(
                at.at.at.client.pk, "sg-monthly", "Singapore monthly", "SG", "sg", "SGD", "monthly", "Asia/Singapore",
                entity_id=at.at.at.us.pk,
            ),
        )  # fmt: skip
        job = make_pages.hire(at.at, "Lena Vogt|Engineer|Design", 5_000_000, 55)
        make_pages.Membership.objects.filter(employment_id=job.pk).update(group=group)
    page = said(browser(by).get(tax(at, 1)))
    assert "Pack sg is not installed yet" in page
    assert "Save as a new version" not in page
    assert browser(by).post(tax(at, 1), {"start": "2026-12-01"}).status_code == 422
    shown = said(browser(by).get(f"/payroll/groups/{group.pk}/"))
    assert "Pack sg is not installed yet" in shown
