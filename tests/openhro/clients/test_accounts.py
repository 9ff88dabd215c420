"""Securing somebody's account: sessions end at once, factors go, lockouts are lifted; not one's own, nor the last one."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client as Browser
from tests import make
from tests.openhro.rest.make_rest import Caller, token

from openhro.clients import lockout, queries, services
from openhro.clients.models import ApiToken, Grant, User
from openhro.core import clock
from openhro.core.actor import Role, Via, system
from openhro.core.errors import Conflict, Forbidden, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
VERBS = ["deactivate_user", "reactivate_user", "reset_factors", "lift_lockout"]


def admin():
    return make.actor(Role.PROVIDER_ADMIN)


def specialist(client=None) -> User:
    made = make.user("Nina Kowalska")
    make.grant(made, Role.PAYROLL_SPECIALIST, client or make.client())
    return made


def act(by, verb: str, user: User) -> User:
    with scope(by):
        return getattr(services, verb)(by, user.pk)


def sign_in(user: User, password: str = PASSWORD, ip: str = "127.0.0.1", name: str = "") -> int:
    given = {"login": name or user.username, "password": password}
    return Browser(REMOTE_ADDR=ip).post("/login/", given).status_code


def factor(user: User) -> None:
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x"})


def state(user: User) -> tuple:
    with scope(system()):
        entries = JournalEntry.objects.filter(object_id=str(user.pk), event__startswith="clients.").count()
    factors = Authenticator.objects.filter(user=user).count()
    held = User.objects.get(pk=user.pk)
    return held.is_active, held.session_round, factors, ApiToken.objects.filter(user=user).count(), entries


def told(user: User) -> list[tuple]:
    with scope(system()):
        rows = JournalEntry.objects.filter(object_id=str(user.pk), event__startswith="clients.").order_by("pk")
        return [(row.event, row.data) for row in rows]


def test_a_closed_account_has_no_session_and_no_token_and_an_opened_one_gets_none_back():
    by, user = admin(), specialist()
    browser = make.browser(make.as_actor(user))
    key = token(make.as_actor(user))
    rest = lambda: Browser().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code  # noqa: E731
    assert (browser.get("/account/").status_code, rest()) == (200, 200)
    act(by, "deactivate_user", user)
    assert (browser.get("/account/").status_code, rest()) == (302, 401)
    assert sign_in(user) in (200, 302)
    with scope(by), pytest.raises(NotFound):
        queries.actor_of(user.pk, Via.JOB)
    act(by, "reactivate_user", user)
    assert (browser.get("/account/").status_code, rest()) == (302, 401)
    again = Browser()
    again.post("/login/", {"login": user.username, "password": PASSWORD})
    assert again.get("/account/").status_code == 200
    assert told(user) == [("clients.user_deactivated", {"tokens": 1}), ("clients.user_reactivated", {})]


def test_a_closed_account_cannot_sign_in():
    by, user = admin(), specialist()
    act(by, "deactivate_user", user)
    browser = Browser()
    browser.post("/login/", {"login": user.username, "password": PASSWORD})
    assert browser.get("/account/").status_code == 302


def test_lost_factors_are_taken_off_and_sessions_end():
    by, user = admin(), specialist()
    browser = make.browser(make.as_actor(user))
    factor(user)
    act(by, "reset_factors", user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/account/").status_code == 302
    assert told(user) == [("clients.factors_reset", {"kinds": ["recovery_codes", "totp"]})]
    before = state(user)
    with pytest.raises(Conflict) as caught:
        act(by, "reset_factors", user)
    assert (caught.value.code, state(user)) == ("NO_FACTORS", before)


@pytest.mark.parametrize("name", ["username", "email"])
def test_a_lockout_by_wrong_passwords_is_lifted(name):
    by, user = admin(), specialist()
    login = getattr(user, name)
    for _ in range(6):
        sign_in(user, "wrong horse battery", name=login)
    assert sign_in(user, name=login) == 429
    assert lockout.is_locked(user)
    act(by, "lift_lockout", user)
    assert not lockout.is_locked(user)
    assert sign_in(user, name=login) == 302
    assert told(user) == [("clients.lockout_lifted", {})]
    with pytest.raises(Conflict) as caught:
        act(by, "lift_lockout", user)
    assert caught.value.code == "NOT_LOCKED_OUT"


def test_a_lockout_from_many_addresses_is_lifted():
    by, user = admin(), specialist()
    for number in range(10):
        sign_in(user, "wrong horse battery", ip=f"10.0.0.{number}")
    assert sign_in(user, ip="10.0.1.1") == 200
    assert lockout.is_locked(user)
    act(by, "lift_lockout", user)
    assert sign_in(user, ip="10.0.1.1") == 302


def test_counts_of_wrong_codes_stand_in_the_database_which_all_processes_share():
    _by, user = admin(), specialist()
    sign_in(user, "wrong horse battery")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from openhro_cache where cache_key like '%login_failed%'")
        assert cursor.fetchone()[0] == 1


def test_ones_own_account_is_secured_by_somebody_else():
    by = admin()
    user = User.objects.get(pk=by.user)
    factor(user)
    before = state(user)
    for verb in VERBS:
        with pytest.raises(Conflict) as caught:
            act(by, verb, user)
        assert (caught.value.code, state(user)) == ("OWN_ACCOUNT", before), verb


def test_the_last_administrator_stays():
    by = admin()
    only = User.objects.get(pk=by.user)
    with scope(system()):
        Grant.objects.filter(role=Role.PROVIDER_ADMIN).exclude(user=only).delete()
        grant = Grant.objects.get(user=only)
    before = state(only)
    with pytest.raises(Conflict) as caught:
        act(system(), "deactivate_user", only)
    assert (caught.value.code, state(only)) == ("LAST_ADMINISTRATOR", before)
    with pytest.raises(Conflict) as caught, scope(by):
        services.end_role(by, grant.pk, last=clock.today())
    assert caught.value.code == "LAST_ADMINISTRATOR"
    other = admin()
    act(other, "deactivate_user", only)
    with pytest.raises(Conflict) as caught:
        act(system(), "deactivate_user", User.objects.get(pk=other.user))
    assert caught.value.code == "LAST_ADMINISTRATOR"


def test_a_closed_account_is_not_closed_again():
    by, user = admin(), specialist()
    with pytest.raises(Conflict) as caught:
        act(by, "reactivate_user", user)
    assert (caught.value.code, caught.value.detail["allowed"]) == ("ILLEGAL_TRANSITION", ["deactivate"])
    act(by, "deactivate_user", user)
    with pytest.raises(Conflict) as caught:
        act(by, "deactivate_user", user)
    assert (caught.value.code, caught.value.detail["allowed"]) == ("ILLEGAL_TRANSITION", ["reactivate"])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [Role.CLIENT_ADMIN, Role.ENGAGEMENT_MANAGER, Role.AUDITOR, Role.EMPLOYEE])
def test_no_other_role_secures_accounts(verb, role):
    client = make.client()
    user = specialist(client)
    factor(user)
    before = state(user)
    with pytest.raises(Forbidden):
        act(make.actor(role, client), verb, user)
    assert state(user) == before


@pytest.mark.parametrize("verb", VERBS)
def test_an_administrator_of_one_client_reaches_those_alone_who_work_for_it_alone(verb):
    client, other = make.client(), make.client()
    by = make.actor(Role.PROVIDER_ADMIN, client)
    stranger, shared = specialist(other), specialist(client)
    make.grant(shared, Role.PAYROLL_SPECIALIST, other)
    everywhere = make.user()
    make.grant(everywhere, Role.PAYROLL_SPECIALIST, client)
    make.grant(everywhere, Role.AUDITOR, None)
    for user, kind in ((stranger, NotFound), (shared, Forbidden), (everywhere, Forbidden)):
        factor(user)
        before = state(user)
        with pytest.raises(kind):
            act(by, verb, user)
        assert state(user) == before
    own = specialist(client)
    factor(own)
    if verb == "reset_factors":
        assert act(by, verb, own) == own


def test_the_page_shows_the_account_and_its_buttons_do_it():
    client = make.client()
    by, user = admin(), specialist(client)
    factor(user)
    browser = make.browser(by)
    path = f"/clients/{client.code}/accounts/{user.pk}/"
    assert path in browser.get(f"/clients/{client.code}/users/").content.decode()
    words = make.text(browser.get(path))
    for fact in ("Nina Kowalska", "Active", "TOTP Authenticator", "Reset second factors", "Deactivate the account"):
        assert fact in words, fact
    assert "Lift the lockout" not in words
    assert browser.get(f"{path}deactivate/").status_code == 405
    assert browser.post(f"{path}reset_factors/").url == path
    assert browser.post(f"{path}deactivate/").url == path
    words = make.text(browser.get(path))
    assert "Deactivated" in words and "Activate the account again" in words
    assert "Deactivated" in make.text(browser.get(f"/clients/{client.code}/users/"))
    assert browser.post(f"{path}deactivate/").status_code == 409
    assert browser.post(f"{path}burn/").status_code == 404
    assert browser.post(f"{path}reactivate/").url == path


def test_the_page_of_ones_own_account_has_no_button():
    client = make.client()
    by = admin()
    make.grant(User.objects.get(pk=by.user), Role.AUDITOR, client)
    body = make.browser(by).get(f"/clients/{client.code}/accounts/{by.user}/")
    assert "Another administrator secures it" in make.text(body)
    assert "/deactivate/" not in body.content.decode()


def test_who_opens_the_page_and_whose_account_is_not_there():
    client, other = make.client(), make.client()
    user, stranger = specialist(client), specialist(other)
    path = f"/clients/{client.code}/accounts/"
    for role in (Role.CLIENT_ADMIN, Role.ENGAGEMENT_MANAGER, Role.AUDITOR):
        browser = make.browser(make.actor(role, client))
        assert browser.get(f"{path}{user.pk}/").status_code == 403
        assert browser.post(f"{path}{user.pk}/deactivate/").status_code == 403
        assert path not in browser.get(f"/clients/{client.code}/users/").content.decode()
    browser = make.browser(make.actor(Role.PROVIDER_ADMIN, client))
    assert browser.get(f"{path}{user.pk}/").status_code == 200
    assert browser.get(f"{path}{stranger.pk}/").status_code == 404
    assert browser.get(f"/clients/{other.code}/accounts/{stranger.pk}/").status_code == 404
    assert User.objects.get(pk=user.pk).is_active


def test_a_program_secures_accounts_by_the_same_verbs():
    client = make.client()
    pa, user = Caller(admin()), specialist(client)
    factor(user)
    path = f"/users/{user.pk}/actions"
    assert pa.post(f"{path}/reset_factors")["is_active"] is True
    assert pa.post(f"{path}/deactivate")["is_active"] is False
    assert pa.post(f"{path}/deactivate").refused == (409, "ILLEGAL_TRANSITION")
    assert pa.post(f"{path}/reactivate")["is_active"] is True
    assert pa.post(f"{path}/lift_lockout").refused == (409, "NOT_LOCKED_OUT")
    assert Caller(make.actor(Role.CLIENT_ADMIN, client)).post(f"{path}/deactivate").refused == (403, "FORBIDDEN")
    assert pa.post(f"/users/{make.uuid4()}/actions/deactivate").refused == (404, "NOT_FOUND")
