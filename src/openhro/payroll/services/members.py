"""Who is paid in which group, on which days: joining, ending, moving to another group of the same employer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.core import journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound
from openhro.core.permission import permit
from openhro.payroll import permissions
from openhro.payroll.events import MEMBER_ADDED, MEMBER_ENDED, MEMBER_MOVED
from openhro.payroll.models import Calculation, Membership, PayGroup, PayRun
from openhro.payroll.rules import setup
from openhro.payroll.services.setup import days, group
from openhro.people import queries as people
from openhro.ui.formats import said


@transaction.atomic
def add_members(by: Actor, group_id: UUID, members: list[tuple[UUID, date, date | None]]) -> int:
    """Pay these employments in the group from a day to a last day (None: open); returns how many are new.

    Whom the group pays on some of the days already is left as is.
    """
    held = group(by, group_id)
    permit(by, permissions.GROUP_EDIT, held)
    for _who, start, end in members:
        setup.check_days(start, end)
    wanted = [(who, days(start, end)) for who, start, end in members]
    people.check_employments(by, held.client_id, [who for who, _valid in wanted])
    there = _stays(Membership.objects.filter(group=held, employment_id__in=[who for who, _valid in wanted]))
    new = [(who, valid) for who, valid in wanted if not _meets(valid, there.get(who, ()))]
    _check_twice(new)
    _check_employer(by, held, {who for who, _valid in new})
    elsewhere = _stays(Membership.objects.filter(employment_id__in=[who for who, _valid in new]))
    for who, valid in new:
        if _meets(valid, elsewhere.get(who, ())):
            raise Conflict(
                "MEMBER_ELSEWHERE", "Somebody is paid in another group on some of these days; end that first.",
                field="members", detail={"employment": str(who)},
            )  # fmt: skip
    rows = [_member(by, held, who, valid) for who, valid in new]
    Membership.objects.bulk_create(rows, batch_size=5_000)
    if new:
        journal.record(by, MEMBER_ADDED, held, {"members": len(new)})
    return len(new)


def _member(by: Actor, held: PayGroup, employment_id: UUID, valid: DateRange) -> Membership:
    return Membership(
        client_id=held.client_id, group=held, employment_id=employment_id, valid=valid, recorded_by=by.user
    )


def _stays(rows: Iterable[Membership]) -> dict[UUID, list[DateRange]]:
    found: dict[UUID, list[DateRange]] = {}
    for one in rows:
        found.setdefault(one.employment_id, []).append(one.valid)
    return found


def _meets(valid: DateRange, others: Iterable[DateRange]) -> bool:
    return any(setup.overlap(valid, other) for other in others)


def _check_twice(new: list[tuple[UUID, DateRange]]) -> None:
    """One person may come with several stays, but not twice on a day: one of the two would be dropped in silence."""
    asked: dict[UUID, list[DateRange]] = {}
    for who, valid in new:
        if _meets(valid, asked.get(who, ())):
            raise Invalid(
                "MEMBER_TWICE", "Two rows of one person share days; give each day once.", field="members",
                detail={"employment": str(who)},
            )  # fmt: skip
        asked.setdefault(who, []).append(valid)


def _check_employer(by: Actor, held: PayGroup, who: set[UUID]) -> None:
    """A group pays for one employer; somebody of another would stand in it and never be paid."""
    others = {
        employment for employment, employer in people.employers_of(by, held.client_id, who).items()
        if employer != held.employer_id
    }  # fmt: skip
    if others:
        raise Conflict(
            "OTHER_EMPLOYER", f"{held.name} pays the people of another employer. Choose a group of their own employer.",
            field="group", detail={"employments": sorted(str(one) for one in others)[:50]},
        )  # fmt: skip


@transaction.atomic
def end_membership(by: Actor, membership_id: UUID, *, last: date) -> Membership:
    """The last day on which the group pays somebody; it may be drawn nearer, and whoever returns is added again."""
    held = _held(by, membership_id)
    setup.check_days(held.valid.lower, last)
    after = last + timedelta(days=1)
    if held.valid.upper is not None and held.valid.upper < after:
        raise Conflict(
            "MEMBER_ENDED", f"This ended on {said(held.valid.upper - timedelta(days=1))} already; add the person anew.",
            field="last",
        )  # fmt: skip
    _check_unsealed([held.group], DateRange(after, held.valid.upper), field="last")
    held.valid = DateRange(held.valid.lower, after)
    held.save(update_fields=["valid"])
    journal.record(by, MEMBER_ENDED, held.group, {"employment": held.employment_id, "last": last})
    return held


@transaction.atomic
def move_member(by: Actor, membership_id: UUID, to_group_id: UUID, *, start: date) -> Membership:
    """From a day on another group of the same employer pays somebody; returns what holds there.

    Moved from the first day on, somebody was never paid in the group before: the membership itself goes over.
    """
    held = _held(by, membership_id)
    to = group(by, to_group_id)
    permit(by, permissions.GROUP_EDIT, to)
    if to.client_id != held.client_id:
        raise NotFound("pay group")
    if to.pk == held.group_id:
        raise Conflict("SAME_GROUP", f"{to.name} pays this person already.", field="group")
    _check_move(by, held, to, start)
    before, valid = held.group, DateRange(start, held.valid.upper)
    if start == held.valid.lower:
        made = held
        made.group = to
        made.save(update_fields=["group"])
    else:
        held.valid = DateRange(held.valid.lower, start)
        held.save(update_fields=["valid"])
        made = _member(by, to, held.employment_id, valid)
        made.save()
    told = {"employment": made.employment_id, "from": before.code, "to": to.code, "start": start}
    journal.record(by, MEMBER_MOVED, to, told)
    return made


def _check_move(by: Actor, held: Membership, to: PayGroup, start: date) -> None:
    """The day lies within what is moved, the employer stays, and no sealed result of either group is touched."""
    setup.check_days(start, None)
    if start < held.valid.lower or (held.valid.upper is not None and start >= held.valid.upper):
        raise Invalid("DATES", f"{held.group.name} does not pay this person on {said(start)}.", field="start")
    _check_employer(by, to, {held.employment_id})
    _check_unsealed([held.group, to], DateRange(start, held.valid.upper), field="start")


def _held(by: Actor, membership_id: UUID) -> Membership:
    """A membership, locked, that the actor may change; 404 for none."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("group")
    found = rows.filter(pk=membership_id).first()
    if found is None:
        raise NotFound("member of a pay group")
    permit(by, permissions.GROUP_EDIT, found)
    return found


def _check_unsealed(groups: list[PayGroup], changed: DateRange, *, field: str) -> None:
    """Refuse days of a period whose results are sealed, or being worked out: they say whom the group paid."""
    runs = PayRun.objects.filter(period__group__in=groups, period__end__gte=changed.lower)
    if changed.upper is not None:
        runs = runs.filter(period__start__lt=changed.upper)
    # Locked, so that no calculation begins between this look and the change.
    locked = list(runs.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    sealed = Calculation.objects.filter(run__in=locked, state__in=("computing", "sealed"))
    newest = sealed.select_related("run__period").order_by("-run__period__end").first()
    if newest is not None:
        run = newest.run
        raise Conflict(
            "PERIOD_SEALED",
            f"Run {run.code} is worked out up to {said(run.period.end)}. Choose a later day, or unlock the run first.",
            field=field, detail={"run": str(run.pk), "end": run.period.end.isoformat()},
        )  # fmt: skip
