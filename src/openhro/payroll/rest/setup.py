"""Setting payroll up: pay groups, calendars, elements and members."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core.rest import Page, Router, by_of, listed, rows_page
from openhro.payroll import queries, services
from openhro.payroll.rest import bodies, views

router = Router()


@router.read("/pay-groups", Page[views.PayGroup])
def list_pay_groups(request: HttpRequest, client_id: UUID | None = None) -> Any:
    """Pay groups, by client and code."""
    return listed(queries.pay_groups(by_of(request), client_id))


@router.create("/pay-groups", views.PayGroup)
def add_pay_group(request: HttpRequest, given: bodies.NewGroup) -> Any:
    """Set up a pay group; its pack may still be missing (nobody can be paid until it is installed)."""
    by = by_of(request)
    made = services.add_group(by, services.NewGroup(**given.model_dump()))
    return queries.pay_group(by, made.pk)


@router.read("/pay-groups/{group_id}", views.PayGroup)
def get_pay_group(request: HttpRequest, group_id: UUID) -> Any:
    """One pay group."""
    return queries.pay_group(by_of(request), group_id)


@router.read("/pay-groups/{group_id}/members", Page[views.Member])
def list_members(
    request: HttpRequest, group_id: UUID, as_of: date | None = None, cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """Who is paid in a group, at all times or on one day."""
    return rows_page(queries.members(by_of(request), group_id, as_of), ["pk"], cursor, limit)


@router.act("/pay-groups/{group_id}/actions/add_members", views.MembersAdded, key=True)
def add_members(request: HttpRequest, group_id: UUID, given: bodies.NewMembers) -> Any:
    """Pay these employments in the group; who is in it already is left as is."""
    members = [(one.employment_id, one.start, one.last) for one in given.members]
    return {"added": services.add_members(by_of(request), group_id, members)}


@router.act("/pay-groups/{group_id}/members/{membership_id}/actions/end", views.Member)
def end_membership(request: HttpRequest, group_id: UUID, membership_id: UUID, given: bodies.MembershipEnd) -> Any:
    """The last day on which the group pays somebody; refused inside results that are sealed (`PERIOD_SEALED`)."""
    by = by_of(request)
    queries.member(by, group_id, membership_id)
    return services.end_membership(by, membership_id, last=given.last)


@router.act("/pay-groups/{group_id}/members/{membership_id}/actions/move", views.Member)
def move_member(request: HttpRequest, group_id: UUID, membership_id: UUID, given: bodies.MembershipMove) -> Any:
    """Let another group of the employer pay somebody from a day on; answers with what holds there."""
    by = by_of(request)
    queries.member(by, group_id, membership_id)
    return services.move_member(by, membership_id, given.to_group_id, start=given.start)


@router.read("/pay-periods", Page[views.PayPeriod])
def list_pay_periods(request: HttpRequest, group_id: UUID, year: int | None = Query(None, ge=1900, le=2200)) -> Any:
    """A group's calendar, of one year of pay dates or whole."""
    return listed(queries.calendar(by_of(request), group_id, year))


@router.create("/pay-periods", Page[views.PayPeriod])
def add_pay_periods(request: HttpRequest, given: bodies.NewPeriods) -> Any:
    """Lay out the next periods of a group's calendar; they must not overlap those that exist."""
    leads = given.model_dump(exclude={"group_id", "first", "count"})
    return listed(services.lay_out(by_of(request), given.group_id, leads, first=given.first, count=given.count))


@router.read("/pay-elements", Page[views.PayElement])
def list_pay_elements(request: HttpRequest, client_id: UUID, pack: str = "") -> Any:
    """The client's lines, of one pack or of all."""
    return listed(queries.elements(by_of(request), client_id, pack))


@router.create("/pay-elements", views.PayElementMade)
def add_pay_element(request: HttpRequest, given: bodies.NewElement) -> Any:
    """Define a line of the client; `CATEGORY` lists the pack's pay columns."""
    values = given.model_dump()
    head = [values.pop(name) for name in ("client_id", "pack", "code", "name")]
    return services.add_element(by_of(request), *head, **values)
