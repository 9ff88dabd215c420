"""Signing in: password, lockout, second factor, reset, and what a program asks of the process."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client as Browser
from tests import make

from openhro.clients import services
from openhro.clients.models import User
from openhro.core.actor import Role, system
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def code(secret: str, later: int = 0) -> str:
    """What an authenticator app shows now, or some steps later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(browser: Browser, user: User, password: str = PASSWORD):
    return browser.post("/login/", {"login": user.username, "password": password})


def specialist() -> User:
    user = make.user("Nina Kowalska")
    make.grant(user, Role.PAYROLL_SPECIALIST, make.client())
    return user


def test_the_sign_in_page_names_the_provider_and_needs_nothing():
    with scope(system()):
        services.set_provider(system(), "Northbridge People Services")
    answer = Browser().get("/login/")
    assert answer.status_code == 200
    assert "Northbridge People Services" in make.text(answer)


def test_a_password_opens_the_first_page_of_ones_role():
    browser, user = Browser(), specialist()
    answer = sign_in(browser, user)
    assert (answer.status_code, answer.url) == (302, "/")
    assert browser.get("/").url == "/today/"
    assert "Nina Kowalska" in browser.get("/today/").content.decode()


def test_the_email_signs_in_too():
    browser, user = Browser(), specialist()
    assert browser.post("/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert browser.get("/today/").status_code == 200


def test_a_page_asks_for_a_sign_in_and_comes_back_to_where_one_was():
    browser, user = Browser(), specialist()
    answer = browser.get("/today/?client=x")
    assert (answer.status_code, answer.url) == (302, "/login/?next=/today/%3Fclient%3Dx")
    answer = browser.post("/login/?next=/notices/", {"login": user.username, "password": PASSWORD, "next": "/notices/"})
    assert answer.url == "/notices/"


def test_a_way_back_to_elsewhere_is_not_followed():
    user = specialist()
    answer = Browser().post("/login/", {"login": user.username, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.url == "/"


def test_a_wrong_password_keeps_the_name_and_says_so():
    browser, user = Browser(), specialist()
    answer = sign_in(browser, user, "wrong horse battery")
    assert answer.status_code == 200
    assert user.username in answer.content.decode()
    assert "There is a problem" in make.text(answer)
    assert browser.get("/today/").status_code == 302


def test_after_six_failures_the_right_password_waits_too():
    browser, user, other = Browser(), specialist(), specialist()
    for _ in range(5):
        assert sign_in(browser, user, "wrong horse battery").status_code == 200
    locked = sign_in(browser, user, "wrong horse battery")
    assert locked.status_code == 429
    assert "Wait 15 minutes" in make.text(locked)
    assert sign_in(browser, user).status_code == 429
    assert browser.get("/today/").status_code == 302
    assert sign_in(Browser(), other).status_code == 302


def test_signing_out_ends_the_session():
    browser = Browser()
    sign_in(browser, specialist())
    assert "Sign out?" in make.text(browser.get("/logout/"))
    assert browser.get("/today/").status_code == 200
    assert browser.post("/logout/").url == "/login/"
    assert browser.get("/today/").status_code == 302


def test_a_second_factor_is_added_after_asking_again_and_then_asked_for():
    browser, user = Browser(), specialist()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get("/account/2fa/totp/activate/")
    assert answer.url.startswith("/login/again/?next=")
    answer = browser.post(answer.url, {"password": PASSWORD, "next": "/account/2fa/totp/activate/"})
    assert answer.url == "/account/2fa/totp/activate/"
    page = browser.get(answer.url)
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page.content.decode())[1]
    wrong = browser.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    done = browser.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert done.url == "/account/2fa/recovery-codes/"
    codes = re.findall(r"<li><code>(\d{8})</code>", browser.get(done.url).content.decode())
    assert len(codes) == 10
    assert not re.findall(r"<li><code>", browser.get(done.url).content.decode())
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in kept

    browser = Browser()
    assert sign_in(browser, user).url.startswith("/account/2fa/authenticate/")
    assert browser.get("/today/").status_code == 302
    assert "six digits" in make.text(browser.get("/account/2fa/authenticate/"))
    assert browser.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert browser.post("/account/2fa/authenticate/", {"code": code(secret, 0)}).url == "/"
    assert browser.get("/today/").status_code == 200

    browser = Browser()
    sign_in(browser, user)
    assert browser.post("/account/2fa/authenticate/", {"code": codes[0]}).url == "/"
    browser = Browser()
    sign_in(browser, user)
    assert browser.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200


@pytest.mark.parametrize("path", ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"])
def test_who_has_just_signed_in_is_not_asked_again_for_a_quarter_of_an_hour(path):
    browser, user = Browser(), specialist()
    sign_in(browser, user)
    assert browser.get(path).status_code == 200
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 901
    session.save()
    assert browser.get(path).url.startswith("/login/again/?next=")


def with_app(user: User) -> str:
    """Gives a user an authenticator app and recovery codes; returns the app's secret."""
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/login/again/", {"password": PASSWORD, "next": "/account/2fa/"})
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1]
    browser.post("/account/2fa/totp/activate/", {"code": code(secret)})
    return secret


def test_codes_of_a_second_factor_cannot_be_tried_for_ever():
    user = specialist()
    secret = with_app(user)
    browser = Browser()
    sign_in(browser, user)
    for number in range(10):
        assert browser.post("/account/2fa/authenticate/", {"code": f"{number:06}"}).status_code == 200
    answer = browser.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert answer.status_code == 200
    assert "Too many failed" in make.text(answer)
    # Nor from another browser, for the account is what counts.
    browser = Browser()
    sign_in(browser, user)
    assert browser.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 200
    assert browser.get("/today/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/"]
)
def test_pages_of_factors_need_a_session(path):
    answer = Browser().get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/login/")


def test_a_security_key_can_be_offered_under_the_strict_policy():
    browser, user = Browser(), specialist()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/login/again/", {"password": PASSWORD, "next": "/account/2fa/webauthn/add/"})
    answer = browser.get("/account/2fa/webauthn/add/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '"challenge"' in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in attributes or "application/json" in attributes, body[:80]


def test_a_forgotten_password_is_set_by_a_link_that_works_once():
    user = specialist()
    assert Browser().post("/login/reset/", {"email": user.email}).url == "/login/reset/sent/"
    assert len(mail.outbox) == 1
    assert user.username in mail.outbox[0].body
    link = re.search(r"http://testserver(/login/reset/\S+)", mail.outbox[0].body)[1]
    browser = Browser()
    form = browser.get(link).url
    answer = browser.post(form, {"password1": "four new plain words", "password2": "four new plain words"})
    assert answer.url == "/login/reset/done/"
    assert sign_in(Browser(), user, "four new plain words").status_code == 302
    assert "no longer works" in make.text(Browser().get(link, follow=True))


def test_nobody_learns_which_addresses_have_an_account():
    answer = Browser().post("/login/reset/", {"email": "nobody@example.org"})
    assert answer.url == "/login/reset/sent/"
    assert mail.outbox == []


def test_nobody_signs_up():
    assert Browser().get("/signup/").status_code == 404
    assert Browser().get("/login/signup/").status_code == 404


def test_the_process_says_that_it_is_alive_and_ready():
    assert Browser().get("/healthz").content == b"ok\n"
    answer = Browser().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "database": "reachable", "migrations_missing": []},
    )
