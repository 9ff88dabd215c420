"""Advice for prospects: what their answers give on the provider's companies and rates of today, and what was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import models

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.engagements import rules
from openhro.engagements.models import KeptAdvice
from openhro.engagements.permissions import ADVISE
from openhro.engagements.queries.ratecard import rate_card
from openhro.engagements.queries.work import provider_party
from openhro.engagements.rules.advice import Advice, Answers, Estimate, Row, advise, comparison, estimate, plain


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Answers, the advice that they give, what it costs, and the table of models with the cells that decided."""

    answers: Answers
    advice: Advice
    estimate: Estimate
    comparison: list[Row]

    def decided(self) -> dict[str, str]:
        """The model for each country and function; empty where none fits."""
        return {f"{cell.country}/{cell.function}": cell.model or "" for cell in self.advice.cells}

    def plain(self) -> dict[str, Any]:
        """All of it as JSON, for REST and the command line."""
        cells = [{name: value for name, value in asdict(cell).items() if name != "facts"} for cell in self.advice.cells]
        return {
            "answers": plain(self.answers),
            "models": self.advice.models,
            "cells": cells,
            "notes": [asdict(note) for note in self.advice.notes],
            "estimate": asdict(self.estimate)
            | {"complete": self.estimate.complete, "inhouse_minor": self.estimate.inhouse_minor},
            "comparison": [asdict(row) for row in self.comparison],
        }


def recommendation(by: Actor, answers: Answers) -> Recommendation:
    """What the answers give today; nothing is kept."""
    permit(by, ADVISE)
    found = advise(answers, provider_parties(by))
    return Recommendation(answers, found, estimate(answers, found, rate_card()), comparison(found))


def provider_parties(by: Actor) -> list[rules.Party]:
    """The provider's companies as the scope rules see them."""
    return [provider_party(one) for one in clients.provider_entities(by)]


def kept_advices(by: Actor) -> models.QuerySet[KeptAdvice]:
    """The advice that was kept, newest first: one's own, that of one's clients, all for who sees all clients."""
    permit(by, ADVISE)
    return KeptAdvice.objects.order_by("-made_at", "pk")


def kept_advice(by: Actor, advice_id: UUID) -> KeptAdvice:
    """One advice that was kept."""
    return may_advise(by, KeptAdvice.objects.filter(pk=advice_id).first)


def may_advise(by: Actor, read: Callable[[], KeptAdvice | None]) -> KeptAdvice:
    """The row that was read, for who may advise: at its client once it has one."""
    permit(by, ADVISE)
    found = read()
    if found is None:
        raise NotFound("advice")
    permit(by, ADVISE, found if found.client_id else None)
    return found


def changed_since(kept: KeptAdvice, today: Recommendation) -> list[str]:
    """The countries and functions for which another model fits today than when the advice was kept."""
    now = today.decided()
    return sorted(cell for cell in now.keys() | kept.decided.keys() if now.get(cell) != kept.decided.get(cell))
