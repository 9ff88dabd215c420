"""The life of a pay run: its stages in order, and which move is allowed where."""

from __future__ import annotations

from collections.abc import Iterable

from openhro.core.errors import Conflict, illegal_move

STAGES = (
    "open", "collecting", "locked", "calculated", "reviewed", "client_approved", "funded", "released", "paid", "filed",
    "closed",
)  # fmt: skip

MOVES: dict[str, dict[str, str]] = {
    "open": {"collect": "collecting", "cancel": "cancelled"},
    "collecting": {"lock": "locked", "cancel": "cancelled"},
    "locked": {"calculate": "calculated", "unlock": "collecting"},
    "calculated": {"prepare": "calculated", "review": "reviewed", "unlock": "collecting"},
    "reviewed": {"client_approve": "client_approved", "unlock": "collecting"},
    "client_approved": {"fund": "funded", "unlock": "collecting"},
    "funded": {"release": "released", "unlock": "collecting"},
    "released": {"mark_paid": "paid"},
    "paid": {"mark_filed": "filed"},
    "filed": {"close": "closed"},
    "closed": {},
    "cancelled": {},
}
"""state -> action -> state after it. What is released cannot be unlocked: corrections are runs of their own."""

SAID = {
    "collect": "take inputs for it", "lock": "lock its inputs", "calculate": "calculate it",
    "prepare": "hand it to the reviewer", "review": "approve it as reviewer", "client_approve": "approve it as client",
    "fund": "record its funding", "release": "release its payments", "mark_paid": "mark it as paid",
    "mark_filed": "record its filings", "close": "close it", "unlock": "unlock its inputs", "cancel": "cancel it",
}  # fmt: skip
"""What somebody does who makes a move."""

PUBLISHED = ("released", "paid", "filed", "closed")
"""From here on the payslips are the employees'."""

STEPS = ("preparer", "reviewer", "client")
"""The three approvals, in order; three different people."""


def moved(state: str, action: str) -> str:
    """The state after an action; refuses an illegal one and lists the legal ones."""
    if action not in MOVES[state]:
        raise illegal(state, action, MOVES[state])
    return MOVES[state][action]


def illegal(state: str, action: str, allowed: Iterable[str]) -> Conflict:
    """The refusal of a move, with what can be done instead."""
    return illegal_move("pay run", state.replace("_", " "), action, list(allowed), SAID)
