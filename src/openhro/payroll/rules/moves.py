"""The life of a pay run: its stages in order, and which move is allowed where."""

from __future__ import annotations

from openhro.core.errors import illegal_move

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

PUBLISHED = ("released", "paid", "filed", "closed")
"""From here on the payslips are the employees'."""

STEPS = ("preparer", "reviewer", "client")
"""The three approvals, in order; three different people."""


def moved(state: str, action: str) -> str:
    """The state after an action; refuses an illegal one and lists the legal ones."""
    allowed = MOVES[state]
    if action not in allowed:
        raise illegal_move("pay run", state.replace("_", " "), action, list(allowed))
    return allowed[action]
