"""Mails of the desk: to whoever asked after an answer or an acknowledgment, to an agent after a question, and back to
whoever wrote a mail that was not taken. Each reply is threaded by a token.

A subject never says what a request is about; of a confidential one the mail says nothing at all but that it is there.
A mail is prepared and counted first, sent outside of any transaction, and then noted: an attempt that fails is kept.
"""

from __future__ import annotations

import secrets
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.desk import rules
from openhro.desk.models import Delivery, Entry, MailTrace, ReplyToken, Ticket
from openhro.desk.permissions import MAIL
from openhro.desk.rules.mail import MARK, OURS
from openhro.people import queries as people


@transaction.atomic
def prepare_mail(by: Actor, entry_id: UUID, user_id: UUID | None = None) -> EmailMessage | None:
    """The mail of one entry: to whoever asked, or what they said to an agent. None where it was sent, or has nowhere to
    go. Each preparation counts as an attempt."""
    entry = _entry(by, entry_id, to_agent=user_id is not None)
    made, _new = Delivery.objects.select_for_update().get_or_create(
        entry=entry, user_id=user_id, defaults={"client_id": entry.client_id}
    )  # fmt: skip
    if made.state != "waiting":
        return None
    address = clients.address_of(user_id) if user_id else address_of(by, entry.ticket)
    made.attempts += 1
    made.state = "waiting" if address else "nowhere"
    made.save()
    if not address:
        return None
    with override(_language(entry.ticket, user_id or entry.ticket.requester_id)):
        return _message(entry, address, user_id)


@transaction.atomic
def note_sent(by: Actor, entry_id: UUID, user_id: UUID | None = None) -> Delivery:
    """The mail server took it."""
    entry = _entry(by, entry_id, to_agent=user_id is not None)
    made = Delivery.objects.select_for_update().get(entry=entry, user_id=user_id)
    if made.state == "waiting":
        made.state, made.sent_at = "sent", clock.now()
        made.save(update_fields=["state", "sent_at"])
    return made


def send_mail(by: Actor, entry_id: UUID, user_id: UUID | None = None) -> None:
    """All three at once, for who need not keep the attempt; done again it changes nothing."""
    message = prepare_mail(by, entry_id, user_id)
    if message:
        message.send()
        note_sent(by, entry_id, user_id)


def _entry(by: Actor, entry_id: UUID, *, to_agent: bool) -> Entry:
    """What the desk said in public, or for an agent what whoever asked said."""
    found = Entry.objects.select_related("ticket__client", "ticket__category").filter(pk=entry_id)
    entry = found.exclude(kind="internal").filter(from_desk=not to_agent).first()
    if entry is None:
        raise NotFound("entry")
    permit(by, MAIL, entry)
    return entry


def address_of(by: Actor, ticket: Ticket) -> str:
    """Where whoever asked is reached: the account's address, else the person's, if the person is the one who asks."""
    if ticket.requester_id:
        return clients.address_of(ticket.requester_id)
    return people.person(by, ticket.person_id).email if ticket.person_id else ""


def reply_address(ticket: Ticket, user_id: UUID | None = None) -> str:
    """Where a reply to a request goes: by its own token, an agent's by a token of their own."""
    token = ticket.reply_token
    if user_id:
        held, _new = ReplyToken.objects.get_or_create(
            ticket=ticket, user_id=user_id, defaults={"client_id": ticket.client_id, "token": secrets.token_hex(16)}
        )
        token = held.token
    name, _at, domain = parseaddr(settings.DESK_MAIL)[1].partition("@")
    return f"{name}+{token}@{domain}"


def _language(ticket: Ticket, user_id: UUID | None) -> str:
    """The reader's, else the client's."""
    return (clients.locale_of(user_id) if user_id else "") or ticket.client.locale


def _message(entry: Entry, address: str, user_id: UUID | None) -> EmailMessage:
    ticket, automatic = entry.ticket, entry.kind == "auto"
    reply_to = reply_address(ticket, user_id)
    local, _at, domain = reply_to.partition("@")
    token = local.rpartition("+")[2]
    brand = ticket.client.brand_name or ticket.client.name
    headers = _headers(automatic) | {
        "Message-ID": f"<{token}.{entry.pk.hex}@{domain}>",
        "References": f"<{token}.{ticket.pk.hex}@{domain}>",
        OURS: str(ticket.pk),
    }
    words = _("Request %(number)s") if user_id else _("Your request %(number)s")
    return EmailMessage(
        subject=words % {"number": ticket.number},
        body=_body(entry, brand),
        from_email=f"{_one_line(brand)} <{parseaddr(settings.DESK_MAIL)[1]}>",
        to=[address],
        reply_to=[reply_to],
        headers=headers,
    )


def _headers(automatic: bool) -> dict[str, str]:
    return {
        "Auto-Submitted": "auto-replied" if automatic else "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _one_line(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if one not in '<>"@,;:\\')


def _body(entry: Entry, brand: str) -> str:
    said = str(entry.body)
    if entry.ticket.confidential:
        said = _("There is news on your request. Sign in to read it; we do not send it by mail.")
    return f"{MARK}\n\n{said}\n\n-- \n{brand}\n"


@transaction.atomic
def prepare_return(by: Actor, trace_id: UUID) -> EmailMessage | None:
    """Tell a sender once that their mail was not taken, and why; their address is forgotten with it."""
    trace = MailTrace.objects.select_for_update().filter(pk=trace_id).first()
    if trace is None:
        raise NotFound("mail")
    permit(by, MAIL, trace.client_id)
    address = str(trace.back_to)
    if not address:
        return None
    trace.back_to = ""
    trace.save(update_fields=["back_to"])
    users = clients.users_by_address(address)
    with override((clients.locale_of(users[0]) if len(users) == 1 else "") or settings.LANGUAGE_CODE):
        why = rules.RETURNED.get(trace.code, rules.RETURNED[""])
        body = _("We could not take your e-mail.") + f"\n\n{why}\n"
        return EmailMessage(
            subject=_("Your e-mail was not taken"), body=body, from_email=parseaddr(settings.DESK_MAIL)[1],
            to=[address], headers=_headers(True) | {OURS: str(trace.pk)},
        )  # fmt: skip
