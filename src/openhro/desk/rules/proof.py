"""Whether the sender of a mail is who its From says: what our own mail server found, as RFC 8601 writes it.

A verdict is believed by its structure only. Words in a comment or in quotes are whatever the sender wrote there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"=;]+|=|;')
_METHOD = re.compile(r"[a-z0-9-]+(?:/[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One method's result with its properties, as `dkim`, `pass`, {"header.d": "example.org"}."""

    method: str
    result: str
    properties: dict[str, str] = field(default_factory=dict)


def verdicts(header: str, server: str) -> list[Verdict]:
    """What an `Authentication-Results` header says, if it is that server's; nothing where it cannot be read."""
    plain = _without_comments(header)
    if plain is None or not _quoted(plain):
        return []
    first, *rest = _sections(plain)
    if [one.lower() for one in first] not in ([server.lower()], [server.lower(), "1"]):
        return []
    return [found for section in rest if (found := _verdict(section))]


def proven(domain: str, headers: Iterable[str], server: str) -> bool:
    """Whether our server vouches for a From of that domain: DMARC passed for it, or a signature that aligns did.

    DMARC that failed outweighs all signatures.
    """
    found = [one for header in headers for one in verdicts(header, server)]
    dmarc = [one for one in found if one.method == "dmarc"]
    if any(one.result not in ("pass", "none") for one in dmarc):
        return False
    if any(one.result == "pass" and one.properties.get("header.from") == domain for one in dmarc):
        return True
    signed = [one.properties.get("header.d", "") for one in found if (one.method, one.result) == ("dkim", "pass")]
    return any(_aligned(domain, one) for one in signed)


def _aligned(domain: str, signer: str) -> bool:
    """The signer is the From's domain, or stands above it."""
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def _without_comments(text: str) -> str | None:
    """The text without its comments, which nest; None where one does not end."""
    kept, depth, quoted, escaped = [], 0, False, False
    for one in text:
        if not escaped and one == '"' and not depth:
            quoted = not quoted
        opens = one == "(" and not quoted and not escaped
        depth += opens
        if not depth:
            kept.append(one)
        elif one == ")" and not escaped:
            depth -= 1
        escaped = one == "\\" and not escaped and (quoted or depth > 0)
    return None if depth or quoted else "".join(kept)


def _quoted(text: str) -> bool:
    """Whether all of the text is made of words, quoted words, equals signs and semicolons."""
    return not _PART.sub("", text).strip()


def _sections(text: str) -> Iterator[list[str]]:
    """The words between semicolons; what stands together without a space is one word."""
    words: list[str] = []
    end = -1
    for part in _PART.finditer(text):
        if part[0] == ";":
            yield words
            words, end = [], -1
            continue
        joined = part.start() == end and "=" not in (part[0], words[-1][-1:])
        words = [*words[:-1], words[-1] + part[0]] if joined and words else [*words, part[0]]
        end = part.end()
    yield words


def _verdict(words: list[str]) -> Verdict | None:
    """method=result [reason=value] [ptype.property=value] ..."""
    pairs = list(zip(words[::3], words[1::3], words[2::3], strict=False))
    if len(words) != 3 * len(pairs) or not pairs or any(equals != "=" for _name, equals, _value in pairs):
        return None
    (method, _equals, result), *rest = pairs
    if not _METHOD.fullmatch(method.lower()) or not result.isalpha():
        return None
    properties: dict[str, str] = {}
    for name, _equals, value in rest:
        if name.lower() in properties:  # a property twice could be read either way
            return None
        properties[name.lower()] = value.strip('"').lower()
    return Verdict(method.lower().partition("/")[0], result.lower(), properties)
