"""Typed refusals: a stable code, and a sentence that a user can act on. REST and pages show the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any


class Refused(Exception):
    """What the product answers when it will not do something; nothing has been written when it is raised.

    `field` names the input at fault, `rule` the rule that was broken, `detail` is data for programs.
    """

    status = 422

    def __init__(
        self, code: str, message: str, *, field: str | None = None, rule: str | None = None, detail: Any = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.field, self.rule, self.detail = code, message, field, rule, detail

    def body(self) -> dict[str, Any]:
        """The REST body; keys without a value are left out."""
        full = {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "rule": self.rule,
            "detail": self.detail,
        }
        return {key: value for key, value in full.items() if value is not None}


class Malformed(Refused):
    """400: the request itself cannot be read."""

    status = 400


class NotSignedIn(Refused):
    """401: nobody is signed in."""

    status = 401

    def __init__(self, message: str = "Sign in to go on.") -> None:
        super().__init__("NOT_SIGNED_IN", message)


class Forbidden(Refused):
    """403: one's own client, but not one's own work."""

    status = 403


class NotFound(Refused):
    """404: there is no such thing, or it is another client's; the two answers are the same on purpose."""

    status = 404

    def __init__(self, what: str = "record") -> None:
        super().__init__("NOT_FOUND", f"There is no such {what}, or it is not yours to see.")


class Conflict(Refused):
    """409: not in this state, or not by this person."""

    status = 409


class Stale(Refused):
    """412: somebody changed the record since it was read."""

    status = 412


class TooLarge(Refused):
    """413: more than is read at once."""

    status = 413


class Invalid(Refused):
    """422: understood, but against a rule."""


class TooMany(Refused):
    """429: too often; try again later."""

    status = 429


def check_choice(value: str, choices: Iterable[str], field: str) -> None:
    """Refuse a word that is none of those there are; no word at all is fine."""
    known = list(choices)
    if value and value not in known:
        raise Invalid("CHOICE", f"Choose one of {', '.join(known)}.", field=field)


def illegal_move(
    what: str, state: str, action: str, allowed: list[str], words: Mapping[str, str] = MappingProxyType({})
) -> Conflict:
    """The one answer to a move that a record's state does not allow; it lists the moves that it does.

    `words` says each move as something to do, "lock its inputs"; a move without words is called by its own name.
    """
    said = {name: words.get(name, name.replace("_", " ")) for name in (action, *allowed)}
    ways = ", ".join(said[name] for name in allowed) if allowed else "nothing further"
    who = "you" if action in words else "it"
    return Conflict(
        "ILLEGAL_TRANSITION",
        f"This {what} is {state}, so {who} cannot {said[action]}. Possible now: {ways}.",
        detail={"from": state, "action": action, "allowed": allowed},
    )
