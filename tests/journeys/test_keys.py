"""A second factor in a browser: a security key is added, asked for after the password, and opens the account alone.

The browser's own virtual authenticator stands for the key; everything else is the product.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests import make
from tests.browser import launched, opened, said
from tests.journeys.conftest import aside, serving

from openhro.core import clock

pytestmark = pytest.mark.journey
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
PASSWORD = "correct horse battery"
expect.set_options(timeout=15_000)


@pytest.fixture
def page(database):
    """A window with a key at hand, at the sign-in page. Browsers take keys for names only, so not 127.0.0.1."""
    with database("committed"), launched() as browser, serving(clock.now()) as served:
        found = opened(browser, base_url=served.url.replace("127.0.0.1", "localhost"))
        devtools = found.context.new_cdp_session(found)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        found.goto("/login/")
        yield found


def sign_in(page, who: str) -> None:
    page.get_by_label("Work email or user name").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_key_is_added_asked_for_and_enough_alone(page):
    who = aside(lambda: make.user().username)
    sign_in(page, who)
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Blue key")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Blue key")).to_be_visible()
    for alone in (False, True):
        page.context.clear_cookies()
        page.goto("/login/")
        if alone:
            page.get_by_role("button", name="Use a passkey").click()
        else:
            sign_in(page, who)
            expect(page.get_by_role("heading", name="One more step")).to_be_visible()
            page.get_by_role("button", name="Use a security key").click()
        page.wait_for_url(lambda url: "/login" not in url and "authenticate" not in url)
        page.goto("/account/2fa/webauthn/")
        expect(page.get_by_text("Blue key")).to_be_visible()
    assert said(page) == []
