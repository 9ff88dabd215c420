"""Every page of the product as its reader sees it: at 390 and 1440 pixels, light and dark, by eye of axe and by keyboard.

The addresses are those of `tests/architecture/addresses.py`, so that a new page cannot be forgotten; what they show is a
client of that folder's world, and each page is opened by the first of `READERS` who may read it.
"""

from __future__ import annotations

import pytest
import structlog
from django.conf import settings
from tests import make
from tests.architecture import addresses
from tests.architecture import world as worlds
from tests.browser import DESK, PHONE, complaints, launched, opened, overflow, said
from tests.journeys.conftest import aside, serving

from openhro.core import clock
from openhro.core.actor import Role

pytestmark = pytest.mark.journey
READERS = (
    Role.PAYROLL_SPECIALIST, Role.ENGAGEMENT_MANAGER, Role.PROVIDER_ADMIN, Role.CLIENT_ADMIN, Role.MANAGER, None,
)  # fmt: skip
"""In this order; None is somebody who holds every role at the client."""
OWN = (
    "portal:home", "payroll:own_payslips", "payroll:own_payslip", "payroll:own_explain", "desk:own_list", "desk:own",
    "desk:catalogue", "desk:ask", "desk:answers", "desk:own_article",
)  # fmt: skip
"""Looked at in the employee's own frame."""
OPEN = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
"""For those who are not signed in; a signed-in reader is sent away from them."""
FILES = {
    "billing:export", "billing:export_line", "billing:lines_csv", "billing:note_pdf", "billing:note_ubl",
    "billing:pdf", "billing:ubl", "billing:usage_document", "billing:usage_template", "core:healthz", "core:readyz",
    "desk:export", "engagements:contract_pdf", "engagements:evidence", "engagements:version_pdf", "favicon",
    "mfa_download_recovery_codes", "payroll:file", "payroll:input_template", "payroll:inputs_export",
    "payroll:own_pdf", "payroll:payslip_pdf", "payroll:results_export", "people:export", "people:template",
}  # fmt: skip
DOINGS = {
    "clients:revoke_token", "clients:secure_move", "desk:agent", "desk:answer", "desk:article_move", "desk:cancel",
    "desk:consent", "desk:do_task", "desk:note", "desk:rate", "desk:reopen", "desk:reply", "desk:take",
    "engagements:amendment_drop", "engagements:consent_to_row", "engagements:measure_levels",
    "engagements:raci_end", "engagements:raci_propose", "mfa_login_webauthn", "payroll:answer_problem",
    "payroll:answer_variance", "payroll:import_confirm", "payroll:import_progress", "payroll:import_stop",
    "payroll:input_remove", "payroll:late", "payroll:late_settle", "payroll:open", "payroll:progress",
    "payroll:stay_end", "payroll:stay_move", "payroll:stop", "people:confirm", "people:progress", "people:stop",
    "portal:first", "portal:open_notice", "portal:read_all",
}  # fmt: skip
"""Addresses that do something, lead elsewhere, or are a part of a page."""
UNSEEN = {
    "account_reauthenticate", "billing:move", "desk:move", "engagements:amendment_new", "engagements:leave_row_out",
    "engagements:move", "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "payroll:imported",
    "payroll:move",
}  # fmt: skip
"""Pages of a state that the world may not have: those that are reached are looked at, the others pass."""
PAGES = [
    one
    for one in addresses.pages()
    if not one.name.startswith(("ui:", "api:")) and one.name not in FILES | DOINGS and "GET" in one.methods
]
LOOKS = ((DESK, "light"), (PHONE, "dark"))
"""Width and theme: contrast depends on the theme alone, and the rest on the width."""


class Site:
    """The served world, and for each reader one window that is kept."""

    def __init__(self, served, held, browser) -> None:
        self.served, self.held, self.browser, self.windows = served, held, browser, {}

    def window(self, reader):
        """The reader's own page, signed in."""
        if reader not in self.windows:
            page = opened(self.browser)
            if reader != "nobody":
                signed = self.held.by_role[reader] if reader else self.held.everybody
                cookie = {"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": self.served.url}
                page.context.add_cookies([cookie])
            self.windows[reader] = page
        return self.windows[reader]

    def open(self, address):
        """The page of an address in the window of the first who may read it; None where nobody finds one now."""
        for url in self.urls(address):
            for reader in readers(address.name):
                page = self.window(reader)
                page.said.clear()
                page.set_viewport_size({"width": DESK, "height": 900})
                answer = page.goto(self.served.url + url)
                if answer.status == 200 and answer.request.redirected_from is None:
                    return page
        return None

    def urls(self, address):
        """An address with the client's ids; a move's with a record in each state, because it is offered in one."""
        ids = self.held.ids
        asked = f"?client={ids['code']}" if address.name in addresses.CLIENT_ASKED else ""
        states = [{}]
        if address.name == "payroll:move":
            states += [{"run_id": ids["open_run_id"]}, {"run_id": ids["released_run_id"]}]
        if address.name == "engagements:move":
            states += [{"engagement_id": ids["live_engagement_id"]}]
        return [address.url(ids | state) + asked for state in states]


def readers(name):
    """Who is asked, in order."""
    if name in OPEN:
        return ["nobody"]
    if name in UNSEEN:
        return [None]
    if name in OWN:
        return [Role.EMPLOYEE]
    return [Role.DESK_SPECIALIST, *READERS] if name.startswith("desk:") else READERS


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """A client that holds something of everything, served."""
    was = settings.OUT
    with database("pages"), launched() as browser:
        settings.OUT = tmp_path_factory.mktemp("out")
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
        held = aside(made)
        with serving(worlds.NOON) as served:
            yield Site(served, held, browser)
    settings.OUT = was


def made():
    """The client; a second one, so that there is a list of clients."""
    with clock.travel(worlds.NOON):
        make.client(name="Orchard")
        return worlds.held(3)


@pytest.mark.parametrize("address", PAGES, ids=[one.path for one in PAGES])
def test_a_page_is_good_at_both_widths_and_in_both_themes(site, address):
    page = site.open(address)
    if page is None:
        assert address.name in UNSEEN, "nobody may read this page, or it fails"
        return
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert complaints(page) == [], (width, theme)
        assert overflow(page) <= 0, width
    assert said(page) == []


@pytest.mark.parametrize(
    ("reader", "path", "status", "words"),
    [
        (Role.EMPLOYEE, "/payroll/", 403, "You can’t do this"),
        (Role.PAYROLL_SPECIALIST, "/people/00000000-0000-7000-8000-000000000000/", 404, "We can’t find this"),
    ],
)
def test_a_refusal_is_a_page_too(site, reader, path, status, words):
    page = site.window(reader)
    assert page.goto(site.served.url + path).status == status
    assert page.locator("h1").inner_text() == words
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert complaints(page) == []


@pytest.mark.parametrize(
    ("reader", "path"), [(Role.PAYROLL_SPECIALIST, "/today/"), (Role.EMPLOYEE, "/home/"), ("nobody", "/login/")]
)
def test_the_keyboard_leads_past_the_navigation_and_shows_where_it_is(site, reader, path):
    page = site.window(reader)
    page.goto(site.served.url + path)
    # From the beginning, wherever the page put the focus (the sign-in form takes it).
    page.evaluate("document.documentElement.tabIndex = -1, document.documentElement.focus()")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert skip.bounding_box()["y"] >= 0, "the skip link is to be seen when it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(5):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(({outlineStyle, outlineWidth}) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)"
            "(getComputedStyle(document.activeElement))"
        )
        assert ring or page.evaluate("document.activeElement === document.body"), page.evaluate(
            "document.activeElement.outerHTML.slice(0, 120)"
        )
