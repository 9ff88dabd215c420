"""The advisor: answers in, a model per country and function out; kept, and turned into drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from openhro.core.actor import Actor
from openhro.core.rest import Page, Router, by_of, rows_page
from openhro.engagements import queries, services
from openhro.engagements.models import KeptAdvice
from openhro.engagements.rest import advice_schemas as schemas
from openhro.engagements.rules import advice

router = Router()


@router.create("/advice", schemas.Advice)
def give_advice(request: HttpRequest, given: schemas.ProspectAnswers) -> Any:
    """Advise a prospect and keep the answers; `ANSWERS_INVALID` lists every answer that cannot be."""
    by = by_of(request)
    return _shown(by, services.keep_advice(by, advice.read_answers(given.model_dump(mode="json"))))


@router.read("/advice", Page[schemas.AdviceLine])
def list_advice(request: HttpRequest, cursor: str = "", limit: int = Query(100, ge=1, le=500)) -> Any:
    """What was advised, newest first."""
    return rows_page(queries.kept_advices(by_of(request)), ["-made_at", "pk"], cursor, limit)


@router.read("/advice/{advice_id}", schemas.Advice)
def get_advice(request: HttpRequest, advice_id: UUID) -> Any:
    """One advice, worked out anew on the provider's companies and rates of today."""
    by = by_of(request)
    return _shown(by, queries.kept_advice(by, advice_id))


@router.act("/advice/{advice_id}/actions/draft", schemas.AdviceDrafted)
def draft_from_advice(request: HttpRequest, advice_id: UUID, given: schemas.AdviceDraftInto) -> Any:
    """Make a draft engagement for each model that fits, with scope and the provider's own prices."""
    made = services.draft_from_advice(by_of(request), advice_id, services.DraftInto(**given.model_dump()))
    return {"client_id": made[0].client_id, "engagements": made}


def _shown(by: Actor, kept: KeptAdvice) -> dict[str, Any]:
    today = queries.recommendation(by, advice.read_answers(kept.answers))
    names = ("id", "client_id", "name", "decided", "made_by", "made_at", "drafted_at", "drafts")
    return (
        today.plain() | {name: getattr(kept, name) for name in names} | {"changed": queries.changed_since(kept, today)}
    )
