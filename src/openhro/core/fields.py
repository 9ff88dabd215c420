"""Encrypted fields: AES-256-GCM, bound to table, row and column, with keys that can be rotated; and a blind index."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


class EncryptedField(models.BinaryField):
    """Text that is ciphertext in the database and plain only on the attribute, when somebody reads it.

    Stored as `<key id>:<nonce><ciphertext>`; the additional data is `table:pk:column`, so a ciphertext copied to
    another row or column does not open. Not searchable: keep a `blind_index` beside it where search is needed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", b"")
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Plain(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        held = model_instance.__dict__.get(self.attname, "")
        return held if isinstance(held, bytes) else seal(str(held), self.address(model_instance))

    def get_default(self) -> str:
        return ""

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str) and value:
            raise TypeError(f"{self.name} is encrypted per row: save the instance, update() cannot write it.")
        return super().get_db_prep_value(value or b"", connection, prepared)

    def address(self, instance: models.Model) -> str:
        """What the ciphertext is bound to."""
        return f"{instance._meta.db_table}:{instance.pk}:{self.column}"


class _Plain:
    """The attribute of an encrypted field: opens the ciphertext on first reading."""

    def __init__(self, field: EncryptedField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname, "")
        if isinstance(held, bytes):
            held = instance.__dict__[self.field.attname] = unseal(held, self.field.address(instance))
        return held

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


def seal(text: str, address: str) -> bytes:
    """Encrypt with the newest key; an empty text stays empty, so that 'not given' can be counted without a key."""
    if not text:
        return b""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(12)
    return key_id.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, text.encode(), address.encode())


def unseal(sealed: bytes, address: str) -> str:
    """Decrypt with the key that the value names. Raises InvalidTag where the value was moved or changed."""
    if not sealed:
        return ""
    key_id, _, rest = sealed.partition(b":")
    return AESGCM(settings.FIELD_KEYS[key_id.decode()]).decrypt(rest[:12], rest[12:], address.encode()).decode()


def blind_index(text: str, purpose: str) -> bytes:
    """A keyed hash (16 bytes) of a normalised secret: equal values are found, nothing is revealed. Empty for empty."""
    plain = "".join(text.split()).upper()
    if not plain:
        return b""
    key = hashlib.sha256(settings.SECRET_KEY.encode() + b"blind index").digest()
    return hmac.new(key, f"{purpose}:{plain}".encode(), hashlib.sha256).digest()[:16]
