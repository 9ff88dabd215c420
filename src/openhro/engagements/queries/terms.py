"""What holds between the two sides: fingerprints, signatures, amendments, versions on paper, the head of any day."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from django.db import models

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import (
    Amendment,
    ContractVersion,
    Engagement,
    PriceItem,
    ScopeItem,
    Signature,
)
from openhro.engagements.permissions import READ
from openhro.engagements.queries.contracts import one
from openhro.engagements.queries.levels import level_set_terms
from openhro.engagements.queries.metrics import measurable

_HEAD = tuple(field.name for field in dataclasses.fields(rules.EngagementTerms))
_SCOPE = ("function", "process", "country", "entity_id", "provider_entity_id", "population", "responsibility", "valid")
_NOT_PRICE = ("id", "client_id", "engagement_id", "recorded_at", "recorded_by")


def terms_hash(engagement: Engagement) -> str:
    """The fingerprint of all that is agreed: head, scope, prices and service levels."""
    scope = ScopeItem.objects.filter(engagement=engagement, binding=True).order_by("pk")
    prices = PriceItem.objects.filter(engagement=engagement).order_by("pk").values()
    return rules.fingerprint(
        {
            "head": {name: getattr(engagement, name) for name in _HEAD},
            "scope": [list(row) for row in scope.values_list(*_SCOPE)],
            "prices": [{name: value for name, value in row.items() if name not in _NOT_PRICE} for row in prices],
            "levels": [dataclasses.asdict(level_set_terms(one)) for one in engagement.level_sets.order_by("valid")],
        }
    )


def signature(by: Actor, engagement: Engagement, side: str, version: ContractVersion) -> Signature:
    """The record of somebody's signature on a paper, not saved yet: who, when, by which way, on which bytes."""
    assert by.user is not None  # check_other_person lets only people through
    return Signature(
        client_id=engagement.client_id, engagement=engagement, side=side, signed_by=by.user, signed_at=clock.now(),
        terms_hash=version.terms_hash, signer=by.name[:160], via=str(by.via), document_hash=version.hash,
    )  # fmt: skip


def check_signable(engagement: Engagement, day: date | None = None) -> None:
    """Refuse to sign what is not whole: scope, a price for each function, service levels, a data-processing agreement.

    A framework holds neither scope nor prices; a child takes the agreement of its framework. With a `day`, only what
    holds on it or later counts.
    """
    if engagement.framework:
        return
    parent = engagement.parent
    if parent:
        rules.check_framework_signed(
            rules.Framework(parent.code, parent.state, parent.effective_from, parent.effective_to)
        )
    items = ScopeItem.objects.filter(engagement=engagement, binding=True)
    prices = PriceItem.objects.filter(engagement=engagement)
    if day:
        going = models.Q(valid__endswith__isnull=True) | models.Q(valid__endswith__gt=day)
        items, prices = items.filter(going), prices.filter(going)
    functions = list(items.values_list("function", flat=True))
    rules.check_signable(
        engagement.dpa_ref or (parent.dpa_ref if parent else ""),
        functions,
        list(prices.values_list("functions", flat=True)),
        levelled=engagement.level_sets.exists() or not measurable(set(functions)),
    )


def amendments(by: Actor, engagement_id: UUID) -> models.QuerySet[Amendment]:
    """The amendments of an engagement, newest first."""
    return Amendment.objects.filter(engagement=one(by, engagement_id)).select_related("engagement", "client")


def amendment(by: Actor, amendment_id: UUID) -> Amendment:
    """One amendment."""
    found = Amendment.objects.select_related("engagement", "client").filter(pk=amendment_id).first()
    if found is None:
        raise NotFound("amendment")
    permit(by, READ, found)
    return found


def amendment_signatures(by: Actor, amendment_id: UUID) -> models.QuerySet[Signature]:
    """Who has signed an amendment, oldest first, void ones included."""
    return Signature.objects.filter(amendment=amendment(by, amendment_id)).order_by("signed_at")


def versions(by: Actor, engagement_id: UUID) -> models.QuerySet[ContractVersion]:
    """The versions of a contract on paper, newest first, without their bytes."""
    rows = ContractVersion.objects.filter(engagement=one(by, engagement_id)).select_related("amendment")
    return rows.defer("pdf", "signed_pdf", "content", "signed_content")


def version(by: Actor, version_id: UUID) -> ContractVersion:
    """One version of a contract on paper, without its bytes."""
    rows = ContractVersion.objects.select_related("engagement", "amendment").defer("pdf", "signed_pdf")
    found = rows.filter(pk=version_id).first()
    if found is None:
        raise NotFound("contract version")
    permit(by, READ, found)
    return found


def children(by: Actor, engagement_id: UUID) -> models.QuerySet[Engagement]:
    """The child engagements of a framework."""
    return Engagement.objects.filter(parent=one(by, engagement_id)).select_related("client").order_by("code")


def head_on(by: Actor, engagement_id: UUID, day: date) -> rules.EngagementTerms:
    """The head as agreed for a day: what amendments changed since is taken back, what is agreed for then holds."""
    found = one(by, engagement_id)
    values = {name: getattr(found, name) for name in _HEAD}
    done = Amendment.objects.filter(engagement=found, state__in=("effective", "superseded"), effective_on__gt=day)
    for later in done.order_by("-effective_on", "-agreed_at"):
        values |= rules.head_read(later.head_before)
    for agreed in Amendment.objects.filter(engagement=found, state="agreed", effective_on__lte=day).order_by(
        "effective_on", "agreed_at"
    ):
        values |= rules.head_of(rules.read(change) for change in agreed.changes)
    return rules.EngagementTerms(**values)
