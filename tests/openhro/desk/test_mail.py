"""Mails in and out: replies by token, machines that are not answered, and tokens in the wrong hands."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core import mail
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import address, at, contracts, events, fresh, stands, with_mail

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Malformed, TooLarge
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.desk import services
from openhro.desk.models import Entry, Ticket

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def desk():
    return make_.desk()


MX = "mx.example.org"


@pytest.fixture(autouse=True)
def mail_server(settings):
    """The mail server whose word on senders counts."""
    settings.DESK_MAIL_AUTHSERV = MX


def vouched(sender: str) -> str:
    """What our mail server says of a sender whom it knows."""
    return f"{MX}; dmarc=pass (p=none dis=none) header.from={sender.rpartition('@')[2]}"


def letter(sender: str, text: str = "Thank you, that helps.", *, to: str = "desk@localhost", **headers) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    made["Authentication-Results"] = headers.pop("Authentication_Results", vouched(sender))
    made["Subject"] = headers.pop("subject", "Re: Your request 1")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return bytes(made)


def to(ticket: Ticket) -> str:
    return f"desk+{ticket.reply_token}@localhost"


def handed_in(raw: bytes, when=MONDAY):
    with clock.travel(when), scope(system()):
        return services.receive_mail(system(), raw)


def said(ticket: Ticket) -> list[tuple[str, str]]:
    with scope(system()):
        return [(one.kind, str(one.body)) for one in Entry.objects.filter(ticket=ticket).order_by("at", "pk")]


def test_s_9_a_token_in_the_hands_of_another_clients_agent_is_refused_and_nothing_is_stored(desk):
    ticket = desk.asked(MONDAY)
    kim = with_mail(contracts.actor(Role.DESK_SPECIALIST, make.client(name="Orchard")), "kim")
    before, entries = fresh(ticket), said(ticket)
    found = handed_in(letter(address(kim), "Tell me everything", to=to(ticket)))
    assert (found.outcome, found.code, found.ticket_id) == ("rejected", "TOKEN_OF_ANOTHER_CLIENT", None)
    assert (said(ticket), fresh(ticket).version) == (entries, before.version)
    assert events(ticket, "desk.mail_refused") == ["desk.mail_refused"]
    with scope(system()):
        data = JournalEntry.objects.get(event="desk.mail_refused").data
    assert data == {"code": "TOKEN_OF_ANOTHER_CLIENT", "sender": str(kim.user)}


def test_a_reply_of_whoever_asked_is_threaded_and_wakes_what_waited(desk):
    ticket = desk.asked(MONDAY)
    desk.on("2026-11-23 10:00", services.answer, ticket, "Which month?")
    desk.on("2026-11-23 10:00", services.wait_for_requester, ticket)
    text = "October.\n\nOn Mon, 23 Nov 2026 at 10:00, Halden wrote:\n> Which month?"
    raw = letter(address(desk.tom).upper(), text, to=to(ticket), Message_ID="<a@b>")
    found = handed_in(raw, at("2026-11-23 11:00"))
    assert (found.outcome, found.ticket_id) == ("taken", ticket.pk)
    assert said(ticket)[-1] == ("public", "October.")
    assert fresh(ticket).state == "open"
    assert handed_in(raw, at("2026-11-23 11:01")).outcome == "repeated"
    assert [one for one in said(ticket) if one[1] == "October."] == [("public", "October.")]


def test_a_reply_is_threaded_by_the_id_that_it_answers_too(desk):
    ticket = desk.asked(MONDAY)
    reply = letter(address(desk.tom), In_Reply_To=f"<{ticket.reply_token}.{ticket.pk.hex}@localhost>")
    assert handed_in(reply).ticket_id == ticket.pk


def test_an_agent_answers_by_mail(desk):
    ticket = desk.asked(MONDAY)
    handed_in(letter(address(desk.agent), "We corrected it.", to=to(ticket)), at("2026-11-23 10:00"))
    assert stands(ticket, "first_response", "2026-11-23 10:00") == "met"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_OpenHRO_Ticket": "1"}, {"Return_Path": "<>"},
        {"List_Id": "<news.example>"},
    ],
)  # fmt: skip
def test_a_machines_mail_is_dropped(desk, headers):
    ticket = desk.asked(MONDAY)
    before = said(ticket)
    assert handed_in(letter(address(desk.tom), to=to(ticket), **headers)).outcome == "dropped"
    assert said(ticket) == before


def test_too_many_mails_in_an_hour_are_dropped(desk):
    ticket = desk.asked(MONDAY)
    for number in range(20):
        assert handed_in(letter(address(desk.tom), f"Mail {number}", to=to(ticket))).outcome == "taken"
    assert handed_in(letter(address(desk.tom), "One more", to=to(ticket))).code == "TOO_MANY_MAILS"


@pytest.mark.parametrize("who", ["nobody@example.org", "colleague"])
def test_a_token_in_other_hands_is_refused(desk, who):
    ticket = desk.asked(MONDAY)
    colleague = with_mail(contracts.actor(Role.EMPLOYEE, desk.client), "eve")
    before = said(ticket)
    sender = address(colleague) if who == "colleague" else who
    assert handed_in(letter(sender, to=to(ticket))).outcome == "rejected"
    assert (said(ticket), events(ticket, "desk.mail_refused")) == (before, ["desk.mail_refused"])


def test_a_token_that_was_guessed_finds_nothing(desk):
    desk.asked(MONDAY)
    assert handed_in(letter(address(desk.tom), to=f"desk+{'a' * 26}@localhost")).code == "TOKEN_UNKNOWN"


def test_a_mail_without_a_token_becomes_a_request(desk):
    found = handed_in(letter(address(desk.tom), "My bank changed", subject="New bank", Message_ID="<n@b>"))
    assert found.outcome == "taken"
    with scope(system()):
        ticket = Ticket.objects.get(pk=found.ticket_id)
    assert (str(ticket.subject), ticket.channel, ticket.requester_id) == ("New bank", "email", desk.tom.user)


def test_a_mail_of_a_stranger_is_refused(desk):
    assert handed_in(letter("nobody@example.org", "Hello")).code == "SENDER_UNKNOWN"
    with scope(system()):
        assert not Ticket.objects.exists()


def test_a_mail_that_is_too_large_or_none_is_refused(desk):
    with pytest.raises(TooLarge):
        handed_in(b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(Malformed):
        handed_in(b"\x00\x01 this is no mail")


@pytest.mark.parametrize(
    "verdict",
    [
        "mx.example.org; dkim=fail",
        "evil.example; dkim=pass header.d=example.org",
        "mx.example.org; dkim=pass header.d=evil.example; dmarc=fail header.from=example.org",
        'mx.example.org; spf=pass smtp.mailfrom="dkim=pass header.d=example.org"@evil.example',
        'mx.example.org; dkim=fail reason="dkim=pass header.d=example.org"',
        "mx.example.org; dkim=pass",
        "mx.example.org; dkim=pass header.d=evil.example",
        "mx.example.org; dkim=pass header.d=org",
        "mx.example.org; dmarc=pass header.from=evil.example",
        "mx.example.org; none (dmarc=pass header.from=example.org)",
        "mx.example.org; dmarc=pass header.from=example.org header.from=evil.example",
        "mx.example.org.evil.example; dmarc=pass header.from=example.org",
        "mx.example.org; dkim=pass header.d=example.org; dmarc=fail header.from=example.org",
        "",
    ],
)
def test_a_sender_that_our_mail_server_did_not_prove_is_refused(desk, verdict):
    ticket = desk.asked(MONDAY)
    before = said(ticket)
    forged = letter(address(desk.tom), to=to(ticket), Authentication_Results=verdict)
    assert handed_in(forged).code == "SENDER_NOT_PROVEN"
    assert said(ticket) == before


@pytest.mark.parametrize(
    "verdict",
    [
        "mx.example.org; dkim=pass header.d=example.org",
        "MX.example.org 1; spf=fail smtp.mailfrom=bounce@evil.example; dmarc=pass (p=none) header.from=Example.org",
        'mx.example.org;\r\n dkim=fail reason="bad; (signature" header.d=other.example;\r\n dmarc=pass header.from=example.org',
    ],
)
def test_a_sender_that_our_mail_server_proved_is_believed(desk, verdict):
    raw = letter(address(desk.tom), to=to(desk.asked(MONDAY)), Authentication_Results="@")
    assert handed_in(raw.replace(b"Results: @", b"Results: " + verdict.encode())).outcome == "taken"


def test_two_senders_are_nobody(desk):
    raw = letter(address(desk.tom), to=to(desk.asked(MONDAY)))
    for twice in (b"From: eve@evil.example\r\n" + raw, raw.replace(b"From: ", b"From: eve@evil.example, ", 1)):
        with pytest.raises(Malformed):
            handed_in(twice)


def test_without_a_mail_server_that_proves_senders_nobody_is_believed(desk, settings):
    settings.DESK_MAIL_AUTHSERV = ""
    ticket = desk.asked(MONDAY)
    assert handed_in(letter(address(desk.tom), to=to(ticket))).code == "SENDER_NOT_PROVEN"
    settings.DEBUG = True
    assert handed_in(letter(address(desk.tom), to=to(ticket))).outcome == "taken"
    assert handed_in(letter(address(desk.agent), "We say so", to=to(ticket))).code == "SENDER_NOT_PROVEN"
    assert fresh(ticket).answered_at is None


def test_a_page_as_mail_becomes_words(desk):
    ticket = desk.asked(MONDAY)
    made = EmailMessage()
    made["From"], made["To"] = address(desk.tom), to(ticket)
    made["Authentication-Results"] = vouched(address(desk.tom))
    made.set_content("<style>p{}</style><p>Bold <b>words</b></p><script>x()</script>", subtype="html")
    handed_in(bytes(made))
    assert said(ticket)[-1][1] == "Bold words"


def test_an_attachment_is_named_and_not_taken(desk):
    ticket = desk.asked(MONDAY)
    made = EmailMessage()
    made["From"], made["To"] = address(desk.tom), to(ticket)
    made["Authentication-Results"] = vouched(address(desk.tom))
    made.set_content("See the letter.")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="letter.pdf")
    handed_in(bytes(made))
    assert "letter.pdf" in said(ticket)[-1][1]


def sent(ticket: Ticket, kind: str):
    with scope(system()):
        entry = Entry.objects.filter(ticket=ticket, kind=kind, from_desk=True).order_by("-pk").first()
        services.send_mail(system(), entry.pk)
        services.send_mail(system(), entry.pk)
    return mail.outbox


def test_an_answer_goes_out_once_with_its_token(desk):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.answer, ticket, "Look at page two.")
    [out] = sent(ticket, "public")
    assert (out.to, out.reply_to, out.subject) == ([address(desk.tom)], [to(ticket)], "Your request 1")
    assert "Look at page two." in out.body
    reply = letter(address(desk.tom), "Found it.\n\n" + out.body, to=out.reply_to[0])
    handed_in(reply, at("2026-11-23 11:00"))
    assert said(ticket)[-1][1] == "Found it."


def test_our_own_mail_coming_back_is_dropped(desk):
    ticket = desk.asked(MONDAY)
    [out] = sent(ticket, "auto")
    assert out.extra_headers["Auto-Submitted"] == "auto-replied"
    assert handed_in(out.message().as_bytes()).outcome == "dropped"


def test_a_mail_about_a_confidential_request_says_nothing(desk):
    ticket = desk.asked(MONDAY, category_id=desk.secret.pk, subject="My manager shouts")
    desk.on(MONDAY, services.answer, ticket, "We spoke with her.")
    [out] = sent(ticket, "public")
    whole = out.message().as_string()
    assert "spoke" not in whole
    assert "shouts" not in whole


def test_an_internal_note_is_never_sent(desk):
    from openhro.core.errors import NotFound

    ticket = desk.asked(MONDAY)
    entry = desk.act(services.note, ticket.pk, "Secret")
    with scope(system()), pytest.raises(NotFound):
        services.send_mail(system(), entry.pk)


def test_somebody_without_an_account_answers_by_mail(desk):
    person = make_.make_people.person(desk.house, email="ruth@example.org")
    ask = services.Ask(
        "Bank", "Called", category_id=desk.general.pk, person_id=person.pk, for_them=True, channel="phone"
    )
    with clock.travel(MONDAY):
        ticket = desk.act(services.raise_ticket, desk.client.pk, ask)
    assert ticket.requester_id is None
    desk.on("2026-11-23 10:00", services.answer, ticket, "Which bank?")
    desk.on("2026-11-23 10:00", services.wait_for_requester, ticket)
    assert (
        handed_in(letter("ruth@example.org", "The one in Leeds", to=to(ticket)), at("2026-11-23 11:00")).outcome
        == "taken"
    )
    assert (said(ticket)[-1], fresh(ticket).state) == (("public", "The one in Leeds"), "open")
    assert handed_in(letter("mallory@example.org", "Me too", to=to(ticket))).code == "SENDER_UNKNOWN"
    [out] = sent(ticket, "public")
    assert out.to == ["ruth@example.org"]
