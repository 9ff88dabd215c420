"""Who holds a pay run in each of its states, and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass

from openhro.core.actor import Role

CLOCKS = (
    "payroll.inputs", "payroll.lock", "payroll.review", "payroll.approve", "payroll.fund", "payroll.release",
)  # fmt: skip
"""The clocks of a run in the order of its steps: the earlier step comes first where two are due at once."""


def clock_order(kind: str) -> int:
    """The place of a clock among those that are due at the same instant."""
    return CLOCKS.index(kind) if kind in CLOCKS else len(CLOCKS)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose turn it is (None: nobody's), and the step that is theirs."""

    role: Role | None
    step: str


_HOLDERS = {
    "open": Holder(Role.CLIENT_HR, "inputs"),
    "collecting": Holder(Role.CLIENT_HR, "inputs"),
    "locked": Holder(Role.PAYROLL_SPECIALIST, "calculate"),
    "calculated": Holder(Role.PAYROLL_SPECIALIST, "prepare"),
    "reviewed": Holder(Role.CLIENT_ADMIN, "client_approve"),
    "client_approved": Holder(Role.PAYROLL_SPECIALIST, "fund"),
    "funded": Holder(Role.PAYROLL_SPECIALIST, "release"),
    "released": Holder(Role.PAYROLL_SPECIALIST, "mark_paid"),
    "paid": Holder(Role.PAYROLL_SPECIALIST, "mark_filed"),
    "filed": Holder(Role.PAYROLL_SPECIALIST, "close"),
}
_NOBODY = Holder(None, "")


def holder(state: str, prepared: bool) -> Holder:
    """Whose turn it is; a calculated run that was handed on waits for the reviewer."""
    if state == "calculated" and prepared:
        return Holder(Role.PAYROLL_SPECIALIST, "review")
    return _HOLDERS.get(state, _NOBODY)
