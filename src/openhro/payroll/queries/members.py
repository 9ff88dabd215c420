"""Who is paid in which group: the people of a group, and the stays of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from openhro.core import paging
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.payroll import permissions
from openhro.payroll.models import Membership, PayGroup
from openhro.payroll.queries.groups import GroupView, pay_groups
from openhro.people import queries as people

PAGE = 100


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody's days in a group; `last` is None where they are open."""

    id: UUID
    employment_id: UUID
    number: str
    name: str
    start: date
    last: date | None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some people of a group, how many there are in all, and the cursor of those that follow."""

    rows: list[MemberRow]
    count: int
    next: str


@dataclass(frozen=True, slots=True)
class Stay:
    """The days on which one group pays somebody."""

    id: UUID
    group_id: UUID
    group: str
    start: date
    last: date | None


@dataclass(frozen=True, slots=True)
class OnPayroll:
    """An employment, where it is paid at which time, and the groups of its employer that could pay it."""

    client_id: UUID
    person: people.Named
    stays: tuple[Stay, ...]
    groups: tuple[GroupView, ...]


def members(by: Actor, group_id: UUID, day: date | None = None) -> QuerySet[Membership]:
    """Who is paid in a group, at all times or on one day."""
    group = PayGroup.objects.filter(pk=group_id).first()
    if group is None:
        raise NotFound("pay group")
    permit(by, permissions.GROUP_READ, group)
    rows = Membership.objects.filter(group=group)
    return rows.filter(valid__contains=day) if day else rows


def member(by: Actor, group_id: UUID, membership_id: UUID) -> Membership:
    """One membership of a group; 404 for one of another group."""
    found = members(by, group_id).filter(pk=membership_id).first()
    if found is None:
        raise NotFound("member of a pay group")
    return found


def members_named(by: Actor, group_id: UUID, text: str = "", cursor: str = "", limit: int = PAGE) -> MemberPage:
    """The people of a group with their days, whoever came last first; `text` narrows to a name or a number."""
    rows = members(by, group_id)
    held = PayGroup.objects.get(pk=group_id)
    if text:
        rows = rows.filter(employment_id__in=people.employments_named(by, held.client_id, text))
    page = paging.page(rows, ["-pk"], cursor, limit)
    named = people.names_of(by, held.client_id, {one.employment_id for one in page.rows})
    shown = [
        MemberRow(
            one.pk, one.employment_id, named[one.employment_id].number, named[one.employment_id].name,
            one.valid.lower, _last(one),
        )
        for one in page.rows
    ]  # fmt: skip
    return MemberPage(shown, rows.count(), page.next)


def on_payroll(by: Actor, employment_id: UUID) -> OnPayroll:
    """Where somebody is paid; for one whom no group pays, there are no stays."""
    client_id = people.client_of(by, employment_id)
    permit(by, permissions.GROUP_READ, client_id)
    person = people.names_of(by, client_id, [employment_id])[employment_id]
    employer = people.employers_of(by, client_id, [employment_id])[employment_id]
    rows = Membership.objects.filter(employment_id=employment_id).select_related("group").order_by("-valid")
    stays = tuple(Stay(one.pk, one.group_id, one.group.name, one.valid.lower, _last(one)) for one in rows)
    groups = tuple(one for one in pay_groups(by, client_id) if one.employer_id == employer)
    return OnPayroll(client_id, person, stays, groups)


def _last(one: Membership) -> date | None:
    return one.valid.upper - timedelta(days=1) if one.valid.upper else None
