"""Clients, entities, users, roles and tokens over REST."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from tests import make
from tests.openhro.rest.make_rest import Answer, Caller, token

from openhro.clients.models import ApiToken, Client, Grant, LegalEntity, User
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
NEW = {"code": "halden-2", "name": "Halden Two", "zone": "Europe/London"}


def admin() -> Caller:
    return Caller(make.actor(Role.PROVIDER_ADMIN))


def test_a_client_gets_an_entity_and_a_registration():
    pa = admin()
    made = pa.post("/clients", NEW)
    assert (made.status, made["code"], made["locale"]) == (201, "halden-2", "en-gb")
    entity = pa.post("/entities", {"client_id": made["id"], "code": "uk", "name": "Halden Two Ltd", "country": "GB"})
    registration = pa.post(
        "/registrations",
        {
            "entity_id": entity["id"], "type": "payroll_withholding", "jurisdiction": "GB", "start": "2026-01-01",
            "last": "2026-12-31",
        },
    )  # fmt: skip
    assert (registration["valid_from"], registration["valid_to"]) == ("2026-01-01", "2026-12-31")
    assert pa.get(f"/entities/{entity['id']}")["name"] == "Halden Two Ltd"
    assert [one["id"] for one in pa.get("/registrations", client_id=made["id"]).items] == [registration["id"]]
    assert made["id"] in [one["id"] for one in pa.get("/clients").items]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "a b"}, "INVALID_FIELD"), ({"zone": "Mars/Base"}, "ZONE"), ({"locale": "xx-yy"}, "LOCALE"),
        ({"brand_colour": "blue"}, "COLOUR"), ({"name": "x" * 161}, "INVALID_FIELD"), ({"colour": "x"}, "UNKNOWN_FIELD"),
        ({"name": "a\0b"}, "INVALID_FIELD"),
    ],
)  # fmt: skip
def test_a_client_that_does_not_fit_is_refused(values, code):
    assert admin().post("/clients", NEW | values).refused == (422, code)
    with scope(system()):
        assert not Client.objects.filter(code__startswith="halden-2").exists()


def test_the_provider_gets_a_company_with_a_licence():
    pa = admin()
    entity = pa.post("/provider-entities", {"code": "nb-de", "name": "Northbridge GmbH", "country": "DE"})
    body = {"entity_id": entity["id"], "type": "labour_leasing", "jurisdiction": "DE", "valid_from": "2026-01-01"}
    assert pa.post("/provider-registrations", body)["valid_to"] is None
    shown = {one["code"]: one for one in pa.get("/provider-entities").items}["nb-de"]
    assert [one["type"] for one in shown["registrations"]] == ["labour_leasing"]
    again = pa.post("/provider-entities", {"code": "nb-de", "name": "Other", "country": "DE"})
    assert again.refused == (409, "ENTITY_EXISTS")
    assert pa.post("/provider-registrations", body | {"entity_id": make.uuid4()}).refused == (404, "NOT_FOUND")
    assert pa.post("/provider-registrations", body | {"type": "fishing"}).refused == (422, "REGISTRATION_TYPE")


def test_a_client_administrator_invites_and_ends_a_role():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    body = {
        "client_id": client.pk,
        "username": make.unique("cora"),
        "name": "Cora",
        "email": "c@example.org",
        "role": "CH",
    }
    key = make.unique("key")
    made = ca.post("/users", body, key)
    assert (made.status, made["role"], made["valid_to"]) == (201, "CH", None)
    assert ca.post("/users", body, key).body == made.body
    assert User.objects.filter(username=body["username"]).count() == 1
    assert "Cora" in [one["name"] for one in ca.get("/users", client_id=client.pk).items]
    ended = ca.post(f"/grants/{made['id']}/actions/end", {"last_day": str(clock.today())})
    assert ended["valid_to"] == str(clock.today())
    assert ca.post("/users", body | {"username": make.unique("x"), "role": "PA"}).refused == (403, "ROLE_NOT_YOURS")


def test_a_role_is_given_only_to_somebody_whom_the_giver_may_know():
    client, other = make.client(), make.client()
    ca, stranger = Caller(make.actor(Role.CLIENT_ADMIN, client)), make.actor(Role.CLIENT_HR, other)
    body = {"client_id": client.pk, "role": "CH"}
    assert ca.post("/grants", body | {"user_id": stranger.user}).refused == (404, "NOT_FOUND")
    assert ca.post("/grants", body | {"user_id": make.uuid4()}).refused == (404, "NOT_FOUND")
    assert admin().post("/grants", body | {"user_id": make.uuid4()}).refused == (404, "NOT_FOUND")
    with scope(system()):
        assert not Grant.objects.filter(client=client, role="CH").exists()
    assert admin().post("/grants", body | {"user_id": stranger.user}).status == 201


def test_an_invitation_without_a_key_is_refused():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    body = {"client_id": str(client.pk), "username": "u", "name": "U", "email": "u@example.org", "role": "CH"}
    answer = Answer(ca.http.post("/api/v1/users", body, content_type="application/json"))
    assert answer.refused == (422, "IDEMPOTENCY_KEY_REQUIRED")


def browser(user: User) -> Browser:
    """Somebody signed in with a browser that checks CSRF as a real one does."""
    http = Browser(enforce_csrf_checks=True)
    http.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return http


def csrf(http: Browser) -> dict[str, str]:
    from django.middleware.csrf import _get_new_csrf_string

    http.cookies["csrftoken"] = _get_new_csrf_string()
    return {"X-CSRFToken": http.cookies["csrftoken"].value}


def test_an_employee_makes_a_token_in_the_browser_uses_it_and_revokes_it():
    client = make.client()
    http = browser(User.objects.get(pk=make.actor(Role.EMPLOYEE, client).user))
    body, json = {"name": "Bridge", "days": 3}, "application/json"
    made = Answer(http.post("/api/v1/tokens", body, content_type=json, headers=csrf(http))).good
    bearer = Browser(headers={"Authorization": f"Bearer {made['token']}"})
    me = Answer(bearer.get("/api/v1/me"))
    assert [one["roles"] for one in me["clients"]] == [["EE"]]
    assert Answer(bearer.post("/api/v1/tokens", body, content_type=json)).refused == (403, "SESSION_REQUIRED")
    assert "token" not in Answer(bearer.get("/api/v1/tokens")).items[0]
    revoked = http.post(f"/api/v1/tokens/{made['id']}/actions/revoke", headers=csrf(http))
    assert (revoked.status_code, revoked.content) == (204, b"")
    assert Answer(bearer.get("/api/v1/me")).refused == (401, "NOT_SIGNED_IN")


def test_a_session_writes_only_with_the_csrf_token():
    by = make.actor(Role.PROVIDER_ADMIN)
    http = browser(User.objects.get(pk=by.user))
    assert Answer(http.post("/api/v1/clients", NEW, content_type="application/json")).refused == (403, "CSRF")
    assert not ApiToken.objects.filter(user_id=by.user).exists()
    with scope(system()):
        assert not Client.objects.filter(code="halden-2").exists()
    made = http.post("/api/v1/clients", NEW, content_type="application/json", headers=csrf(http))
    assert made.status_code == 201
    assert Answer(http.get("/api/v1/clients")).status == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc", "Bearer ohr_" + "x" * 5000])
def test_without_a_good_token_nobody_is_there(header):
    by = make.actor(Role.PROVIDER_ADMIN)
    http = browser(User.objects.get(pk=by.user)) if header else Browser()
    answer = Answer(http.get("/api/v1/me", headers={"Authorization": header} if header else {}))
    assert answer.refused == (401, "NOT_SIGNED_IN")
    assert ("token" in answer.body["message"]) is bool(header)


def test_a_token_ends_with_its_days_and_with_its_user():
    by = make.actor(Role.PROVIDER_ADMIN)
    old, new = token(by, days=-1), token(by, days=2)
    call = lambda text: Answer(Browser(headers={"Authorization": f"Bearer {text}"}).get("/api/v1/me")).status  # noqa: E731
    assert (call(old), call(new)) == (401, 200)
    with clock.travel(clock.now() + timedelta(days=3)):
        assert call(new) == 401
    User.objects.filter(pk=by.user).update(is_active=False)
    assert call(new) == 401


def test_the_own_profile_changes_field_by_field():
    me = admin()
    assert me.patch("/me", {"zone": "America/Denver"})["zone"] == "America/Denver"
    assert me.patch("/me", {"zone": "Mars/Base"}).refused == (422, "ZONE")
    assert me.patch("/me", {"username": "root"}).refused == (422, "UNKNOWN_FIELD")
    assert me.get("/me")["zone"] == "America/Denver"


def test_the_wrong_role_reads_and_writes_nothing_here():
    client = make.client()
    ee = Caller(make.actor(Role.EMPLOYEE, client))
    assert ee.get("/entities", client_id=client.pk).refused == (403, "FORBIDDEN")
    assert ee.get("/grants", client_id=client.pk).refused == (403, "FORBIDDEN")
    body = {"client_id": client.pk, "code": "uk", "name": "X Ltd", "country": "GB"}
    assert ee.post("/entities", body).refused == (403, "FORBIDDEN")
    with scope(system()):
        assert not LegalEntity.objects.filter(client=client).exists()
