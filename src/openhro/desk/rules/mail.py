"""What a mail is to the desk: its sender, the token that it answers, its own words, and whether a machine wrote it."""

from __future__ import annotations

import email
import email.policy
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Invalid, Malformed, TooLarge

MOST_BYTES = 10 * 1024 * 1024
MOST_HOPS = 25
RETURNED = {
    "MAIL_EMPTY": gettext_lazy("It has no words of your own. Write above the line, and send it again."),
    "REQUEST_DONE": gettext_lazy("The request is done. Call or write to us without this token."),
    "CLIENT_UNCLEAR": gettext_lazy("We cannot tell for which company you write. Sign in and ask there."),
    "NO_GENERAL_CATEGORY": gettext_lazy("Your company takes no requests by e-mail. Sign in and ask there."),
    "": gettext_lazy("Sign in and write it there."),
}
"""What a sender is told whose mail was not taken."""
MARK = "## Write your answer above this line ##"
OURS = "X-OpenHRO-Ticket"
_ORIGINAL = re.compile(r"-{2,}\s*Original Message\s*-{2,}", re.IGNORECASE)
_HEAD = re.compile(r"(On|Am|Le|El|Op) .{4,300}(wrote|schrieb|écrit|escribió|schreef).{0,160}:")
_HEAD_BEGINS = re.compile(r"\s*(On|Am|Le|El|Op) ")
_OUTLOOK_FROM = (["from"], ["von"], ["de"], ["van"])
_OUTLOOK_SENT = ("sent", "date", "gesendet", "datum", "envoyé", "enviado", "verzonden")
_TOKEN = re.compile(r"\+([a-z0-9]{20,40})@", re.ASCII)
_IN_ID = re.compile(r"<([a-z0-9]{20,40})\.[0-9a-f]+@", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the desk reads it."""

    sender: str
    subject: str
    text: str
    message_id: str
    token: str
    recipients: tuple[str, ...]
    machine: str
    attachments: tuple[str, ...]
    verdicts: tuple[str, ...]


def parsed(raw: bytes, most_bytes: int = MOST_BYTES) -> Mail:
    """Read a message of RFC 5322; refused where it is too large or none."""
    if len(raw) > most_bytes:
        raise TooLarge("MAIL_TOO_LARGE", _("A mail may have %s MB at most.") % (most_bytes // 1024 // 1024))
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return _read(message)
    except (Malformed, Invalid):
        raise
    except Exception as unreadable:  # the parser of the standard library raises whatever it likes on a broken header
        raise _unreadable() from unreadable


def _unreadable() -> Malformed:
    return Malformed("MAIL_UNREADABLE", _("This is not a mail that can be read."))


def _read(message: EmailMessage) -> Mail:
    sender = _sender(message)
    heads = [
        str(value) for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in message.get_all(name, [])
    ]
    recipients = tuple(address.lower() for _name, address in getaddresses(heads) if address)
    threads = " ".join(str(message.get(name, "")) for name in ("In-Reply-To", "References"))
    return Mail(
        sender=_line(sender),
        subject=_line(str(message.get("Subject", "")))[:200],
        text=stripped(_body(message)),
        message_id=_line(str(message.get("Message-ID", "")))[:250],
        token=token_of(recipients, threads),
        recipients=recipients,
        machine=automatic(message, sender),
        attachments=tuple(_line(part.get_filename() or "?")[:80] for part in message.iter_attachments())[:20],
        verdicts=tuple(str(value) for value in message.get_all("Authentication-Results", [])),
    )


def _sender(message: EmailMessage) -> str:
    """The one address of the one From line: where there are two, each program shows another one."""
    lines = message.get_all("From", [])
    found = [one for line in lines for one in line.addresses]
    if len(lines) != 1 or len(found) != 1 or not found[0].username or not found[0].domain:
        raise _unreadable()
    return str(found[0].addr_spec).strip().lower()


def token_of(recipients: Iterable[str], threads: str) -> str:
    """The reply token in an address or, where a program has lost that, in the ids of the mails that it answers."""
    for address in recipients:
        found = _TOKEN.search(address)
        if found:
            return found[1]
    ours = _IN_ID.findall(threads.lower())
    return str(ours[-1]) if ours else ""


def automatic(message: EmailMessage, sender: str) -> str:
    """Why a mail is a machine's, so that two machines never talk to each other; empty for a person's."""
    written = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    if written not in ("no", ""):
        return "auto-submitted"
    if message.get(OURS):
        return "our own"
    if str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply", "auto-reply"):
        return "precedence"
    if str(message.get("Return-Path", "")).strip() == "<>" or sender.startswith(("mailer-daemon@", "postmaster@")):
        return "bounce"
    if message.get("List-Id") or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return "list or autoreply"
    return "too many hops" if len(message.get_all("Received", [])) > MOST_HOPS else ""


def stripped(text: str) -> str:
    """A reply's own words: nothing from our line on, nor from the head of the quoted mail."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if MARK in line or _ORIGINAL.fullmatch(line.strip()) or _is_outlooks_head(lines[number : number + 6]):
            break
        kept.append(line)
    while kept and _is_quoted(kept):
        kept.pop()
    return "\n".join(kept).strip()


def _is_quoted(lines: list[str]) -> bool:
    """Whether the last line is empty or of the quoted mail: its head may be wrapped over three."""
    last = lines[-1].strip()
    if not last or last.startswith(">") or re.fullmatch(r"_{10,}", last):
        return True
    if not last.endswith(":"):
        return False
    heads = (" ".join(one.strip() for one in lines[-count:]) for count in (1, 2, 3))
    if not any(_HEAD.fullmatch(head) for head in heads):
        return False
    while not _HEAD_BEGINS.match(lines[-1]):
        lines.pop()
    return True


def _is_outlooks_head(lines: list[str]) -> bool:
    """From, Sent, To and Subject, one below the other."""
    names = [line.partition(":")[0].strip(" *").lower() for line in lines if line.strip()]
    return names[:1] in _OUTLOOK_FROM and any(name in _OUTLOOK_SENT for name in names[1:3])


def told(mail: Mail, most: int) -> str:
    """A mail's words with the names of what was attached, within so many characters; 422 where there are none."""
    if not mail.text and not mail.attachments:
        raise Invalid("MAIL_EMPTY", _("This mail has no words of its own."), field="text")
    notes = []
    if mail.attachments:
        named = ", ".join(mail.attachments)
        notes.append(_("Attached, and not taken: %s. Ask for them in another way.") % named)
    room = most - sum(len(note) + 2 for note in notes)
    if len(mail.text) > room:
        notes.insert(0, _("The rest of this mail was too long."))
        room = most - sum(len(note) + 2 for note in notes)
    return "\n\n".join([mail.text[:room].rstrip(), *notes]).strip()


def _line(text: str) -> str:
    """One line without what nobody can see: it goes into columns that take no such characters."""
    return " ".join(
        "".join(one for one in text if one.isspace() or unicodedata.category(one) not in ("Cc", "Cs")).split()
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except LookupError:  # a charset that nobody knows: most of its characters are ASCII all the same
        text = part.get_payload(decode=True).decode("utf-8", "replace")  # type: ignore[union-attr]
    if not isinstance(text, str):
        return ""
    return _words(text) if part.get_content_type() == "text/html" else text


_MUTE = ("script", "style", "title")


class _Words(HTMLParser):
    """The text of a page; a line ends where a block does."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mute += tag in _MUTE
        if tag in ("br", "p", "div", "li", "tr"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.mute -= tag in _MUTE and self.mute > 0

    def handle_data(self, data: str) -> None:
        if not self.mute:
            self.said.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return "".join(reader.said)
