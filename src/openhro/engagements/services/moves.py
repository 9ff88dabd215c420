"""The moves of a contract's life, from draft to closed. Each is one verb; the table of moves is in `rules/moves.py`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.permission import Permission, check_other_person, permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.models import Engagement, ScopeItem, Signature
from openhro.engagements.services import documents
from openhro.engagements.services.documenting import lay_out
from openhro.engagements.services.drafting import children, locked
from openhro.ui.formats import said


@transaction.atomic
def propose(by: Actor, engagement_id: UUID) -> Engagement:
    """Show the draft to the client's side."""
    engagement = _movable(by, engagement_id, permissions.PROPOSE, "propose")
    return _move(by, engagement, "propose", events.PROPOSED)


@transaction.atomic
def send_for_review(by: Actor, engagement_id: UUID) -> Engagement:
    """Ask the client to review and sign."""
    engagement = _movable(by, engagement_id, permissions.PROPOSE, "send_for_review")
    return _move(by, engagement, "send_for_review", events.IN_REVIEW)


@transaction.atomic
def sign(by: Actor, engagement_id: UUID, side: str) -> Engagement:
    """Sign for the client, then counter-sign for the provider: two people, and neither signs their own draft alone."""
    engagement = _movable(by, engagement_id, _of_side(side, permissions.SIGN_CLIENT, permissions.SIGN_PROVIDER), "sign")
    signed = {one.side: one for one in Signature.objects.filter(engagement=engagement, purpose="contract", void=False)}
    if side in signed:
        raise Conflict("ALREADY_SIGNED", _("This side has signed already."))
    if side == "provider" and "client" not in signed:
        raise Conflict("CLIENT_SIGNS_FIRST", _("The client signs first, then the provider counter-signs."))
    check_other_person(by, engagement.drafted_by, *[one.signed_by for one in signed.values()])
    queries.check_signable(engagement)
    version = documents.to_sign(by, engagement, queries.terms_hash(engagement))
    signature = queries.signature(by, engagement, side, version)
    signature.save()
    if side == "client":
        journal.record(by, events.CLIENT_SIGNED, engagement, {"version": engagement.version})
        return engagement
    documents.execute(by, version, [*signed.values(), signature])
    return _move(by, engagement, "sign", events.SIGNED)


@transaction.atomic
def start_transition(by: Actor, engagement_id: UUID) -> Engagement:
    """Begin taking the work over: what must be written down first is laid out from the library."""
    engagement = _movable(by, engagement_id, permissions.TRANSITION, "start_transition")
    engagement.transition_by = by.user
    lay_out(by, engagement)
    return _move(by, engagement, "start_transition", events.TRANSITION)


@transaction.atomic
def go_live(by: Actor, engagement_id: UUID, day: date) -> Engagement:
    """Start service on a day, if the gate lets pass; another person than the one who led the transition decides."""
    engagement = _movable(by, engagement_id, permissions.GO_LIVE, "go_live")
    rules.gate(queries.gate_facts(by, engagement, day))
    check_other_person(by, engagement.transition_by)
    engagement.live_from = day
    return _move(by, engagement, "go_live", events.LIVE, {"day": day, **_reach(engagement, day)})


@transaction.atomic
def suspend(by: Actor, engagement_id: UUID, reason: str) -> Engagement:
    """Stop all but statutory work, for non-payment or a legal reason."""
    engagement = _movable(by, engagement_id, permissions.SUSPEND, "suspend")
    rules.check_suspension(reason)
    engagement.suspended_for = reason
    return _move(by, engagement, "suspend", events.SUSPENDED, {"reason": reason})


@transaction.atomic
def resume(by: Actor, engagement_id: UUID) -> Engagement:
    """Let all work go on again."""
    engagement = _movable(by, engagement_id, permissions.SUSPEND, "resume")
    engagement.suspended_for = ""
    return _move(by, engagement, "resume", events.RESUMED)


@transaction.atomic
def give_notice(by: Actor, engagement_id: UUID, side: str, ends_on: date) -> Engagement:
    """End the contract on a day that leaves the agreed notice; either side may."""
    permission = _of_side(side, permissions.NOTICE_CLIENT, permissions.NOTICE_PROVIDER)
    engagement = _movable(by, engagement_id, permission, "give_notice")
    today = clock.today(engagement.client.zone)
    rules.check_notice(today, engagement.notice_months, ends_on)
    rules.check_outlived(children(engagement), ends_on)
    engagement.notice_on, engagement.notice_side, engagement.effective_to = today, side, ends_on
    return _move(by, engagement, "give_notice", events.NOTICE_GIVEN, {"side": side, "ends_on": ends_on})


@transaction.atomic
def begin_exit(by: Actor, engagement_id: UUID) -> Engagement:
    """Begin handing the work back."""
    engagement = _movable(by, engagement_id, permissions.EXIT, "begin_exit")
    return _move(by, engagement, "begin_exit", events.EXITING)


@transaction.atomic
def close(by: Actor, engagement_id: UUID, side: str) -> Engagement:
    """Confirm for one side that everything is handed over; with both confirmations the engagement is closed."""
    engagement = _movable(
        by, engagement_id, _of_side(side, permissions.CLOSE_CLIENT, permissions.CLOSE_PROVIDER), "close"
    )
    if engagement.effective_to and clock.today(engagement.client.zone) <= engagement.effective_to:
        raise Conflict(
            "END_NOT_REACHED", _("Service runs until %s. Close it after that day.") % said(engagement.effective_to)
        )
    confirmed = {
        one.side: one for one in Signature.objects.filter(engagement=engagement, purpose="closing", void=False)
    }
    if side in confirmed:
        raise Conflict("ALREADY_SIGNED", _("This side has confirmed already."))
    check_other_person(by, *[one.signed_by for one in confirmed.values()])
    rules.check_children_closed(children(engagement))
    _confirm(by, engagement, side)
    if not confirmed:
        journal.record(by, events.CLOSING, engagement, {"side": side})
        return engagement
    return _move(by, engagement, "close", events.CLOSED)


@transaction.atomic
def withdraw(by: Actor, engagement_id: UUID) -> Engagement:
    """Take back an offer; its scope no longer stands in another contract's way."""
    engagement = _movable(by, engagement_id, permissions.PROPOSE, "withdraw")
    ScopeItem.objects.filter(engagement=engagement).update(binding=False)
    return _move(by, engagement, "withdraw", events.WITHDRAWN)


def _of_side(side: str, client: Permission, provider: Permission) -> Permission:
    if side not in ("client", "provider"):
        raise Invalid("SIDE_UNKNOWN", _("Say for which side you act: client or provider."), field="side")
    return client if side == "client" else provider


def _movable(by: Actor, engagement_id: UUID, permission: Permission, move: str) -> Engagement:
    """Lock, permit, and refuse a move that the state does not know."""
    engagement = locked(by, engagement_id)
    permit(by, permission, engagement)
    rules.check_move(engagement.state, move)
    return engagement


def _move(by: Actor, engagement: Engagement, move: str, event: str, data: dict[str, Any] | None = None) -> Engagement:
    before = engagement.state
    engagement.state = rules.check_move(before, move)
    engagement.version += 1
    engagement.save()
    journal.record(by, event, engagement, {"from": before, "to": engagement.state, **(data or {})})
    return engagement


def _confirm(by: Actor, engagement: Engagement, side: str) -> None:
    assert by.user is not None  # check_other_person lets only people through
    Signature.objects.create(
        client_id=engagement.client_id,
        engagement=engagement,
        purpose="closing",
        side=side,
        signed_by=by.user,
        signed_at=clock.now(),
        terms_hash=queries.terms_hash(engagement),
        signer=by.name[:160],
        via=str(by.via),
    )


def _reach(engagement: Engagement, day: date) -> dict[str, Any]:
    """The functions and entities in force: what followers of the event unlock."""
    items = queries.items_on(engagement, day)
    return {
        "functions": sorted({item.function for item in items}),
        "entities": sorted({str(item.entity_id or item.provider_entity_id or "") for item in items} - {""}),
    }
