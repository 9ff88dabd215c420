"""A month of payroll played in a browser by five people: two specialists, the client's approver, a manager, an employee.

The cast is the demo's: Nina prepares, Oscar reviews, Hannah approves for Halden, Ruth leads a team, Tom is paid. October is
behind them. Tom's figures are those of the whole demo, whose engine is proven against HMRC's in `tests/paycalc`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
import structlog
from django.conf import settings
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, launched, opened, overflow, said
from tests.journeys.cast import eve
from tests.journeys.conftest import aside, serving

from openhro.core import clock, jobs
from paycalc.formats import bacs18

pytestmark = pytest.mark.journey
HOUR = timedelta(hours=1)
TOTALS = ["£21,364.48", "£28,481.86", "£7,117.38", "£4,694.72"]
"""Net pay, gross pay, deductions and employer's costs of the run, as its pages and files say them."""
SLIP = {
    "Basic pay": "£2,666.67", "Overtime x 1.5": "£147.69", "Gross pay": "£2,814.36", "Pension (net pay)": "£114.72",
    "Income tax": "£330.40", "National Insurance": "£141.31", "Deductions": "£586.43", "Net pay": "£2,227.93",
}  # fmt: skip
expect.set_options(timeout=15_000)


class Month:
    """The served product, who sits where, and where the story stands."""

    def __init__(self, eve_, served, browser) -> None:
        self.eve, self.served, self.browser, self.windows, self.run = eve_, served, browser, {}, ""

    def at(self, moment) -> None:
        """It is now this instant."""
        self.served.at = moment

    def sit(self, who: str, width: int = DESK):
        """Somebody's window; the first time they sign in."""
        if who not in self.windows:
            page = self.windows[who] = opened(self.browser, width=width, base_url=self.served.url)
            page.goto("/login/")
            sign_in(page, who, self.eve.world.story.password)
        return self.windows[who]

    def open(self, who: str, tab: str = ""):
        """Somebody's window on the run, or on one of its tabs."""
        page = self.sit(who)
        page.goto(f"{self.run}{tab}")
        return page

    def work(self, page) -> None:
        """Be the worker until its queue is empty; the page is left, because it would load itself anew at the end."""
        page.goto("/payroll/")

        def worked():
            with clock.travel(self.served.at):
                jobs.work(once=True, concurrency=1)

        aside(worked)


@pytest.fixture(scope="module")
def month(database, tmp_path_factory):
    was, settings.OUT = settings.OUT, tmp_path_factory.mktemp("out")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with database("month"), launched() as browser:
        begun = aside(eve, settings.OUT)
        with serving(begun.period.input_cutoff - 72 * HOUR) as served:
            yield Month(begun, served, browser)
    settings.OUT = was


def sign_in(page, who, password):
    page.get_by_label("Work email or user name").fill(who)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def toast(page, words):
    """What the product says after a deed."""
    expect(page.locator(".toasts")).to_contain_text(words)


def figure(page, label):
    """A figure of a run's tiles."""
    return page.locator(".stat", has=page.get_by_text(label, exact=True)).locator(".stat-value").inner_text()


def test_the_month_is_played_by_five_people(month):
    nina_signs_in_and_opens_the_run(month)
    nina_gives_the_inputs(month)
    nina_locks_and_calculates(month)
    nina_answers_and_hands_on(month)
    nina_cannot_review_her_own_run(month)
    oscar_reviews(month)
    hannah_approves(month)
    the_money_comes_and_oscar_releases(month)
    the_files_hold_what_the_pages_say(month)
    ruth_sees_her_team_without_pay(month)
    tom_reads_his_payslip_on_a_phone(month)
    tom_finds_nobody_elses_payslip(month)
    hannah_reads_the_invoice(month)
    assert {who: said(page) for who, page in month.windows.items() if said(page)} == {}


def nina_signs_in_and_opens_the_run(month):
    page = opened(month.browser, base_url=month.served.url)
    page.goto("/today/")
    sign_in(page, "nina", "not-her-password")
    expect(page.get_by_role("alert")).to_contain_text("password")
    page.context.close()
    page = month.sit("nina")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_text("Nothing is waiting for you")).to_be_visible()
    page.get_by_role("link", name="Clients", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Halden Instruments Group")
    page.get_by_role("link", name="Halden UK monthly").click()
    page.get_by_role("button", name="Open the run 30 Nov 2026").click()
    toast(page, "The run is open. Inputs are taken until the cut-off.")
    month.run = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("November 2026")
    page.goto("/today/")
    expect(page.get_by_role("link", name="Lock and calculate: Halden UK monthly, paid 30 Nov").first).to_be_visible()


def nina_gives_the_inputs(month):
    page = month.open("nina", "inputs/")
    page.get_by_role("link", name="Type one in").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Person").fill("Tom Okaforr")
    form.get_by_label("Pay element").select_option(label="Overtime x 1.5")
    form.get_by_label("Hours or pieces").fill("6")
    form.get_by_label("Note").fill("Stocktaking, 14 November")
    form.get_by_role("button", name="Save the line").click()
    expect(page.locator(".field-error")).to_contain_text("Nobody at this client has this number or name.")
    expect(page.get_by_label("Hours or pieces")).to_have_value("6")
    page.get_by_label("Person").fill("Tom Okafor")
    page.get_by_role("button", name="Save the line").click()
    toast(page, "The line is saved.")
    page.get_by_role("link", name="Import a file").click()
    page.locator("input[type=file]").set_input_files(month.eve.file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    page.get_by_role("button", name="Apply the file").click()
    toast(page, "2 lines were taken in.")
    expect(page.get_by_text("3 lines besides salaries and recurring lines")).to_be_visible()


def nina_locks_and_calculates(month):
    month.at(month.eve.period.input_cutoff - HOUR)
    page = month.open("nina")
    page.get_by_role("button", name="Lock inputs").click()
    toast(page, "Inputs are locked.")
    page.get_by_role("button", name="Calculate", exact=True).click()
    toast(page, "The calculation has begun.")
    month.work(page)
    page = month.open("nina")
    assert [figure(page, label) for label in ("Net pay", "Gross pay", "Deductions", "Employer's costs")] == TOTALS
    expect(page.get_by_role("heading", name="7 people are paid, as many as last time")).to_be_visible()
    expect(page.get_by_role("row", name="James Singh")).to_contain_text("£350.00")
    page.goto(f"{month.run}results/?q=Okafor")
    expect(page.get_by_role("row", name="Tom Okafor")).to_contain_text("£2,227.93")


def nina_answers_and_hands_on(month):
    page = month.open("nina", "checks/")
    expect(page.get_by_text("Nobody is left out, and there is no warning to answer.")).to_be_visible()
    page = month.open("nina", "approvals/")
    expect(page.get_by_text("Answer them first; then hand the run on.")).to_be_visible()
    page.get_by_role("link", name="Answer 1 change").click()
    page.get_by_label("Why is this right?").fill("Agreed with Cora on 2 November.")
    page.get_by_role("button", name="Answer", exact=True).click()
    toast(page, "Answered.")
    page = month.open("nina", "approvals/")
    page.get_by_label("Note").fill("Register and variance checked.")
    page.get_by_role("button", name="Hand to the reviewer").click()
    toast(page, "A colleague reviews it next; you cannot review your own work.")


def nina_cannot_review_her_own_run(month):
    page = month.open("nina", "approvals/")
    expect(page.get_by_text("You already approved these results.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve as reviewer")).to_have_count(0)
    assert page.goto(f"{month.run}do/review/").status == 409
    expect(page.locator("main")).to_contain_text(
        "Somebody else must check this: you made or already checked it yourself."
    )
    expect(month.open("nina", "approvals/").locator(".badge", has_text="Waiting")).to_have_count(1)


def oscar_reviews(month):
    month.at(month.eve.period.approval_due - 4 * HOUR)
    page = month.sit("oscar")
    page.get_by_role("link", name="Check and review results: Halden UK monthly, paid 30 Nov").first.click()
    page.get_by_role("link", name="Approve as reviewer").click()
    page.get_by_role("button", name="Approve as reviewer").click()
    toast(page, "Reviewed. The client approves it next.")


def hannah_approves(month):
    month.at(month.eve.period.approval_due - HOUR)
    page = month.sit("hannah")
    expect(page.get_by_role("heading", level=1)).to_have_text("Approvals")
    expect(page.get_by_text("1 pay run waits for you")).to_be_visible()
    assert [figure(page, label) for label in ("Net pay", "Gross pay", "Employer's costs")] == [*TOTALS[:2], TOTALS[3]]
    expect(page.get_by_text("Prepared by Nina Kowalska. Reviewed by Oscar Lindqvist.")).to_be_visible()
    expect(page.get_by_role("row", name="James Singh")).to_contain_text("Agreed with Cora on 2 November.")
    page.get_by_role("button", name="Approve this pay run").click()
    expect(page.get_by_text("Approved: Halden UK monthly, paid Nov 30, 2026")).to_be_visible()


def the_money_comes_and_oscar_releases(month):
    month.at(month.eve.period.funding_due - 3 * HOUR)
    page = month.open("nina")
    page.get_by_role("link", name="Record funding").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Reference").fill("CR-30417")
    form.get_by_role("button", name="Record funding").click()
    toast(page, "Funding is recorded. Somebody else releases the payments.")
    month.at(month.eve.period.release_due - HOUR)
    page = month.open("oscar")
    page.get_by_role("link", name="Release payments").click()
    page.get_by_role("dialog").get_by_role("button", name="Release payments").click()
    toast(page, "Released. Bank files are ready; payslips are being written.")
    month.work(page)


def the_files_hold_what_the_pages_say(month):
    page = month.open("oscar", "files/")
    expect(page.locator(".badge", has_text="ties")).to_have_count(
        page.get_by_role("table", name="Tie-out").locator("tbody tr").count()
    )
    got = {
        name: downloaded(page, page.get_by_role("link", name=name))
        for name in ("bacs", "journal", "payslips", "register")
    }
    bank = bacs18.read(got["bacs"].decode("ascii"))
    journal = list(csv.DictReader(io.StringIO(got["journal"].decode("utf-8-sig"))))
    assert (len(bank.credits), sum(one.amount for one in bank.credits)) == (7, 2_136_448)
    debits, credits = (sum(Decimal(row[side] or 0) for row in journal) for side in ("Debit", "Credit"))
    assert debits == credits == Decimal("33176.58")
    register = list(csv.DictReader(io.StringIO(got["register"].decode("utf-8-sig"))))
    [toms] = [row for row in register if row["Name"] == "Tom Okafor"]
    assert (toms["Gross"], toms["Deductions"], toms["Net pay"]) == ("2814.36", "586.43", "2227.93")
    assert sum(Decimal(row["Net pay"]) for row in register) == Decimal("21364.48")
    with zipfile.ZipFile(io.BytesIO(got["payslips"])) as slips:
        assert len(slips.namelist()) == 7


def downloaded(page, link):
    """The bytes behind a link that downloads."""
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def assert_pdf(page, link):
    """A link whose PDF the browser shows by itself."""
    answer = page.context.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


def ruth_sees_her_team_without_pay(month):
    page = month.sit("ruth")
    expect(page.get_by_role("heading", level=1)).to_have_text("My team")
    for name in ("Daniel Osei", "Tom Okafor"):
        expect(page.get_by_role("row", name=name)).to_be_visible()
    assert not re.search(r"[£$€]|\bpay\b", page.locator("main").inner_text())
    assert page.goto("/payroll/").status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("You can’t do this")


def tom_reads_his_payslip_on_a_phone(month):
    page = month.sit("tom", PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Good afternoon, Tom")
    expect(page.locator(".payday")).to_contain_text("£2,227.93")
    more = "£100.28 more than in October 2026: Overtime x 1.5 up £147.69, Income tax up £28.20, National Insurance up £11.82."
    expect(page.get_by_text(more)).to_be_visible()
    page.get_by_role("link", name="See your payslip").click()
    for line, amount in SLIP.items():
        row = page.locator(".statement dl > div", has_text=re.compile(rf"^\s*{re.escape(line)}"))
        expect(row.first).to_contain_text(amount)
    tax = page.locator("details.explain", has_text="Income tax").first
    expect(tax.get_by_text("Taxable pay in whole pounds")).to_be_hidden()
    tax.locator("summary").click()
    expect(tax.get_by_text("Taxable pay in whole pounds")).to_be_visible()
    expect(tax.locator("tr.is-result").last).to_contain_text("£330.40")
    assert overflow(page) <= 0
    assert_pdf(page, page.get_by_role("link", name="PDF"))


def tom_finds_nobody_elses_payslip(month):
    page = month.sit("tom")
    assert page.goto(f"{page.url.partition('?')[0]}?employment={month.eve.other}").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("We can’t find this")
    assert "Singh" not in page.locator("body").inner_text()
    assert page.goto(f"{month.run}payslips/{month.eve.other}/").status == 403


def hannah_reads_the_invoice(month):
    page = month.sit("hannah")
    page.goto("/billing/")
    page.get_by_role("link", name="October 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("INV-2026-000001")
    expect(page.locator(".statement .total")).to_contain_text("$14,968.00")
    assert_pdf(page, page.get_by_role("link", name="PDF"))
