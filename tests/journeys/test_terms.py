"""A change of a contract: Aisha drafts it, Hannah signs on a phone, Ivan counter-signs; Tom reads who does what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import structlog
from tests import make
from tests.browser import DESK, PHONE, complaints, launched, opened, overflow, said
from tests.journeys.conftest import aside, serving
from tests.openhro.engagements import make_engagements as they
from tests.openhro.people import make_people

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.people import services as people

pytestmark = pytest.mark.journey
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def made():
    """A live contract of two functions, and the four who are signed in."""
    with clock.travel(NOON):
        at = they.world()
        contract = they.live(at, they.payroll_uk(at), they.payroll_uk(at, function="benefits"), code="ENG-HAL-01")
        hr = they.actor(Role.CLIENT_HR, at.client)
        house = make_people.House(at.client, at.us, at.uk, hr, at.pa)
        tom = make_people.person(house)
        with scope(hr):
            job = people.hire(hr, tom.pk, make_people.terms(house), post=make_people.post())
        eve = make_people.employee(house, job)
        they.act(at.em, services.enter_index_value, "UK-CPI", NOON.date(), make_people.Decimal("2.6"), "ons.gov.uk")
        people_ = {"em": at.em, "ca": at.ca, "pa": at.pa, "tom": eve}
        return contract.pk, {name: make.browser(by) for name, by in people_.items()}


@pytest.fixture(scope="module")
def site(database):
    """The product at the hour of the story."""
    with database("terms"), launched() as browser:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
        contract, signed = aside(made)
        with serving(NOON) as served:
            widths = {"em": DESK, "ca": PHONE, "pa": DESK, "tom": PHONE}
            windows = {name: window(browser, served, signed[name], width) for name, width in widths.items()}
            yield served, contract, windows


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


def test_a_change_is_agreed_by_two_and_everybody_reads_who_does_what(site):
    served, contract, windows = site
    em, ca, pa, tom = (windows[name] for name in ("em", "ca", "pa", "tom"))

    em.goto(f"{served.url}/engagements/{contract}/")
    good(em)
    em.get_by_role("link", name="2 gaps").click()
    good(em)
    em.get_by_role("button", name="Add the usual steps").click()
    good(em)
    em.goto(f"{served.url}/engagements/{contract}/amendments/new/")
    good(em)
    em.get_by_label("What changes, in a few words").fill("Six months of notice")
    em.get_by_label("From which day on").fill("2027-01-01")
    em.get_by_role("button", name="Save").click()
    good(em)
    em.get_by_role("link", name="Change the head").click()
    em.get_by_label("Notice in months").fill("6")
    good(em)
    em.get_by_role("button", name="Save").click()
    em.get_by_text("Notice in months: 6", exact=True).wait_for()
    good(em)
    change = em.url

    ca.goto(change)
    good(ca)
    ca.get_by_role("link", name="Sign").click()
    good(ca)
    ca.get_by_role("button", name="Sign").click()
    pa.goto(change)
    pa.get_by_role("link", name="Sign").click()
    pa.get_by_role("button", name="Sign").click()
    pa.get_by_text("Agreed").first.wait_for()
    ca.goto(f"{served.url}/engagements/{contract}/amendments/")
    good(ca)
    ca.goto(f"{served.url}/engagements/{contract}/raci/")
    good(ca)
    em.goto(f"{served.url}/indices/")
    good(em)
    tom.goto(f"{served.url}/home/")
    tom.get_by_role("link", name="Who does what for you").click()
    tom.get_by_text("is your only employer").wait_for()
    good(tom)
