"""Moving encrypted values to the newest key: batch by batch, in as many attempts as it takes."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models

from openhro.core.actor import Actor
from openhro.core.fields import EncryptedField
from openhro.core.scope import scope

BATCH = 500


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    """Every encrypted field of every table."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                yield model, field


def waiting(by: Actor, model: type[models.Model], field: EncryptedField) -> models.QuerySet[models.Model]:
    """Rows whose value is sealed by an older key."""
    newest = f"{next(iter(settings.FIELD_KEYS))}:".encode()
    sealed_now = models.Q(**{f"{field.name}__gte": newest, f"{field.name}__lt": newest[:-1] + b";"})
    return model._base_manager.exclude(sealed_now).exclude(**{field.name: b""})


def reseal(by: Actor, model: type[models.Model], field: EncryptedField) -> int:
    """Seal one batch of rows with the newest key; returns how many, 0 when all are. Each batch commits by itself."""
    with scope(by):
        rows = list(waiting(by, model, field).select_for_update().order_by("pk")[:BATCH])
        for row in rows:
            setattr(row, field.attname, str(getattr(row, field.attname)))
            row.save(update_fields=[field.name])
        return len(rows)
