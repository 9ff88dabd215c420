"""Mails to whoever asked: after an answer or an acknowledgment, with a token that threads the reply.

A subject never says what a request is about; of a confidential one the mail says nothing at all but that it is there.
"""

from __future__ import annotations

from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.desk.models import Delivery, Entry, Ticket
from openhro.desk.permissions import MAIL
from openhro.desk.rules.mail import MARK, OURS
from openhro.people import queries as people


@transaction.atomic
def send_mail(by: Actor, entry_id: UUID) -> Delivery:
    """Send one entry to whoever asked, once; done again it changes nothing."""
    entry = Entry.objects.select_related("ticket__client").filter(pk=entry_id).exclude(kind="internal").first()
    if entry is None or not entry.from_desk:
        raise NotFound("entry")
    permit(by, MAIL, entry)
    made, _new = Delivery.objects.select_for_update().get_or_create(
        entry=entry, defaults={"client_id": entry.client_id}
    )  # fmt: skip
    if made.state != "waiting":
        return made
    address = address_of(by, entry.ticket)
    made.attempts += 1
    if address:
        _message(entry, address).send()
        made.state, made.sent_at = "sent", clock.now()
    else:
        made.state = "nowhere"
    made.save()
    return made


def address_of(by: Actor, ticket: Ticket) -> str:
    """Where whoever asked is reached: the account's address, else the person's, if the person is the one who asks."""
    if ticket.requester_id:
        return clients.address_of(ticket.requester_id)
    return people.person(by, ticket.person_id).email if ticket.person_id else ""


def reply_address(ticket: Ticket) -> str:
    """Where a reply to a request goes."""
    name, _at, domain = parseaddr(settings.DESK_MAIL)[1].partition("@")
    return f"{name}+{ticket.reply_token}@{domain}"


def _message(entry: Entry, address: str) -> EmailMessage:
    ticket, automatic = entry.ticket, entry.kind == "auto"
    domain = parseaddr(settings.DESK_MAIL)[1].partition("@")[2]
    brand = ticket.client.brand_name or ticket.client.name
    headers = {
        "Message-ID": f"<{ticket.reply_token}.{entry.pk.hex}@{domain}>",
        "References": f"<{ticket.reply_token}.{ticket.pk.hex}@{domain}>",
        "Auto-Submitted": "auto-replied" if automatic else "auto-generated",
        "X-Auto-Response-Suppress": "All",
        OURS: str(ticket.pk),
    }
    return EmailMessage(
        subject=_("Your request %(number)s") % {"number": ticket.number},
        body=_body(entry, brand),
        from_email=f"{_one_line(brand)} <{parseaddr(settings.DESK_MAIL)[1]}>",
        to=[address],
        reply_to=[reply_address(ticket)],
        headers=headers,
    )


def _one_line(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if one not in '<>"@,;:\\')


def _body(entry: Entry, brand: str) -> str:
    said = str(entry.body)
    if entry.ticket.confidential:
        said = _("There is news on your request. Sign in to read it; we do not send it by mail.")
    return f"{MARK}\n\n{said}\n\n-- \n{brand}\n"
