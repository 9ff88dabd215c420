"""Jobs, notices, the journal and webhooks' administration over REST; and what a request's frame refuses."""

import pytest
from django.test import Client as Browser
from tests import make
from tests.openhro.rest.make_rest import Answer, Caller

from openhro.core import clock, journal, notices
from openhro.core.actor import Role, system
from openhro.core.models import IdempotencyKey, Job, JournalEntry, Webhook
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
HOOK = {"url": "https://example.org/hook", "events": ["payroll.run_released", "people.*"]}


def job(client, **values) -> Job:
    with scope(system()):
        return Job.objects.create(client=client, kind="payroll.calculate", object_id="x", made_at=clock.now(), **values)


def test_a_job_shows_its_progress_and_is_asked_to_stop():
    client = make.client()
    running, by = job(client, state="running", done=3, total=9), Caller(make.actor(Role.PAYROLL_SPECIALIST, client))
    assert [one["id"] for one in by.get("/jobs", client_id=client.pk).items] == [str(running.pk)]
    assert (by.get(f"/jobs/{running.pk}")["done"], by.get(f"/jobs/{running.pk}")["total"]) == (3, 9)
    assert by.post(f"/jobs/{running.pk}/actions/cancel")["cancel_asked"] is True
    over = job(client, state="done")
    assert by.post(f"/jobs/{over.pk}/actions/cancel").refused == (409, "ILLEGAL_TRANSITION")


def test_an_employee_neither_sees_nor_stops_jobs():
    client = make.client()
    running, by = job(client, state="running"), Caller(make.actor(Role.EMPLOYEE, client))
    assert by.get("/jobs", client_id=client.pk).refused == (403, "FORBIDDEN")
    assert by.post(f"/jobs/{running.pk}/actions/cancel").refused == (403, "FORBIDDEN")
    with scope(system()):
        assert Job.objects.get(pk=running.pk).cancel_asked is False


def test_notices_are_ones_own():
    client = make.client()
    mine, other = make.actor(Role.CLIENT_ADMIN, client), make.actor(Role.CLIENT_ADMIN, client)
    with scope(system()):
        entry = journal.record(system(), journal.EVENTS["clients.client_added"].name, client)
        notices.tell(entry, [mine.user], "Look here")
    assert [one["text"] for one in Caller(mine).get("/notices", unread=True).items] == ["Look here"]
    assert Caller(other).get("/notices").items == []
    ids = [one["id"] for one in Caller(mine).get("/notices").items]
    assert Caller(other).post("/notices/actions/mark_read", {"ids": ids}).body == {"read": 0}
    assert Caller(mine).post("/notices/actions/mark_read", {}).body == {"read": 1}
    assert Caller(mine).get("/notices", unread=True).items == []


def test_the_journal_is_read_by_those_who_may():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    made = ca.post("/webhooks", HOOK | {"client_id": client.pk})
    entries = ca.get("/journal", client_id=client.pk, object_id=made["id"]).items
    assert [(one["event"], one["via"], one["tells"]) for one in entries] == [
        ("core.webhook_added", "rest", "A webhook was set up")
    ]
    ee = Caller(make.actor(Role.EMPLOYEE, client))
    assert ee.get("/journal", client_id=client.pk).refused == (403, "FORBIDDEN")
    assert "payroll.run_released" in [one["name"] for one in ee.get("/events").items]


def test_a_webhook_shows_its_secret_once():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    made = ca.post("/webhooks", HOOK | {"client_id": client.pk})
    path = f"/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert "secret" not in ca.get(path).good.body
    other = ca.post(f"{path}/actions/rotate")
    assert other["secret"] != made["secret"]
    with scope(system()):
        assert Webhook.objects.get(pk=made["id"]).secret == other["secret"]
    assert ca.post(f"{path}/actions/remove").status == 204
    assert ca.get(path).refused == (404, "NOT_FOUND")
    assert ca.get("/webhooks", client_id=client.pk).items == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook", "ftp://example.org", "https://", "https://user:pw@example.org/", "file:///etc/passwd",
        "https://[::1", "http://127.0.0.1.example.org/", "javascript:alert(1)", "https://exa mple.org:99999/",
        "https://example.org/#part", "http://10.0.0.1/",
    ],
)  # fmt: skip
def test_a_webhook_goes_by_https_only(url):
    client = make.client()
    answer = Caller(make.actor(Role.CLIENT_ADMIN, client)).post(
        "/webhooks", HOOK | {"client_id": client.pk, "url": url}
    )
    assert answer.refused == (422, "WEBHOOK_URL")
    with scope(system()):
        assert not Webhook.objects.filter(client=client).exists()


@pytest.mark.parametrize("url", ["http://localhost:8080/x", "http://127.0.0.1/x", "http://[::1]:9/x"])
def test_a_webhook_to_this_machine_is_for_trying_out(url, settings):
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    assert ca.post("/webhooks", HOOK | {"client_id": client.pk, "url": url}).status == 201
    settings.BEHIND_TLS = True
    settings.SECURE_SSL_REDIRECT = False
    assert ca.post("/webhooks", HOOK | {"client_id": client.pk, "url": url}).refused == (422, "WEBHOOK_URL")


def test_a_webhook_asks_for_events_that_there_are():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    for events in (["payroll.run_relaesed"], ["nothing.*"], [], ["x" * 81]):
        assert ca.post("/webhooks", HOOK | {"client_id": client.pk, "events": events}).status == 422
    ch = Caller(make.actor(Role.CLIENT_HR, client))
    assert ch.post("/webhooks", HOOK | {"client_id": client.pk}).refused == (403, "FORBIDDEN")


# --- the frame of every request ---------------------------------------------------------------------------------------


def test_the_same_key_gives_the_same_answer_and_one_effect():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    body = HOOK | {"client_id": client.pk}
    first, again = ca.post("/webhooks", body, "key-1"), ca.post("/webhooks", body, "key-1")
    assert (first.status, first.body) == (again.status, again.body)
    assert ca.post("/webhooks", body | {"events": ["people.*"]}, "key-1").refused == (409, "IDEMPOTENCY_REUSE")
    with scope(system()):
        assert Webhook.objects.filter(client=client).count() == 1
    kept = IdempotencyKey.objects.get(key="key-1")
    assert first["secret"].encode() not in bytes(kept.body)


def test_a_key_is_its_users_own():
    client = make.client()
    body = HOOK | {"client_id": client.pk}
    one, two = (Caller(make.actor(Role.CLIENT_ADMIN, client)).post("/webhooks", body, "key-1") for _ in "ab")
    assert one["id"] != two["id"]


def test_a_refused_request_leaves_its_key_free_and_nothing_behind():
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    with scope(system()):
        before = JournalEntry.objects.count()
    body = HOOK | {"client_id": client.pk}
    assert ca.post("/webhooks", body | {"url": "http://example.org"}, "key-1").refused == (422, "WEBHOOK_URL")
    with scope(system()):
        assert JournalEntry.objects.count() == before
    assert not IdempotencyKey.objects.filter(key="key-1").exists()
    assert ca.post("/webhooks", body, "key-1").status == 201
    assert ca.post("/webhooks", body, "x" * 201).refused == (422, "IDEMPOTENCY_KEY")


def test_what_cannot_be_read_is_malformed():
    ca = Caller(make.actor(Role.CLIENT_ADMIN, make.client()))
    for content in (b"{", b"\xff\xfe", b'{"a": NaN', b"nul", b"[" * 100_000):
        answer = Answer(ca.http.post("/api/v1/webhooks", content, content_type="application/json"))
        assert answer.status in (400, 422), content[:20]
        assert answer.body["code"] in ("MALFORMED", "INVALID_FIELD", "IDEMPOTENCY_KEY_REQUIRED")
    answer = ca.http.post("/api/v1/people-imports", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
    assert answer.status_code in (400, 404)


def test_a_body_that_is_too_large_is_refused_as_such(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    assert ca.post("/webhooks", HOOK | {"client_id": client.pk, "url": "x" * 2_000}).refused == (413, "TOO_LARGE")
    http = Answer(ca.http.patch("/api/v1/me", b"{" + b" " * 2_000 + b"}", content_type="application/json"))
    assert http.refused == (413, "TOO_LARGE")


def test_other_methods_and_other_addresses_answer_like_everything_else():
    ca = Caller(make.actor(Role.CLIENT_ADMIN, make.client()))
    wrong = ca.http.delete("/api/v1/webhooks")
    assert (wrong.status_code, wrong.json()["code"], "GET" in wrong["Allow"]) == (405, "METHOD_NOT_ALLOWED", True)
    assert ca.get("/nothing-here").refused == (404, "NOT_FOUND")
    assert ca.get("/jobs", limit=0).refused == (422, "INVALID_FIELD")
    assert ca.get("/journal", client_id=make.uuid4(), event="a\0b").refused == (422, "INVALID_FIELD")


def test_the_documentation_is_there_for_everybody_and_runs_under_the_policy():
    page = Browser().get("/api/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    text = page.content.decode()
    assert "swagger-ui-init.js" in text
    assert "cdn" not in text
    schema = Browser().get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert "/api/v1/webhooks" in schema["paths"]
