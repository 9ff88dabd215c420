"""Mails in and out: replies by token, machines that are not answered, and tokens in the wrong hands."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core import mail
from django.utils.translation import get_language
from tests import make
from tests.openhro.desk import make_desk as make_
from tests.openhro.desk.make_desk import address, at, contracts, events, fresh, stands, with_mail

from openhro.clients.models import User
from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Malformed, TooLarge
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.desk import rules, services, tasks
from openhro.desk.models import Delivery, Entry, MailTrace, Ticket
from openhro.desk.services import mail_out

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
    assert data == {"code": "TOKEN_OF_ANOTHER_CLIENT", "sender": None}, "nobody of another client is named here"


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
        {"List_Id": "<news.example>"}, {"Precedence": "auto-reply"}, {"Precedence": "Auto_Reply"},
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


def kept(event: str) -> list[dict]:
    """What the journal says of an event, oldest first."""
    with scope(system()):
        return [one.data for one in JournalEntry.objects.filter(event=event).order_by("pk")]


def traces() -> list[tuple[str, str]]:
    with scope(system()):
        return [(one.code, str(one.back_to)) for one in MailTrace.objects.order_by("pk")]


def test_a_mail_of_a_stranger_is_refused_and_the_journal_says_so(desk):
    assert handed_in(letter("nobody@example.org", "Hello")).code == "SENDER_UNKNOWN"
    handed_in(letter(address(desk.tom), to=f"desk+{'a' * 26}@localhost"))
    handed_in(letter(address(desk.tom), "Hello", Authentication_Results="mx.example.org; none"))
    with scope(system()):
        assert not Ticket.objects.exists()
    codes = ["SENDER_UNKNOWN", "TOKEN_UNKNOWN", "SENDER_NOT_PROVEN"]
    assert kept("desk.mail_lost") == [{"code": code} for code in codes]
    assert traces() == [(code, "") for code in codes], "nobody unknown is answered"


def test_what_comes_too_late_to_reopen_becomes_a_request_that_names_the_old_one(desk):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.resolve, ticket, "Done.")
    found = handed_in(letter(address(desk.tom), "Still wrong", to=to(ticket)), at("2026-12-14 09:00"))
    assert (found.outcome, found.ticket_id == ticket.pk) == ("taken", False)
    with scope(system()):
        later = Ticket.objects.get(pk=found.ticket_id)
    assert (later.linked_type, later.linked_id, later.category_id) == ("desk.ticket", str(ticket.pk), desk.general.pk)
    assert said(later)[0] == ("public", "Still wrong")
    assert kept("desk.mail_refused") == []


def test_what_is_written_on_a_cancelled_request_becomes_a_new_one_too(desk):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.cancel, ticket, by=desk.tom)
    assert handed_in(letter(address(desk.tom), "I need it", to=to(ticket))).outcome == "taken"
    with scope(system()):
        assert Ticket.objects.count() == 2


def test_a_reply_to_a_merged_request_reaches_the_one_that_goes_on(desk):
    first, second = desk.asked(MONDAY), desk.asked(MONDAY)
    desk.on(MONDAY, services.merge, first, second.pk)
    assert handed_in(letter(address(desk.tom), "October", to=to(first))).ticket_id == second.pk
    assert said(second)[-1] == ("public", "October")


def test_a_mail_without_words_is_returned_to_its_sender_once(desk):
    ticket = desk.asked(MONDAY)
    for _ in range(2):
        found = handed_in(letter(address(desk.tom), "> Which month?\n", to=to(ticket)))
        assert (found.outcome, found.code) == ("returned", "MAIL_EMPTY")
    assert kept("desk.mail_refused") == []
    assert traces() == [("MAIL_EMPTY", address(desk.tom)), ("MAIL_EMPTY", "")]
    with scope(system()):
        first = MailTrace.objects.order_by("pk").first()
        back = services.prepare_return(system(), first.pk)
        assert services.prepare_return(system(), first.pk) is None
    assert (back.to, "no words of your own" in back.body) == ([address(desk.tom)], True)
    assert handed_in(back.message().as_bytes()).outcome == "dropped"


def test_a_long_mail_is_taken_as_far_as_it_fits_and_says_so(desk):
    ticket = desk.asked(MONDAY)
    made = EmailMessage()
    made["From"], made["To"] = address(desk.tom), to(ticket)
    made["Authentication-Results"] = vouched(address(desk.tom))
    made.set_content("x" * 21_000)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="letter\x00.pdf")
    assert handed_in(bytes(made)).outcome == "taken"
    words = said(ticket)[-1][1]
    assert (len(words) <= 20_000, "was too long" in words, "letter.pdf" in words) == (True, True, True)


def test_a_charset_that_nobody_knows_and_a_head_without_an_end_are_read_all_the_same(desk):
    ticket = desk.asked(MONDAY)
    plain = letter(address(desk.tom), "In October", to=to(ticket)).replace(b'"utf-8"', b'"x-none"')
    assert handed_in(plain).outcome == "taken"
    html = letter(address(desk.tom), "<html><head><title>T</title><body>In May", to=to(ticket))
    assert handed_in(html.replace(b"text/plain", b"text/html")).outcome == "taken"
    assert [words for _kind, words in said(ticket)[-2:]] == ["In October", "In May"]


def test_what_nobody_can_see_in_a_head_reaches_no_column(desk):
    raw = letter(address(desk.tom), "Hello", subject="New bank", Message_ID="<n@b>")
    raw = raw.replace(b"New bank", b"=?utf-8?b?TmV3ACBiYW5r?=").replace(b"<n@b>", b"<n\x00@b>")
    assert handed_in(raw).outcome == "taken"
    with scope(system()):
        assert str(Ticket.objects.get().subject) == "New bank"


def test_new_requests_by_mail_are_limited_for_each_sender(desk):
    for number in range(20):
        assert handed_in(letter(address(desk.tom), f"Mail {number}")).outcome == "taken"
    assert handed_in(letter(address(desk.tom), "One more")).code == "TOO_MANY_MAILS"


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, 23 Nov 2026 at 10:00, A Desk With A Very Long Name\n<desk@example.org> wrote:\n> Which month?",
        "________________________________\nFrom: Desk <desk@example.org>\nSent: Monday\nTo: Tom\nSubject: Re\n\nWhich?",
        "Von: Desk\nGesendet: Montag\nAn: Tom\nBetreff: Re\n\nWelcher?",
        "-----Original Message-----\nWhich month?",
    ],
)
def test_the_quoted_mail_is_left_out(quote):
    assert rules.stripped(f"October.\n\n{quote}") == "October."
    assert rules.stripped("On Monday I asked:\nwhere is it?") == "On Monday I asked:\nwhere is it?"


def test_who_hands_mails_in_does_so_for_their_own_clients_only(desk):
    ticket, other = desk.asked(MONDAY), make.client()
    gate = contracts.actor(Role.PROVIDER_ADMIN, other)
    with clock.travel(MONDAY), scope(gate):
        new = services.receive_mail(gate, letter(address(desk.tom), "Hello"))
        reply = services.receive_mail(gate, letter(address(desk.tom), "Hello", to=to(ticket)))
    assert (new.code, reply.code) == ("CLIENT_UNCLEAR", "TOKEN_UNKNOWN")
    with scope(system()):
        assert (Ticket.objects.count(), len(said(ticket))) == (1, 2)


def test_an_agent_is_mailed_what_was_asked_and_answers_by_a_token_of_their_own(desk):
    ticket = desk.asked(MONDAY)
    desk.on(MONDAY, services.assign, ticket, agent_id=desk.agent.user, by=desk.lead)
    with scope(system()):
        asked = Entry.objects.get(ticket=ticket, kind="public")
        services.send_mail(system(), asked.pk, desk.agent.user)
    [out] = mail.outbox
    assert (out.to, out.subject, "My payslip says 0T." in out.body) == ([address(desk.agent)], "Request 1", True)
    assert out.reply_to != [to(ticket)]
    stolen = handed_in(letter(address(desk.tom), "Mine", to=out.reply_to[0]))
    assert stolen.code == "TOKEN_OF_SOMEBODY_ELSE"
    assert handed_in(letter(address(desk.agent), "Corrected.", to=out.reply_to[0])).outcome == "taken"
    assert said(ticket)[-1] == ("public", "Corrected.")


def test_an_attempt_that_the_mail_server_refused_is_kept(desk, monkeypatch):
    ticket = desk.asked(MONDAY)
    with scope(system()):
        entry = Entry.objects.get(ticket=ticket, kind="auto")
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            tasks.mail(str(entry.pk))
    with scope(system()):
        made = Delivery.objects.get(entry=entry)
    assert (made.state, made.attempts, made.sent_at) == ("waiting", 2, None)


def test_mails_are_in_the_readers_language(desk, monkeypatch):
    ticket = desk.asked(MONDAY)
    User.objects.filter(pk=desk.tom.user).update(locale="de")
    seen = []
    monkeypatch.setattr(mail_out, "_body", lambda *_args: seen.append(get_language()) or "")
    with scope(system()):
        services.prepare_mail(system(), Entry.objects.get(ticket=ticket, kind="auto").pk)
    assert seen == ["de"]


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
