"""A question from a phone to its answer: Tom asks, Dev waits for him and resolves, Tom says how it was."""

from __future__ import annotations

import pytest
import structlog
from tests import make
from tests.browser import DESK, PHONE, complaints, launched, opened, overflow, said
from tests.journeys.conftest import aside, serving
from tests.openhro.desk import make_desk

from openhro.core import clock

pytestmark = pytest.mark.journey
ASKED, WAITED, ANSWERED, DONE = (
    make_desk.at(when) for when in ("2026-12-24 15:00", "2026-12-29 10:00", "2026-12-30 10:00", "2026-12-31 13:30")
)


def made():
    """The desk, and the two who are signed in."""
    with clock.travel(ASKED):
        desk = make_desk.desk()
        return {"tom": make.browser(desk.tom), "dev": make.browser(desk.agent)}


@pytest.fixture(scope="module")
def site(database):
    """The product at the hour of the question."""
    with database("desk"), launched() as browser:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
        signed = aside(made)
        with serving(ASKED) as served:
            yield (
                served,
                {
                    "tom": window(browser, served, signed["tom"], PHONE),
                    "dev": window(browser, served, signed["dev"], DESK),
                },
            )


def window(browser, served, signed, width):
    page = opened(browser, width=width)
    cookie = {"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": served.url}
    page.context.add_cookies([cookie])
    return page


def good(page):
    """Nothing to complain of, at the page's own width."""
    assert complaints(page) == []
    assert overflow(page) <= 0
    assert said(page) == []


def test_a_question_is_asked_on_a_phone_and_answered_in_time(site):
    served, windows = site
    tom, dev = windows["tom"], windows["dev"]
    tom.goto(f"{served.url}/home/requests/")
    tom.get_by_role("link", name="Ask HR").click()
    tom.get_by_role("link", name="Employment letter").click()
    tom.get_by_label("What is it for?").select_option("Bank")
    tom.get_by_role("button", name="Send").click()
    tom.get_by_role("heading", name="Employment letter").wait_for()
    assert "We answer by 29 Dec 2026, 10:30 GMT" in tom.inner_text("main")
    good(tom)

    served.at = WAITED
    dev.goto(f"{served.url}/desk/")
    dev.get_by_role("link", name="#1 Employment letter", exact=True).click()
    dev.get_by_role("button", name="Take it").click()
    dev.get_by_label("Your answer").fill("Which branch of the bank?")
    dev.get_by_label("And then").select_option("wait_for_requester")
    dev.get_by_role("button", name="Send the answer").click()
    dev.get_by_text("Paused").first.wait_for()
    good(dev)

    served.at = ANSWERED
    tom.goto(f"{served.url}/home/requests/")
    tom.get_by_role("link", name="Employment letter").click()
    assert "We need an answer from you" in tom.inner_text("main")
    tom.get_by_label("Write to us").fill("The one in Leeds")
    tom.get_by_role("button", name="Send").click()
    tom.get_by_text("We work on it").first.wait_for()

    served.at = DONE
    dev.reload()
    dev.locator("summary", has_text="Why then?").nth(1).click()
    told = dev.inner_text("main")
    for words in (
        "Christmas Day",
        "Boxing Day (substitute)",
        "moved the due time by 8 h 30 min",
        "Due Thu 31 Dec 2026 14:00.",
    ):
        assert words in told
    dev.get_by_role("listitem").filter(has_text="Write the letter").get_by_role("button").click()
    dev.get_by_label("Your answer").fill("Here is your letter.")
    dev.get_by_label("And then").select_option("resolve")
    dev.get_by_role("button", name="Send the answer").click()
    dev.get_by_text("Resolved").first.wait_for()
    good(dev)

    tom.reload()
    tom.get_by_label("Very good").check()
    tom.locator("form", has=tom.get_by_label("Very good")).get_by_role("button", name="Send").click()
    tom.get_by_role("heading", name="It is done. How was it?").wait_for(state="detached")
    assert "Here is your letter." in tom.inner_text("main")
    good(tom)
