"""The base of every tenant table: an ordered id, the client, and a manager that raises outside a scope."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from openhro.core.ids import uuid7
from openhro.core.scope import ScopedManager


class TenantModel(models.Model):
    """A row that belongs to one client. The migration runner puts row-level security on its table (core/rls.py)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True


class DatedModel(TenantModel):
    """A fact with the days on which it holds. Each table refuses overlaps by an exclusion constraint."""

    valid = DateRangeField(help_text="Half-open: the first day that it holds, and the first that it no longer does.")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


def no_overlap(name: str, *keys: str, condition: models.Q | None = None) -> ExclusionConstraint:
    """The exclusion constraint of a dated table: no two rows of equal keys may hold on the same day."""
    parts: list[tuple[Any, str]] = [(key, RangeOperators.EQUAL) for key in keys]
    return ExclusionConstraint(name=name, expressions=[*parts, ("valid", RangeOperators.OVERLAPS)], condition=condition)
