"""How a name or a memo is spelt in the characters that a bank file allows.

Letters lose their accents (José -> Jose), letters without a base form take their usual spelling (ß -> ss, Ø -> O),
typographic marks take their plain form. What has no such form (another script, an emoji) is refused, because a bank
compares names and nobody may invent a spelling. Account numbers and identifiers are never respelt.
"""

from __future__ import annotations

import unicodedata

from paycalc.formats.records import ASCII_PRINTABLE, FormatError

__all__ = ["BACS", "SEPA", "ascii_text", "bacs_text", "sepa_text"]

BACS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/- ")
# EPC implementation guidelines, section 1.4: what every bank of SEPA takes.
SEPA = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")

_SPELLINGS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
# Bacs has no apostrophe and no comma: an apostrophe closes up (O'Brien -> OBRIEN), the others leave a blank.
_BACS_SPELLINGS = {"'": "", "`": "", '"': "", ",": " ", ";": " ", ":": " ", "(": " ", ")": " "}

# The nearest of SEPA's characters; where there is none that is read alike, a full stop.
_SEPA_SPELLINGS = dict.fromkeys('!#$%*<=>@^', ".") | {
    '"': "'", "`": "'", "&": "+", ";": ",", "[": "(", "{": "(", "]": ")", "}": ")", "_": "-", "~": "-", "\\": "/",
    "|": "/",
}  # fmt: skip


def ascii_text(text: str, field: str, width: int) -> str:
    """Printable ASCII for a name or memo, at most `width` characters; `FormatError` `charset` if it has no spelling."""
    return _tidy("".join(_spell(character, text, field) for character in text), width)


def bacs_text(text: str, field: str, width: int) -> str:
    """The Bacs characters A-Z 0-9 . & / - blank for a name or reference, at most `width` characters."""
    plain = "".join(_spell(character, text, field) for character in text).upper()
    spelt = "".join(_BACS_SPELLINGS.get(character, character) for character in plain)
    bad = next((character for character in spelt if character not in BACS), None)
    if bad is not None:
        raise _unspellable(bad, text, field)
    return _tidy(spelt, width)


def sepa_text(text: str, field: str, width: int) -> str:
    """SEPA's Latin characters for a name or remittance text, at most `width` characters."""
    plain = "".join(_spell(character, text, field) for character in text)
    return _tidy("".join(_SEPA_SPELLINGS.get(character, character) for character in plain), width)


def _spell(character: str, text: str, field: str) -> str:
    if character in ASCII_PRINTABLE:
        return character
    spelt = _SPELLINGS.get(character)
    if spelt is None:
        parts = unicodedata.normalize("NFKD", character)
        spelt = "".join(_SPELLINGS.get(part, part) for part in parts if not unicodedata.combining(part))
        only_marks = all(unicodedata.combining(part) for part in parts)
        if not ASCII_PRINTABLE.issuperset(spelt) or (not spelt and not only_marks):
            raise _unspellable(character, text, field)
    return spelt


def _tidy(text: str, width: int) -> str:
    return " ".join(text.split())[:width].rstrip()


def _unspellable(character: str, text: str, field: str) -> FormatError:
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    message = f"{field} '{text}' holds {character!r} ({name}), which has no spelling in this file; give a Latin one."
    return FormatError("charset", message, field)
