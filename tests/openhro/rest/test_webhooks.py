"""Webhooks as they arrive: by the worker, signed as Standard Webhooks say, tried again, and to nobody else."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import pytest
from django.db import OperationalError, connection
from tests import make
from tests.openhro.rest.make_rest import Caller

from openhro.core import jobs, outside, tasks
from openhro.core.actor import Role, system
from openhro.core.models import WebhookDelivery
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("committed")


class Receiver(HTTPServer):
    """A client's system: keeps what arrives, and answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen, self.answer, self.meanwhile = [], 200, lambda: None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), body))
        self.server.meanwhile()
        self.send_response(self.server.answer)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


def verify(secret: str, headers: dict, body: bytes) -> dict:
    """The check of a receiver, written from the scheme's text: nothing of ours is used."""
    head = {name.lower(): value for name, value in headers.items()}
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.{body.decode()}"
    key = base64.b64decode(secret[len("whsec_") :])
    wanted = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    assert f"v1,{wanted}" in head["webhook-signature"].split(" ")
    assert abs(time.time() - int(head["webhook-timestamp"])) < 300
    return json.loads(body)


def hook(receiver, events, client=None):
    client = client or make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    return ca, ca.post("/webhooks", {"client_id": client.pk, "url": receiver.url, "events": events})


def deliveries(ca, made):
    return ca.get(f"/webhooks/{made['id']}/deliveries").items


def test_an_event_is_delivered_with_a_signature_that_holds(receiver):
    ca, made = hook(receiver, ["core.webhook_*"])
    jobs.work(once=True, concurrency=1)
    receiver.seen.clear()
    assert ca.post(f"/webhooks/{made['id']}/actions/test").status == 200
    jobs.work(once=True, concurrency=1)
    [(headers, body)] = receiver.seen
    told = verify(made["secret"], headers, body)
    assert (told["type"], told["data"]["id"]) == ("core.webhook_tested", made["id"])
    newest = deliveries(ca, made)[0]
    assert (newest["status"], newest["attempts"], newest["last_answer"]) == ("delivered", 1, "200")
    assert {name.lower(): text for name, text in headers.items()}["webhook-id"] == f"msg_{newest['entry_id']}"


def test_the_new_secret_signs_after_a_rotation(receiver):
    ca, made = hook(receiver, ["people.hired"])
    other = ca.post(f"/webhooks/{made['id']}/actions/rotate")["secret"]
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    [(headers, body)] = receiver.seen
    verify(other, headers, body)
    with pytest.raises(AssertionError):
        verify(made["secret"], headers, body)


def test_only_the_events_asked_for_are_told_and_only_to_the_client_whose_they_are(receiver):
    client = make.client()
    _ca, made = hook(receiver, ["clients.entity_added"], client)
    _other_ca, _ = hook(receiver, ["clients.*"])
    receiver.seen.clear()
    em = Caller(make.actor(Role.ENGAGEMENT_MANAGER, client))
    em.post("/entities", {"client_id": client.pk, "code": "uk", "name": "X Ltd", "country": "GB"})
    jobs.work(once=True, concurrency=1)
    [(headers, body)] = [one for one in receiver.seen if b"core.webhook" not in one[1]]
    assert verify(made["secret"], headers, body)["data"]["country"] == "GB"
    assert b"X Ltd" not in body


def test_a_failing_address_is_tried_again_later_and_given_up_in_the_end(receiver):
    receiver.answer = 503
    ca, made = hook(receiver, ["people.hired"])
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    [one] = deliveries(ca, made)
    assert (one["status"], one["attempts"], one["last_answer"][:10]) == ("pending", 1, "HTTP Error")
    assert waiting(one["id"]) == 1
    receiver.answer = 200
    tasks.deliver_webhook(one["id"])
    assert deliveries(ca, made)[0]["status"] == "delivered"
    tasks.deliver_webhook(one["id"])
    assert len(receiver.seen) == 2
    receiver.answer = 500
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    newest = deliveries(ca, made)[0]
    for _ in range(7):
        tasks.deliver_webhook(newest["id"])
    assert (deliveries(ca, made)[0]["status"], deliveries(ca, made)[0]["attempts"]) == ("failed", 8)
    tasks.deliver_webhook(newest["id"])
    assert len(receiver.seen) == 2 + 8


def waiting(delivery: str) -> int:
    """Scheduled tries of a delivery."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = 'core.deliver_webhook' and status = 'todo' "
            "and args->>'delivery_id' = %s and scheduled_at > now()",
            [delivery],
        )
        return cursor.fetchone()[0]


def test_a_redirect_is_not_followed(receiver):
    receiver.answer = 302
    ca, made = hook(receiver, ["people.hired"])
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    assert len(receiver.seen) == 1
    assert deliveries(ca, made)[0]["status"] == "pending"


def test_nobody_there_is_a_failure_not_a_crash(receiver):
    ca, made = hook(receiver, ["people.hired"])
    receiver.shutdown()
    receiver.server_close()
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    assert deliveries(ca, made)[0]["status"] == "pending"


def test_a_removed_address_hears_nothing_more(receiver):
    ca, made = hook(receiver, ["people.hired"])
    receiver.answer = 500
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    ca.post(f"/webhooks/{made['id']}/actions/remove")
    with scope(system()):
        [one] = WebhookDelivery.objects.filter(webhook_id=made["id"])
    tasks.deliver_webhook(str(one.pk))
    with scope(system()):
        assert WebhookDelivery.objects.get(pk=one.pk).status == "dropped"
    assert len(receiver.seen) == 1


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "169.254.169.254", "192.168.1.7", "[fd00::1]", "[::ffff:10.0.0.1]", "0.0.0.0", "224.0.0.1"]
)
def test_an_address_in_a_private_network_is_refused(host):
    client = make.client()
    ca = Caller(make.actor(Role.CLIENT_ADMIN, client))
    given = {"client_id": client.pk, "url": f"https://{host}/hook", "events": ["people.hired"]}
    answer = ca.post("/webhooks", given)
    assert (answer.status, answer.body["code"], answer.body["field"]) == (422, "WEBHOOK_URL", "url")
    assert ca.get(f"/webhooks?client_id={client.pk}").items == []


def test_a_name_that_leads_into_our_own_network_is_not_posted_to(receiver, monkeypatch):
    """Judged is the address to which the connection goes, whatever the name led to when it was given."""
    ca, made = hook(receiver, ["people.hired"])
    where = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", receiver.server_port))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_, **__: where)
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    [one] = deliveries(ca, made)
    assert (one["status"], one["attempts"]) == ("pending", 1)
    assert "private network" in one["last_answer"]
    assert receiver.seen == []


def test_an_operator_may_open_a_private_network(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("10.1.0.0/16")]
    assert outside.reachable("10.1.2.3")
    assert not outside.reachable("10.2.2.3")
    settings.BEHIND_TLS = True
    assert not outside.reachable("127.0.0.1")


def test_a_slow_address_holds_no_row(receiver):
    """While the post is under way anybody can change the delivery, and its webhook."""
    ca, made = hook(receiver, ["people.hired"])
    receiver.meanwhile = lambda: locks.append(free(made["id"]))
    locks: list[bool] = []
    ca.post(f"/webhooks/{made['id']}/actions/test")
    jobs.work(once=True, concurrency=1)
    assert locks == [True]


def free(hook_id: str) -> bool:
    """Whether no other session holds a delivery of a webhook; asked from a connection of its own."""
    try:
        with scope(system()), connection.cursor() as cursor:
            statement = "select id from core_webhookdelivery where webhook_id = %s for update nowait"
            cursor.execute(statement, [hook_id])
            return bool(cursor.fetchall())
    except OperationalError:
        return False
    finally:
        connection.close()
