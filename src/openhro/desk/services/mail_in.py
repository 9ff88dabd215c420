"""Mails that arrive for the desk: a reply to a request, by its token, or a new one from somebody who is known.

Whoever hands a mail in is not who wrote it: everything is done with the rights of its sender and inside their scope,
at clients for which the one who hands in may do so. A mail that is not taken is no error of whoever hands it in: the
answer says why, the journal keeps that it was so, nothing of the mail is kept, and a sender whom we know is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.clients.queries import Client
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Refused
from openhro.core.fields import blind_index
from openhro.core.permission import may, permit
from openhro.core.scope import scope
from openhro.desk import events, rules
from openhro.desk.models import Category, Entry, MailTrace, ReplyToken, Ticket
from openhro.desk.permissions import MAIL, RAISE, WORK
from openhro.desk.rules import Mail
from openhro.desk.services.asking import Ask, raise_ticket
from openhro.desk.services.moves import reopen
from openhro.desk.services.talking import MOST, answer, ask_again, hear_person
from openhro.people import queries as people

MOST_AN_HOUR = 20
GENERAL = "general"
"""The category of what arrives by mail without a token."""
_AGAIN = timedelta(days=1)
"""How long a sender is not told again of the same refusal."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a mail: taken, repeated, dropped (a machine's, or too many), returned (the sender is told why) or
    rejected (not the sender's to send)."""

    outcome: str
    code: str = ""
    ticket_id: UUID | None = None


def receive_mail(by: Actor, raw: bytes) -> Received:
    """Take one mail in."""
    permit(by, MAIL)
    mail = rules.parsed(raw)
    if mail.machine:
        return Received("dropped", mail.machine.upper().replace(" ", "_").replace("-", "_"))
    if not _proven(mail) and not (settings.DEBUG and not settings.DESK_MAIL_AUTHSERV):
        return _lost(by, mail, "SENDER_NOT_PROVEN")
    if not mail.token:
        return _asked(by, mail)
    ticket, holder = _by_token(by, mail.token)
    return _replied(by, mail, ticket, holder) if ticket else _lost(by, mail, "TOKEN_UNKNOWN")


def _proven(mail: Mail) -> bool:
    """Whether our own mail server (`OPENHRO_MAIL_AUTHSERV`) vouches for the sender. Where none is named nobody is
    proven; while developing, whoever asked is believed all the same, and never an agent."""
    server = settings.DESK_MAIL_AUTHSERV
    return bool(server) and rules.proven(mail.sender.rpartition("@")[2], mail.verdicts, server)


def _by_token(by: Actor, token: str) -> tuple[Ticket | None, UUID | None]:
    """The request of a token, or the one that it goes on in; and whose token it is, where it is an agent's own."""
    own = ReplyToken.objects.filter(token=token).first()
    found = Ticket.objects.select_related("client", "category", "policy")
    ticket = found.filter(pk=own.ticket_id).first() if own else found.filter(reply_token=token).first()
    while ticket and ticket.merged_into_id:
        ticket = found.get(pk=ticket.merged_into_id)
    handed = ticket if ticket and may(by, MAIL, ticket) else None
    return handed, own.user_id if own else None


def _replied(by: Actor, mail: Mail, ticket: Ticket, holder: UUID | None) -> Received:
    """A reply to a request: from whoever asked, or from an agent of its client."""
    sender = _sender(by, mail, ticket)
    if sender is None and not _is_person(by, mail, ticket):
        return _refused(by, ticket, "SENDER_UNKNOWN", None)
    code = _wrong_hands(mail, ticket, sender, holder) if sender else ""
    if code:
        return _refused(by, ticket, code, sender)
    if _held(ticket.client_id, mail):
        return Received("repeated", "MAIL_REPEATED", ticket.pk)
    if _too_many(ticket, sender.user if sender else None):
        return Received("dropped", "TOO_MANY_MAILS", ticket.pk)
    try:
        with transaction.atomic():
            said_on = _said(by, sender, mail, ticket)
    except Refused as refused:
        return _returned(by, mail, ticket, refused.code)
    return Received("taken", "", said_on)


def _wrong_hands(mail: Mail, ticket: Ticket, sender: Actor, holder: UUID | None) -> str:
    """Why a token is not this sender's to use; empty where it is."""
    if not sender.sees(ticket.client_id):
        return "TOKEN_OF_ANOTHER_CLIENT"
    if holder not in (None, sender.user):
        return "TOKEN_OF_SOMEBODY_ELSE"
    if _is_own(sender, ticket):
        return ""
    if not may(sender, WORK, ticket):
        return "NOT_ON_THIS_REQUEST"
    return "" if _proven(mail) else "SENDER_NOT_PROVEN"


def _is_own(sender: Actor, ticket: Ticket) -> bool:
    return ticket.requester_id is not None and sender.user == ticket.requester_id


def _said(by: Actor, sender: Actor | None, mail: Mail, ticket: Ticket) -> UUID:
    """Put the words onto the request, or onto a new one where the old one is over."""
    text = rules.told(mail, MOST)
    if sender is None and ticket.state not in rules.ACTIVE:
        raise Conflict("REQUEST_DONE", _("The request is done."))
    if sender is None:
        return hear_person(by, ticket.pk, text, mail.message_id).ticket_id
    with scope(sender):
        if not _is_own(sender, ticket):
            answer(sender, ticket.pk, text, channel="email", message_id=mail.message_id)
        elif rules.over(ticket.state, ticket.resolved_at, clock.now(), rules.reopen_days(ticket.policy)):
            return _asked_after(sender, mail, ticket, text)
        elif ticket.state in ("resolved", "closed"):
            reopen(sender, ticket.pk, text, channel="email", message_id=mail.message_id)
        else:
            ask_again(sender, ticket.pk, text, channel="email", message_id=mail.message_id)
    return ticket.pk


def _asked_after(sender: Actor, mail: Mail, ticket: Ticket, text: str) -> UUID:
    """What is written on a request that is over becomes a new one, of the same category, that names it."""
    subject = _("Again: request %(number)s") % {"number": ticket.number}
    ask = Ask(
        subject, text, category_id=ticket.category_id, person_id=ticket.person_id, channel="email",
        linked=("desk.ticket", str(ticket.pk)), message_id=mail.message_id,
    )  # fmt: skip
    return raise_ticket(sender, ticket.client_id, ask).pk


def _is_person(by: Actor, mail: Mail, ticket: Ticket) -> bool:
    """Whether the person whom an agent asked for, and who has no account, writes."""
    if ticket.requester_id is not None or ticket.person_id is None:
        return False
    return people.person(by, ticket.person_id).email.lower() == mail.sender


def _sender(by: Actor, mail: Mail, ticket: Ticket | None) -> Actor | None:
    """The one user with that address; where several share it, whoever asked."""
    users = clients.users_by_address(mail.sender)
    if ticket and ticket.requester_id in users:
        users = [user for user in users if user == ticket.requester_id]
    return clients.actor_of(users[0], by.via) if len(users) == 1 else None


def _held(client_id: UUID, mail: Mail) -> Entry | None:
    """The entry that this mail became already."""
    if not mail.message_id:
        return None
    return Entry.objects.filter(client_id=client_id, message_id=mail.message_id).first()


def _too_many(ticket: Ticket, user: UUID | None) -> bool:
    since = clock.now() - timedelta(hours=1)
    mails = Entry.objects.filter(ticket=ticket, author_id=user, channel="email", at__gte=since, kind="public")
    return mails.count() >= MOST_AN_HOUR


def _asked(by: Actor, mail: Mail) -> Received:
    """A new request of somebody who may ask at one client, or at the one whose code stands in the address."""
    sender = _sender(by, mail, None)
    if sender is None:
        return _lost(by, mail, "SENDER_UNKNOWN")
    with scope(sender):
        chosen = _where(by, sender, mail)
        category = Category.objects.filter(client_id=chosen.pk, code=GENERAL).first() if chosen else None
    if chosen is None or category is None:
        return _returned(by, mail, None, "NO_GENERAL_CATEGORY" if chosen else "CLIENT_UNCLEAR")
    held = _held(chosen.pk, mail)
    if held:
        return Received("repeated", "MAIL_REPEATED", held.ticket_id)
    since = clock.now() - timedelta(hours=1)
    asked = Ticket.objects.filter(requester_id=sender.user, channel="email", opened_at__gte=since)
    if asked.count() >= MOST_AN_HOUR:
        return Received("dropped", "TOO_MANY_MAILS")
    ask = Ask(
        subject=(mail.subject or _("By e-mail"))[:160], text=rules.told(mail, MOST), category_id=category.pk,
        channel="email", message_id=mail.message_id,
    )  # fmt: skip
    try:
        with transaction.atomic(), scope(sender):
            return Received("taken", "", raise_ticket(sender, chosen.pk, ask).pk)
    except Refused as refused:
        return _returned(by, mail, None, refused.code)


def _where(by: Actor, sender: Actor, mail: Mail) -> Client | None:
    """The one client that the sender may mean, among those for which mails may be handed in."""
    words = {part for address in mail.recipients for part in [address.partition("@")[0].partition("+")[2]] if part}
    homes = [one for one in clients.clients(sender)[:50] if may(sender, RAISE, one.pk) and may(by, MAIL, one.pk)]
    chosen = [one for one in homes if one.code.lower() in words] or homes
    return chosen[0] if len(chosen) == 1 else None


def _refused(by: Actor, ticket: Ticket, code: str, sender: Actor | None) -> Received:
    """A security event in the journal of the request's client, which names nobody of another client's."""
    user = sender.user if sender and sender.sees(ticket.client_id) else None
    journal.record(by, events.MAIL_REFUSED, ticket, {"code": code, "sender": user})
    return Received("rejected", code)


def _lost(by: Actor, mail: Mail, code: str) -> Received:
    """A mail that belongs to no request, of somebody whom we do not know to have written it: nobody is answered."""
    journal.record(by, events.MAIL_LOST, _trace(mail, None, code), {"code": code})
    return Received("rejected", code)


def _returned(by: Actor, mail: Mail, ticket: Ticket | None, code: str) -> Received:
    """A mail of somebody known that could not be taken: they are told why, once a day."""
    known = MailTrace.objects.filter(sender=_mark(mail), code=code, at__gte=clock.now() - _AGAIN).exists()
    trace = _trace(mail, ticket, code, back_to="" if known else mail.sender)
    journal.record(by, events.MAIL_RETURNED, trace, {"code": code, "ticket": ticket and ticket.pk})
    return Received("returned", code)


def _trace(mail: Mail, ticket: Ticket | None, code: str, back_to: str = "") -> MailTrace:
    client = ticket.client_id if ticket else None
    return MailTrace.objects.create(
        client_id=client, at=clock.now(), code=code, sender=_mark(mail), back_to=back_to
    )  # fmt: skip


def _mark(mail: Mail) -> bytes:
    return blind_index(mail.sender, "desk.mail")
