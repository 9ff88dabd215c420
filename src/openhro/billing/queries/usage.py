"""Reads about usage: what was recorded, whether it is billed, and the documents of costs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from openhro.billing.models import LineEvidence, Usage, UsageDocument
from openhro.billing.permissions import READ
from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.models import ImportBatch
from openhro.core.permission import permit

BATCHES = "billing.usage"


def usage(by: Actor, client_id: UUID | None = None) -> models.QuerySet[Usage]:
    """What is recorded for billing, newest first, what was withdrawn included."""
    permit(by, READ, client_id)
    rows = Usage.objects.select_related("engagement", "client").annotate(papers=models.Count("documents"))
    rows = rows.order_by("-first", "external_id")
    return rows.filter(client_id=client_id) if client_id else rows


def one_usage(by: Actor, usage_id: UUID) -> Usage:
    """One record."""
    found = usage(by).filter(pk=usage_id).first()
    if found is None:
        raise NotFound("record of usage")
    permit(by, READ, found)
    return found


def billed_on(by: Actor, usage_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """The issued invoice that charged each of these records: its id and number."""
    rows = LineEvidence.objects.filter(
        object_id__in=list(usage_ids), line__purpose="charge", line__invoice__number__isnull=False
    ).order_by("line__period")
    return {
        key: (invoice, str(number))
        for key, invoice, number in rows.values_list("object_id", "line__invoice_id", "line__invoice__number")
    }


def documents(by: Actor, usage_id: UUID) -> models.QuerySet[UsageDocument]:
    """The documents behind a cost, without their content."""
    return UsageDocument.objects.filter(usage=one_usage(by, usage_id)).defer("content")


def document(by: Actor, document_id: UUID) -> UsageDocument:
    """One document, with its content."""
    found = UsageDocument.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound("document")
    permit(by, READ, found)
    return found


def usage_imports(by: Actor, client_id: UUID) -> models.QuerySet[ImportBatch]:
    """A client's files of usage, newest first, dry runs too."""
    permit(by, READ, client_id)
    return ImportBatch.objects.filter(client_id=client_id, kind=BATCHES).order_by("-pk")


def usage_import(by: Actor, batch_id: UUID) -> ImportBatch:
    """One file of usage with its report."""
    found = ImportBatch.objects.filter(pk=batch_id, kind=BATCHES).first()
    if found is None:
        raise NotFound("import")
    permit(by, READ, found)
    return found
