"""The metrics that service levels can promise: functions register theirs when the product starts.

levels.metric("payroll_accuracy", _("Payslips right first time"), "payslips", measured=accuracy)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openhro.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that ended, or was breached, in a window: it counts as met or as missed.

    `excluded_for` says why it should not count, which holds once the client has `consented`. `scope_item_id` is the
    contract line that covers it: another contract's things are not counted. `because` says in words why it was met or
    missed, and `url` is the page that explains it.
    """

    id: UUID
    kind: str
    label: str
    met: bool
    excluded_for: str
    consented: bool
    at: datetime
    scope_item_id: UUID | None = None
    because: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """A function's own way to ask that a thing does not count, and to consent to it."""

    ask: Callable[[Actor, UUID, str], Any]
    consent: Callable[[Actor, UUID], Any]


Measured = Callable[[Actor, UUID, datetime, datetime], list[Item]]


@dataclass(frozen=True, slots=True)
class Metric:
    """What can be promised, for work of which functions. `leave_out` where the function keeps exclusions itself."""

    code: str
    name: Any
    unit: Any
    measured: Measured
    functions: tuple[str, ...] = ()
    leave_out: LeaveOut | None = None


METRICS: dict[str, Metric] = {}


def register(found: Metric) -> Metric:
    """Make a metric known; a code is taken once."""
    if found.code in METRICS:
        raise ValueError(f"Metric {found.code} is registered twice.")
    METRICS[found.code] = found
    return found


def metric_name(code: str) -> str:
    """What a metric is called; its code, where the function that measured it is no longer installed."""
    return str(METRICS[code].name) if code in METRICS else code


def measurable(functions: set[str]) -> bool:
    """Whether some metric measures work of one of these functions."""
    return any(functions & set(one.functions) for one in METRICS.values())


Charges = Callable[[Actor, list[UUID], date], dict[UUID, int]]
_charges: list[Charges] = []


def register_charges(found: Charges) -> None:
    """Billing says what each engagement was charged for a month, in minor units, credits aside."""
    _charges[:] = [found]


def charges_of(by: Actor, engagement_ids: list[UUID], month: date) -> dict[UUID, int]:
    """What engagements were charged for a month; those that were not billed yet are missing."""
    return _charges[0](by, engagement_ids, month) if _charges and engagement_ids else {}
