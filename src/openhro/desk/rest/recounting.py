"""What a newer version of a calendar or a policy moves: listed first, moved only if asked to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from openhro.core.rest import Body, Page, Reply, Router, by_of, listed
from openhro.desk import services

router = Router()


class Recalculation(Body):
    """Whether to move the clocks, or to list them only."""

    apply: bool = False


class MovedClock(Reply):
    """A running clock that another version of calendar or policy moves."""

    clock_id: UUID
    number: int = Field(description="Of the request.")
    metric: str
    before: datetime
    after: datetime


@router.act("/work-calendars/{calendar_id}/actions/recalculate", Page[MovedClock])
def recalculate_clocks(request: HttpRequest, calendar_id: UUID, given: Recalculation) -> Any:
    """The running clocks that the newest version moves, before and after; with `apply` it moves them."""
    return listed(services.recalculate(by_of(request), calendar_id, apply=given.apply))


@router.act("/desk/policies/{policy_id}/actions/recalculate", Page[MovedClock])
def recalculate_policy(request: HttpRequest, policy_id: UUID, given: Recalculation) -> Any:
    """The running clocks that the newest version of a policy moves, before and after; with `apply` it moves them."""
    return listed(services.recalculate_policy(by_of(request), policy_id, apply=given.apply))
