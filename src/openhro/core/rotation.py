"""Moving encrypted values to the newest key: batch by batch, in as many attempts as it takes.

Encrypted fields are found by themselves. A package that seals something else says how it is moved: `ALSO`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.conf import settings
from django.db import models

from openhro.core.actor import Actor
from openhro.core.fields import EncryptedField, seal, unseal
from openhro.core.idempotency import address_of
from openhro.core.models import IdempotencyKey
from openhro.core.scope import scope

BATCH = 500


def is_newest(sealed: bytes) -> bool:
    """Whether a value needs no moving: empty, or sealed by the newest key."""
    return not sealed or sealed.startswith(f"{next(iter(settings.FIELD_KEYS))}:".encode())


def moved(sealed: bytes, address: str) -> bytes:
    """The same text, sealed by the newest key."""
    return sealed if is_newest(sealed) else seal(unseal(sealed, address), address)


def reseal_answers(by: Actor) -> int:
    """Kept answers of requests with an Idempotency-Key; returns how many were moved."""
    count = 0
    for row in IdempotencyKey.objects.order_by("pk").iterator(BATCH):
        old = bytes(row.body)
        new = moved(old, address_of(row.user_id, row.key))
        if new != old:
            count += IdempotencyKey.objects.filter(pk=row.pk).update(body=new)
    return count


ALSO: dict[str, Callable[[Actor], int]] = {"core_idempotencykey.body": reseal_answers}
"""What is sealed outside an encrypted field, by name, and what moves it; returns how many values it moved."""


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
