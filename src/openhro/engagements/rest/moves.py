"""The moves of a contract's life, one action each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.core.rest import Router, by_of
from openhro.engagements import services
from openhro.engagements.rest import schemas

router = Router()
_ACTIONS = "/engagements/{engagement_id}/actions"


@router.act(f"{_ACTIONS}/propose", schemas.Engagement)
def propose_engagement(request: HttpRequest, engagement_id: UUID) -> Any:
    """Show the draft to the client's side."""
    return services.propose(by_of(request), engagement_id)


@router.act(f"{_ACTIONS}/send_for_review", schemas.Engagement)
def send_engagement_for_review(request: HttpRequest, engagement_id: UUID) -> Any:
    """Ask the client to review and sign."""
    return services.send_for_review(by_of(request), engagement_id)


@router.act(f"{_ACTIONS}/sign", schemas.Engagement)
def sign_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.Side) -> Any:
    """Sign for the client, then counter-sign for the provider: two people, neither the drafter."""
    return services.sign(by_of(request), engagement_id, given.side)


@router.act(f"{_ACTIONS}/start_transition", schemas.Engagement)
def start_engagement_transition(request: HttpRequest, engagement_id: UUID) -> Any:
    """Begin taking the work over."""
    return services.start_transition(by_of(request), engagement_id)


@router.act(f"{_ACTIONS}/go_live", schemas.Engagement)
def go_live_with_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.GoLive) -> Any:
    """Start service on a day, if the gate lets pass: `READINESS_GATE` lists what fails."""
    return services.go_live(by_of(request), engagement_id, given.day)


@router.act(f"{_ACTIONS}/suspend", schemas.Engagement)
def suspend_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.Suspension) -> Any:
    """Stop all but statutory work, for non-payment or a legal reason."""
    return services.suspend(by_of(request), engagement_id, given.reason)


@router.act(f"{_ACTIONS}/resume", schemas.Engagement)
def resume_engagement(request: HttpRequest, engagement_id: UUID) -> Any:
    """Let all work go on again."""
    return services.resume(by_of(request), engagement_id)


@router.act(f"{_ACTIONS}/give_notice", schemas.Engagement)
def give_notice_on_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.NoticeGiven) -> Any:
    """End the contract on a day that leaves the agreed notice; `NOTICE_TOO_SHORT` names the earliest."""
    return services.give_notice(by_of(request), engagement_id, given.side, given.ends_on)


@router.act(f"{_ACTIONS}/begin_exit", schemas.Engagement)
def begin_engagement_exit(request: HttpRequest, engagement_id: UUID) -> Any:
    """Begin handing the work back."""
    return services.begin_exit(by_of(request), engagement_id)


@router.act(f"{_ACTIONS}/close", schemas.Engagement)
def close_engagement(request: HttpRequest, engagement_id: UUID, given: schemas.Side) -> Any:
    """Confirm for one side that everything is handed over; with both the engagement is closed."""
    return services.close(by_of(request), engagement_id, given.side)


@router.act(f"{_ACTIONS}/withdraw", schemas.Engagement)
def withdraw_engagement(request: HttpRequest, engagement_id: UUID) -> Any:
    """Take back an offer."""
    return services.withdraw(by_of(request), engagement_id)
