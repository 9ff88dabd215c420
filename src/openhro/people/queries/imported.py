"""The imports of people that were tried or done, with their reports."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.models import ImportBatch
from openhro.core.permission import permit
from openhro.people.permissions import IMPORT


def batches(by: Actor, client_id: UUID) -> QuerySet[ImportBatch]:
    """A client's imports of people, newest first; dry runs too."""
    permit(by, IMPORT, client_id)
    return ImportBatch.objects.filter(client_id=client_id, kind="people").order_by("-pk")


def batch(by: Actor, batch_id: UUID) -> ImportBatch:
    """One import of people with its report."""
    found = ImportBatch.objects.filter(pk=batch_id, kind="people").select_related("client").first()
    if found is None:
        raise NotFound("import")
    permit(by, IMPORT, found)
    return found
