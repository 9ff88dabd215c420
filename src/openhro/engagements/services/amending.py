"""Amendments and change requests: put forward by one side, signed by both, in effect from their day on."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from openhro.core.permission import check_other_person, may, permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.models import Amendment, Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.rules import AmendmentTerms, Change
from openhro.engagements.services import documents
from openhro.engagements.services.drafting import (
    check_links,
    fitting_price,
    head,
    hold_price,
    locked,
    recheck,
    shortened,
    write,
)
from openhro.engagements.services.scoping import claim_scope, fitting_scope


@transaction.atomic
def draft_amendment(by: Actor, engagement_id: UUID, terms: AmendmentTerms) -> Amendment:
    """Put a change of a signed contract forward; the client's side asks in words, the provider's says what it does."""
    engagement = locked(by, engagement_id, all_of_client=True)
    _permit_terms(by, engagement, terms)
    rules.check_amendable(engagement.state, rules.ALLOWED[engagement.state])
    rules.check_amendment(terms, clock.today(engagement.client.zone))
    _try(by, engagement, terms)
    last = Amendment.objects.filter(engagement=engagement).order_by("-number").values_list("number", flat=True).first()
    made = Amendment(
        client_id=engagement.client_id, engagement=engagement, number=(last or 0) + 1, drafted_by=by.user,
        drafted_side="provider" if may(by, permissions.AMEND, engagement) else "client", drafted_at=clock.now(),
    )  # fmt: skip
    _fill(made, terms)
    made.save()
    journal.record(by, events.AMENDMENT_DRAFTED, engagement, {"amendment": made.pk, "number": made.number})
    return made


@transaction.atomic
def revise_amendment(by: Actor, amendment_id: UUID, version: int, terms: AmendmentTerms) -> Amendment:
    """Say anew what an amendment does; whoever had signed it has to look again."""
    amendment = _held(by, amendment_id)
    engagement = amendment.engagement
    _permit_terms(by, engagement, terms, amendment)
    rules.check_amendment_move(amendment.state, "revise")
    if amendment.version != version:
        raise Stale("STALE", _("Somebody changed this amendment since you opened it. Reload it and try again."))
    rules.check_amendment(terms, clock.today(engagement.client.zone))
    _try(by, engagement, terms)
    _fill(amendment, terms)
    amendment.revised_by = by.user
    amendment.version += 1
    amendment.save()
    Signature.objects.filter(amendment=amendment, void=False).update(void=True)
    journal.record(by, events.AMENDMENT_REVISED, engagement, {"amendment": amendment.pk, "number": amendment.number})
    return amendment


@transaction.atomic
def sign_amendment(by: Actor, amendment_id: UUID, side: str) -> Amendment:
    """Agree to an amendment for one side; with both it is agreed, and nobody signs what they drafted themselves."""
    amendment = _held(by, amendment_id)
    engagement = amendment.engagement
    if side not in ("client", "provider"):
        raise Invalid("SIDE_UNKNOWN", _("Say for which side you act: client or provider."), field="side")
    permit(by, permissions.AMEND_CLIENT if side == "client" else permissions.AMEND_PROVIDER, engagement)
    rules.check_amendment_move(amendment.state, "sign")
    signed = {one.side: one for one in Signature.objects.filter(amendment=amendment, void=False)}
    if side in signed:
        raise Conflict("ALREADY_SIGNED", _("This side has signed already."))
    check_other_person(by, amendment.drafted_by, amendment.revised_by, *[one.signed_by for one in signed.values()])
    terms = amendment_terms(amendment)
    today = clock.today(engagement.client.zone)
    rules.check_amendable(engagement.state, rules.ALLOWED[engagement.state])
    rules.check_amendment(terms, today)
    rules.check_not_empty(amendment.kind, terms.changes)
    _try(by, engagement, terms)
    version = documents.to_sign(by, engagement, _terms_hash(engagement, amendment), amendment)
    signature = queries.signature(by, engagement, side, version)
    signature.amendment, signature.purpose = amendment, "amendment"
    signature.save()
    if len(signed) == 0:
        data = {"amendment": amendment.pk, "number": amendment.number, "side": side}
        journal.record(by, events.AMENDMENT_SIGNED, engagement, data)
        return amendment
    documents.execute(by, version, [*signed.values(), signature])
    return _agree(by, amendment, terms, today)


@transaction.atomic
def withdraw_amendment(by: Actor, amendment_id: UUID) -> Amendment:
    """Take an amendment back before both have signed: by the side that put it forward."""
    amendment = _held(by, amendment_id)
    permission = permissions.REQUEST_CHANGE if amendment.drafted_side == "client" else permissions.AMEND
    permit(by, permission, amendment)
    amendment.state = rules.check_amendment_move(amendment.state, "withdraw")
    amendment.version += 1
    amendment.save()
    Signature.objects.filter(amendment=amendment, void=False).update(void=True)
    data = {"amendment": amendment.pk, "number": amendment.number}
    journal.record(by, events.AMENDMENT_WITHDRAWN, amendment.engagement, data)
    return amendment


@transaction.atomic
def bring_into_effect(by: Actor) -> list[Amendment]:
    """Every agreed amendment whose day has come at its client: the head changes now, scope and prices were dated."""
    permit(by, permissions.TERMS_DUE)
    due = Amendment.objects.filter(state="agreed").select_related("engagement", "client").order_by("effective_on", "pk")
    found = []
    for one in due:
        if one.effective_on <= clock.today(one.client.zone):
            locked(by, one.engagement_id)
            found.append(_take_effect(by, _held(by, one.pk)))
    return [one for one in found if one.state == "effective"]


def amendment_terms(amendment: Amendment) -> AmendmentTerms:
    """The terms that a stored amendment carries."""
    return AmendmentTerms(
        amendment.kind, amendment.title, amendment.effective_on, amendment.reason, amendment.price_impact_minor,
        tuple(rules.read(one) for one in amendment.changes),
    )  # fmt: skip


def _held(by: Actor, amendment_id: UUID) -> Amendment:
    """The amendment with its engagement, held with all of the client's until the transaction ends."""
    found = Amendment.objects.filter(pk=amendment_id).first()
    if found is None:
        raise NotFound("amendment")
    engagement = locked(by, found.engagement_id, all_of_client=True)
    permit(by, permissions.READ, engagement)
    found = Amendment.objects.select_for_update().get(pk=amendment_id)
    found.engagement = engagement
    return found


def _permit_terms(by: Actor, engagement: Engagement, terms: AmendmentTerms, amendment: Amendment | None = None) -> None:
    """A client's people ask in words, and change what they asked; what it does, the provider's people say."""
    in_words = terms.kind == "change_request" and not terms.changes and terms.price_impact_minor is None
    own = amendment is None or (amendment.drafted_by == by.user and not amendment.changes)
    permit(by, permissions.REQUEST_CHANGE if in_words and own else permissions.AMEND, engagement)


def _fill(amendment: Amendment, terms: AmendmentTerms) -> None:
    amendment.kind, amendment.title, amendment.reason = terms.kind, terms.title, terms.reason
    amendment.effective_on, amendment.price_impact_minor = terms.effective_on, terms.price_impact_minor
    amendment.changes = [rules.written(one) for one in terms.changes]


class _Undo(Exception):
    """Ends a trial; everything in it is taken back."""


def _try(by: Actor, engagement: Engagement, terms: AmendmentTerms) -> None:
    """Do all that an amendment does, as on its day, and take it back: what would be refused is refused now."""
    try:
        with transaction.atomic():
            _place(by, engagement, terms, _head_after(by, engagement, terms))
            raise _Undo
    except _Undo:
        engagement.refresh_from_db()


def _head_after(by: Actor, engagement: Engagement, terms: AmendmentTerms) -> rules.EngagementTerms:
    after = rules.changed_head(head(engagement), terms.changes)
    rules.check_term(after)
    if after.effective_to is not None and after.effective_to < terms.effective_on:
        raise Invalid(
            "DATES_REVERSED",
            _("The contract would have ended before this takes effect. Name a later last day."),
            field="effective_to",
        )
    check_links(by, engagement.client_id, after)
    return after


def _place(by: Actor, engagement: Engagement, terms: AmendmentTerms, after: rules.EngagementTerms) -> None:
    """Write what begins and what ends on the amendment's day; the head is changed in memory only."""
    write(engagement, after)
    on = terms.effective_on
    for change in terms.changes:
        if change.what in ("end_scope", "end_price"):
            _end(engagement, change, on)
    for change in terms.changes:
        if change.scope:
            claim_scope(fitting_scope(by, engagement, dataclasses.replace(change.scope, start=on)))
        if change.price:
            hold_price(fitting_price(by, engagement, dataclasses.replace(change.price, start=on)))
    recheck(by, engagement)
    queries.check_signable(engagement, on)


def _end(engagement: Engagement, change: Change, on: date) -> None:
    table: Any = ScopeItem if change.what == "end_scope" else PriceItem
    item = table.objects.filter(pk=change.item_id, engagement=engagement).first()
    if item is None:
        raise NotFound("scope item" if table is ScopeItem else "price")
    if item.valid.lower >= on:
        raise Invalid("NOT_BEGUN", _("It begins only on that day or later: it cannot end before."), field="changes")
    item.valid = shortened(engagement, item.valid, rules.day_before(on))
    item.save(update_fields=["valid"])


def _terms_hash(engagement: Engagement, amendment: Amendment) -> str:
    """The fingerprint of what is signed: the contract as it stands, and the amendment to it."""
    what = {"contract": queries.terms_hash(engagement), "number": amendment.number, "kind": amendment.kind,
            "title": amendment.title, "reason": amendment.reason, "effective_on": amendment.effective_on,
            "price_impact_minor": amendment.price_impact_minor, "changes": amendment.changes}  # fmt: skip
    return rules.fingerprint(what)


def _agree(by: Actor, amendment: Amendment, terms: AmendmentTerms, today: date) -> Amendment:
    engagement = amendment.engagement
    _place(by, engagement, terms, _head_after(by, engagement, terms))
    engagement.refresh_from_db()
    amendment.state = rules.check_amendment_move(amendment.state, "sign")
    amendment.agreed_at = clock.now()
    amendment.version += 1
    amendment.save()
    data = {"amendment": amendment.pk, "number": amendment.number, "effective_on": terms.effective_on}
    journal.record(by, events.AMENDMENT_AGREED, engagement, data)
    return _take_effect(by, amendment) if terms.effective_on <= today else amendment


def _take_effect(by: Actor, amendment: Amendment) -> Amendment:
    """Change the head, count a new version of the engagement, and let earlier amendments be superseded.

    What no longer fits on its day (a company was closed meanwhile) is told once and waits.
    """
    engagement = amendment.engagement
    terms = amendment_terms(amendment)
    before = head(engagement)
    try:
        with transaction.atomic():
            write(engagement, _head_after(by, engagement, terms))
            if any(change.head for change in terms.changes):
                recheck(by, engagement)
            engagement.version += 1
            engagement.save()
    except Refused as refused:
        return _stuck(by, amendment, refused.code)
    amendment.head_before = rules.head_written({name: getattr(before, name) for name in rules.head_of(terms.changes)})
    amendment.state, amendment.refused_code = rules.check_amendment_move(amendment.state, "take_effect"), ""
    amendment.version += 1
    amendment.save()
    data = {"amendment": amendment.pk, "number": amendment.number, "version": engagement.version}
    journal.record(by, events.AMENDMENT_EFFECTIVE, engagement, data)
    if terms.changes:
        supersede(by, amendment)
    return amendment


def supersede(by: Actor, amendment: Amendment) -> None:
    """The amendments before this one are no longer the last word."""
    earlier = Amendment.objects.filter(engagement_id=amendment.engagement_id, state="effective")
    for one in earlier.exclude(pk=amendment.pk).order_by("number"):
        one.state = rules.check_amendment_move(one.state, "supersede")
        one.version += 1
        one.save()
        data = {"amendment": one.pk, "number": one.number, "by": amendment.number}
        journal.record(by, events.AMENDMENT_SUPERSEDED, amendment.engagement, data)


def _stuck(by: Actor, amendment: Amendment, code: str) -> Amendment:
    amendment.engagement.refresh_from_db()
    if amendment.refused_code != code:
        amendment.refused_code = code
        amendment.save(update_fields=["refused_code"])
        data = {"amendment": amendment.pk, "number": amendment.number, "code": code}
        journal.record(by, events.AMENDMENT_STUCK, amendment.engagement, data)
    return amendment
