"""Mails that arrive for the desk: a reply to a request, by its token, or a new one from somebody who is known.

Whoever hands a mail in is not who wrote it: everything is done with the rights of its sender, and inside their scope.
A mail that must not be taken is not an error of whoever hands it in: the answer says why, and nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Refused
from openhro.core.permission import may, permit
from openhro.core.scope import scope
from openhro.desk import events, rules
from openhro.desk.models import Category, Entry, Ticket
from openhro.desk.permissions import MAIL, RAISE, WORK
from openhro.desk.rules import Mail
from openhro.desk.services.asking import Ask, raise_ticket
from openhro.desk.services.moves import reopen
from openhro.desk.services.talking import answer, ask_again, hear_person
from openhro.people import queries as people

MOST_AN_HOUR = 20
GENERAL = "general"
"""The category of what arrives by mail without a token."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a mail: taken, repeated, dropped (a machine wrote it) or rejected, and why."""

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
        return Received("rejected", "SENDER_NOT_PROVEN")
    if mail.token:
        ticket = Ticket.objects.filter(reply_token=mail.token).select_related("client", "category", "policy").first()
        if ticket:
            return _replied(by, mail, ticket)
        return Received("rejected", "TOKEN_UNKNOWN")
    return _asked(by, mail)


def _proven(mail: Mail) -> bool:
    """Whether our own mail server (`OPENHRO_MAIL_AUTHSERV`) vouches for the sender. Where none is named nobody is
    proven; while developing, whoever asked is believed all the same, and never an agent."""
    server = settings.DESK_MAIL_AUTHSERV
    return bool(server) and rules.proven(mail.sender.rpartition("@")[2], mail.verdicts, server)


def _replied(by: Actor, mail: Mail, ticket: Ticket) -> Received:
    """A reply to a request: from whoever asked, or from an agent of its client."""
    sender = _sender(by, mail, ticket)
    if sender is None and _is_person(by, mail, ticket):
        return _heard(by, mail, ticket)
    if sender is None:
        return _refused(by, ticket, "SENDER_UNKNOWN", None)
    if not sender.sees(ticket.client_id):
        return _refused(by, ticket, "TOKEN_OF_ANOTHER_CLIENT", sender.user)
    own = ticket.requester_id is not None and sender.user == ticket.requester_id
    if not own and not may(sender, WORK, ticket):
        return _refused(by, ticket, "NOT_ON_THIS_REQUEST", sender.user)
    if not own and not _proven(mail):
        return _refused(by, ticket, "SENDER_NOT_PROVEN", sender.user)
    if mail.message_id and Entry.objects.filter(client_id=ticket.client_id, message_id=mail.message_id).exists():
        return Received("repeated", "MAIL_REPEATED", ticket.pk)
    if _too_many(ticket, sender.user):
        return Received("dropped", "TOO_MANY_MAILS", ticket.pk)
    try:
        with transaction.atomic(), scope(sender):
            _say(sender, mail, ticket, own=own)
    except Refused as refused:
        return _refused(by, ticket, refused.code, sender.user)
    return Received("taken", "", ticket.pk)


def _is_person(by: Actor, mail: Mail, ticket: Ticket) -> bool:
    """Whether the person whom an agent asked for, and who has no account, writes."""
    if ticket.requester_id is not None or ticket.person_id is None:
        return False
    return people.person(by, ticket.person_id).email.lower() == mail.sender


def _heard(by: Actor, mail: Mail, ticket: Ticket) -> Received:
    """Such a person has no rights to act with: the product itself notes what they say on their own open request."""
    if mail.message_id and Entry.objects.filter(client_id=ticket.client_id, message_id=mail.message_id).exists():
        return Received("repeated", "MAIL_REPEATED", ticket.pk)
    if ticket.state not in rules.ACTIVE:
        return _refused(by, ticket, "REQUEST_DONE", None)
    if _too_many(ticket, by.user):
        return Received("dropped", "TOO_MANY_MAILS", ticket.pk)
    with transaction.atomic():
        hear_person(by, ticket.pk, _text(mail), mail.message_id)
    return Received("taken", "", ticket.pk)


def _say(sender: Actor, mail: Mail, ticket: Ticket, *, own: bool) -> None:
    text = _text(mail)
    kept = {"channel": "email", "message_id": mail.message_id}
    if not own:
        answer(sender, ticket.pk, text, **kept)
    elif ticket.state in ("resolved", "closed"):
        reopen(sender, ticket.pk, text, **kept)
    else:
        ask_again(sender, ticket.pk, text, **kept)


def _text(mail: Mail) -> str:
    """A mail's words; attachments are named, for they are not taken."""
    if not mail.attachments:
        return mail.text
    named = ", ".join(mail.attachments)
    return f"{mail.text}\n\n" + _("Attached, and not taken: %s. Ask for them in another way.") % named


def _sender(by: Actor, mail: Mail, ticket: Ticket | None) -> Actor | None:
    """The one user with that address; where several share it, whoever asked."""
    users = clients.users_by_address(mail.sender)
    if ticket and ticket.requester_id in users:
        users = [user for user in users if user == ticket.requester_id]
    return clients.actor_of(users[0], by.via) if len(users) == 1 else None


def _too_many(ticket: Ticket, user: UUID | None) -> bool:
    since = clock.now() - timedelta(hours=1)
    mails = Entry.objects.filter(ticket=ticket, author_id=user, channel="email", at__gte=since)
    return mails.count() >= MOST_AN_HOUR


def _refused(by: Actor, ticket: Ticket, code: str, sender: UUID | None) -> Received:
    """A security event in the journal of the request's client; of the mail itself nothing is kept."""
    journal.record(by, events.MAIL_REFUSED, ticket, {"code": code, "sender": sender})
    return Received("rejected", code)


def _asked(by: Actor, mail: Mail) -> Received:
    """A new request of somebody who may ask at one client, or at the one whose code stands in the address."""
    sender = _sender(by, mail, None)
    if sender is None:
        return Received("rejected", "SENDER_UNKNOWN")
    words = {part for address in mail.recipients for part in [address.partition("@")[0].partition("+")[2]] if part}
    with scope(sender):
        homes = [one for one in clients.clients(sender)[:50] if may(sender, RAISE, one.pk)]
        named = [one for one in homes if one.code.lower() in words]
        chosen = named or homes
        if len(chosen) != 1:
            return Received("rejected", "CLIENT_UNCLEAR")
        category = Category.objects.filter(client_id=chosen[0].pk, code=GENERAL).first()
        if category is None:
            return Received("rejected", "NO_GENERAL_CATEGORY")
        if mail.message_id:
            held = Entry.objects.filter(client_id=chosen[0].pk, message_id=mail.message_id).first()
            if held:
                return Received("repeated", "MAIL_REPEATED", held.ticket_id)
        ask = Ask(
            subject=(mail.subject or _("By e-mail"))[:160], text=_text(mail), category_id=category.pk, channel="email",
            message_id=mail.message_id,
        )  # fmt: skip
        try:
            with transaction.atomic():
                return Received("taken", "", raise_ticket(sender, chosen[0].pk, ask).pk)
        except Refused as refused:
            return Received("rejected", refused.code)
