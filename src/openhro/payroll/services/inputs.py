"""Inputs of a period: given, changed, taken back, each in a new version; after the cut-off they are logged as late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.ids import uuid7
from openhro.core.permission import may, permit
from openhro.payroll import permissions
from openhro.payroll.events import INPUT_GIVEN, INPUT_LATE, INPUT_LATE_SETTLED, INPUT_REMOVED
from openhro.payroll.models import LateInput, Membership, PayElement, PayInput, PayPeriod, PayRun

OPEN_STATES = ("open", "collecting")
CAUSES = ("client", "provider", "employee", "system")


@dataclass(frozen=True, slots=True)
class Line:
    """One input: either `amount_minor`, or `units` (hours, pieces; at most 4 decimals) with an optional own rate."""

    employment_id: UUID
    element_id: UUID
    external_id: str
    units: Decimal | None = None
    rate_minor: int | None = None
    amount_minor: int | None = None
    note: str = ""


def period_of(by: Actor, period_id: UUID) -> PayPeriod:
    """A period, locked so that no input slips in while its run is being locked; 404 for none."""
    period = PayPeriod.objects.select_for_update(of=("self",)).select_related("group").filter(pk=period_id).first()
    if period is None:
        raise NotFound("pay period")
    permit(by, permissions.INPUT_EDIT, period)
    return period


def is_taken(by: Actor, period: PayPeriod, came: datetime | None = None) -> bool:
    """Whether inputs of the period are still taken from this actor; `came` is when they came, if not just now.

    From the client until the cut-off, from the desk until the run is locked; after an unlock from both again.
    """
    run = PayRun.objects.filter(period=period, kind="regular").exclude(state="cancelled").first()
    if run is not None and run.state not in OPEN_STATES:
        return False
    unlocked = run is not None and run.unlocks > 0
    return unlocked or (came or clock.now()) <= period.input_cutoff or may(by, permissions.RUN_CALCULATE, period)


def check_taken(by: Actor, period: PayPeriod, came: datetime | None = None) -> None:
    """Refuse what comes too late, with the instant until which it would not have been."""
    if not is_taken(by, period, came):
        raise Conflict(
            "AFTER_CUTOFF",
            "Inputs of this period are closed. Send it for the next period, or ask for it to be logged as late.",
            detail={"cutoff": period.input_cutoff.isoformat()},
        )


@transaction.atomic
def give_input(
    by: Actor, period_id: UUID, line: Line, *, source: str = "typed", new: bool = False
) -> PayInput:  # fmt: skip
    """Give a line, or a new version of it; the same line again changes nothing. Refuses one that comes too late.

    `new`: the id is a form's own, used once: another line under it is refused, never taken for a change of the first.
    """
    period = period_of(by, period_id)
    check_taken(by, period)
    element = _element(period, line.element_id)
    check_line(line, element)
    if not Membership.objects.filter(group=period.group, employment_id=line.employment_id).exists():
        raise Invalid("NOT_ON_PAYROLL", "This person is not paid in this pay group.", field="employment")
    if new:
        _check_new(period, line)
    made, changed = store(by, period, line, source=source)
    if changed:
        journal.record(by, INPUT_GIVEN, made, {"element": element.code, "version": made.version})
    return made


def _check_new(period: PayPeriod, line: Line) -> None:
    """Refuse an id under which something else was saved, or taken back; the period is locked."""
    for held in PayInput.objects.filter(period=period, external_id=line.external_id):
        mine = (held.employment_id, held.element_id) == (line.employment_id, line.element_id)
        if not mine or held.superseded_at or held.removed or not is_same(held, line):
            raise Conflict(
                "FORM_USED",
                "A line was saved with this form already, and it is not touched. To add another, open an empty form.",
            )


def store(by: Actor, period: PayPeriod, line: Line, *, source: str) -> tuple[PayInput, bool]:
    """Store a checked line; returns it and whether anything changed."""
    live = PayInput.objects.select_for_update().filter(
        period=period,
        employment_id=line.employment_id,
        element_id=line.element_id,
        external_id=line.external_id,
        superseded_at=None,
    )
    before = live.first()
    if before and not before.removed and is_same(before, line):
        return before, False
    now = clock.now()
    if before:
        live.update(superseded_at=now)
    made = PayInput.objects.create(
        client_id=period.client_id,
        period=period,
        employment_id=line.employment_id,
        element_id=line.element_id,
        external_id=line.external_id,
        units=line.units,
        rate_minor=line.rate_minor,
        amount_minor=line.amount_minor,
        note=line.note[:200],
        version=before.version + 1 if before else 1,
        source=source,
        made_by=by.user,
        made_at=now,
    )
    return made, True


def is_same(before: PayInput, line: Line) -> bool:
    """Whether a stored line says the same as a given one."""
    held = (before.units, before.rate_minor, before.amount_minor, before.note)
    return held == (line.units, line.rate_minor, line.amount_minor, line.note[:200])


def _element(period: PayPeriod, element_id: UUID) -> PayElement:
    element = PayElement.objects.filter(pk=element_id, client_id=period.client_id, pack=period.group.pack).first()
    if element is None:
        raise NotFound("pay element")
    return element


def check_line(line: Line, element: PayElement) -> None:
    """A line is an amount or units, within reason; a salary comes from pay terms and takes an amount to adjust it.

    Only an amount may be negative: that is how a line of an earlier period is corrected.
    """
    if not line.external_id.strip() or len(line.external_id) > 80:
        raise Invalid("EXTERNAL_ID", "Give the line an id of your own, of at most 80 characters.", field="external_id")
    if (line.amount_minor is None) == (line.units is None) or (line.units is None and line.rate_minor is not None):
        raise Invalid("AMOUNT_OR_UNITS", "Give either an amount, or units with or without a rate.", field="amount")
    if line.units is not None and element.unit not in ("hours", "units"):
        raise Invalid("UNITS_NOT_USED", f"{element.name} takes an amount, not units.", field="units")
    if line.units is not None and (abs(line.units) > 10_000 or line.units.as_tuple().exponent < -4):  # type: ignore[operator]
        raise Invalid("UNITS_RANGE", "Units are at most 10,000 with at most 4 decimals.", field="units")
    for name, number in (("units", line.units), ("rate", line.rate_minor), ("amount", line.amount_minor)):
        if number == 0:
            raise Invalid(
                "ZERO_LINE", "This pays nothing. Leave the line out, or take back the one there is.", field=name
            )
        if number is not None and number < 0 and name != "amount":
            raise Invalid(
                "NEGATIVE_UNITS", "Hours, pieces and rates are not negative. Correct by a negative amount.", field=name
            )
    for name, value in (("amount", line.amount_minor), ("rate", line.rate_minor)):
        if value is not None and abs(value) > 10**12:
            raise Invalid("AMOUNT_RANGE", "This amount is larger than any pay; check the decimals.", field=name)


@transaction.atomic
def remove_input(by: Actor, input_id: UUID) -> PayInput:
    """Take a line back: a new version that says so; the history stays."""
    held = PayInput.objects.filter(pk=input_id, superseded_at=None, removed=False).first()
    if held is None:
        raise NotFound("input")
    period = period_of(by, held.period_id)
    check_taken(by, period)
    now = clock.now()
    PayInput.objects.filter(pk=held.pk).update(superseded_at=now)
    held.pk, held.version, held.removed = uuid7(), held.version + 1, True
    held.made_by, held.made_at, held.superseded_at = by.user, now, None
    held.save(force_insert=True)
    journal.record(by, INPUT_REMOVED, held, {"version": held.version})
    return held


@transaction.atomic
def log_late_input(by: Actor, period_id: UUID, payload: dict[str, Any], *, cause: str, owner: str) -> LateInput:
    """Write down what came after the cut-off, why, and who sees to it. It changes no result."""
    period = period_of(by, period_id)
    if is_taken(by, period):
        raise Conflict("NOT_LATE", "Inputs are still taken for this period; give the line as usual.")
    if cause not in CAUSES:
        raise Invalid("CAUSE", f"The cause is one of: {', '.join(CAUSES)}.", field="cause")
    if not owner.strip():
        raise Invalid("OWNER", "Name who sees to it.", field="owner")
    made = LateInput.objects.create(
        client_id=period.client_id,
        period=period,
        payload=payload,
        cause=cause,
        owner=owner.strip()[:80],
        received_at=clock.now(),
        received_from=by.user,
    )
    journal.record(by, INPUT_LATE, made, {"cause": cause})
    return made


@transaction.atomic
def settle_late_input(by: Actor, late_id: UUID, *, how: str) -> LateInput:
    """Say what became of a late input: used in the next period, run unlocked, not needed."""
    late = LateInput.objects.select_for_update().filter(pk=late_id).first()
    if late is None:
        raise NotFound("late input")
    permit(by, permissions.RUN_CALCULATE, late)
    if not how.strip():
        raise Invalid("HOW", "Say what became of it.", field="how")
    if late.settled_at is not None:
        raise Conflict("SETTLED", "Somebody said already what became of it.")
    late.settled_at, late.settled_how = clock.now(), how.strip()[:120]
    late.save(update_fields=["settled_at", "settled_how"])
    journal.record(by, INPUT_LATE_SETTLED, late, {"how": late.settled_how})
    return late


__all__ = [
    "Line", "check_line", "check_taken", "give_input", "is_taken", "log_late_input", "period_of", "remove_input",
    "settle_late_input", "store",
]  # fmt: skip
