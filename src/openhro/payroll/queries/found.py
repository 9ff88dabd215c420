"""How queries find their rows: one record or 404, and lists only where the actor holds the permission."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.paging import foreign_cursor
from openhro.core.permission import Permission, permit
from openhro.payroll import permissions
from openhro.payroll.models import PayRun, Problem
from openhro.people.queries.visible import in_clients


def run_of(by: Actor, run_id: UUID, permission: Permission = permissions.RUN_READ) -> PayRun:
    """A run with period, group, client and calculation at hand; 404 for none."""
    rows = PayRun.objects.select_related("period__group", "client", "calculation")
    run = rows.filter(pk=run_id).first()
    if run is None:
        raise NotFound("pay run")
    permit(by, permission, run)
    if run.calculation is not None:
        run.calculation.run = run  # spares every reader of the results another read
    return run


def left_out_of(calculation_id: UUID | None) -> int:
    """How many people have an error in a calculation: left out of it, or with lines that it does not pay."""
    errors = Problem.objects.filter(calculation=calculation_id, severity="error")
    count: int = errors.values("employment_id").distinct().count() if calculation_id else 0
    return count


def where(by: Actor, permission: Permission) -> Q:
    """The rows of the clients at which the actor holds the permission; refuses where there is none."""
    permit(by, permission)
    return in_clients(by, permission)


def place_in(cursor: str | None) -> int:
    """The place of a list's next row in a cursor of ours; 0 without one."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise foreign_cursor()
    return int(cursor)


def cursor_id(cursor: str | None) -> UUID | None:
    """The id in a cursor of ours."""
    if not cursor:
        return None
    try:
        return UUID(cursor)
    except ValueError:
        raise foreign_cursor() from None
