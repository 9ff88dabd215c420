"""One's own account, API tokens, and the users of a client."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client as Browser
from tests import make

from openhro.clients.models import ApiToken, Grant, User
from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def grants(client) -> int:
    with scope(system()):
        return Grant.objects.filter(client=client).count()


def stepped_up(by) -> Browser:
    """Somebody who has just shown again who they are."""
    browser = make.browser(by)
    browser.post("/login/again/", {"password": PASSWORD, "next": "/account/"})
    return browser


def test_the_account_shows_who_one_is_and_in_which_roles():
    client = make.client(name="Halden Instruments Group")
    by = make.actor(Role.CLIENT_HR, client, name="Cora Whitfield")
    words = make.text(make.browser(by).get("/account/"))
    assert "Cora Whitfield" in words
    assert "Halden Instruments Group" in words
    assert "Client HR" in words
    assert "Your password alone opens this account" in words


def test_name_zone_and_dates_are_ones_own_choice():
    by = make.actor(Role.CLIENT_HR, make.client())
    browser = make.browser(by)
    answer = browser.post("/account/", {"name": "Cora W", "locale": "en-us", "zone": "America/Denver"})
    assert answer.url == "/account/"
    user = User.objects.get(pk=by.user)
    assert (user.name, user.locale, user.zone) == ("Cora W", "en-us", "America/Denver")
    assert '<html lang="en-us"' in browser.get("/account/").content.decode()
    refused = browser.post("/account/", {"name": "", "locale": "xx", "zone": "Mars/Base"})
    assert refused.status_code == 200
    user.refresh_from_db()
    assert user.name == "Cora W"


def test_a_new_password_needs_the_present_one_and_keeps_the_session():
    by = make.actor(Role.EMPLOYEE, make.client())
    browser, elsewhere = make.browser(by), make.browser(by)
    refused = browser.post("/account/password/", {"old": "not my password", "new": "three plain new words"})
    assert "This is not your present password." in make.text(refused)
    short = browser.post("/account/password/", {"old": PASSWORD, "new": "short"})
    assert "at least 12 characters" in make.text(short)
    assert User.objects.get(pk=by.user).check_password(PASSWORD)
    done = browser.post("/account/password/", {"old": PASSWORD, "new": "three plain new words"})
    assert done.url == "/account/"
    assert User.objects.get(pk=by.user).check_password("three plain new words")
    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_token_is_made_after_asking_again_and_shown_once():
    by = make.actor(Role.CLIENT_ADMIN, make.client())
    browser = make.browser(by)
    asked = browser.post("/account/tokens/", {"name": "Payroll feed", "days": "30"})
    assert asked.url == "/login/again/?next=%2Faccount%2Ftokens%2F"
    assert ApiToken.objects.filter(user_id=by.user).count() == 0
    browser = stepped_up(by)
    answer = browser.post("/account/tokens/", {"name": "Payroll feed", "days": "30"})
    token = re.search(r"ohr_[\w-]{40,}", answer.content.decode())[0]
    later = browser.get("/account/tokens/")
    assert token not in later.content.decode()
    assert "Payroll feed" in make.text(later)
    assert Browser().get("/api/openapi.json", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    refused = browser.post("/account/tokens/", {"name": "Feed", "days": "9999"})
    assert refused.status_code == 200
    assert ApiToken.objects.filter(user_id=by.user).count() == 1


def test_a_token_is_revoked_by_its_owner_only():
    client = make.client()
    by, other = make.actor(Role.CLIENT_ADMIN, client), make.actor(Role.CLIENT_ADMIN, client)
    stepped_up(by).post("/account/tokens/", {"name": "Feed", "days": "30"})
    token = ApiToken.objects.get(user_id=by.user)
    assert make.browser(other).post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()
    assert make.browser(by).post(f"/account/tokens/{token.pk}/revoke/").url == "/account/tokens/"
    assert not ApiToken.objects.filter(pk=token.pk).exists()
    with scope(system()):
        assert JournalEntry.objects.filter(event="clients.token_revoked", actor=by.user).count() == 1


def invitation(**values) -> dict:
    return {
        "name": "Odile Martin",
        "email": "odile@example.org",
        "username": make.unique("odile"),
        "role": "CH",
    } | values


def test_an_administrator_invites_somebody_who_then_sets_a_password():
    client = make.client("halden-" + make.unique("x")[-6:])
    by = make.actor(Role.CLIENT_ADMIN, client)
    given = invitation()
    answer = make.browser(by).post(f"/clients/{client.code}/users/", given)
    assert answer.url == f"/clients/{client.code}/users/"
    user = User.objects.get(username=given["username"])
    with scope(system()):
        assert [grant.role for grant in Grant.objects.filter(user=user, client=client)] == ["CH"]
    assert [message.to for message in mail.outbox] == [["odile@example.org"]]
    link = re.search(r"http://testserver(/login/reset/\S+)", mail.outbox[0].body)[1]
    browser = Browser()
    form = browser.get(link).url
    browser.post(form, {"password1": "four new plain words", "password2": "four new plain words"})
    assert browser.post("/login/", {"login": user.username, "password": "four new plain words"}).status_code == 302
    words = make.text(make.browser(by).get(f"/clients/{client.code}/users/"))
    assert "Odile Martin" in words
    assert "Client HR" in words


def test_a_taken_user_name_is_refused_and_the_form_keeps_its_words():
    client, elsewhere = make.client(), make.user()
    by = make.actor(Role.CLIENT_ADMIN, client)
    before = grants(client)
    answer = make.browser(by).post(f"/clients/{client.code}/users/", invitation(username=elsewhere.username))
    assert "There is a user" in make.text(answer)
    assert "Odile Martin" in answer.content.decode()
    assert grants(client) == before


def test_a_client_cannot_give_a_role_of_the_providers():
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    before = grants(client)
    answer = make.browser(by).post(f"/clients/{client.code}/users/", invitation(role="PA"))
    assert answer.status_code == 200
    assert grants(client) == before


@pytest.mark.parametrize(
    ("role", "sees", "invites"),
    [
        (Role.PROVIDER_ADMIN, 200, True),
        (Role.ENGAGEMENT_MANAGER, 200, False),
        (Role.CLIENT_ADMIN, 200, True),
        (Role.AUDITOR, 200, False),
        (Role.CLIENT_HR, 403, False),
        (Role.PAYROLL_SPECIALIST, 403, False),
        (Role.EMPLOYEE, 403, False),
    ],
)
def test_who_sees_the_users_of_a_client_and_who_invites(role, sees, invites):
    client = make.client()
    browser = make.browser(make.actor(role, client))
    answer = browser.get(f"/clients/{client.code}/users/")
    assert answer.status_code == sees
    assert ("Invite somebody" in make.text(answer)) is (sees == 200 and invites)
    before = grants(client)
    tried = browser.post(f"/clients/{client.code}/users/", invitation())
    assert (tried.status_code == 302) is invites
    assert grants(client) == before + invites


def test_another_clients_users_are_not_there():
    ours, theirs = make.client(), make.client()
    assert make.browser(make.actor(Role.CLIENT_ADMIN, ours)).get(f"/clients/{theirs.code}/users/").status_code == 404


def test_a_role_ends_on_a_last_day():
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    grant = make.grant(make.user("Cora Whitfield"), Role.CLIENT_HR, client)
    path = f"/clients/{client.code}/users/{grant.pk}/end/"
    browser = make.browser(by)
    page = browser.get(path)
    assert "End the role of Cora Whitfield?" in make.text(page)
    assert re.search(r'name="last" value="\d{4}-\d\d-\d\d"', page.content.decode())
    early = browser.post(path, {"last": "2019-01-01"})
    assert early.status_code == 200
    with scope(system()):
        grant.refresh_from_db()
    assert grant.valid_to is None
    assert browser.post(path, {"last": "2026-12-31"}).status_code == 302
    with scope(system()):
        grant.refresh_from_db()
    assert grant.valid_to == date(2026, 12, 31)


def test_a_client_does_not_end_the_role_of_a_specialist():
    client = make.client()
    by = make.actor(Role.CLIENT_ADMIN, client)
    grant = make.grant(make.user("Nina Kowalska"), Role.PAYROLL_SPECIALIST, client)
    browser = make.browser(by)
    assert str(grant.pk) not in browser.get(f"/clients/{client.code}/users/").content.decode()
    assert browser.post(f"/clients/{client.code}/users/{grant.pk}/end/", {"last": "2026-12-31"}).status_code == 403
    with scope(system()):
        grant.refresh_from_db()
    assert grant.valid_to is None


def test_the_list_of_users_takes_the_same_reads_for_two_and_for_twelve():
    client = make.client()
    browser = make.browser(make.actor(Role.CLIENT_ADMIN, client))
    few = make.reads(browser, f"/clients/{client.code}/users/")
    for _ in range(10):
        make.grant(make.user(), Role.CLIENT_HR, client)
    assert make.reads(browser, f"/clients/{client.code}/users/") == few


def test_an_idempotency_key_is_for_programs_and_does_not_freeze_a_page():
    """A refused form is a page of status 200: kept as an answer, it would come back after it was mended."""
    browser = make.browser(make.actor(Role.CLIENT_HR, make.client()))
    given = {"name": "", "locale": "en-gb", "zone": "Europe/London"}
    for _ in range(2):
        answer = browser.post("/account/", given, headers={"Idempotency-Key": "one"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_a_form_goes_on_by_itself_once_the_password_is_shown_again():
    """Under the right of whoever sent it, in the request that shows the password."""
    by = make.actor(Role.CLIENT_ADMIN, make.client())
    browser = make.browser(by)
    asked = browser.post("/account/tokens/", {"name": "Payroll feed", "days": "30"})
    answer = browser.post(asked.url, {"password": PASSWORD, "next": "/account/tokens/"})
    assert answer.status_code == 200
    assert re.search(r"ohr_[\w-]{40,}", answer.content.decode())
    assert ApiToken.objects.get(user_id=by.user).name == "Payroll feed"
    assert Browser().get("/login/again/").url.startswith("/login/?next=")
