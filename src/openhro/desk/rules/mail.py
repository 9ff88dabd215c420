"""What a mail is to the desk: its sender, the token that it answers, its own words, and whether a machine wrote it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid, Malformed, TooLarge

MOST_BYTES = 10 * 1024 * 1024
MOST_TEXT = 20_000
MOST_HOPS = 25
MARK = "## Write your answer above this line ##"
OURS = "X-OpenHRO-Ticket"
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
        sender=sender,
        subject=_line(str(message.get("Subject", "")))[:200],
        text=stripped(_body(message))[:MOST_TEXT],
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
    if str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return "precedence"
    if str(message.get("Return-Path", "")).strip() == "<>" or sender.startswith(("mailer-daemon@", "postmaster@")):
        return "bounce"
    if message.get("List-Id") or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return "list or autoreply"
    return "too many hops" if len(message.get_all("Received", [])) > MOST_HOPS else ""


def stripped(text: str) -> str:
    """A reply's own words: nothing from our line on, nor from the head of the quoted mail."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if MARK in line or re.fullmatch(r"-{2,}\s*Original Message\s*-{2,}", line.strip(), re.IGNORECASE):
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">") or _is_head_of_quote(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()


def _is_head_of_quote(line: str) -> bool:
    return bool(re.fullmatch(r"(On|Am|Le|El|Op) .{4,200}(wrote|schrieb|écrit|escribió|schreef).{0,120}:", line.strip()))


def _line(text: str) -> str:
    return " ".join(text.split())


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = part.get_content()
    if not isinstance(text, str):
        return ""
    return _words(text) if part.get_content_type() == "text/html" else text


class _Words(HTMLParser):
    """The text of a page; a line ends where a block does."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mute += tag in ("script", "style", "head")
        if tag in ("br", "p", "div", "li", "tr"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.mute -= tag in ("script", "style", "head") and self.mute > 0

    def handle_data(self, data: str) -> None:
        if not self.mute:
            self.said.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return "".join(reader.said)
