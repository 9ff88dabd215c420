"""Mail over a real connection: an answer goes out, its reply comes back in; and what a mail server is told."""

from __future__ import annotations

import base64
import email
import email.policy
import io

import pytest
from django.core.management import CommandError, call_command
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import address, at, fresh
from tests.openhro.desk.make_smtp import mail_server as smtp
from tests.openhro.desk.test_mail import MONDAY, handed_in, letter, mail_server, said, vouched  # noqa: F401
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.desk import services, tasks
from openhro.desk.models import Delivery, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_.desk()


def test_an_answer_goes_out_its_reply_comes_in_and_the_agent_hears_of_it_and_answers(desk, settings):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.take, ticket)
    desk.on(MONDAY, services.answer, ticket, "Which month? Größe?")
    with scope(system()):
        answer = Entry.objects.get(ticket=ticket, kind="public", from_desk=True)
    with smtp(settings) as taken:
        tasks.mail(str(answer.pk))
        out = email.message_from_bytes(taken.pop(), policy=email.policy.default)
        reply = letter(out["To"], "October.\n\n> Which month?", to=out["Reply-To"], In_Reply_To=out["Message-ID"])
        assert handed_in(reply, at("2026-11-23 10:00")).outcome == "taken"
        with scope(system()):
            heard = Entry.objects.filter(ticket=ticket, channel="email").get()
        tasks.mail(str(heard.pk), str(desk.agent.user))
        told = email.message_from_bytes(taken.pop(), policy=email.policy.default)
    assert (out["To"], told["To"]) == (address(desk.tom), address(desk.agent))
    assert "Größe?" in out.get_content() and "October." in told.get_content()
    done = letter(told["To"], "Corrected.", to=told["Reply-To"])
    assert handed_in(done, at("2026-11-23 11:00")).ticket_id == ticket.pk
    assert [words for _kind, words in said(ticket)[-2:]] == ["October.", "Corrected."]
    with scope(system()):
        assert list(Delivery.objects.order_by("pk").values_list("state", "attempts")) == [("sent", 1), ("sent", 1)]


def received(tmp_path, raw: bytes) -> str:
    out, file = io.StringIO(), tmp_path / "mail.eml"
    file.write_bytes(raw)
    call_command("receive_mail", str(file), stdout=out)
    return out.getvalue().strip()


def test_a_mail_server_is_told_what_will_never_be_read_and_what_to_bring_again(desk, tmp_path, monkeypatch):
    good = letter(address(desk.tom), "Hello")
    with pytest.raises(CommandError) as unreadable:
        received(tmp_path, b"\x00 no mail")
    with monkeypatch.context() as broken:
        broken.setattr(services, "receive_mail", lambda *_args: 1 / 0)
        with pytest.raises(CommandError) as later:
            received(tmp_path, good)
    assert (unreadable.value.returncode, later.value.returncode) == (65, 75)
    assert received(tmp_path, letter("nobody@example.org")) == "rejected SENDER_UNKNOWN"
    with clock.travel(MONDAY):
        assert received(tmp_path, good) == "taken"


def test_a_mail_of_other_bytes_than_ascii_is_handed_in_whole(desk):
    ticket = desk.asked(MONDAY)
    raw = letter(address(desk.tom), "x", to=f"desk+{ticket.reply_token}@localhost")
    raw = (
        raw.replace(b'"utf-8"', b'"iso-8859-1"').replace(b"7bit", b"8bit").replace(b"\nx", "\nGröße".encode("latin-1"))
    )
    with clock.travel(MONDAY):
        gate = Caller(desk.world.pa)
        assert gate.post("/desk/mails", {"message_base64": base64.b64encode(raw).decode()})["outcome"] == "taken"
        for body in ({}, {"message": "x", "message_base64": "eA=="}, {"message_base64": "e"}):
            assert gate.post("/desk/mails", body).refused == (422, "MAIL_NEEDED")
    assert said(ticket)[-1] == ("public", "Größe")
    assert fresh(ticket).state == "new"
